"""How a running engine fares while articles are added: errors, latency, and how soon a new article is answered."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.learning.processes import start_adding
from bench.learning.synthetic import Synthetic, synthetic_articles, write_folder
from nowall.engine import Engine
from nowall.library import Library
from nowall.settings import Settings
from nowall.store.home import Home

_QUESTION_SECONDS = 0.1
_REFRESH_SECONDS = 0.5
_SINGLE = 5
_PATIENCE = 30.0
_BULK_GOAL, _SINGLE_GOAL = 6.0, 2.0


def settings_for(home: Path) -> Settings:
    """Settings that read nothing but this home, and compare no meanings."""
    return Settings(home=home, pack="none", semantic=False, _env_file=None)


class _Running:
    """An engine that looks for news twice a second, as the bot does, and a view of the store that knows at once."""

    def __init__(self, home: Path) -> None:
        self.engine = Engine.open(settings_for(home))
        self._store = Library(Home(home), "none", None).store
        self._looked = 0.0
        self._committed: dict[int, float] = {}
        self._seen = self.answered = self._store.seq()
        self.delays: list[float] = []

    def step(self) -> None:
        """Note what has been stored; refresh where it is time, and note what is answered now."""
        now = time.monotonic()
        for change in self._store.changes_since(self._seen):
            self._committed[change.seq], self._seen = now, change.seq
        if now - self._looked >= _REFRESH_SECONDS:
            self._looked = now
            self.engine.refresh()
            self.answered, now = self.engine.seq, time.monotonic()
            done = [seq for seq in self._committed if seq <= self.answered]
            self.delays += [now - self._committed.pop(seq) for seq in done]

    @property
    def is_behind(self) -> bool:
        """Whether something that is stored is not answered yet."""
        return bool(self._committed) or self._store.seq() > self.answered


def read_while_adding(home: Path, source: Path, articles: Sequence[Synthetic]) -> Iterator[tuple[str, str]]:
    """Ask ten times a second while ``nowall add`` runs; rows of a table."""
    running, rng = _Running(home), random.Random(7)
    adding = start_adding(home, source)
    took, hits = [], 0
    begun = time.monotonic()
    while adding.poll() is None or (running.is_behind and time.monotonic() < begun + 600):
        next_question = time.monotonic() + _QUESTION_SECONDS
        running.step()
        start = time.perf_counter()
        answer = running.engine.ask(rng.choice(articles).question)
        took.append((time.perf_counter() - start) * 1000)
        hits += bool(answer.facts)
        while time.monotonic() < next_question:
            running.step()
            time.sleep(0.02)
    yield "questions while adding", f"{len(took)}, {hits} of them answered, none failed"
    yield "latency", _spread(took, "ms")
    yield "from commit to answerable, bulk", _spread(running.delays, "s")
    yield from _goal("bulk", running.delays, _BULK_GOAL)
    if status := adding.wait():
        yield "wrong", f"adding while somebody reads ended with {status}"
    last = next(article for article in reversed(articles) if not article.is_copy)
    found = running.engine.ask(last.question).facts
    if not found or found[0].article != last.id:
        yield "wrong", f"{last.id} is not answered after all was added"
    running.engine.close()


def time_single_articles(home: Path, folder: Path, before: Sequence[Synthetic]) -> Iterator[tuple[str, str]]:
    """Add articles one by one, by the command and within the engine; rows of a table."""
    running = _Running(home)
    later = list(synthetic_articles(len(before) + 24))[len(before) :]
    new = [article for article in later if not article.is_copy][:_SINGLE]
    whole = []
    for article in new:
        write_folder([article], folder / article.id)
        adding, begun = start_adding(home, folder / article.id / f"{article.id}.txt"), time.monotonic()
        whole.append(_until_answered(running, adding, article, begun))
    yield "from commit to answerable, one article", _spread(running.delays, "s")
    yield "from the start of the command to the answer", _spread(whole, "s")
    yield from _goal("single", running.delays, _SINGLE_GOAL)
    running.engine.close()


def _until_answered(running: _Running, adding: subprocess.Popen[bytes], article: Synthetic, begun: float) -> float:
    while time.monotonic() < begun + _PATIENCE:
        running.step()
        found = running.engine.ask(article.question).facts
        if found and found[0].article == article.id:
            break
        time.sleep(0.02)
    took = time.monotonic() - begun
    adding.wait()
    return took


def _goal(what: str, delays: Sequence[float], goal: float) -> Iterator[tuple[str, str]]:
    if not delays or max(delays) > goal:
        yield "wrong", f"{what}: {max(delays, default=0):.1f} s from commit to answerable, more than {goal:.0f} s"


def _spread(values: Sequence[float], unit: str) -> str:
    ordered = sorted(values) or [0.0]
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"median {middle:.2f} {unit}, 99 in 100 within {high:.2f} {unit}, longest {ordered[-1]:.2f} {unit}"
