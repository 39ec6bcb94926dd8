"""A learned record as the matcher sees it: ready to be searched for words, without being cut into any."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from nowall.answer.match.views import numbers_in
from nowall.answer.span.texts import NamedText, plain
from nowall.lookup import Lookup
from nowall.passages import Passage
from nowall.snapshot import Snapshot

_TITLES = 1_000
"""Titles that are kept: several records of an article are candidates together."""
_LATIN = re.compile(r"[a-z0-9]+(?:[.][0-9]+)?%?")


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text in which the terms of a question are looked for."""

    plain: str
    """In small simplified letters, as long as the text."""
    latin: frozenset[str]
    """The terms of its words that are not Chinese."""


@dataclass(frozen=True)
class PassageView:
    """A passage, ready for comparison with a question."""

    passage: Passage
    text: SearchedText
    title: SearchedText
    """Its article's title."""
    around: frozenset[str]
    """The entities that it speaks of, and what they belong to."""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All numbers in it."""
        return numbers_in((self.text.plain,))


class PassageViews:
    """The learned records of one snapshot, read when they are candidates. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._views = Lookup({}, self._load)
        self._titles = lru_cache(_TITLES)(self._searched)

    def many(self, ids: Collection[str]) -> list[PassageView]:
        """These records; what is not there is left out."""
        return list(self._views.many(ids).values())

    def named_texts(self, views: Collection[PassageView]) -> list[NamedText]:
        """Their texts with the names in them."""
        known = self._snapshot.entities_by_id({entity for view in views for entity in view.passage.about})
        return [
            NamedText(
                view.passage.text,
                tuple((name, known[e].kind.value) for e in view.passage.about if e in known for name in known[e].names),
            )
            for view in views
        ]

    def _load(self, ids: Collection[str]) -> dict[str, PassageView]:
        shelf = self._snapshot.shelf
        return {i: self._view(passage) for i, passage in shelf.passages(ids).items()} if shelf else {}

    def _view(self, passage: Passage) -> PassageView:
        about = self._canonical(passage.about)
        if about != passage.about:
            passage = replace(passage, about=about, voices=self._canonical(passage.voices))
        text, title = self._searched(passage.text), self._titles(passage.title)
        return PassageView(passage, text, title, self._snapshot.around(frozenset(about)))

    def _searched(self, text: str) -> SearchedText:
        small = plain(text)
        return SearchedText(small, frozenset(map(self._snapshot.tokenizer.form, _LATIN.findall(small))))

    def _canonical(self, entities: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self._snapshot.naming.canonical, entities)))
