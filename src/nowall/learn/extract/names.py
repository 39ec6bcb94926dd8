"""The names of one article: who and what it speaks of, in every form, and how they are tied to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick

from nowall.language.normalise import is_cjk
from nowall.learn.extract.names_chinese import find_organisations, find_works
from nowall.learn.extract.names_gazetteer import find_known
from nowall.learn.extract.names_groups import Groups, to_entity
from nowall.learn.extract.names_latin import find_latin
from nowall.learn.extract.names_people import find_people
from nowall.learn.extract.names_text import Passage, edges, is_whole, level, lower
from nowall.learn.extract.names_variants import link_variants, same_bearer
from nowall.learn.extract.relations import find_relations
from nowall.records import Entity, EntityKind

_FAMILIES = frozenset({EntityKind.MODEL, EntityKind.PRODUCT})
"""What may be the first word of a longer name: Gemini, Gemini 2.0."""

__all__ = ["ArticleNames", "NameMention", "find_names", "same_bearer"]


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text, at the characters ``start`` to ``end`` of the text as it is written."""

    entity: str
    start: int
    end: int


class ArticleNames:
    """The names that one article gives. Immutable; it remembers where it found them in a text."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = tuple(entities)
        self._by_id = {entity.id: entity for entity in self.entities}
        self._bearers = {lower(form): e.id for e in reversed(self.entities) for form in (*e.forms, *e.cased)}
        self._spellings = {lower(form): form for e in self.entities for form in e.cased}
        self._forms = tuple(self._bearers)
        self._automaton = AhoCorasick(self._forms)
        self._read: dict[str, tuple[NameMention, ...]] = {}

    def entity(self, identifier: str) -> Entity | None:
        """The entity of an id."""
        return self._by_id.get(identifier)

    def mentions(self, text: str) -> Sequence[NameMention]:
        """Where a text names them: in order, the longest name at each place, as whole words."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = tuple(self._find(text))
        return found

    def _find(self, text: str) -> Iterator[NameMention]:
        levelled = level(text)
        hits = self._automaton.find_matches_as_indexes(lower(levelled), overlapping=True)
        words: frozenset[int] | None = None
        reached = 0
        for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            form = self._forms[number]
            if start < reached or not is_whole(levelled, start, end):
                continue
            if self._spellings.get(form, written := levelled[start:end]) != written:
                continue
            if is_cjk(form[0]) or is_cjk(form[-1]):
                words = edges(levelled) if words is None else words
                if not {start, end} <= words:
                    continue
            yield NameMention(self._bearers[form], start, end)
            reached = end


def find_names(paragraphs: Sequence[str], title: str = "") -> ArticleNames:
    """The people, organisations, products and the like that an article names, with variants and relations.

    A name is left out rather than guessed: a wrong one does harm, a missed one is still found by its words.
    """
    texts = [level(part) for part in (title, *paragraphs) if part]
    passage = Passage("\n".join(texts))
    groups = Groups()
    known = find_known(passage)
    for sighting in known:
        groups.see(sighting)
    taken = frozenset(place for s in known for place in range(s.start, s.end) if s.known.kind not in _FAMILIES)
    finds = (
        *find_people(passage, taken),
        *find_latin(passage, taken),
        *find_organisations(passage),
        *find_works(passage),
    )
    for find in finds:
        groups.add(find)
    link_variants(groups, passage)
    return _observed({entity.id: entity for entity in map(to_entity, groups)}.values(), texts)


def _observed(found: Iterable[Entity], texts: Sequence[str]) -> ArticleNames:
    """The names that the texts really have, with their relations; those merged that are one by office and sound."""
    names = ArticleNames(found)
    read = [(text, names.mentions(text)) for text in texts]
    relations = find_relations(names, read)
    mentioned = {mention.entity for _, mentions in read for mention in mentions}
    merged: list[Entity] = []
    for entity in names.entities:
        if entity.id in mentioned:
            _merge(merged, replace(entity, relations=tuple(relations.get(entity.id, ()))))
    return ArticleNames(merged)


def _merge(merged: list[Entity], entity: Entity) -> None:
    twin = next((place for place, other in enumerate(merged) if same_bearer(other, entity)), None)
    if twin is None:
        merged.append(entity)
    else:
        merged[twin] = _one_of(merged[twin], entity)


def _one_of(one: Entity, other: Entity) -> Entity:
    first, second = (one, other) if one.forms[0].isascii() else (other, one)
    return replace(
        first,
        zh=second.zh,
        forms=tuple(dict.fromkeys((*first.forms, *second.forms))),
        cased=tuple(dict.fromkeys((*first.cased, *second.cased))),
        relations=tuple(dict.fromkeys((*one.relations, *other.relations))),
    )
