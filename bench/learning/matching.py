"""``python -m bench.learning.matching HOME QUESTIONS.jsonl``: what matching takes next to a bare query of the index.

Prints one JSON object. Each question is matched by words alone, and its query alone is put to the index, by turns in
one process. Before that every query has been put once, so that the files of the index are in memory for both; records
that matching reads are not remembered yet the first time (``first``), and are the second time (``again``).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bench.listening import Listening
from nowall.answer.answerer import Answerer
from nowall.library import Library
from nowall.search.index import Query
from nowall.store.home import Home

_QUESTIONS = 200


def main() -> None:
    """Measure, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("questions", type=Path)
    args = parser.parse_args()
    lines = args.questions.read_text(encoding="utf-8").splitlines()[:_QUESTIONS]
    print(json.dumps(_measured(args.home, [json.loads(line)["question"] for line in lines])))


def _measured(home: Path, questions: Sequence[str]) -> dict[str, float]:
    begun = time.perf_counter()
    library = Library(Home(home), "none", None)
    snapshot = library.open_snapshot()
    answerer = Answerer(snapshot, None)
    opened = time.perf_counter() - begun
    index = snapshot.index
    assert index is not None
    listening = Listening(index)
    listener = Answerer(replace(snapshot, index=listening), None)
    queries = [_query(listener, listening, text) for text in questions]
    bare, first, again = [], [], []
    for text, (query, limit) in zip(questions, queries, strict=True):
        bare.append(_milliseconds(lambda: index.search(query, limit)))  # noqa: B023  called at once
        first.append(_milliseconds(lambda: answerer.candidates(text)))  # noqa: B023
        again.append(_milliseconds(lambda: answerer.candidates(text)))  # noqa: B023
    library.close()
    figures = {"opened_seconds": opened, "names": len(snapshot.learned_names), "documents": len(index)}
    for name, times in (("bare", bare), ("first", first), ("again", again)):
        figures |= {f"{name}_median_ms": _share(times, 0.5), f"{name}_p95_ms": _share(times, 0.95)}
    for name in ("first", "again"):
        figures[f"{name}_ratio"] = figures[f"{name}_median_ms"] / figures["bare_median_ms"]
    return figures


def _query(answerer: Answerer, listening: Listening, text: str) -> tuple[Query, int]:
    """The query that matching puts for a question, the largest where there are several."""
    listening.queries.clear()
    answerer.candidates(text)
    return max(listening.queries, key=lambda asked: sum(map(len, asked[0].terms.values())))


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[int(share * (len(times) - 1))]


if __name__ == "__main__":
    main()
