"""Finds names in Latin letters, in Chinese and in English text, and says what they seem to be by the words around."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from nowall.language.normalise import is_cjk
from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_runs import MIXED, is_common, runs, tails
from nowall.learn.extract.names_text import Passage, word_set, words
from nowall.lexicon import lexicon
from nowall.records import EntityKind

_NAME_WORD = re.compile(r"^[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)*$|^[A-Z][a-z]+[A-Z][a-z]+$|^[A-Z]\.?$")
_DIGIT = re.compile(r"\d")
_SENTENCE_END = re.compile(r"(?:^|[.!?:\n\"•*])\s*$")


@dataclass
class _Seen:
    """What was seen of one form."""

    count: int = 0
    within: int = 0
    """Of these, how many stand within a sentence, where a capital letter means something."""
    chinese: int = 0
    """And how many stand beside Chinese."""
    votes: Counter[EntityKind] = field(default_factory=Counter)


def find_latin(passage: Passage, taken: frozenset[int]) -> list[Find]:
    """Names in Latin letters; ``taken`` are the characters that known names cover."""
    seen: dict[str, _Seen] = defaultdict(_Seen)
    for start, end in runs(passage.text, taken):
        one = seen[passage.text[start:end]]
        one.count += 1
        one.within += _within_sentence(passage.text, start)
        one.chinese += _beside_chinese(passage.text, start, end)
        one.votes.update(_votes(passage.text, start, end))
    surnames = {form.rsplit(" ", 1)[-1] for form in seen if _is_person(form, seen[form])}
    return [find for form, one in seen.items() if (find := _judged(form, one, surnames))]


def _beside_chinese(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start].rpartition("\n")[2], text[end : end + 2].partition("\n")[0]
    return any(map(is_cjk, before + after))


def _within_sentence(text: str, start: int) -> bool:
    """Whether a capital letter here is not that of a sentence's beginning; in Chinese it never is."""
    before = text[max(0, start - 3) : start]
    return any(map(is_cjk, before)) or not _SENTENCE_END.search(before)


def _votes(text: str, start: int, end: int) -> Iterator[EntityKind]:
    before, after = text[max(0, start - 14) : start].rstrip(' "'), text[end : end + 14].lstrip(' "')
    if re.search(r"[:|丨]$", before) and before.rstrip(" :|丨").endswith(words("labels")):
        yield EntityKind.PERSON
    if after.startswith(words("model_around")) or before.endswith(words("model_around")):
        yield EntityKind.MODEL
    if after.startswith(words("product_around")) or before.endswith(words("product_around")):
        yield EntityKind.PRODUCT
    if after.startswith(words("organisation_after", "organisation_after_en")) or before.endswith(
        words("organisation_before")
    ):
        yield EntityKind.ORGANISATION
    if before.endswith(_person_before()) or after.lstrip("还也则曾又").startswith(
        words("titles", "human", "speech_en")
    ):
        yield EntityKind.PERSON


@cache
def _person_before() -> tuple[str, ...]:
    roles = [
        form
        for role in lexicon("roles")["role"]
        for form in (*role["zh"], *role["en"])
        if role["id"] not in word_set("roles_of_things")
    ]
    return tuple(dict.fromkeys((*words("offices", "titles_en"), *(r for r in roles if len(r) > 2 or is_cjk(r[0])))))


@cache
def _role_forms() -> frozenset[str]:
    return frozenset(form.lower() for role in lexicon("roles")["role"] for form in role["en"])


def _is_person(form: str, seen: _Seen) -> bool:
    parts = form.split(" ")
    if (
        not 2 <= len(parts) <= 4
        or not all(map(_NAME_WORD.match, parts))
        or parts[-1] in word_set("organisation_endings_en")
    ):
        return False
    if parts[0] in word_set("given_names"):
        return not any(part in word_set("not_names") for part in parts[1:] if len(part) > 2)
    return seen.votes[EntityKind.PERSON] > seen.votes[EntityKind.ORGANISATION] + seen.votes[EntityKind.PRODUCT]


def _judged(form: str, seen: _Seen, surnames: set[str]) -> Find | None:
    parts = form.split(" ")
    if _is_person(form, seen):
        return Find(form, EntityKind.PERSON)
    if len(parts) == 1:
        return _one_word(form, seen, surnames)
    if all(map(is_common, parts)):
        repeated = (
            seen.within > 1
            and not any(p.isupper() or _DIGIT.search(p) for p in parts)
            and parts[0] not in word_set("months")
        )
        return Find(form, EntityKind.CONCEPT) if repeated else None
    if form.lower() in _role_forms():
        return None
    if parts[-1] in word_set("organisation_endings_en") or "of" in parts:
        return Find(form, EntityKind.ORGANISATION)
    if parts[-1] in word_set("publication_endings_en"):
        return Find(form, EntityKind.PUBLICATION)
    if all(p in tails() for p in parts) or (len(parts) > 3 and not _DIGIT.search(form)):
        return None
    if _DIGIT.search(form) or parts[-1] in tails():
        return Find(form, _product_kind(seen), sure=bool(seen.votes))
    return Find(form, _likeliest(seen, EntityKind.CONCEPT), sure=bool(seen.votes))


def _one_word(form: str, seen: _Seen, surnames: set[str]) -> Find | None:
    if {form, form.title()} & word_set("not_names") or len(form) == 1 or "+" in form.rstrip("+") or is_common(form):
        return None
    if _DIGIT.search(form) or form.endswith("*"):
        short = len(form) <= 2 or form[0].islower()
        wrong = re.match(r"^[A-Z]{0,2}\d{4,}$|^[A-Z][a-z]\d|^[a-z]{2,}\d*$|^\w{12,}$", form) or (
            short and seen.count < 2
        )
        return None if wrong else Find(form, _product_kind(seen), sure=bool(seen.votes))
    if form in surnames or form in word_set("given_names"):
        likely = _likeliest(seen, EntityKind.PERSON)
        return Find(form, likely, sure=False) if seen.within else None
    if form.isupper():
        return (
            Find(form, _likeliest(seen, EntityKind.CONCEPT), sure=False) if seen.count > 1 and len(form) > 2 else None
        )
    if MIXED.search(form) or seen.within > 1 or (seen.within and seen.votes) or (seen.chinese and len(form) > 3):
        return Find(form, _likeliest(seen, EntityKind.PRODUCT), sure=bool(seen.votes))
    return None


def _product_kind(seen: _Seen) -> EntityKind:
    return EntityKind.MODEL if seen.votes[EntityKind.MODEL] else EntityKind.PRODUCT


def _likeliest(seen: _Seen, default: EntityKind) -> EntityKind:
    return max(seen.votes, key=lambda kind: seen.votes[kind], default=default)
