"""Opens homes as an engine does, and as none does: with every name spelt right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path

from bench.quality.comparison.corpora import Corpus
from bench.quality.studies.page import tell
from nowall.answer.answerer import Answerer
from nowall.language.mentions import EntityMatcher, Mention
from nowall.library import Library
from nowall.semantic.embedder import Embedder, load_embedder
from nowall.snapshot import Snapshot
from nowall.store.home import Home


def learned(sets: Path, homes: Path, name: str) -> OpenHome:
    """The home of a public set; what has no home yet is learned first."""
    corpus = Corpus(homes / name, sets / name / "articles.jsonl.gz")
    corpus.learn(again=False)
    return OpenHome(corpus.home, "none")


@dataclass(frozen=True)
class OpenHome:
    """A home that can be asked. ``pack`` is as in the settings: ``none``, or None for the one that ships."""

    home: Path
    pack: str | None = None

    @contextmanager
    def answering(
        self, *, semantic: bool, seen_as: Callable[[Snapshot], Snapshot] = lambda snapshot: snapshot
    ) -> Iterator[Answerer]:
        """The answer flow, which remembers nothing of earlier ones; ``seen_as`` may change what it knows.

        ``semantic``: with meaning, if it is installed; of vectors only those where every record has one.
        """
        embedder = _embedder() if semantic else None
        library = Library(Home(self.home), self.pack, embedder)
        try:
            snapshot = seen_as(library.open_snapshot())
            known = snapshot if not semantic or self.has_vectors else without_vectors(snapshot)
            yield Answerer(known, embedder)
        finally:
            library.close()

    @cached_property
    def has_vectors(self) -> bool:
        """Whether every record can be compared by meaning; a line says so where only some can."""
        embedder = _embedder()
        if embedder is None:
            return False
        library = Library(Home(self.home), self.pack, embedder)
        try:
            if library.open_snapshot().likeness is None:
                return False
            lacking = len(library.texts_without_vectors(embedder))
        finally:
            library.close()
        if lacking:
            tell(f"{self.home.name}: {lacking:,} records have no vector, so only close calls are compared by meaning")
        return not lacking


@cache
def _embedder() -> Embedder | None:
    return load_embedder()


def has_meaning() -> bool:
    """Whether the extra for meaning is installed."""
    return _embedder() is not None


def without_vectors(snapshot: Snapshot) -> Snapshot:
    """The same, but what is compared by meaning is embedded then and there."""
    return replace(snapshot, likeness=None)


def without_misspellings(snapshot: Snapshot) -> Snapshot:
    """The same, but a name that is spelt wrong is none."""
    return _SpeltRight(**{field.name: getattr(snapshot, field.name) for field in fields(snapshot)})


class _SpeltRight(Snapshot):
    @cached_property
    def matcher(self) -> EntityMatcher:
        return _ExactMatcher(self.entities.values(), self.occurs)


class _ExactMatcher(EntityMatcher):
    def find(self, text: str, original: str = "") -> list[Mention]:
        return sorted(self.find_exact(text, original), key=lambda mention: mention.start)
