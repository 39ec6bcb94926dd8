"""One document through the learning flow: clean, extract, verify, and what the index will hold of it."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from types import FrameType

from nowall.errors import InputError
from nowall.indexing import learned_documents
from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import CleanArticle, Document, Learned
from nowall.learn.duplicates import bands, signature
from nowall.learn.extract.extractor import extract
from nowall.search.index import IndexDocument

VERSION = 1
"""Raised when cleaning or extraction give something else: what was learned before is then learned anew when added."""
_LONGEST_SECONDS = 60.0
"""Of a processor, for one document; an article takes a few milliseconds."""
_ONCE_MORE_SECONDS = 0.5
"""The limit is told again so long after, as libraries catch errors that are not theirs."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one document taught, ready to be filed."""

    learned: Learned
    text: str
    """The cleaned text, by which copies are told."""
    documents: tuple[IndexDocument, ...]


def digest_of(document: Document) -> str:
    """Name everything that a lesson depends on: the document and the way of learning."""
    told = (getattr(document, one.name) for one in fields(document) if one.name != "origin")
    content = "\0".join(str(part or "") for part in (VERSION, *told))
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def learn(document: Document) -> Lesson:
    """Learn one document. Raises InputError where it says nothing, or takes far too long."""
    with time_limit(_LONGEST_SECONDS):
        cleaned = clean(document)
        learned = learned_of(cleaned, digest_of(document))
        if not learned.facts:
            raise InputError("No sentence was found in it that says something.")
        text = text_of(cleaned)
        documents = tuple(learned_documents(learned.article, learned.facts, _tokenizer()))
        return Lesson(learned, text, documents)


def learned_of(cleaned: CleanArticle, digest: str = "") -> Learned:
    """Everything that a cleaned article gives."""
    facts, names = extract(cleaned)
    return Learned(cleaned.article, cleaned.source, digest, facts, names, bands(signature(text_of(cleaned))))


def text_of(cleaned: CleanArticle) -> str:
    """The text of an article's paragraphs."""
    return "\n".join(paragraph.text.text for paragraph in cleaned)


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer(rjieba_cutter())


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise InputError in what keeps the processor longer. Only a main thread can be stopped; others are trusted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def _stop(_: int, __: FrameType | None) -> None:
        raise InputError(f"Reading it takes longer than {seconds:.0f} seconds: it is no ordinary article.")

    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _ONCE_MORE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
