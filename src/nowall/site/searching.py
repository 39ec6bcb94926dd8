"""The page that answers: what the engine says first, then what else fits the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nowall.answers import Answer, FactPage, Language, Status, Turn
from nowall.catalogue import Catalogue
from nowall.catalogue.voices import SideCard, Told
from nowall.errors import InputError
from nowall.records import claim_key
from nowall.site.pages import DESCRIPTION, Page, clipped, pages_for
from nowall.site.places import Place
from nowall.texts import say

LONGEST = 200
"""Characters of what somebody looks for."""
_FOUND = 20
_NAMED = 4
_TITLE = 60


class EngineView(Protocol):
    """What the pages need of an engine."""

    @property
    def catalogue(self) -> Catalogue:
        """What there is to look at, as of now."""

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        language: Language | None = None,
        client: Language | None = None,
    ) -> Answer:
        """Answer a question."""


def readable(words: str) -> str:
    """What of a search term is looked for: text, in one line, no longer than anybody types."""
    text = words[: LONGEST * 4].encode(errors="ignore").decode().replace("\0", " ")
    return " ".join(text.split())[:LONGEST].strip()


def search_page(engine: EngineView, place: Place, language: Language, chosen: Language | None) -> Page | None:
    """The answer to a place's words, in the language that was chosen, else in theirs; None beyond the last page."""
    catalogue = engine.catalogue
    try:
        answer = engine.ask(place.words, language=chosen, client=language)
    except InputError:
        return _refused(place, language)
    spoken = answer.language
    found = catalogue.find(place.words, spoken, (place.number - 1) * _FOUND, _FOUND)
    last = pages_for(_FOUND, found.total)
    if place.number > last:
        return None
    answering = {fact.id for fact in answer.facts}
    values = {
        "answer": answer,
        "sides": _sides(answer, catalogue) if answer.status is Status.CONFLICTING else (),
        "claim": next((claim_key(fact.claim) for fact in answer.facts if fact.claim), ""),
        "told": _told(answer, catalogue),
        "found": [one for one in catalogue.told(found, spoken) if one.fact.id not in answering],
        "named": catalogue.named(place.words, language, _NAMED),
    }
    title = say(language, "site.search_title", words=clipped(place.words, _TITLE))
    told = clipped(answer.text, DESCRIPTION)
    return Page(place, "search.html", title, told, values, last, indexed=False)


def _told(answer: Answer, catalogue: Catalogue) -> tuple[Told, ...]:
    return catalogue.told(FactPage(answer.facts, answer.citations, 0, len(answer.facts)), answer.language)


def _sides(answer: Answer, catalogue: Catalogue) -> tuple[SideCard, ...]:
    """The sides of a disagreement, in the answer's order; learned records have no name for theirs."""
    sides: dict[str, list[Told]] = {}
    for one in _told(answer, catalogue):
        sides.setdefault(one.fact.side or one.fact.id, []).append(one)
    return tuple(SideCard(told[0].fact.side_label or "", tuple(told)) for told in sides.values())


def _refused(place: Place, language: Language) -> Page:
    title = say(language, "site.search_title", words=clipped(place.words, _TITLE))
    words = say(language, "bot.bad_question")
    return Page(place, "notice.html", title, "", {"head": title, "words": words}, indexed=False)
