"""Time answers in one warm process.

    python -m bench.speed.answers [--lexical] [QUESTIONS.yaml]

Asks every question of the set (by default the project's own) once to warm up and three times for the clock.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import yaml

from nowall.answers import Turn
from nowall.engine import Engine
from nowall.settings import Settings

QUESTIONS = Path(__file__).parents[1] / "quality" / "questions.yaml"


def main() -> None:
    """Print start-up, median and 95th percentile of an answer, and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--lexical", action="store_true", help="without the embedding model")
    args = parser.parse_args()
    items = yaml.safe_load(args.questions.read_text(encoding="utf-8"))
    asked = [(i["question"], [Turn(q) for q in i.get("context") or []]) for i in items]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), semantic=not args.lexical)
        Engine.open(settings).close()
        start = time.perf_counter()
        with Engine.open(settings, warm=True) as engine:
            opened = time.perf_counter() - start
            for question, context in asked:
                engine.ask(question, context)
            rounds = (
                " ",
                "  ",
                "   ",
            )  # behind a question that is remembered, they make another one
            times = sorted(engine.ask(q + blanks, c).took_ms for blanks in rounds for q, c in asked)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"second opening {opened:.2f} s, {len(times)} answers: median {times[len(times) // 2]:.1f} ms,")
    print(f"95th percentile {times[int(len(times) * 0.95)]:.1f} ms, peak memory {memory:.0f} MB")


if __name__ == "__main__":
    main()
