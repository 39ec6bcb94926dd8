"""Records laid end to end: offsets, and what can be told of spans without a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.span.texts import TYPES, NamedText, Texts, holds, places, plain, together

HOSTILE = [
    "",
    " ",
    "\n",
    "\0",
    "。。。",
    "a\r\nb",
    "İİİ",
    "ǅ",
    "👨‍👩‍👧‍👦",
    "مرحبا",
    "汉" * 300,
    "9" * 300,
    "1,2.3.",
    "\u2028",
    "２０２４年",
]
TEXTS = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)), max_size=6)


def typed(text: str, *names: tuple[str, str]) -> dict[str, list[str]]:
    """What each kind of span says, by kind, for those that there are."""
    laid = together([NamedText("前面一句。"), NamedText(text, names)])
    return {kind: [laid.whole[a:b] for a, b in found] for kind, found in laid.typed.items() if found}


def own(laid: Texts, number: int) -> tuple[int, int]:
    """Where a text stands."""
    firsts = [*laid.firsts.tolist(), len(laid.whole) + 1]
    return firsts[number], firsts[number + 1] - 1


@given(TEXTS)
def test_offsets_are_those_of_the_originals(texts: list[str]) -> None:
    laid = together([NamedText(text) for text in texts])
    for number, text in enumerate(texts):
        start, end = own(laid, number)
        assert laid.whole[start:end] == plain(text).replace("\n", " ")


@given(TEXTS)
def test_tokens_are_the_whole(texts: list[str]) -> None:
    laid = together([NamedText(text) for text in texts])
    assert "".join(laid.tokens) == laid.whole
    assert len(laid.tags) == len(laid.tokens) == len(laid.ends)
    assert [laid.whole[a:b] for a, b in zip(laid.starts, laid.ends, strict=False)] == list(laid.tokens)


@given(st.one_of(st.text(), st.sampled_from(HOSTILE)))
def test_plain_text_is_as_long_as_it_was(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_plain_text_is_simplified_and_small() -> None:
    assert plain("２０２４年發佈 OpenAI") == "2024年发布 openai"
    assert plain("İSTANBUL 發佈") == "İstanbul 发布"


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("公司于2024年11月14日成立。", "date", ["2024年11月14日"]),
        ("公司於２０２４年成立。", "date", ["2024年"]),
        ("他说“没有极限”，然后走了。", "quoted", ["没有极限"]),
        ("他读《海港》。", "quoted", ["海港"]),
        ("增长了12.5%。", "number", ["12.5%"]),
    ],
)
def test_spans_have_types(text: str, kind: str, found: list[str]) -> None:
    assert typed(text)[kind] == found


def test_names_are_spans_of_their_kind_and_names() -> None:
    found = typed("林爱达在艾克米。", ("林爱达", "person"), ("艾克米", "organisation"))
    assert (found["person"], found["organisation"]) == (["林爱达"], ["艾克米"])
    assert sorted(found["name"]) == ["林爱达", "艾克米"]


def test_name_of_another_kind_is_a_name_only() -> None:
    assert typed("Zephyr 来了。", ("Zephyr", "model")) == {"name": ["zephyr"]}


def test_name_within_a_longer_one_is_none() -> None:
    assert typed("艾克米机器人来了。", ("艾克米", "organisation"), ("艾克米机器人", "organisation"))["name"] == [
        "艾克米机器人"
    ]


def test_name_is_found_in_the_other_script_and_each_time() -> None:
    assert typed("燈塔和灯塔。", ("燈塔", "place"))["place"] == ["灯塔", "灯塔"]


@pytest.mark.parametrize("name", ["", "林"])
def test_name_too_short_to_tell_is_left_out(name: str) -> None:
    assert "person" not in typed("林来了。", (name, "person"))


def test_no_text_at_all_has_no_token() -> None:
    for texts in ([], [""]):
        laid = together([NamedText(text) for text in texts])
        assert (laid.tokens, laid.whole) == ((), "")
        assert list(laid.typed) == list(TYPES)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("3.2亿元", ["3.2亿"]),
        ("约1,200人", ["1,200"]),
        ("12.5%", ["12.5%"]),
        ("2024年11月", ["2024", "11"]),
        ("18万元", ["18万"]),
        ("三亿元", []),
        ("到2019，200人", ["2019", "200"]),
    ],
)
def test_figure_has_its_separators_and_scale(text: str, figures: list[str]) -> None:
    laid = together([NamedText(text)])
    assert [laid.whole[a:b] for a, b in laid.numerals] == figures


@pytest.mark.parametrize(
    ("text", "word", "found"), [("abab", "ab", [0, 2]), ("aaa", "aa", [0]), ("a", "", []), ("", "a", [])]
)
def test_places_of_a_word(text: str, word: str, found: list[int]) -> None:
    assert list(places(text, word)) == found


@pytest.mark.parametrize(
    ("text", "words", "held"),
    [
        ("融资5亿元", "5亿元", True),
        ("融资15亿元", "5亿元", False),
        ("融资1.5亿元", "5亿元", False),
        ("融资5亿元", "5", False),
        ("共15亿元，其中5亿元", "5亿元", True),
        ("于2024年11月", "2024年", True),
        ("于12024年", "2024年", False),
        ("1,200人", "200人", False),
        ("涨了5%", "5", False),
        ("没有数字", "数字", True),
        ("没有数字", "", False),
        ("", "5", False),
    ],
)
def test_words_are_held_unless_a_longer_figure_holds_them(text: str, words: str, held: bool) -> None:
    assert holds(text, words) is held
