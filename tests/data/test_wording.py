"""The pack that ships, looked at as an editor would: quotes, sample questions, spellings."""

from __future__ import annotations

from itertools import combinations

import pytest
from rapidfuzz.distance import OSA, Levenshtein

from nowall.language.normalise import normalise, squash
from nowall.language.pinyin import sound
from nowall.records import EntityKind
from tests.data.test_pack import corpus, has_chinese, repeated

LONGEST_QUOTE = {True: 120, False: 400}
"""Characters of a Chinese and of any other quote."""
# Characters that newspapers use for the same foreign syllable: names that differ in these alone are all right.
TRANSLITERATED_ALIKE = (
    "洛罗", "维威韦", "兹茨", "劳鲁", "代迪", "隆龙", "伊埃约", "坦谭", "利尔", "恩昂", "烈里", "札扎朱",
    "吉奇", "戴达", "提缇蒂", "莱赖", "亚阿奥", "尔特", "山萨", "泽齐", "瑞雷", "立乐",
)  # fmt: skip
MAY_BE_LEFT_OUT = frozenset("烈里亚阿尔的版级小分,s0123456789")
NICKNAMES = frozenset({("closeai", "closedai"), ("sam", "sama"), ("加大河滨分校", "加州河滨分校")})
NAMED_KINDS = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.MODEL})


def test_every_quote_is_short_and_stands_in_its_facts_text() -> None:
    quotes = [(fact, fact.quote) for fact in corpus().facts if fact.quote]
    assert len(quotes) > 20
    assert [fact.id for fact, quote in quotes if len(quote) > LONGEST_QUOTE[has_chinese(quote)]] == []
    assert [fact.id for fact, quote in quotes if quote not in fact.zh] == []


def test_every_quote_has_a_speaker() -> None:
    assert [fact.id for fact in corpus().facts if bool(fact.quote) != bool(fact.speaker)] == []


def test_every_fact_has_four_sample_questions_and_one_in_english() -> None:
    wrong = [f.id for f in corpus().facts if len(f.asks) < 4 or all(map(has_chinese, f.asks))]
    assert wrong == []


def test_no_sample_question_is_asked_twice() -> None:
    assert repeated([normalise(ask).rstrip("?!. ") for fact in corpus().facts for ask in fact.asks]) == []


def test_no_sample_question_is_that_of_a_claim() -> None:
    facts = {normalise(ask).rstrip("?!. ") for fact in corpus().facts for ask in fact.asks}
    claims = [normalise(ask).rstrip("?!. ") for claim in corpus().claims for ask in claim.asks]
    assert [ask for ask in claims if ask in facts] == []


def test_every_value_is_part_of_its_text() -> None:
    wrong = [
        fact.id
        for fact in corpus().facts
        for value, text in ((fact.value_zh, fact.zh), (fact.value_en, fact.en or ""))
        if value and value not in text
    ]
    assert wrong == []


def is_slip(one: str, other: str) -> bool:
    """Whether one squashed name is a homophone of the other or one edit away, and no accepted variant of it."""
    shortened = not one.isascii() and (one in other or other in one)
    if shortened or (one, other) in NICKNAMES:
        return False
    homophone = len(one) == len(other) and not one.isascii() and sound(one) == sound(other)
    if not homophone and OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    return not all(map(is_accepted, *differences(one, other)))


def differences(one: str, other: str) -> tuple[list[str], list[str]]:
    """What stands in the one where the other has something else, piece by piece."""
    pieces = [p for p in Levenshtein.opcodes(one, other) if p.tag != "equal"]
    return [one[p.src_start : p.src_end] for p in pieces], [other[p.dest_start : p.dest_end] for p in pieces]


def is_accepted(one: str, other: str) -> bool:
    """Whether two differing pieces are ways to write the same, or a version, a plural, punctuation."""
    if not one or not other:
        return set(one + other) <= MAY_BE_LEFT_OUT
    if one.isdigit() or other.isdigit():
        return True
    pairs = zip(one, other, strict=False)
    return all(any({*pair} <= {*group} for group in TRANSLITERATED_ALIKE) for pair in pairs)


def test_no_name_is_a_misspelling_of_another_of_its_entity() -> None:
    found = []
    for entity in corpus().entities:
        if entity.kind in NAMED_KINDS:
            forms = sorted({squash(name) for name in entity.names if len(squash(name)) > 2})
            found += [f"{entity.id}: {one}, {other}" for one, other in combinations(forms, 2) if is_slip(one, other)]
    assert found == []


@pytest.mark.parametrize(
    ("one", "other"), [("altman", "altmann"), ("猎户座", "猎户坐"), ("anthropic", "antropic"), ("奥特曼", "奥特慢")]
)
def test_misspelling_would_be_noticed(one: str, other: str) -> None:
    assert is_slip(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("奥特曼", "阿特曼"), ("gpt4", "gpt5"), ("altman", "samaltman"), ("札克伯格", "扎克伯格")]
)
def test_accepted_variant_is_no_misspelling(one: str, other: str) -> None:
    assert not is_slip(one, other)
