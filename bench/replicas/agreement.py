"""The index in PostgreSQL beside tantivy: whether both give the same first fact, and how long each takes.

    python -m bench.replicas.agreement SETS --homes DIR [--server URL] [--sets crud,cmrc] [--pack-questions FILE…]

SETS holds folders with ``questions.jsonl`` (see `bench.quality.compare`), DIR a home for each in which its articles
are learned. Each home is copied into a database of its own of the server (default: one that is started for it and
thrown away), where it is found again the next time. Files of ``--pack-questions`` ask the shipped corpus. In one run,
question by question, the two are asked in turn; then the query that matching puts to the index is put to both
indexes alone, twice, of which the second counts. Prints a table.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench.quality.comparison.sets import Asked, QuestionSet, read_pack_set, read_public_set
from bench.quality.questions import read_questions
from bench.replicas.pairing import Queries, Side, pair
from nowall.answers import Turn
from tests.postgres_server import postgres_server

T = TypeVar("T")
_SETS = "crud,cmrc,drcd,rgb"
_WARM = 5
"""Questions that are asked first, and do not count: they load what is loaded once."""


@dataclass
class Found:
    """What was found of one set: milliseconds of the home and of the server, and how often they agree."""

    answers: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    searches: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    same_answer: list[bool] = field(default_factory=list)
    same_record: list[bool] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    statements: tuple[int, int] = (0, 0)

    def line(self, name: str, documents: int) -> str:
        """A row of the table."""
        cells = [name, f"{documents:,}", str(len(self.same_answer)), _share(self.same_answer), _share(self.same_record)]
        for times in (self.answers, self.searches):
            cells += [_ratio(times, 0.5), _ratio(times, 0.95)]
        cells.append(" / ".join(f"{number / max(len(self.same_answer), 1):.1f}" for number in self.statements))
        return f"| {' | '.join(cells)} |"


_HEAD = (
    "| set | documents | questions | same answer | same best record | answer p50 ms | p95 | search p50 ms | p95 | "
    "statements an answer |\n|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Ask all sets, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="SETS")
    parser.add_argument("--homes", type=Path, required=True)
    parser.add_argument("--sets", default=_SETS)
    parser.add_argument("--server", help="the address of a database of a server with pg_textsearch")
    parser.add_argument("--pack-questions", type=Path, nargs="*", default=[])
    parser.add_argument("--semantic", action="store_true", help="compare meaning too, where there are vectors")
    parser.add_argument("--most", type=int, help="questions of each set")
    parser.add_argument("--show", action="store_true", help="also print the questions on which they differ")
    args = parser.parse_args()
    with ExitStack() as stack:
        server = args.server or stack.enter_context(postgres_server()).url()
        packed = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        print(_HEAD, flush=True)
        for name, home, pack, asked in _sets(args, packed):
            with pair(home, server, f"agreement_{name}".replace("-", "_"), pack=pack, semantic=args.semantic) as sides:
                found = compare(sides, (*asked.answerable, *asked.unanswerable)[: args.most])
                print(found.line(name, len(sides[1].index)), flush=True)
                if args.show:
                    print(*found.differing, sep="\n", flush=True)


def _sets(args: argparse.Namespace, packed: Path) -> Iterator[tuple[str, Path, str | None, QuestionSet]]:
    for name in filter(None, args.sets.split(",")):
        yield name, args.homes / name, "none", read_public_set(args.folder / name)
    for file in args.pack_questions:
        yield f"pack-{file.stem}", packed, None, read_pack_set(file.stem, read_questions(file))


def compare(sides: tuple[Side, Side], questions: Sequence[Asked]) -> Found:
    """Ask both sides all questions, in turn."""
    found = Found()
    for question in questions[:_WARM]:
        _ask_both(sides, question, found, counts=False)
    before = [side.statements for side in sides]
    for number, question in enumerate(questions):
        _ask_both(sides, question, found, counts=True, swapped=bool(number % 2))
    found.statements = (sides[0].statements - before[0], sides[1].statements - before[1])
    for question in questions:
        _same_record(sides, question, found)
    _search_both(sides, questions, found)
    return found


def _ask_both(sides: tuple[Side, Side], question: Asked, found: Found, *, counts: bool, swapped: bool = False) -> None:
    """Blanks behind a question make another one of it: what was remembered of the warming does not serve."""
    text, turns = question.text + " " * counts, [Turn(earlier) for earlier in question.earlier]
    answers = {}
    for place in (1, 0) if swapped else (0, 1):
        side = sides[place]
        took, answers[place] = _timed(lambda: side.ask(text, turns, only=question.only, always=False))  # noqa: B023
        if counts:
            found.answers[place].append(took)
    if counts:
        given = [(answers[place].status, [fact.id for fact in answers[place].facts][:1]) for place in (0, 1)]
        found.same_answer.append(given[0] == given[1])
        if given[0] != given[1]:
            found.differing.append(f"{question.id} {question.text}: {given[0]} {given[1]}")


def _same_record(sides: tuple[Side, Side], question: Asked, found: Found) -> None:
    turns = [Turn(earlier) for earlier in question.earlier]
    best = [side.ask(question.text, turns, only=question.only, always=True).facts[:1] for side in sides]
    found.same_record.append([fact.id for fact in best[0]] == [fact.id for fact in best[1]])


def _search_both(sides: tuple[Side, Side], questions: Sequence[Asked], found: Found) -> None:
    queries = Queries(sides[0])
    for question in questions:
        query, limit = queries.of(question.text)
        for side in sides:
            side.index.search(query, limit, question.only)
        for place, side in enumerate(sides):
            took, _ = _timed(lambda: side.index.search(query, limit, question.only))  # noqa: B023
            found.searches[place].append(took)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    result = work()
    return (time.perf_counter() - begun) * 1000, result


def _share(same: Sequence[bool]) -> str:
    return f"{sum(same) / max(len(same), 1):.3f}"


def _ratio(times: tuple[Sequence[float], Sequence[float]], share: float) -> str:
    one, other = (sorted(each)[int(share * (len(each) - 1))] for each in times)
    return f"{one:.1f} / {other:.1f} ({other / one:.1f}x)"


if __name__ == "__main__":
    main()
