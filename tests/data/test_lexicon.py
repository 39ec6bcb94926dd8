"""General knowledge of language: patterns that compile, ids that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from nowall.answer.question import QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.answers import Language
from nowall.language.normalise import normalise
from nowall.lexicon import lexicon
from nowall.texts import keys
from tests.data.test_pack import corpus, repeated

ANSWER_TYPES = {"date", "person", "number", "place", "text"}
ROLES = {role["id"]: role for role in lexicon("roles")["role"]}


def patterns() -> Iterator[tuple[str, str]]:
    """Every regular expression of the lexicon, with the place where it stands."""
    tables: list[tuple[str, dict[str, Any]]] = [(f"attribute {k}", v) for k, v in lexicon("attributes").items()]
    tables += [(f"kind {k['id']}", k) for k in lexicon("questions")["kind"]]
    tables += [(f"smalltalk {k}", v) for k, v in lexicon("smalltalk").items()]
    for place, table in tables:
        yield from ((place, pattern) for pattern in table["zh"] + table["en"])
    for name, signals in lexicon("questions")["signals"].items():
        yield from ((f"signal {name}", pattern) for pattern in signals)
    for name, unit in lexicon("units").items():
        yield from ((f"unit {name}", unit[side]) for side in ("asked", "given"))


def test_every_pattern_compiles() -> None:
    for place, pattern in patterns():
        try:
            re.compile(pattern)
        except re.error as error:
            pytest.fail(f"{place}: {pattern!r}: {error}")


def test_no_pattern_matches_nothing_at_all() -> None:
    """An empty alternative would be found in every text."""
    assert [
        (place, pattern) for place, pattern in patterns() if re.search(pattern, "中 q") and not re.search(pattern, "")
    ] == []
    assert [(place, pattern) for place, pattern in patterns() if re.fullmatch(pattern, "")] == []


def test_every_pattern_is_written_over_normalised_text() -> None:
    """A capital or a traditional character would never be met."""
    classes = re.compile(r"\\[A-Za-z]|\(\?[:=!<]+")
    wrong = [
        (place, pattern)
        for place, pattern in patterns()
        if (plain := re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", classes.sub("", pattern))) != normalise(plain)
    ]
    assert wrong == []


def test_kinds_of_question_are_those_of_the_code() -> None:
    ids = [kind["id"] for kind in lexicon("questions")["kind"]]
    assert {*ids, "keywords"} == {kind.value for kind in QuestionKind}
    assert repeated(ids) == []


def test_every_near_attribute_exists() -> None:
    known = attributes()
    assert [(a.id, near) for a in known.values() for near in a.near if near not in known] == []
    assert [a.id for a in known.values() if a.id in a.near] == []


def test_every_attribute_has_a_type_of_answer() -> None:
    assert [a.id for a in attributes().values() if a.answer_type not in ANSWER_TYPES] == []


def test_every_attribute_of_the_pack_exists() -> None:
    assert {fact.attribute for fact in corpus().facts} - {None} <= attributes().keys()


def test_no_fact_tells_what_is_private() -> None:
    known = attributes()
    assert [fact.id for fact in corpus().facts if fact.attribute and known[fact.attribute].private] == []


def test_every_role_of_the_pack_exists() -> None:
    assert {r.role for entity in corpus().entities for r in entity.relations} <= ROLES.keys()


def test_every_broader_role_exists() -> None:
    assert repeated([role["id"] for role in lexicon("roles")["role"]]) == []
    assert [(i, b) for i, role in ROLES.items() for b in role.get("broader", ()) if b not in ROLES] == []


def test_every_role_can_be_named_in_both_languages() -> None:
    assert [i for i, role in ROLES.items() if not role["zh"] or not role["en"]] == []
    inverse = [(i, form) for i, r in ROLES.items() for form in (*r.get("inverse_zh", ()), *r.get("inverse_en", ()))]
    assert [(i, form) for i, form in inverse if form.count("…") != 1] == []


@pytest.mark.parametrize("language", Language)
def test_every_group_of_smalltalk_has_a_reply(language: Language) -> None:
    groups = {f"smalltalk.{group}" for group in lexicon("smalltalk")} - {"smalltalk.filler"}
    assert groups == {key for key in keys(language) if key.startswith("smalltalk.")}


def test_surnames_are_as_long_as_they_say() -> None:
    assert {len(name) for name in lexicon("surnames")["single"]} == {1}
    assert {len(name) for name in lexicon("surnames")["double"]} == {2}
