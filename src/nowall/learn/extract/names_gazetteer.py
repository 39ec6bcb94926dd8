"""Names that are known everywhere (lexicon/gazetteer.toml), found in an article."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from nowall.language.normalise import is_cjk
from nowall.learn.extract.names_dotted import foreign_characters
from nowall.learn.extract.names_text import Passage, chinese, key, lower, word_set, words
from nowall.lexicon import lexicon
from nowall.records import EntityKind

_NEAR = 8
"""Within how many characters a word must stand that tells what an ambiguous name means."""
_WORD_BEFORE = re.compile(r"\b([A-Z][a-z]+) $")


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
    seen: set[str] = set()
    shared: set[str] = set()
    reached = 0
    hits = table.automaton.find_matches_as_indexes(small, overlapping=True)
    for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        form, written = table.forms[number], passage.text[start:end]
        if start < reached or not passage.whole(start, end) or written not in table.cased.get(form, (written,)):
            continue
        known = table.by_form[form]
        if known.kind is EntityKind.PERSON and _in_longer_name(passage.text, start, end):
            shared |= {form} - seen
            continue
        if known.kind is EntityKind.PERSON and _in_longer_run(passage, start, end):
            continue
        reached = end
        (unsure if form in table.ambiguous | shared else found).append(Sighting(known, written, start, end))
        seen.add(form)
    sure = {sighting.known.id for sighting in found}
    sure |= {s.known.id for s in unsure if s.known.id in sure or _speaks_of_it(passage.text, s)}
    return found + [s for s in unsure if s.known.id in sure]


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """Whether a person's name is part of somebody else's: 特朗普 in 玛丽·特朗普, Trump in Mary Trump."""
    if text[start - 1 : start] == "·" and start > 1:
        return text[start - 2] in foreign_characters()
    if text[end : end + 1] == "·":
        return text[end + 1 : end + 2] in foreign_characters()
    before = _WORD_BEFORE.search(text, max(0, start - 16), start) if text[start].isascii() else None
    return bool(before and before.group(1) in word_set("given_names"))


@cache
def _name_characters() -> frozenset[str]:
    """The characters of foreign names that are no common words by themselves."""
    return foreign_characters().difference(lexicon("names")["not_in_names"])


def _in_longer_run(passage: Passage, start: int, end: int) -> bool:
    """Whether a transliterated name is a piece of a longer one that no dictionary has: 万斯 in 拉德万斯卡."""
    text, beside = passage.text, _name_characters()
    if not foreign_characters().issuperset(text[start:end]):
        return False
    before = text[start - 1 : start] in beside and start - 1 in passage.edges
    return before or (text[end : end + 1] in beside and end + 1 in passage.edges)


def _speaks_of_it(text: str, sighting: Sighting) -> bool:
    """Whether the words beside an ambiguous name agree with its kind; of people they cannot tell which one it is."""
    if sighting.known.kind is EntityKind.PERSON:
        return False
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
