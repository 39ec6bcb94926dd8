"""Names, descriptions and unknown names in questions, over the pack that ships."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.understand.foreign_names import foreign_names
from nowall.answer.understand.understander import without_address
from nowall.answers import Language
from nowall.snapshot import Snapshot


@pytest.mark.parametrize(
    ("text", "entity", "built_on"),
    [
        ("Anthropic 的 CEO 是谁", "dario-amodei", "anthropic"),
        ("Who is the CEO of Anthropic?", "dario-amodei", "anthropic"),
        ("Anthropic 老大怎么看", "dario-amodei", "anthropic"),
        ("Meta boss", "mark-zuckerberg", "meta"),
        ("boss of Meta", "mark-zuckerberg", "meta"),
        ("图灵奖得主怎么说", "yann-lecun", "turing-award"),
        ("What did the Turing Award winner say", "yann-lecun", "turing-award"),
        ("OpenAI's CEO", "sam-altman", "openai"),
        ("OpenAI 的老板", "sam-altman", "openai"),
        ("OpenAI 的 CTO", "mira-murati", "openai"),
        ("Altman 的公司", "openai", "sam-altman"),
        ("Dario's company", "anthropic", "dario-amodei"),
        ("Claude 背后的公司", "anthropic", "claude"),
        ("the company behind Claude", "anthropic", "claude"),
        ("Claude 背后公司的 CEO 怎么看", "dario-amodei", "claude"),
        ("the CEO of the company behind Claude", "dario-amodei", "claude"),
        ("克劳德他们家老板估计要花多少", "dario-amodei", "claude"),
        ("GPT-4 的老板说了啥", "sam-altman", "gpt-4"),
        ("小扎家的首席科学家怎么看", "yann-lecun", "mark-zuckerberg"),
    ],
)
def test_description_stands_for_a_name(snapshot: Snapshot, text: str, entity: str, built_on: str) -> None:
    question = snapshot.understander.understand(text)
    assert entity in question.entities
    assert built_on in question.hints
    assert built_on not in question.entities


@pytest.mark.parametrize("text", ["What is the company Altman runs?", "the company Altman leads"])
def test_description_around_a_name_stands_for_another(snapshot: Snapshot, text: str) -> None:
    assert snapshot.understander.understand(text).entities == ("openai",)


@pytest.mark.parametrize(
    "text",
    [
        "Orion 会叫 GPT-5 吗",
        "Orion 为什么不叫 GPT-5",
        "Is Orion going to be called GPT-5?",
        "why Orion rather than GPT-5",
    ],
)
def test_name_that_is_set_beside_the_subject_only_helps(snapshot: Snapshot, text: str) -> None:
    question = snapshot.understander.understand(text)
    assert (question.entities, question.hints) == (("orion",), ("gpt-5",))


@pytest.mark.parametrize("text", ["谷歌的模型", "Anthropic 的办公室", "the office of OpenAI"])
def test_description_that_fits_nobody_leaves_the_name(snapshot: Snapshot, text: str) -> None:
    question = snapshot.understander.understand(text)
    assert set(question.entities) & {"google", "anthropic", "openai"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("马化腾怎么看", ("马化腾",)),
        ("雷军说了什么", ("雷军",)),
        ("What does Satya Nadella think", ("Satya", "Nadella")),
        ("Altman 和 Tolkien 谁高", ("Tolkien",)),
        ("GLM-9 多少分", ("GLM-9",)),
        ("Altman 怎么回应撞墙", ()),
        ("What did Sam Altman say in November about GPT-4o?", ()),
        ("Which model is better?", ()),
        ("奥特曼说的撞墙是什么意思", ()),
        ("布伦戴吉在里头待了几年", ()),
        ("杨立昆列了哪些缺点", ()),
        ("Orion 是个什么东东", ()),
        ("OpenAI 还能保持非营利吗", ()),
        ("Who leads the o1-style team", ()),
        ("文心一言和 o1 哪个好", ("文心一言",)),
        ("deepseek 比 o1 强吗", ("deepseek",)),
    ],
)
def test_name_that_no_record_knows_is_noticed(snapshot: Snapshot, text: str, names: tuple[str, ...]) -> None:
    assert snapshot.understander.understand(text).foreign_names == names


def test_name_that_is_covered_is_not_foreign() -> None:
    question = "What does Nadella think"
    assert foreign_names(question, question.lower(), lambda word: word == "nadella") == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("/ask Orion 呢", "Orion 呢"),
        ("/ask@nowall_bot Orion 呢", "Orion 呢"),
        ("@nowall_bot Orion 呢", "Orion 呢"),
        ("Orion 呢 @nowall_bot", "Orion 呢"),
        ("a@robot.com", "a@robot.com"),
        ("@sama 说什么", "@sama 说什么"),
    ],
)
def test_address_is_left_out(text: str, rest: str) -> None:
    assert without_address(text) == rest


def test_question_knows_what_it_holds(snapshot: Snapshot) -> None:
    question = snapshot.understander.understand("/ask 奧特曼說 GPT-4 花了 100 天嗎？")
    assert question.language is Language.ZH_HANT
    assert question.entities == ("sam-altman", "gpt-4")
    assert question.numbers == {"100"}
    assert question.text == "奥特曼说 gpt-4 花了 100 天吗"
    assert not {"gpt", "奥特曼", "_奥特"} & set(question.words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Orion 寫程式行不行？", "orion 写程序行不行"),
        ("合成資料有用嗎？", "合成数据有用吗"),
    ],
)
def test_taiwans_words_are_read_as_the_corpus_has_them(snapshot: Snapshot, text: str, read: str) -> None:
    question = snapshot.understander.understand(text)
    assert (question.text, question.language) == (read, Language.ZH_HANT)


def test_thousands_are_one_number(snapshot: Snapshot) -> None:
    assert snapshot.understander.understand("1,700 人？").numbers == {"1700"}


def test_private_question_is_marked(snapshot: Snapshot) -> None:
    assert snapshot.understander.understand("Altman 的电话是多少").private
    assert not snapshot.understander.understand("Altman 怎么说").private


@given(text=st.text(max_size=120))
def test_any_text_is_understood(snapshot: Snapshot, text: str) -> None:
    question = snapshot.understander.understand(text)
    assert question.kind in question.kinds
    assert set(question.entities) <= snapshot.entities.keys()
    assert not set(question.entities) & set(question.hints)
