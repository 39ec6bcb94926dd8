"""``python -m nowall.semantic.prepare``: embed a pack's texts when an environment or an image is built."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nowall.learn.pack.reader import find_pack, read_pack
from nowall.records import Corpus
from nowall.semantic.embedder import load_embedder
from nowall.semantic.texts import texts_to_embed
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.terminal.guard import OK, guarded
from nowall.terminal.progress import progress_bar
from nowall.terminal.session import Session


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m nowall.semantic.prepare", description="Embed the texts of a pack.")
    parser.add_argument("--pack", metavar="DIR", help="the pack (default: NOWALL_PACK, or the one that ships)")
    parser.add_argument("--folder", metavar="DIR", type=Path, help=f"where the vectors go (default: {built_cache()})")
    given = parser.parse_args(arguments)
    folder: Path = given.folder or built_cache()
    return guarded(Session(pack=given.pack), lambda session: prepare(session, folder))


def prepare(session: Session, folder: Path) -> int:
    """Embed what the pack has and the folder lacks; without the model, say so and leave it at that."""
    pack = find_pack(session.settings.pack)
    corpus = read_pack(pack) if pack else Corpus()
    embedder = load_embedder(threads=os.cpu_count() or 1)
    if embedder is None:
        return _tell(session.say("prepare_no_model"))
    cache = VectorCache(embedder, folder)
    _, texts, _ = texts_to_embed(corpus)
    missing = cache.missing(texts)
    if not missing:
        return _tell(session.say("prepare_nothing", texts=len(set(texts)), folder=folder))
    with progress_bar(session.say("prepare_embedding"), len(missing)) as advance:
        cache.add(missing, advance)
    return _tell(session.say("prepare_done", texts=len(missing), folder=folder))


def _tell(sentence: str) -> int:
    sys.stdout.write(f"{sentence}\n")
    return OK


if __name__ == "__main__":
    sys.exit(main())
