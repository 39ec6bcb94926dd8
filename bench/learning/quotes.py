"""``python -m bench.learning.quotes CORPUS``: the direct quotes that are found, against those that editors wrote down.

CORPUS holds the raw articles of the pack (``ARTICLE.txt``). Two quotes are the same where one contains the other,
letters and digits alone compared, and the speaker is called by a name of the editors' speaker.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from nowall.language.normalise import normalise, squash
from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import Document
from nowall.learn.lessons import learned_of
from nowall.learn.pack.reader import find_pack, read_pack
from nowall.records import Entity, Fact


def main() -> None:
    """Print precision and recall, and every quote of one side that the other does not have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    folder: Path = parser.parse_args().corpus
    pack = find_pack(None)
    assert pack is not None
    corpus = read_pack(pack)
    editors = {entity.id: {squash(name) for name in entity.names} for entity in corpus.entities}
    right = found_count = hit = wanted_count = 0
    for article in corpus.articles:
        learned = learned_of(clean(Document(article.id, (folder / f"{article.id}.txt").read_text(encoding="utf-8"))))
        names = {name.id: name for name in learned.names}
        wanted = [fact for fact in corpus.facts if fact.article == article.id and fact.quote]
        found = [fact for fact in learned.facts if fact.quote]
        for fact in found:
            is_right = any(_same(fact, other, names, editors) for other in wanted)
            print("" if is_right else f"not wanted: {article.id} {fact.speaker}: {fact.quote}\n", end="")
            right, found_count = right + is_right, found_count + 1
        for fact in wanted:
            is_hit = any(_same(other, fact, names, editors) for other in found)
            print("" if is_hit else f"not found: {article.id} {fact.speaker}: {fact.quote}\n", end="")
            hit, wanted_count = hit + is_hit, wanted_count + 1
    print(f"precision {right}/{found_count} {right / found_count:.3f}")
    print(f"recall {hit}/{wanted_count} {hit / wanted_count:.3f}")


def _same(found: Fact, wanted: Fact, names: dict[str, Entity], editors: dict[str, set[str]]) -> bool:
    one, other = _letters(found.quote), _letters(wanted.quote)
    speaker = names.get(found.speaker or "")
    return (
        (one in other or other in one)
        and speaker is not None
        and any(squash(name) in editors[wanted.speaker or ""] for name in speaker.names)
    )


def _letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, normalise(text or "")))


if __name__ == "__main__":
    main()
