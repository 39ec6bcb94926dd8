"""Conversations that ask on about the statement just given: the same record answers, with what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nowall.answers import Answer, Status, Turn
from nowall.engine import Engine
from nowall.learn.documents import Document
from nowall.learn.sources.results import Read
from nowall.settings import Settings
from tests.answer.tiny import write_tiny_pack

_SKY = "林爱达怎么看极限？"
_SKY_EN = "What did Ada Lin say about limits?"
_LIMIT = "Bo Chen 怎么看极限？"
_COST = "训练 Zephyr 花了多少钱？"
_BOTH = "各家对 Zephyr 发布时间的说法一致吗？"
_HARBOUR = """青湾港扩建工程11月2日动工。
港务局局长沈岩11月5日表示：“这是十年来最大的一次扩建。”
扩建后年吞吐量将达到900万箱，定于2027年6月完工。"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The made-up pack, answered by words."""
    folder = write_tiny_pack(tmp_path_factory.mktemp("tiny"))
    settings = Settings(home=tmp_path_factory.mktemp("home"), pack=str(folder), semantic=False, _env_file=None)
    with Engine.open(settings) as engine:
        yield engine


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One learned article."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), pack="none", semantic=False, _env_file=None)
    with Engine.open(settings) as engine:
        document = Document("port", _HARBOUR, title="青湾港扩建", publisher="青湾晚报", published="2024-11-06")
        list(engine.add([Read(document, 0)]))
        yield engine


def ask_on(engine: Engine, *questions: str) -> list[Answer]:
    """The answers of a conversation."""
    turns: list[Turn] = []
    answers = []
    for question in questions:
        answers.append(engine.ask(question, turns))
        turns.append(Turn(question, tuple(fact.id for fact in answers[-1].facts)))
    return answers


def ids(answer: Answer) -> list[str]:
    return [fact.id for fact in answer.facts]


@pytest.mark.parametrize(
    ("first", "then", "short"),
    [
        *(
            (_SKY, text, "2024 年 11 月 13 日")
            for text in ("那她什么时候说的？", "哪天？", "她是哪天说这话的？", "什么时候")
        ),
        *((_SKY, text, "2024 年 11 月 13 日") for text in ("她什麼時候說的？", "這話是幾時講的？")),
        *((_SKY_EN, text, "13 November 2024") for text in ("When did she say that?", "when was that", "on what date?")),
        *((_SKY, text, "在大会上") for text in ("在哪说的？", "什么场合？", "她在哪里讲的")),
        *((_SKY, text, "在大會上") for text in ("她在哪裡說的？", "在什麼場合說的？")),
        *((_SKY_EN, text, "at the conference") for text in ("where did she say that?", "On what occasion?", "where?")),
        *((_SKY, text, "林爱达") for text in ("谁说的？", "这话是谁说的")),
        *((_SKY, text, "林愛達") for text in ("這是誰說的？", "誰這麼說的？")),
        *((_SKY_EN, text, "Ada Lin") for text in ("who says so?", "Who said that?", "whose words are those?")),
        *((_SKY, text, "the sky is not the limit") for text in ("原话是什么？", "她的原話怎麼說？", "原话呢")),
        *((_SKY_EN, text, "the sky is not the limit") for text in ("exact words?", "what exactly did she say?")),
        *((_SKY, text, "西风要来了") for text in ("哪篇文章？", "出处呢", "這是哪篇文章說的？", "有来源吗？")),
        *((_SKY_EN, text, "西风要来了") for text in ("source?", "Which article is that from?", "got a source?")),
        *((_SKY, text, "日报") for text in ("消息来源是？", "哪家媒体报道的？")),
        (_SKY, "消息來源？", "日報"),
        (_SKY_EN, "which outlet reported that?", "The Daily"),
        (_SKY, "什么时候报道的？", "2024 年 11 月 14 日"),
        (_SKY_EN, "when was that reported?", "14 November 2024"),
        (_COST, "谁说的？", "日报"),
    ],
)
def test_same_record_answers_with_what_is_asked_of_it(pack: Engine, first: str, then: str, short: str) -> None:
    one, two = ask_on(pack, first, then)
    assert two.status is Status.ANSWERED
    assert ids(two) == ids(one)
    assert two.short == two.facts[0].short == short
    assert short in two.text


