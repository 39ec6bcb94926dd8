"""Names that are known everywhere (lexicon/gazetteer.toml), found in an article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from nowall.language.normalise import is_cjk
from nowall.learn.extract.names_text import Passage, chinese, key, lower, word_set, words
from nowall.lexicon import lexicon
from nowall.records import EntityKind

_NEAR = 8
"""Within how many characters a word must stand that tells what an ambiguous name means."""


@dataclass(frozen=True, slots=True)
class Known:
    """An entry of the gazetteer: a name's id, kind and forms, the Chinese and the English display form first."""

    id: str
    kind: EntityKind
    forms: tuple[str, ...]


@dataclass(frozen=True)
class _Gazetteer:
    by_form: dict[str, Known]
    automaton: AhoCorasick
    forms: tuple[str, ...]
    """As the automaton numbers them, in lower case."""
    cased: dict[str, frozenset[str]]
    """The spellings that a form in lower case may have, where not any."""
    ambiguous: frozenset[str]


@cache
def _gazetteer() -> _Gazetteer:
    table = lexicon("gazetteer")
    by_form: dict[str, Known] = {}
    for kind in EntityKind:
        for identifier, forms in table.get(kind, {}).items():
            known = Known(identifier, kind, tuple(forms))
            for form in forms:
                by_form.setdefault(form.lower(), known)
    cased: dict[str, set[str]] = defaultdict(set)
    for form in table["cased"]:
        cased[form.lower()].add(form)
    forms = tuple(by_form)
    ambiguous = frozenset(form.lower() for form in table["ambiguous"])
    return _Gazetteer(by_form, AhoCorasick(forms), forms, {f: frozenset(c) for f, c in cased.items()}, ambiguous)


def is_cased(form: str) -> bool:
    """Whether the gazetteer lets a form count in its own letter case only."""
    return form in _gazetteer().cased.get(form.lower(), ())


@cache
def known_keys() -> dict[str, Known]:
    """Every form of the gazetteer that means one thing only, by its key."""
    table = _gazetteer()
    return {key(form): known for form, known in table.by_form.items() if form not in table.ambiguous}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A known name in the text, at the characters ``start`` to ``end``."""

    known: Known
    form: str
    start: int
    end: int


def find_known(passage: Passage) -> list[Sighting]:
    """The known names in a text, the longest at each place."""
    table = _gazetteer()
    small = lower(passage.text)
    found: list[Sighting] = []
    unsure: list[Sighting] = []
    reached = 0
    hits = table.automaton.find_matches_as_indexes(small, overlapping=True)
    for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        form, written = table.forms[number], passage.text[start:end]
        if start < reached or not passage.whole(start, end) or written not in table.cased.get(form, (written,)):
            continue
        reached = end
        sighting = Sighting(table.by_form[form], written, start, end)
        (unsure if form in table.ambiguous else found).append(sighting)
    sure = {sighting.known.id for sighting in found}
    sure |= {s.known.id for s in unsure if s.known.id in sure or _speaks_of_it(passage.text, s)}
    return found + [s for s in unsure if s.known.id in sure]


def _speaks_of_it(text: str, sighting: Sighting) -> bool:
    """Whether the words beside an ambiguous name agree with its kind."""
    before, after = text[max(0, sighting.start - _NEAR) : sighting.start], text[sighting.end :][: _NEAR + 8]
    if len(sighting.form) > 3 and sighting.form.isascii() and any(map(is_cjk, before[-2:] + after[:2])):
        return sighting.form[0].isupper() and sighting.form not in word_set("not_names")
    if sighting.known.kind in {EntityKind.MODEL, EntityKind.PRODUCT}:
        return any(word in before + after for word in words("model_around", "product_around"))
    if after.lstrip(" 的").startswith(words("organisation_after", "speech")) or after.startswith("'s CEO"):
        return True
    if before.rstrip(" ").endswith(words("organisation_before")):
        return True
    return not chinese(sighting.form) and after.lstrip(" ").startswith(words("speech_en", "organisation_after_en"))
