"""``python -m bench.learning.scale ARTICLES.jsonl.gz``: learning and matching at growing sizes.

For each size the first so many articles are learned by ``nowall add`` in a fresh home and a fresh process, without
vectors. Prints one line of JSON for each size; ``--results`` also appends them to a file, ``--plot`` draws them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from bench.learning.scale_plot import drawn
from bench.learning.usage import measure

Figures = dict[str, float]


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="1000,4000,16000,68074")
    parser.add_argument("--questions", type=Path, help="JSON lines with a question each: matching is timed too")
    parser.add_argument("--results", type=Path, help="a file that the JSON lines are appended to")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw")
    args = parser.parse_args()
    measured = []
    for size in map(int, args.sizes.split(",")):
        measured.append(_measured(args.articles, size, args.questions))
        line = json.dumps(measured[-1])
        print(line, flush=True)
        if args.results:
            with args.results.open("a", encoding="utf-8") as results:
                results.write(f"{line}\n")
    if args.plot:
        args.plot.write_text(drawn(measured), encoding="utf-8")


def _measured(articles: Path, size: int, questions: Path | None) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        some, home = Path(folder, "articles.jsonl.gz"), Path(folder, "home")
        with gzip.open(articles, "rb") as every, gzip.open(some, "wb", 1) as chosen:
            chosen.writelines(islice(every, size))
        add = [sys.executable, "-m", "nowall", "--home", str(home), "--pack", "none", "add"]
        run = measure([*add, "--vectors", "off", str(some)])
        figures: Figures = {"articles": size, **asdict(run), "articles_per_second": size / run.wall_seconds}
        figures["cpu_ms_per_article"] = run.cpu_seconds / size * 1000
        figures |= _stored(home)
        if questions:
            figures |= _matching(home, questions)
        return {name: round(figure, 3) for name, figure in figures.items()}


def _stored(home: Path) -> Figures:
    with closing(sqlite3.connect(home / "corpus.db")) as database:
        counts = {
            name: database.execute(query).fetchone()[0]
            for name, query in (
                ("kept", "SELECT count(*) FROM articles"),
                ("facts", "SELECT count(*) FROM facts"),
                ("entities", "SELECT count(DISTINCT id) FROM names"),
            )
        }
    return counts | {"corpus_mb": _megabytes(home.glob("corpus.db*")), "index_mb": _megabytes(home.glob("index/**/*"))}


def _megabytes(files: Iterable[Path]) -> float:
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def _matching(home: Path, questions: Path) -> Figures:
    command = [sys.executable, "-m", "bench.learning.matching", str(home), str(questions)]
    found: Figures = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603
    return found


if __name__ == "__main__":
    main()
