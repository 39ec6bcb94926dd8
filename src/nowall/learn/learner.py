"""Learns documents into a library: what is known already is passed over, the rest is filed, whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from itertools import islice

from nowall.learn.classroom import teach
from nowall.learn.documents import Copy, Document
from nowall.learn.lessons import Lesson, digest_of
from nowall.learn.reposts import Reposts
from nowall.learn.sources.results import Failure, Read
from nowall.library import Library
from nowall.outcomes import Fate, Outcome
from nowall.search.index import LONGEST_WAIT_SECONDS, IndexWriter, Update, owner_of_article
from nowall.store.corpus_store import Changes

_LOOK_UP_AT_ONCE = 64
_FILE_AT_ONCE = 200
"""Articles that one transaction writes; an article is always whole."""
_PUBLISH_EVERY_SECONDS = 5.0
"""How long learned articles wait for the index while there are more to come."""


@dataclass
class _Batch:
    lessons: list[Lesson] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lessons) + len(self.copies)

    def has(self, identifier: str) -> bool:
        """Whether a document with this id is waiting here."""
        return any(lesson.learned.article.id == identifier for lesson in self.lessons) or any(
            copy.id == identifier for copy in self.copies
        )


class Learner:
    """Adds documents to a library and removes articles from it. One at a time may learn in a home; others wait."""

    def __init__(
        self,
        library: Library,
        *,
        processes: int | None = None,
        dry_run: bool = False,
        wait_seconds: float = LONGEST_WAIT_SECONDS,
    ) -> None:
        """``processes``: how many learn at once (default: one a core); ``dry_run``: everything but the writing.

        ``wait_seconds``: how long to wait for another one who is learning, before HomeBusyError is raised.
        """
        self._library = library
        self._processes = processes
        self._dry_run = dry_run
        self._wait_seconds = wait_seconds
        self._reposts = Reposts(library.learned)
        self._curated = library.curated_articles()

    def add(self, readings: Iterable[Read]) -> Generator[Outcome]:
        """Learn what is read. When the iterator ends (or is closed), all that was told as done is answered."""
        with nullcontext() if self._dry_run else self._library.writing(self._wait_seconds) as writer:
            filing = _Filing(self._library, writer)
            try:
                yield from self._add(readings, filing)
            finally:
                filing.publish()

    def remove(self, articles: Collection[str]) -> Changes:
        """Forget these articles with all that came from them."""
        with self._library.writing(self._wait_seconds) as writer:
            changes = self._library.learned.remove(articles)
            self._library.catch_up(writer)
            return changes

    def _add(self, readings: Iterable[Read], filing: _Filing) -> Iterator[Outcome]:
        progress = _Progress()
        waiting: list[Outcome] = []
        batch = _Batch()
        try:
            with closing(teach(self._unknown(readings, progress, waiting), self._processes)) as lessons:
                for document, result in lessons:
                    yield from self._told(waiting)
                    if batch.has(document.id):
                        batch = self._file(batch, filing)
                    yield self._judged(document, result, batch, progress)
                    if len(batch) >= _FILE_AT_ONCE or filing.is_due:
                        batch = self._file(batch, filing)
            yield from self._told(waiting)
        except BaseException:  # also that of a generator that is closed
            self._file(batch, filing)
            raise
        self._file(batch, filing)

    def _file(self, batch: _Batch, filing: _Filing) -> _Batch:
        if batch and not self._dry_run:
            filing.file(batch.lessons, batch.copies)
        self._reposts.forget()
        return _Batch()

    def _told(self, waiting: list[Outcome]) -> Iterator[Outcome]:
        yield from waiting
        waiting.clear()

    def _unknown(self, readings: Iterable[Read], progress: _Progress, told: list[Outcome]) -> Iterator[Document]:
        """The documents that have to be learned; of the others it is told at once what became of them."""
        remaining = iter(readings)
        while some := list(islice(remaining, _LOOK_UP_AT_ONCE)):
            known = self._library.learned.digests([r.result.id for r in some if isinstance(r.result, Document)])
            for read in some:
                document, progress.done = read.result, read.done
                if isinstance(document, Failure):
                    told.append(Outcome(document.origin, Fate.FAILED, message=document.message, done=read.done))
                elif document.id in self._curated:
                    told.append(Outcome(document.origin, Fate.CURATED, document.id, done=read.done))
                elif progress.given.get(document.id, known.get(document.id)) == (digest := digest_of(document)):
                    told.append(Outcome(document.origin, Fate.UNCHANGED, document.id, done=read.done))
                else:
                    progress.given[document.id] = digest
                    progress.there |= {document.id} & known.keys()
                    yield document

    def _judged(self, document: Document, result: Lesson | str, batch: _Batch, progress: _Progress) -> Outcome:
        origin, done = document.origin or document.id, progress.done
        if isinstance(result, str):
            return Outcome(origin, Fate.FAILED, message=result, done=done)
        learned = result.learned
        original = self._reposts.original_of(result)
        fate = Fate.CHANGED if document.id in progress.there else Fate.ADDED
        progress.there.add(document.id)
        if original is not None:
            batch.copies.append(Copy(document.id, original, learned.digest, learned.article.publisher))
            return Outcome(origin, Fate.COPY, original, done=done)
        batch.lessons.append(result)
        self._reposts.remember(result)
        return Outcome(origin, fate, document.id, len(learned.facts), done=done)


@dataclass
class _Progress:
    done: int = 0
    given: dict[str, str] = field(default_factory=dict)
    """Of what each document was made that had to be learned: an id may come twice."""
    there: set[str] = field(default_factory=set)
    """Those of them of which an earlier form is known."""


class _Filing:
    """Puts lessons into the store, and now and then into the index: what is in the store will be in the index."""

    def __init__(self, library: Library, writer: IndexWriter | None) -> None:
        self._library = library
        self._writer = writer
        self._unpublished: dict[str, Lesson] = {}
        self._stands = _standing(writer)
        """The change that the index and what is unpublished make up; None where somebody else has written too."""
        self._published_at = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether readers have waited long enough."""
        return time.monotonic() - self._published_at >= _PUBLISH_EVERY_SECONDS

    def file(self, lessons: list[Lesson], copies: list[Copy]) -> None:
        """Store lessons and copies in one transaction."""
        changes = self._library.learned.add([lesson.learned for lesson in lessons], copies)
        self._unpublished |= {lesson.learned.article.id: lesson for lesson in lessons}
        undisturbed = self._stands == changes.seq - changes.put and not changes.deleted
        self._stands = changes.seq if undisturbed else None
        if self.is_due:
            self.publish()

    def publish(self) -> None:
        """Bring the index to what the store is."""
        lessons, self._unpublished = self._unpublished, {}
        if self._writer is None:
            return
        if self._stands is None:
            self._library.catch_up(self._writer)
        elif lessons:
            documents = (document for lesson in lessons.values() for document in lesson.documents)
            self._writer.apply(Update(self._stands, list(map(owner_of_article, lessons)), documents))
        self._stands = _standing(self._writer)
        self._published_at = time.monotonic()


def _standing(writer: IndexWriter | None) -> int | None:
    return writer.view.seq if writer is not None and writer.view is not None else None
