"""What a finished pack has beyond a valid one: both languages, claimants, sample questions, short sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nowall.learn.pack.flaws import Flaw
from nowall.records import Corpus, Fact, FactKind

_MOST_CHARACTERS = {FactKind.QUOTE: (180, 450), FactKind.LIST: (220, 500)}
_MOST_CHARACTERS_ELSEWHERE = (100, 280)
_FEWEST_ASKS, _MOST_ASKS = 4, 12


def shortfalls(corpus: Corpus) -> Iterator[Flaw]:
    """Yield all that an editor would still do for these records; the bot answers without it, only less well."""
    for article in corpus.articles:
        if not article.publisher:
            yield Flaw("article", article.id, "publisher is missing: name who published it")
    for fact in corpus.facts:
        for key, told in (*_missing(fact), *_lengths(fact)):
            yield Flaw("fact", fact.id, told, (key,))


def _missing(fact: Fact) -> Iterator[tuple[str, str]]:
    for key in ("en", "claimant", "subject", "attribute"):
        if getattr(fact, key) is None:
            yield key, f"{key} is missing: add it"
    if fact.items_zh and not fact.items_en:
        yield "items_en", "items_en is missing: add it"
    if not _FEWEST_ASKS <= len(fact.asks) <= _MOST_ASKS:
        yield "asks", f"asks has {len(fact.asks)} questions: give {_FEWEST_ASKS} to {_MOST_ASKS}"


def _lengths(fact: Fact) -> Iterator[tuple[str, str]]:
    most_zh, most_en = _MOST_CHARACTERS.get(fact.kind, _MOST_CHARACTERS_ELSEWHERE)
    if len(fact.zh) > most_zh:
        yield "zh", f"zh has {len(fact.zh)} characters: shorten it to {most_zh}"
    if len(fact.en or "") > most_en:
        yield "en", f"en has {len(fact.en or '')} characters: shorten it to {most_en}"
