"""Which of the articles that are there already a new one is a copy of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import Document
from nowall.learn.duplicates import same_article
from nowall.learn.lessons import Lesson, text_of
from nowall.store.learned_store import LearnedStore

_MOST_COMPARED = 4
"""Articles that share most with a new one; bulletins of one template share something with hundreds."""


class Reposts:
    """Finds copies among stored articles and among those that are about to be stored."""

    def __init__(self, store: LearnedStore) -> None:
        self._store = store
        self._texts: dict[str, str] = {}
        self._by_band: dict[int, list[str]] = {}

    def original_of(self, lesson: Lesson) -> str | None:
        """The article that a lesson's text is a copy of, if any."""
        own = lesson.learned.article.id
        bands = lesson.learned.bands
        waiting = (article for band in bands for article in self._by_band.get(band, ()))
        candidates = [a for a in dict.fromkeys((*waiting, *self._store.alike(bands))) if a != own][:_MOST_COMPARED]
        for article, text in self._texts_of(candidates):
            if same_article(lesson.text, text):
                return article
        return None

    def remember(self, lesson: Lesson) -> None:
        """Know a lesson that is not stored yet."""
        self._texts[lesson.learned.article.id] = lesson.text
        for band in lesson.learned.bands:
            self._by_band.setdefault(band, []).append(lesson.learned.article.id)

    def forget(self) -> None:
        """What was remembered is stored now."""
        self._texts.clear()
        self._by_band.clear()

    def _texts_of(self, articles: Collection[str]) -> Iterable[tuple[str, str]]:
        stored = self._store.texts([a for a in articles if a not in self._texts])
        for article in articles:
            if article in self._texts:
                yield article, self._texts[article]
            elif article in stored:
                yield article, text_of(clean(Document(article, stored[article])))
