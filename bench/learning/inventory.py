"""``python -m bench.learning.inventory CORPUS``: what of a hand-made inventory the extractor finds.

CORPUS holds the raw articles (``ARTICLE.txt``) and ``facts_inventory.md``, whose lines name a fact and, in 〔…〕, key
strings. A fact is found when all its keys stand in one extracted record of at most 200 characters of its article.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

from nowall.language.normalise import normalise
from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import Document
from nowall.learn.lessons import learned_of

_LONGEST = 200
_LINE = re.compile(r"^- (?P<id>[A-Z]\d+) .*〔(?P<keys>.+)〕")
_SECTION = re.compile(r"^## (?P<letter>[A-Z])\. (?P<article>[\w-]+)")
_FAR_APART = frozenset({"Z01", "K01", "C01"})
"""Facts whose keys lie far apart in their articles."""


def main() -> None:
    """Print what is missed, and the share that is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    folder: Path = parser.parse_args().corpus
    facts = _facts((folder / "facts_inventory.md").read_text(encoding="utf-8"))
    found = total = 0
    for article, wanted in facts.items():
        records = _records(folder / f"{article}.txt")
        for fact, keys in wanted.items():
            hit = any(all(key in record for key in keys) for record in records)
            counted = fact not in _FAR_APART
            found, total = found + (hit and counted), total + counted
            if not hit:
                print(f"missed {fact}{'' if counted else ' (not counted)'}: {' + '.join(keys)}")
        print(f"{article}: {len(records)} records")
    print(f"found {found} of {total}: {found / total:.3f}")


def _facts(text: str) -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = defaultdict(dict)
    article = ""
    for line in text.splitlines():
        if section := _SECTION.match(line):
            article = section["article"]
        elif (match := _LINE.match(line)) and article:
            table[article][match["id"]] = [_plain(key) for key in match["keys"].split(" + ")]
    return {article: wanted for article, wanted in table.items() if wanted}


def _records(path: Path) -> list[str]:
    learned = learned_of(clean(Document(path.stem, path.read_text(encoding="utf-8"))))
    return [_plain(fact.zh) for fact in learned.facts if len(fact.zh) <= _LONGEST]


def _plain(text: str) -> str:
    return "".join(c for c in normalise(text) if unicodedata.category(c)[0] in "LMN")


if __name__ == "__main__":
    main()