def test_date_that_the_text_lacks_stands_before_it(pack: Engine) -> None:
    one, two = ask_on(pack, _SKY, "她什么时候说的？")
    assert two.text == f"2024 年 11 月 13 日：{one.text}"


def test_what_the_text_gives_is_not_told_twice(pack: Engine) -> None:
    one, *others = ask_on(pack, _SKY, "在哪说的？", "谁说的？", "原话？")
    assert {answer.text for answer in others} == {one.text}


def test_conversation_stays_with_the_record(pack: Engine) -> None:
    answers = ask_on(pack, _SKY, "她什么时候说的？", "在哪说的？", "出处？", "谁说的？", "when was that?")
    assert {tuple(ids(answer)) for answer in answers} == {("d-sky",)}


def test_earlier_questions_without_their_facts_are_answered_first(pack: Engine) -> None:
    answer = pack.ask("在哪说的？", [Turn(_SKY), Turn("她什么时候说的？")])
    assert (ids(answer), answer.short) == (["d-sky"], "在大会上")


def test_two_things_may_be_asked_at_once(pack: Engine) -> None:
    answer = ask_on(pack, _LIMIT, "他什么时候说的？谁报道的？")[1]
    assert ids(answer) == ["t-limit"]
    assert answer.text == "论坛报：2024 年 11 月 15 日：Bo Chen 说：“我们发现了极限”。"


def test_who_speaks_may_be_named_again(pack: Engine) -> None:
    assert ask_on(pack, _LIMIT, "Bo Chen 是什么时候说的？")[1].short == "2024 年 11 月 15 日"
    assert ask_on(pack, _SKY_EN, "When did Ada Lin say that?")[1].short == "13 November 2024"


@pytest.mark.parametrize("text", ["林爱达什么时候说的？", "When did Ada Lin say that?"])
def test_somebody_else_is_another_question(pack: Engine, text: str) -> None:
    assert ids(ask_on(pack, _LIMIT, text)[1]) != ["t-limit"]


@pytest.mark.parametrize("text", ["在哪说的？", "where did he say that?"])
def test_what_the_record_does_not_know_is_looked_for_elsewhere(pack: Engine, text: str) -> None:
    turns = [Turn(_LIMIT, ("t-limit",))]
    assert pack.ask(text, turns).short not in {"Bo Chen", "2024 年 11 月 15 日"}
    assert (
        pack._answerer._statements.decide(pack._answerer.understand(text), pack._answerer._earlier(turns, None)) is None
    )


@pytest.mark.parametrize(
    "text",
    ["她还说了什么？", "What else did she say?", "Bo Chen 呢？", "那艾克米什么时候成立的？", "她怎么看 Zephyr？"],
)
def test_question_that_names_something_new_is_not_caught(pack: Engine, text: str) -> None:
    turns = pack._answerer._earlier([Turn(_SKY, ("d-sky",))], None)
    assert pack._answerer._statements.decide(pack._answerer._understander.understand(text), turns) is None


@pytest.mark.parametrize("text", ["什么时候？", "when was that?", "她什么时候说的？", "他什么时候回应的？"])
def test_record_that_is_nobodys_statement_is_not_caught(pack: Engine, text: str) -> None:
    turns = pack._answerer._earlier([Turn(_COST, ("d-cost",))], None)
    assert pack._answerer._statements.decide(pack._answerer._understander.understand(text), turns) is None


def test_date_of_what_is_stated_is_not_that_of_the_statement(pack: Engine) -> None:
    answer = pack.ask("这话是什么时候说的？", [Turn("Zephyr 什么时候发布？", ("d-release",))])
    assert (ids(answer), answer.short) == (["d-release"], "2024 年 11 月 14 日")


