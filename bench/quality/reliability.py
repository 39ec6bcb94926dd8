"""How reliable the confidence of an answer is: the diagram, its bins, the calibration error and the Brier score.

    python -m bench.quality.reliability SETS --homes DIR [--pack-questions FILE…]

Every question is asked without refusing, and the best answer judged. *Learned records*: the public sets in SETS (see
`bench.quality.compare`), those questions that no training has seen, and those without an answer, which are never
right; a record is right as the comparison judges it. *Editors' facts*: the shipped corpus, asked the questions of the
files, of which the strict referee of ``nowall eval`` judges the whole answer; those to refuse are never right.
Training reads bench/quality/questions.yaml: leave it out for figures that are unseen.

DIR holds a home for each set; what is not there is learned, and nothing else is written there. With the extra
for meaning it decides as in use: of all candidates where every record has a vector, else at close calls. The tables go
into docs/quality.md, the diagram into docs/images.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bench.quality.comparison.sets import Asked, Unit, read_public_set
from bench.quality.questions import read_questions
from bench.quality.studies import reliability_page
from bench.quality.studies.calibration import Said, brier, calibration_error
from bench.quality.studies.homes import OpenHome, learned
from bench.quality.studies.options import asked_of_both
from bench.quality.studies.page import put, put_image, tell, tracked
from nowall.answer.answerer import Answerer
from nowall.answers import Answer, Turn
from nowall.terminal.referee import Item, fault


def main() -> None:
    """Ask, and write it down."""
    args = asked_of_both(__doc__)
    kinds = {
        kind: {name: said for name, said in _told(measured) if said}
        for kind, measured in (("Editors' facts", _editors(args)), ("Learned records", _learned(args)))
    }
    kinds = {kind: sets for kind, sets in kinds.items() if sets}
    put(args.docs / "quality.md", "reliability", reliability_page.tables(kinds))
    put_image(args.docs / "images" / "quality-reliability.svg", reliability_page.drawn(kinds))


def _told(measured: Iterator[tuple[str, list[Said]]]) -> Iterator[tuple[str, list[Said]]]:
    for name, said in measured:
        if said:
            tell(f"{name}: {len(said)} answers, error {calibration_error(said):.3f}, Brier {brier(said):.3f}")
        yield name, said


def _learned(args: argparse.Namespace) -> Iterator[tuple[str, list[Said]]]:
    for name in args.sets:
        asked = read_public_set(args.folder / name, args.questions)
        home = learned(args.folder, args.homes, name)
        unseen = [question for question in (*asked.answerable, *asked.unanswerable) if not question.seen]
        with home.answering(semantic=True) as answerer:
            yield name, [ask(answerer, question) for question in tracked(name, unseen)]


def _editors(args: argparse.Namespace) -> Iterator[tuple[str, list[Said]]]:
    with tempfile.TemporaryDirectory() as temporary:
        home = OpenHome(Path(temporary))
        for file in args.pack_questions:
            items = read_questions(file)
            asked = [item for item in items if item.group != "smalltalk"][: args.questions]
            with home.answering(semantic=True) as answerer:
                yield file.stem, [ask_item(answerer, item) for item in tracked(file.stem, asked)]


def ask(answerer: Answerer, asked: Asked) -> Said:
    """Ask a question of a public set without refusing, and judge the first record."""
    answer = _best(answerer, asked.text, asked.earlier, asked.only)
    best = answer.facts[0] if answer.facts else None
    right = best is not None and asked.is_right(Unit(best.text, best.article, best.text))
    return Said(answer.confidence, right)


def ask_item(answerer: Answerer, item: Item) -> Said:
    """Ask a question over the shipped corpus without refusing, and judge the answer; of one to refuse none is right."""
    answer = _best(answerer, item.question, item.context, None)
    return Said(answer.confidence, not item.refuse and not fault(item, answer))


def _best(answerer: Answerer, text: str, earlier: Sequence[str], only: Collection[str] | None) -> Answer:
    return answerer.answer(text, [Turn(turn) for turn in earlier], only, always=True)


if __name__ == "__main__":
    main()
