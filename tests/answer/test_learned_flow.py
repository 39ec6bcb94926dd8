"""The whole flow over articles that were learned: a figure is the short answer, and two figures are both shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.answers import Language, Status
from nowall.engine import Engine
from nowall.errors import InputError
from nowall.learn.documents import Document
from nowall.learn.sources.results import Read
from nowall.settings import Settings

BRIDGE = """河口大桥主体工程10月8日完工，总投资18亿元。
大桥全长4200米，由河口建工集团承建。
集团董事长方岚说：“这座桥等了二十年。”
通车仪式定于2025年1月6日举行。"""
AGAIN = """河口大桥的总投资为26亿元，比预算高出一截。
大桥全长4200米，双向六车道。
通车仪式将于2025年3月6日举行。"""
LIBRARY = """东湖图书馆新馆开放，藏书120万册，投资3亿元。
馆长说每天接待读者五千人。"""
HARLOW = """The Harlow Bridge cost 180 million dollars in total. It is 420 metres long and was built by Harlow Works.
The bridge opens on 6 January 2025."""
FIRST = (
    Document("harlow", HARLOW, title="Bridge finished", publisher="Harlow Post", published="2024-11-01"),
    Document("bridge", BRIDGE, title="河口大桥主体完工", publisher="河口日报", published="2024-11-01"),
    Document("library", LIBRARY, title="东湖图书馆开放", publisher="东湖晚报", published="2024-11-02"),
)
SECOND = Document("again", AGAIN, title="河口大桥即将通车", publisher="东湖晚报", published="2024-12-01")
HOSTILE = (
    Document("long", "汉" * 4096),
    Document("letters", "x" * 4096 + "。"),
    Document("figures", "1,2.3亿" * 600 + "元。"),
    Document("right-to-left", "مرحبا بالعالم، 5 أشخاص. " * 20),
    Document("emoji", "👨‍👩‍👧‍👦河口大桥👍🏽有5个İİ桥墩🏗️。" * 10),
    Document("marks", "河口！！！？？？……，，，。。。\n、、、\n“”‘’（）"),
    Document("binary", "河口\0大桥\x1f有\x85五\u2028座。"),
)
COST = "河口大桥总投资多少亿元？"
OPENING = "河口大桥的通车仪式什么时候举行？"


def opened(home: Path, *documents: Document) -> Engine:
    engine = Engine.open(Settings(home=home, pack="none", semantic=False, _env_file=None))
    list(engine.add([Read(document, n) for n, document in enumerate(documents)]))
    return engine


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An article about a bridge, and others about something else."""
    with opened(tmp_path_factory.mktemp("one"), *FIRST) as engine:
        yield engine


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same, and another article about the bridge that gives other figures."""
    with opened(tmp_path_factory.mktemp("two"), *FIRST, SECOND) as engine:
        yield engine


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same, and texts that nobody would write."""
    with opened(tmp_path_factory.mktemp("hostile"), *FIRST, SECOND, *HOSTILE) as engine:
        yield engine


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (COST, "18亿元"),
        ("河口大橋總投資多少億元？", "18億元"),
        ("东湖图书馆藏书多少册？", "120万册"),
        ("河口大桥全长多少米？", "4200米"),
    ],
)
def test_figure_is_the_short_answer(one: Engine, text: str, short: str) -> None:
    answer = one.ask(text)
    assert (answer.status, answer.short) == (Status.ANSWERED, short)
    assert short in answer.text


def test_answer_is_one_sentence_with_its_article(one: Engine) -> None:
    answer = one.ask(COST, always=True)
    [fact], [citation] = answer.facts, answer.citations
    assert "总投资18亿元" in fact.text == answer.text
    assert (citation.article, citation.publisher, citation.published) == ("bridge", "河口日报", "2024-11-01")


def test_short_answer_stands_in_the_text_or_is_left_out(two: Engine) -> None:
    for text in (
        COST,
        OPENING,
        "河口大桥由谁承建？",
        "谁是河口建工集团董事长？",
        "桥等了多久？",
        "How long is 河口大桥?",
    ):
        answer = two.ask(text, always=True)
        assert answer.short is None or answer.short in answer.text


def test_question_in_traditional_characters_has_its_answer_in_them(one: Engine) -> None:
    answer = one.ask("河口大橋總投資多少億元？", always=True)
    assert answer.language is Language.ZH_HANT
    assert "總投資18億元" in answer.text


