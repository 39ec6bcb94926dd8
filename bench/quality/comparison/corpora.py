"""The corpora of the comparison: homes where articles were learned, and the records in them as units to rank."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bench.quality.comparison.sets import Unit, editors_unit, extracted_unit
from nowall.engine import Engine
from nowall.learn.learner import Learner
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import find_files
from nowall.library import Library
from nowall.records import Fact
from nowall.settings import Settings
from nowall.store.home import Home


class Corpus:
    """A home. ``articles``: what is learned in it; None for the pack that ships."""

    def __init__(self, home: Path, articles: Path | None) -> None:
        self.home = home
        self._articles = articles
        self._unit: Callable[[Fact], Unit] = extracted_unit if articles else editors_unit

    def open(self, *, semantic: bool) -> Engine:
        """Open it with or without vectors."""
        return Engine.open(Settings(home=self.home, pack="none" if self._articles else None, semantic=semantic))

    def learn(self, *, again: bool) -> None:
        """Learn the articles if the home is new, or, with ``again``, whatever is found otherwise by now."""
        if self._articles is None or (self.home.exists() and not again):
            return
        library = Library(Home(self.home), "none", None)
        found = find_files([self._articles])
        with Progress(console=Console(file=sys.stderr), transient=True) as progress:
            bar = progress.add_task(f"learning {self._articles.parent.name}", total=found.size)
            for outcome in Learner(library).add(read_files(found)):
                progress.update(bar, completed=outcome.done)
        library.close()

    @cached_property
    def units(self) -> list[Unit]:
        """All records, as peers rank them."""
        with self.open(semantic=False) as engine:
            return [self._unit(fact) for fact in engine.facts()]

    @cached_property
    def curated_units(self) -> Mapping[str, Unit]:
        """The records of editors by id; of others an answer shows all that there is."""
        if self._articles is not None:
            return {}
        with self.open(semantic=False) as engine:
            return {fact.id: self._unit(fact) for fact in engine.facts()}
