"""``python -m bench.learning.faults``: kill ``nowall add`` again and again, and read while it runs.

Articles are made up. An undisturbed run says what a home must hold; after each kill everything that is there must be
as it is there, and when an add was let finish, all of it. Exits with 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.learning.processes import kill, last_change, left_behind, start_adding, stored
from bench.learning.reading import read_while_adding, settings_for, time_single_articles
from bench.learning.synthetic import Synthetic, synthetic_articles, write_folder, write_lines
from nowall.engine import Engine
from nowall.library import Library
from nowall.store.home import Home

_LONGEST_WAIT = 15.0
"""Seconds after its start in which a process is killed, at most."""
_AROUND_A_CHANGE = (0.0, 0.05, 0.3)
"""Seconds after a change of the store that half of the kills wait for."""
_ASKED = 5


@dataclass
class _Trial:
    """One source, added again and again to new homes and killed, and what came of it."""

    source: Path
    articles: Sequence[Synthetic]
    rng: random.Random
    most: int
    whole: dict[str, str] = field(default_factory=dict)
    """What an undisturbed run stores."""
    seconds: float = 0.0
    """How long that takes."""
    kills: int = 0
    homes: int = 0
    kept: list[int] = field(default_factory=list)
    """How much was stored after each kill."""
    wrong: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Kill until there are enough of them."""
        begun, undisturbed = time.monotonic(), self._home("undisturbed")
        start_adding(undisturbed, self.source).wait()
        self.whole, self.seconds = stored(undisturbed), time.monotonic() - begun
        while self.kills < self.most:
            self._until_done(self._home(f"home-{self.homes}"))
            self.homes += 1

    def rows(self) -> Iterator[tuple[str, str]]:
        """What happened, for a table."""
        copies = sum(name.startswith("copy") for name in self.whole)
        sizes = f"{len(self.whole) - copies} articles, {copies} copies"
        yield f"undisturbed add of {self.source.name}", f"{sizes}, {self.seconds:.1f} s"
        yield "kills, and adds that came to their end", f"{self.kills}, {self.homes}"
        yield "stored after each kill", ", ".join(map(str, self.kept))
        yield from (("wrong", problem) for problem in self.wrong)

    def _home(self, name: str) -> Path:
        return self.source.with_name(f"{name}-{self.source.name}")

    def _until_done(self, home: Path) -> None:
        """Add to a new home until a process is let finish, or was faster; then compare what is there."""
        status = -1
        while status < 0:
            before = last_change(home)
            adding = start_adding(home, self.source)
            if self.kills < self.most and self._is_time_to_kill(adding, home, before):
                kill(adding, alone=self.kills % 2 == 0)
                self.kills += 1
            status = adding.wait()
            where = f"{home.name}, kill {self.kills}"
            if left := left_behind(adding.pid):
                self.wrong.append(f"{where}: processes {left} were left behind")
            if status > 0:
                self.wrong.append(f"{where}: add ended with {status}: {adding.communicate()[1].decode()}")
            self.wrong += [f"{where}: {problem}" for problem in self._problems(home)]
        if stored(home) != self.whole:
            self.wrong.append(f"{home.name} is not what an undisturbed run gives")

    def _is_time_to_kill(self, adding: subprocess.Popen[bytes], home: Path, before: int) -> bool:
        """Wait for a random moment, or for one around a change of the store; False where the process was faster."""
        at_change = self.rng.random() < 0.5
        latest = 60.0 if at_change else self.rng.uniform(0.2, min(self.seconds, _LONGEST_WAIT))
        end = time.monotonic() + latest
        while time.monotonic() < end and adding.poll() is None:
            time.sleep(0.005)
            if at_change and last_change(home) > before:
                at_change, end = False, time.monotonic() + self.rng.choice(_AROUND_A_CHANGE)
        return adding.poll() is None

    def _problems(self, home: Path) -> Iterator[str]:
        """Whether what is there is whole, the index agrees, and it is answered."""
        if not last_change(home):
            self.kept.append(0)
            return
        there = stored(home)
        self.kept.append(len(there))
        yield from (f"{name} is not whole" for name, digest in there.items() if self.whole.get(name) != digest)
        yield from _index_problems(home)
        known = [article for article in self.articles if f"article {article.id}" in there]
        with Engine.open(settings_for(home)) as engine:
            for article in self.rng.sample(known, min(_ASKED, len(known))):
                found = engine.ask(article.question).facts
                if not found or found[0].article != article.id:
                    yield f"{article.id} is not answered"


def _index_problems(home: Path) -> Iterator[str]:
    library = Library(Home(home), "none", None)
    try:
        snapshot = library.open_snapshot()
        facts = sum(len(facts) for _, facts in library.learned.every_fact())
        indexed = len(snapshot.index) if snapshot.index is not None else 0
        if snapshot.seq != library.seq():
            yield f"the index stands at {snapshot.seq}, the store at {library.seq()}"
        if indexed != facts:
            yield f"the index has {indexed} documents for {facts} facts"
    finally:
        library.close()


def main() -> int:
    """Print a table of what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    articles = list(synthetic_articles(arguments.articles))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(articles, folder / "lines.jsonl")
        write_folder(articles, folder / "files")
        wrong = []
        for source in (folder / "lines.jsonl", folder / "files"):
            trial = _Trial(source, articles, random.Random(arguments.seed), arguments.kills // 2)
            trial.run()
            wrong += _print_all(trial.rows())
        wrong += _print_all(read_while_adding(folder / "reading", folder / "lines.jsonl", articles))
        wrong += _print_all(time_single_articles(folder / "reading", folder, articles))
    for line in wrong:
        print(f"WRONG: {line}")
    return 1 if wrong else 0


def _print_all(rows: Iterator[tuple[str, str]]) -> list[str]:
    """Print rows of a table; those named ``wrong`` are given back."""
    wrong = []
    for name, value in rows:
        if name == "wrong":
            wrong.append(value)
        else:
            print(f"| {name} | {value} |", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