def test_question_in_english_finds_the_figure(one: Engine) -> None:
    answer = one.ask("How much did the Harlow Bridge cost?", always=True)
    assert answer.language is Language.EN
    assert "180 million dollars" in answer.text
    assert [citation.article for citation in answer.citations] == ["harlow"]


@pytest.mark.parametrize("text", [COST, OPENING, "河口大桥全长多少米？"])
def test_one_article_does_not_disagree(one: Engine, text: str) -> None:
    assert one.ask(text, always=True).status is Status.ANSWERED


def test_two_figures_are_both_shown_newest_first(two: Engine) -> None:
    answer = two.ask(COST)
    assert answer.status is Status.CONFLICTING
    assert [fact.side_label for fact in answer.facts] == ["26亿元", "18亿元"]
    assert [citation.article for citation in answer.citations] == ["again", "bridge"]
    assert answer.text == "\n".join(fact.text for fact in answer.facts)
    assert answer.short is None


def test_two_figures_are_sides_of_one_claim(two: Engine) -> None:
    facts = two.ask(COST, always=True).facts
    assert len({fact.claim for fact in facts}) == 1
    assert len({fact.side for fact in facts}) == len({fact.id for fact in facts}) == 2
    assert all(two.catalogue.card(fact.key, Language.ZH_HANS) for fact in facts)


def test_two_figures_are_shown_in_traditional_characters(two: Engine) -> None:
    answer = two.ask("河口大橋總投資多少億元？")
    assert answer.status is Status.CONFLICTING
    assert [fact.side_label for fact in answer.facts] == ["26億元", "18億元"]


def test_two_dates_are_both_shown(two: Engine) -> None:
    answer = two.ask(OPENING)
    assert answer.status is Status.CONFLICTING
    assert {fact.article for fact in answer.facts} == {"bridge", "again"}


def test_figure_that_both_give_is_no_disagreement(two: Engine) -> None:
    answer = two.ask("河口大桥全长多少米？", always=True)
    assert (answer.status, len(answer.facts)) == (Status.ANSWERED, 1)


def test_article_alone_does_not_disagree_with_what_is_left_out(two: Engine) -> None:
    for article, figure in (("bridge", "18亿元"), ("again", "26亿元")):
        answer = two.ask(COST, only=[article], always=True)
        assert answer.status is Status.ANSWERED
        assert figure in answer.text


def test_disagreement_goes_with_the_article(tmp_path: Path) -> None:
    with opened(tmp_path, *FIRST, SECOND) as engine:
        assert engine.ask(COST, always=True).status is Status.CONFLICTING
        engine.remove(["again"])
        assert engine.ask(COST, always=True).status is Status.ANSWERED


@pytest.mark.parametrize(
    ("text", "most"), [(COST, 4), (OPENING, 4), ("河口大桥由谁承建？", 1), ("河口大桥在哪里？", 1)]
)
def test_answering_words_are_found_in_the_best_alone_but_for_figures_and_dates(
    two: Engine, text: str, most: int
) -> None:
    _, matches = two.candidates(text)
    assert len(matches) > most
    assert [match.span is not None for match in matches] == [place < most for place in range(len(matches))]


def test_what_no_article_tells_is_refused(two: Engine) -> None:
    for text in ("河口大桥的设计师叫什么名字？", "潜水艇是什么颜色的？", "西岭机场有多少条跑道？"):
        answer = two.ask(text)
        assert (answer.status, answer.facts, answer.short) == (Status.UNKNOWN, (), None)


def test_hostile_articles_leave_the_answer_alone(hostile: Engine) -> None:
    assert {fact.article for fact in hostile.ask(COST, always=True).facts} == {"bridge", "again"}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.text(min_size=1, max_size=80),
        st.lists(
            st.sampled_from([COST, "谁", "多少", "5", "x" * 99, "汉汉", "İ", "👍🏽", "مرحبا", "。", "？", "河口"])
        ).map("".join),
    )
)
def test_any_question_over_hostile_articles_is_answered(hostile: Engine, text: str) -> None:
    try:
        answer = hostile.ask(text, always=True)
    except InputError:
        return
    assert answer.text
    assert answer.short is None or answer.short in answer.text
    assert all(fact.side_label for fact in answer.facts if answer.status is Status.CONFLICTING)
