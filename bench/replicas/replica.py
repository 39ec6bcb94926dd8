"""One engine of several on a server, in a process of its own: answers at a steady rate until its input ends.

    python -m bench.replicas.replica QUESTIONS.jsonl RATE PLACE

Settings come from the environment. Says ``ready``, begins at the first line that it reads, and at the end of its input
prints one line of JSON: a list of ``[moment, milliseconds]`` of its answers, and one of its refreshes. An answer's
time begins when it was due, not when the one before it was done, so that a stall counts in full.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from nowall.engine import Engine
from nowall.settings import Settings

_LOOK_SECONDS = 0.5
"""As bots do."""

Timed = list[tuple[float, float]]


def main() -> None:
    """Run until the input ends."""
    file, rate, place = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    lines = file.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with Engine.open(Settings(semantic=False, _env_file=None)) as engine:
        engine.ask(questions[0])
        print("ready", flush=True)
        sys.stdin.readline()
        ended = threading.Event()
        refreshes: Timed = []
        refreshing = threading.Thread(target=_refresh, args=(engine, ended, refreshes))
        refreshing.start()
        threading.Thread(target=_await_end, args=(ended,), daemon=True).start()
        answers = _answer(engine, questions[place:] + questions[:place], rate, ended)
        refreshing.join()
    print(json.dumps({"answers": answers, "refreshes": refreshes}), flush=True)


def _await_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _answer(engine: Engine, questions: Sequence[str], rate: float, ended: threading.Event) -> Timed:
    answers: Timed = []
    begun = time.monotonic()
    while not ended.is_set():
        number = len(answers)
        due = begun + number / rate
        time.sleep(max(0.0, due - time.monotonic()))
        # blanks at its end make another question of one that is remembered
        engine.ask(questions[number % len(questions)] + " " * (number // len(questions) % 50))
        answers.append((time.time(), (time.monotonic() - due) * 1000))
    return answers


def _refresh(engine: Engine, ended: threading.Event, refreshes: Timed) -> None:
    while not ended.is_set():
        engine.await_change(_LOOK_SECONDS)
        begun = time.monotonic()
        if engine.refresh():
            refreshes.append((time.time(), (time.monotonic() - begun) * 1000))


if __name__ == "__main__":
    main()