@pytest.mark.parametrize("text", ["谁说的？", "出处？", "source?", "who says so?", "消息來源？"])
def test_disagreement_keeps_its_sides(pack: Engine, text: str) -> None:
    one, two = ask_on(pack, _BOTH, text)
    assert one.status is two.status is Status.CONFLICTING
    assert [(f.id, f.side) for f in two.facts] == [(f.id, f.side) for f in one.facts]


def test_several_facts_all_tell_their_date(pack: Engine) -> None:
    turns = [Turn("大家怎么看极限？", ("d-sky", "t-limit"))]
    answer = pack.ask("都是什么时候说的？", turns)
    assert ids(answer) == ["d-sky", "t-limit"]
    assert [fact.short for fact in answer.facts] == ["2024 年 11 月 13 日", "2024 年 11 月 15 日"]


def test_only_what_one_may_look_at_answers(pack: Engine) -> None:
    turns = [Turn(_SKY, ("d-sky",))]
    assert "d-sky" not in ids(pack.ask("她什么时候说的？", turns, only=["tribune-zephyr"]))


def test_without_an_earlier_answer_nothing_is_caught(pack: Engine) -> None:
    assert pack._answerer._statements.decide(pack._answerer._understander.understand("谁说的？"), []) is None


@pytest.mark.parametrize(
    ("then", "short"),
    [
        ("他什么时候说的？", "11月5日"),
        ("他什麼時候說的？", "11月5日"),
        ("谁说的？", "沈岩"),
        ("原话是什么？", "这是十年来最大的一次扩建。"),
        ("哪篇文章？", "青湾港扩建"),
        ("哪家媒体报道的？", "青湾晚报"),
        ("什么时候报道的？", "2024 年 11 月 6 日"),
        ("source?", "青湾港扩建"),
        ("when was that reported?", "6 November 2024"),
    ],
)
def test_learned_record_answers_too(learned: Engine, then: str, short: str) -> None:
    one = learned.ask("沈岩怎么评价青湾港扩建？", always=True)
    two = learned.ask(then, [Turn("沈岩怎么评价青湾港扩建？", tuple(ids(one)))])
    assert ids(two) == ids(one)
    assert two.short == short


def test_date_in_a_learned_sentence_is_not_taken_for_the_day_it_was_said(learned: Engine) -> None:
    one = learned.ask("青湾港扩建什么时候完工？", always=True)
    two = learned.ask("这是什么时候说的？", [Turn("青湾港扩建什么时候完工？", tuple(ids(one)))])
    assert ids(two) == ids(one)
    assert two.short == "2024 年 11 月 6 日"


@pytest.mark.parametrize(
    ("first", "then", "short"),
    [
        ("Altman 怎么回应撞墙？", "那他什么时候说的？", "2024 年 11 月 14 日"),
        ("Altman 怎么回应撞墙？", "他什么时候回应的？", "2024 年 11 月 14 日"),
        ("Altman 怎么回应撞墙？", "在哪说的？", "在 X 上"),
        ("Altman 怎么回应撞墙？", "Altman 原话是什么？", "there is no wall"),
        ("Altman 怎麼回應撞牆？", "那他什麼時候說的？", "2024 年 11 月 14 日"),
        ("Altman 怎麼回應撞牆？", "誰說的？", "Sam Altman"),
        ("How did Altman respond to the wall?", "When did he say that?", "14 November 2024"),
        ("How did Altman respond to the wall?", "where did he post that?", "on X"),
        ("How did Altman respond to the wall?", "which outlet reported that?", "36kr"),
    ],
)
def test_shipped_record_answers_again(engine: Engine, first: str, then: str, short: str) -> None:
    one, two = ask_on(engine, first, then)
    assert ids(two) == ids(one)
    assert two.short == short


@pytest.mark.parametrize("text", ["那他还说了什么？", "LeCun 呢？", "What else did he say?", "他什么时候离开 OpenAI？"])
def test_shipped_record_does_not_answer_something_else(engine: Engine, text: str) -> None:
    one, two = ask_on(engine, "Altman 怎么回应撞墙？", text)
    assert ids(two) != ids(one)
