"""Follow-ups about the statement that was just given, as they are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.question import Circumstance
from nowall.answer.understand.statements import asked_of_statement
from nowall.language.normalise import normalise

_WORDS, _OUTLET, _SPEAKER = Circumstance.WORDS, Circumstance.OUTLET, Circumstance.SPEAKER
_WHEN, _REPORTED, _WHERE, _ARTICLE = (
    Circumstance.WHEN,
    Circumstance.REPORTED,
    Circumstance.OCCASION,
    Circumstance.ARTICLE,
)
_ASKED = {
    _WHEN: [
        *[
            "那他什么时候说的",
            "哪天说的",
            "那他是哪天说这话的",
            "这话是什么时候的",
            "这是几月说的",
            "他说这话的时候是哪天",
        ],
        *["他說這話是什麼時候", "他什麼時候講的", "佢幾時講嘅", "这句话他是何时讲的"],
        *["when did he say that", "and on what date did he say so", "when was that said", "he said that when"],
        *["what's the date of that quote", "when is that quote from", "do you know when she said it"],
    ],
    _REPORTED: [
        *["什么时候报道的", "这消息什么时候的", "哪天报道的", "這是什麼時候報導的"],
        *["when was that reported", "when did they report this"],
    ],
    _WHERE: [
        *["在哪说的", "他在什么场合说的", "什么场合", "他在哪里讲的这话", "在哪次采访里说的", "说这话的场合是什么"],
        *["他在哪個場合說的", "佢喺邊度講㗎", "這話是在哪裡說的"],
        *["where did he say that", "on what occasion", "where was that said", "in which interview did he say so"],
        *["what was the occasion", "in what context was that said"],
    ],
    _SPEAKER: [
        *["谁说的", "这话是谁说的", "这话出自谁之口", "谁的原话", "是谁这么说的", "说这话的人是谁", "这是谁的观点"],
        *["這話是誰說的", "邊個講㗎", "誰這麼說的"],
        *[
            "who says so",
            "who said that",
            "says who",
            "whose words are these",
            "who is that quote from",
            "according to whom",
        ],
    ],
    _OUTLET: [
        *["谁报道的", "哪家媒体报道的", "消息来源是谁", "信源", "这消息哪来的", "哪家媒体说的", "消息来自哪家媒体"],
        *["消息來源呢", "哪家媒體報導的"],
        *["who reported that", "which outlet reported this", "where was that reported", "which newspaper said that"],
    ],
    _WORDS: [
        *["原话是什么", "他的原话怎么说的", "原话呢", "原文怎么说的", "他具体怎么说的", "原話是什麼", "他的原話"],
        *[
            "exact words",
            "what were his exact words",
            "what exactly did he say",
            "how exactly did he put it",
            "verbatim",
        ],
    ],
    _ARTICLE: [
        *[
            "哪篇文章",
            "出处",
            "来源呢",
            "有来源吗",
            "出自哪篇文章",
            "哪篇文章说的",
            "原文链接",
            "你从哪看到的",
            "你怎么知道的",
        ],
        *["這是哪篇文章說的", "出處在哪", "有出處嗎"],
        *[
            "source",
            "which article is that from",
            "got a source",
            "do you have a source for that",
            "where did you read that",
        ],
    ],
}
_NOT_ASKED = [
    *["那他还说了什么", "LeCun 呢", "他什么时候离开 OpenAI", "他什么时候离开的", "什么时候发布", "它什么时候能用"],
    *["那他说是什么时候", "他说的是谁", "他说明年什么时候", "他说了什么", "那他怎么看", "他怎么说", "他为什么这么说"],
    *["他来自哪里", "他来自哪家公司", "它来自哪", "他是谁", "那是谁", "他在哪", "那家公司在哪", "谁说得对", "谁说的对"],
    *["还有谁这么说", "谁不同意", "他最早什么时候说的", "他后来又什么时候说的", "真的吗", "说的", "哪个", "那", "谢谢"],
    *["那他還說了什麼", "他什麼時候走的", "她從哪裡來", "還有誰說過"],
    *[
        "what else did he say",
        "when did he leave",
        "when will it be released",
        "where is he from",
        "where is he",
        "who is he",
    ],
    *["who else said that", "who disagrees", "what did he say", "what did she say about it", "why did he say that"],
    *[
        "did he say that",
        "when was it released",
        "who made that",
        "which model",
        "source code",
        "is it open source",
        "and",
    ],
    *["when did he first say that", "what's the date of the release", "when did they report earnings", ""],
]


@pytest.mark.parametrize(("text", "asked"), [(text, asked) for asked, texts in _ASKED.items() for text in texts])
def test_question_about_the_statement_is_told_by_what_it_wants(text: str, asked: Circumstance) -> None:
    found = asked_of_statement(normalise(text))
    assert found is not None
    assert (found.circumstance, found.bare) == (asked, False)


@pytest.mark.parametrize("text", _NOT_ASKED)
def test_question_that_names_something_else_is_another_one(text: str) -> None:
    assert asked_of_statement(normalise(text)) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *((text, _WHEN) for text in ("什么时候", "哪天", "什么时候的事", "什麼時候", "when", "when was that", "date")),
        *((text, _WHERE) for text in ("在哪", "那在哪里", "where", "where was that")),
    ],
)
def test_question_that_says_nothing_of_saying_is_bare(text: str, asked: Circumstance) -> None:
    found = asked_of_statement(normalise(text))
    assert found is not None
    assert (found.circumstance, found.bare) == (asked, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("他什么时候回应的", "他回应说"),
        ("when did he reply", "He responded: “no”".casefold()),
        ("谁爆料的", "leaked by an engineer"),
        ("他在哪否认的", "he denied it"),
    ],
)
def test_deed_is_looked_for_in_either_language_and_form(text: str, told: str) -> None:
    found = asked_of_statement(normalise(text))
    assert found is not None
    assert [bool(deed.search(told)) for deed in found.deeds] == [True]


@pytest.mark.parametrize("text", ["他在哪写的", "where did he post that", "when did she write this", "什么时候发文的"])
def test_writing_is_saying_but_of_very_words_only(text: str) -> None:
    found = asked_of_statement(normalise(text))
    assert found is not None
    assert (found.bare, found.deeds) == (True, ())


def test_saying_is_no_deed_of_its_own() -> None:
    found = asked_of_statement("他什么时候说的")
    assert found is not None
    assert found.deeds == ()


@given(
    st.lists(
        st.sampled_from(["这", "那话", "他", "说", "的", "什么时候", "that ", "where ", "it ", "say ", "?"]),
        max_size=60,
    )
)
def test_any_sequence_of_tokens_is_read(words: list[str]) -> None:
    asked_of_statement("".join(words))


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    asked_of_statement(normalise(text))
