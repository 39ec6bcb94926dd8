"""Nowall and its peers side by side: who puts a record first that answers, who refuses rightly, and how fast.

    python -m bench.quality.compare SETS [--sets crud,rgb] [--peers tantivy,bm25s] [--pack-questions FILE…]
    python -m bench.quality.compare --kept            # only write the tables and the plot again

SETS has a folder for each public set: ``articles.jsonl.gz`` (id, title, text), ``questions.jsonl`` (id, question,
answers: groups of alternatives) and perhaps ``unanswerable.jsonl``. Files of ``--pack-questions`` ask the shipped
corpus, as ``nowall eval`` does. Everybody ranks the same records: those that nowall found in the articles, or, of the
shipped corpus, the editors' in both languages with their sample questions.

What is learned and what was said stays in ``--homes``. Peers that were asked before are not asked again, unless they
are named in ``--again``; nowall is asked each time. One that is not installed, or too slow, is passed over with a line.
The tables go into docs/quality.md, between the two comments that mark their place, and the plot into docs/images.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bench.quality.comparison import plot, table
from bench.quality.comparison.asking import ask_nowall, ask_peer, not_asked
from bench.quality.comparison.corpora import Corpus
from bench.quality.comparison.runs import Results, Run
from bench.quality.comparison.sets import QuestionSet, read_pack_set, read_public_set
from bench.quality.peers import PEERS
from bench.quality.peers.protocol import PeerUnavailableError
from bench.quality.questions import read_questions
from bench.quality.studies.page import names, put, put_image, tell

_PUBLIC = "crud,rgb,drcd,cmrc"


@dataclass(frozen=True, slots=True)
class _Work:
    """A set with its corpus, and what was measured of it."""

    asked: QuestionSet
    corpus: Corpus


def main() -> None:
    """Measure what is asked for, and write it down."""
    args = _arguments()
    results = Results(args.homes / "results")
    if not args.kept:
        for work in _works(args):
            work.corpus.learn(again=args.learn)
            for key, run in chain(_ask_peers(work, args, results), _ask_ours(work, args)):
                results.write(key, run)
                tell(f"{run.set}: {run.system}: {run.skipped or f'A@1 {table.value(table.first(run)):.3f}'}")
    runs = sorted(results.every(), key=lambda run: _place(run.set))
    if not runs:
        sys.exit("Nothing was measured yet.")
    _write(runs, args.docs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="SETS", type=Path, nargs="?", help="a folder with the public sets")
    parser.add_argument("--sets", type=names, default=names(_PUBLIC), help=f"which of them (default: {_PUBLIC})")
    parser.add_argument("--peers", type=_peers, default=tuple(PEERS), help=f"which peers, or none: {', '.join(PEERS)}")
    parser.add_argument("--pack-questions", type=Path, nargs="*", default=[], metavar="FILE", help="YAML files")
    parser.add_argument("--homes", type=Path, default=Path(".home/compare"), help="what is kept (default: %(default)s)")
    parser.add_argument("--questions", type=int, metavar="N", help="only the first N of each kind")
    parser.add_argument(
        "--seconds", type=float, default=600.0, help="a peer's time for each kind (default: %(default)s)"
    )
    parser.add_argument("--again", type=_peers, default=(), metavar="PEERS", help="ask these, though they were before")
    parser.add_argument("--learn", action="store_true", help="learn anew what is found otherwise by now")
    parser.add_argument("--kept", action="store_true", help="measure nothing")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where tables and plot go (default: docs)")
    args = parser.parse_args()
    if not args.kept and args.folder is None and not args.pack_questions:
        parser.error("name the folder of the public sets, --pack-questions, or --kept")
    return args


def _peers(text: str) -> tuple[str, ...]:
    named = () if text == "none" else tuple(PEERS) if text == "all" else names(text)
    if unknown := set(named) - set(PEERS):
        raise argparse.ArgumentTypeError(f"no such peer: {', '.join(sorted(unknown))} (known: {', '.join(PEERS)})")
    return named


def _works(args: argparse.Namespace) -> Iterator[_Work]:
    for name in args.sets if args.folder else ():
        folder = args.folder / name
        yield _Work(read_public_set(folder, args.questions), Corpus(args.homes / name, folder / "articles.jsonl.gz"))
    pack = Corpus(args.homes / "pack", None)
    for file in args.pack_questions:
        items = read_questions(file)
        yield _Work(read_pack_set(f"pack-{file.stem}", items[: args.questions]), pack)


def _ask_ours(work: _Work, args: argparse.Namespace) -> Iterator[tuple[str, Run]]:
    for key, name, semantic in (("nowall", "nowall", True), ("nowall-words", "nowall, words alone", False)):
        with work.corpus.open(semantic=semantic) as engine:
            if engine.semantic == semantic:
                yield key, ask_nowall(engine, name, work.asked, work.corpus.curated_units.get, args.questions)


def _ask_peers(work: _Work, args: argparse.Namespace, results: Results) -> Iterator[tuple[str, Run]]:
    for key in args.peers:
        kept = results.read(work.asked.name, key)
        if kept is not None and kept.covers(args.questions) and key not in args.again:
            continue
        try:
            yield key, _ask_peer(key, work, args)
        except (ImportError, PeerUnavailableError) as error:
            tell(f"{work.asked.name}: {key} is passed over: {error}")


def _ask_peer(key: str, work: _Work, args: argparse.Namespace) -> Run:
    peer = PEERS[key](work.corpus.home)
    try:
        units = work.corpus.units
        if peer.most_units is not None and len(units) > peer.most_units:
            why = f"too slow for {len(units):,} records, not asked"
            return not_asked(peer.name, work.asked, len(units), args.questions, why)
        return ask_peer(peer, work.asked, units, args.questions, args.seconds)
    finally:
        peer.close()


def _place(name: str) -> tuple[int, str]:
    """Where a set is told: the public ones in their order, after them those over the shipped corpus."""
    order = names(_PUBLIC)
    return (order.index(name) if name in order else len(order), name)


def _write(runs: Sequence[Run], docs: Path) -> None:
    put(docs / "quality.md", "compare", table.tables(runs))
    put_image(docs / "images" / "quality-peers.svg", plot.drawn(runs))


if __name__ == "__main__":
    main()
