"""What an index is, whatever it is made of: documents of ready-made terms, and weighted terms that look for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeVar

from nowall.errors import HomeBusyError

FIELDS = ("text", "asks", "entities", "title")
"""The fields of a document; each has its own statistics, and so its own BM25."""


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """A searchable unit of the corpus; ``terms`` (field → terms) come from the one tokenizer of both sides."""

    id: str
    owner: str
    """What it is replaced with: a fact or claim of the pack, or a learned article (see `owner_of_article`)."""
    articles: tuple[str, ...]
    """Where its facts stand: what ``only`` looks at."""
    terms: Mapping[str, Sequence[str]]


def owner_of_article(article: str) -> str:
    """The owner of all documents of a learned article; no fact or claim of a pack has an id like it."""
    return f"article/{article}"


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: field → term → weight. A score is the weighted sum of the terms' BM25 in their fields."""

    terms: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Hit(NamedTuple):
    """A document that has at least one of the terms."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Update:
    """What an index needs to stand at ``seq``: the owners to forget (None: all), and the documents to add.

    A document of an owner takes the place of all that this owner had before.
    """

    seq: int
    gone: Collection[str] | None
    documents: Iterable[IndexDocument]


class SearchIndex(Protocol):
    """An immutable view of the documents at one moment."""

    @property
    def seq(self) -> int:
        """The change of the store that this view has seen last."""

    def __len__(self) -> int:
        """How many documents there are."""

    def search(self, query: Query, limit: int, only: Collection[str] | None = None) -> list[Hit]:
        """Find the best documents, best first; ``only`` keeps those of these articles."""

    def count(self, field: str, term: str) -> int:
        """About how many documents have a term in a field; those that were replaced lately may count as well."""

    def counts(self, field: str, terms: Collection[str]) -> Mapping[str, int]:
        """The same of many terms, which may be quicker than to ask for each."""

    def has(self, terms: Collection[str]) -> bool:
        """Whether one document has all of these terms, each in its text, its sample questions or its title."""


DocumentsFor = Callable[[int | None], Update]
"""Asked for the changes after a seq, or for everything when that is None; it may answer with everything at any time."""

LONGEST_WAIT_SECONDS = 300.0
"""For another process that is building the first index: a large corpus takes minutes."""
SHORT_WAIT_SECONDS = 0.5
"""For another process that is changing an index which serves meanwhile."""


class IndexWriter(Protocol):
    """Brings an index up to date while it keeps others from doing so."""

    @property
    def view(self) -> SearchIndex | None:
        """The index as it stands; None where there is none that can be used."""

    def bring_up_to_date(self, documents_for: DocumentsFor) -> SearchIndex:
        """Apply what the index lacks."""

    def apply(self, update: Update) -> SearchIndex:
        """Make one update. A folder shows all of it at once; on a server, others may see a part before the whole."""


class IndexKeeper(Protocol):
    """Where an index is kept. One that was made of another store or another way of tokenizing is built anew."""

    def bring_up_to_date(self, seq: int, documents_for: DocumentsFor) -> SearchIndex:
        """Open the index, after applying what the store has at ``seq`` and it has not.

        While another process is writing, the index is given as it stands: that one will bring it up to date.
        """

    def writing(self, wait_seconds: float = LONGEST_WAIT_SECONDS) -> AbstractContextManager[IndexWriter]:
        """Hold the index's lock, to write it. Raises HomeBusyError where another one keeps it, StoreError."""


View = TypeVar("View", bound=SearchIndex)


def brought_up_to_date(view: View | None, documents_for: DocumentsFor, apply: Callable[[Update], View]) -> View:
    """The index after what it lacks was applied; itself where that is nothing."""
    update = documents_for(None if view is None else view.seq)
    if view is not None and update.seq == view.seq:
        return view
    if update.gone is not None and (view is None or update.seq < view.seq):
        update = documents_for(None)
    return apply(update)


def served(view: View | None, seq: int, bring: Callable[[float], View]) -> View:
    """The index at ``seq``: as it is, or as ``bring`` makes it, which is told how long to wait for another writer.

    Where that one goes on for longer the index is given as it stands; raises HomeBusyError where there is none.
    """
    if view is not None and view.seq == seq:
        return view
    try:
        return bring(LONGEST_WAIT_SECONDS if view is None else SHORT_WAIT_SECONDS)
    except HomeBusyError:
        if view is None:
            raise
        return view
