"""What each page shows: values for its template, taken from one view of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from nowall.answers import CorpusSize, FactPage, Language
from nowall.catalogue import Catalogue
from nowall.catalogue.voices import Named, Told
from nowall.records import EntityKind
from nowall.site.dates import date_in_words
from nowall.site.places import Kind, Place
from nowall.texts import say

ARTICLES, FACTS, TOPICS = 20, 150, 60
"""So many are on one page; facts are those of an article."""
TIMELINE = 40
FIRST = 12
"""So much of a list is shown where other things follow."""
_MOST_FURTHER = 1_000
"""Facts of later pages that the first one names, so that a link to any of them lands."""
DESCRIPTION = 200
"""Characters that a preview has room for."""
_DOT = " · "


@dataclass(frozen=True, slots=True)
class Page:
    """A page, apart from how it is set."""

    place: Place
    template: str
    title: str
    description: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    last: int = 1
    """How many pages its list has."""
    longer: tuple[str, ...] = ()
    """The parts that have more than is shown here."""
    published: str | None = None
    """When the article was that it is about."""
    indexed: bool = True
    """Whether search engines shall know it."""
    status: int = 200


def page_of(catalogue: Catalogue, place: Place, language: Language) -> Page | None:
    """The page at a place, but not an answer to words; None where there is nothing."""
    page = _MAKERS[place.kind](catalogue, place, language)
    return page if page and 1 <= place.number <= page.last else None


def pages_from(catalogue: Catalogue, place: Place, language: Language) -> Iterator[Page]:
    """The page at a place, the further ones of its list, and those that only it leads to."""
    first = page_of(catalogue, place, language)
    if first is None:
        return
    yield first
    for number in range(2, first.last + 1):
        if page := page_of(catalogue, place.at(number), language):
            yield page
    if place.kind is Kind.ENTITY and not place.part:
        for part in first.longer:
            yield from pages_from(catalogue, Place(Kind.ENTITY, place.key, part), language)


def notice_page(key: str, language: Language) -> Page:
    """One of the site's own sentences, under its headline."""
    head, words = say(language, f"site.{key}_head"), say(language, f"site.{key}")
    return Page(Place(), "notice.html", head, "", {"head": head, "words": words}, indexed=False)


def pages_for(count: int, total: int) -> int:
    """How many pages a list takes; an empty one takes one, too."""
    return max(-(-total // count), 1)


def clipped(words: str, most: int) -> str:
    """At most so many characters of one line, with an ellipsis where something is cut off."""
    line = " ".join(words[: most * 4].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _home(catalogue: Catalogue, place: Place, language: Language) -> Page:
    size = _size(catalogue)
    values: dict[str, object] = {
        "size": size,
        "cards": catalogue.sources(language, (place.number - 1) * ARTICLES, ARTICLES),
        "topics": catalogue.topics(language, None, 0, FIRST) if place.number == 1 else (),
        "claims": catalogue.claims(language)[: FIRST // 2] if place.number == 1 else (),
    }
    title, told = say(language, "site.name"), say(language, "site.motto")
    return Page(place, "home.html", title, told, values, pages_for(ARTICLES, size.articles))


@lru_cache(maxsize=1)
def _size(catalogue: Catalogue) -> CorpusSize:
    """How much there is in this view: large corpora take a while to be counted."""
    return catalogue.size()


def _article(catalogue: Catalogue, place: Place, language: Language) -> Page | None:
    card = catalogue.article(place.key, language)
    if card is None:
        return None
    start = (place.number - 1) * FACTS
    shown = catalogue.article_facts(place.key, language, start, FACTS)
    told = catalogue.told(shown, language)
    rest = FactPage()
    if place.number == 1 and card.facts > FACTS:
        rest = catalogue.article_facts(place.key, language, FACTS, _MOST_FURTHER)
    values = {"card": card, "told": told, "start": start, "named": _most_named(told), "rest": rest.facts}
    about = (card.citation.publisher, date_in_words(card.citation.published or "", language))
    lead = [say(language, "site.comma").join(part for part in about if part), *(fact.text for fact in shown.facts[:3])]
    return Page(
        Place(Kind.ARTICLE, card.citation.key, number=place.number),
        "article.html",
        card.citation.title or card.citation.article,
        clipped(_DOT.join(filter(None, lead)), DESCRIPTION),
        values,
        pages_for(FACTS, card.facts),
        published=card.citation.published,
    )


def _most_named(told: Iterable[Told]) -> Sequence[Named]:
    counted = Counter(named for one in told for named in one.about)
    return [named for named, _ in counted.most_common(FIRST)]


def _entity(catalogue: Catalogue, place: Place, language: Language) -> Page | None:
    card = catalogue.entity(place.key, language)
    if card is None or place.part not in {"", "by", "of"}:
        return None
    count = TIMELINE if place.part else FIRST
    lists = {}
    for part in [place.part] if place.part else ["by", "of"]:
        start = (place.number - 1) * count if place.part else 0
        shown = catalogue.said(card.key, language, start, count, by=part == "by")
        lists[part] = (catalogue.told(shown, language), shown.total)
    last = pages_for(count, lists[place.part][1]) if place.part else 1
    about = card.about or say(language, "site.listed").join(card.relations)
    told = [about, *(one.fact.text for found, _ in lists.values() for one in found[:2])]
    return Page(
        Place(Kind.ENTITY, card.key, place.part, place.number),
        "entity.html",
        card.name,
        clipped(_DOT.join(filter(None, told)), DESCRIPTION),
        {"card": card, "lists": lists},
        last,
        () if place.part else tuple(part for part, (found, total) in lists.items() if total > len(found)),
    )


def _entities(catalogue: Catalogue, place: Place, language: Language) -> Page | None:
    kinds = catalogue.topic_kinds()
    if place.part and place.part not in dict(kinds):
        return None
    total = dict(kinds)[place.part] if place.part else sum(n for kind, n in kinds if kind not in _SOURCES)
    cards = catalogue.topics(language, place.part or None, (place.number - 1) * TOPICS, TOPICS)
    values = {"kinds": kinds, "cards": cards, "part": place.part}
    title = say(language, "site.entities")
    return Page(place, "entities.html", title, say(language, "site.motto"), values, pages_for(TOPICS, total))


_SOURCES = frozenset({EntityKind.PUBLICATION.value, EntityKind.SOURCE.value})
"""Kinds that stand in no list but their own."""


def _claim(catalogue: Catalogue, place: Place, language: Language) -> Page | None:
    card = catalogue.claim(place.key, language)
    if card is None:
        return None
    told = say(language, "site.between").join(side.label for side in card.sides)
    described = clipped(told, DESCRIPTION)
    return Page(Place(Kind.CLAIM, card.head.key), "claim.html", card.head.question, described, {"card": card})


def _claims(catalogue: Catalogue, place: Place, language: Language) -> Page:
    title, told = say(language, "site.claims"), say(language, "site.claims_told")
    return Page(place, "claims.html", title, told, {"claims": catalogue.claims(language)})


_MAKERS: Mapping[Kind, Callable[[Catalogue, Place, Language], Page | None]] = {
    Kind.HOME: _home,
    Kind.ARTICLE: _article,
    Kind.ENTITY: _entity,
    Kind.ENTITIES: _entities,
    Kind.CLAIM: _claim,
    Kind.CLAIMS: _claims,
}
