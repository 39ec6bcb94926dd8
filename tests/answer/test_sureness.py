"""When words alone decide, and when meaning is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answer.answerer import Answerer
from nowall.answer.decide.decision import Decision
from nowall.answer.decide.sureness import words_suffice
from nowall.answer.match.features import NAMES
from nowall.answer.match.likeness import LikenessTable
from nowall.answer.match.matcher import Match
from nowall.answer.question import Question
from nowall.answers import Status, Turn
from nowall.records import Fact, Origin
from nowall.semantic.embedder import Vectors
from nowall.semantic.texts import texts_to_embed
from nowall.snapshot import Snapshot
from tests.semantic.random_embedder import RandomEmbedder

NOTHING = (0.0,) * len(NAMES)
SURE = Decision(Status.ANSWERED, 0.9)
HOPELESS = Decision(Status.UNKNOWN, 0.05)


class CountingEmbedder(RandomEmbedder):
    """Remembers which questions it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def question(self, text: str) -> Vectors:
        """The vector of a text."""
        self.asked.append(text)
        return super().question(text)


def match(tiny: Snapshot, fact: str, score: float) -> Match:
    return Match(tiny.facts[fact], score, NOTHING, tiny.views[fact].around)


def suffice(
    tiny: Snapshot,
    text: str | Question,
    decision: Decision,
    *scores: float,
    first: str = "d-cost",
    sample: bool = False,
) -> bool:
    """Whether words suffice for a decision; the facts ``first`` and another one have these scores."""
    question = tiny.understander.understand(text) if isinstance(text, str) else text
    matches = [match(tiny, fact, score) for fact, score in zip((first, "d-tunnel"), scores, strict=False)]
    return words_suffice(question, matches, decision, sample)


def test_sure_answer_that_is_far_ahead_suffices(tiny: Snapshot) -> None:
    assert suffice(tiny, "训练 Zephyr 花了多少钱？", SURE, 9.0, 6.9)


def test_sure_answer_without_another_candidate_suffices(tiny: Snapshot) -> None:
    assert suffice(tiny, "训练 Zephyr 花了多少钱？", SURE, 9.0)


def test_sure_answer_with_another_close_by_does_not_suffice(tiny: Snapshot) -> None:
    assert not suffice(tiny, "训练 Zephyr 花了多少钱？", SURE, 9.0, 7.1)


def test_unsure_answer_does_not_suffice(tiny: Snapshot) -> None:
    assert not suffice(tiny, "训练 Zephyr 花了多少钱？", Decision(Status.ANSWERED, 0.79), 9.0, 1.0)


def test_answer_that_does_not_speak_of_a_name_asked_about_does_not_suffice(tiny: Snapshot) -> None:
    assert not suffice(tiny, "训练 Zephyr 和 Breeze 花了多少钱？", SURE, 9.0, 1.0)


@pytest.mark.parametrize("text", ["Zephyr 和 Breeze 有什么区别？", "Zephyr 的时间线", "各家对 Zephyr 说法一致吗？"])
def test_question_for_several_facts_is_compared_by_meaning(tiny: Snapshot, text: str) -> None:
    assert not suffice(tiny, text, SURE, 9.0, 1.0, first="t-compare")


def test_question_that_an_editor_wrote_suffices_however_close_another_is(tiny: Snapshot) -> None:
    assert suffice(tiny, "训练 Zephyr 花了多少钱？", SURE, 9.0, 8.9, sample=True)


def test_question_after_an_earlier_answer_is_compared_by_meaning(tiny: Snapshot) -> None:
    question = replace(tiny.understander.understand("训练 Zephyr 花了多少钱？"), places=("d-release",))
    assert not suffice(tiny, question, SURE, 9.0, 1.0)
    assert not suffice(tiny, question, HOPELESS, 1.0)


def test_learned_record_never_suffices(tiny: Snapshot) -> None:
    fact: Fact = replace(tiny.facts["d-cost"], origin=Origin.EXTRACTED)
    question = tiny.understander.understand("训练 Zephyr 花了多少钱？")
    best = Match(fact, 9.0, NOTHING, tiny.views["d-cost"].around)
    assert not words_suffice(question, [best], SURE, is_sample=False)


def test_hopeless_question_is_refused_by_words(tiny: Snapshot) -> None:
    assert suffice(tiny, "潜水艇什么颜色", HOPELESS, 1.0, 0.9)


def test_question_without_any_candidate_is_refused_by_words(tiny: Snapshot) -> None:
    assert suffice(tiny, "潜水艇什么颜色", Decision(Status.UNKNOWN, 0.0))


def test_refusal_with_some_hope_is_compared_by_meaning(tiny: Snapshot) -> None:
    assert not suffice(tiny, "潜水艇什么颜色", Decision(Status.UNKNOWN, 0.11), 1.0, 0.9)


def test_hopeless_question_is_compared_by_meaning_where_articles_were_learned(tiny: Snapshot) -> None:
    learned = replace(match(tiny, "d-cost", 1.0), record=replace(tiny.facts["d-cost"], origin=Origin.EXTRACTED))
    question = tiny.understander.understand("What colour is the submarine?")
    assert not words_suffice(question, [match(tiny, "d-tunnel", 2.0), learned], HOPELESS, is_sample=False)


def test_name_that_no_record_knows_is_refused_by_words(tiny: Snapshot) -> None:
    assert suffice(tiny, "DeepSeek 的 Zephyr 怎么样？", Decision(Status.UNKNOWN, 0.24), 3.0, 2.9)


def test_private_question_is_refused_by_words(tiny: Snapshot) -> None:
    question = replace(tiny.understander.understand("林爱达的电话"), private=True)
    assert suffice(tiny, question, Decision(Status.UNKNOWN, 0.5), 3.0, 2.9)


@pytest.fixture(scope="module")
def counting(snapshot: Snapshot) -> tuple[Answerer, CountingEmbedder]:
    """The pack that ships with vectors that say nothing."""
    embedder = CountingEmbedder()
    owners, texts, is_ask = texts_to_embed(snapshot.corpus)
    likeness = LikenessTable(owners, is_ask, embedder.records(texts))
    embedder.asked.clear()
    return Answerer(replace(snapshot, likeness=likeness), embedder), embedder


@pytest.mark.parametrize("text", ["你好", "Bugatti Chiron 卖多少钱?", "Orion 是什么", "What is Orion?"])
def test_question_that_words_decide_is_not_embedded(counting: tuple[Answerer, CountingEmbedder], text: str) -> None:
    answerer, embedder = counting
    embedder.asked.clear()
    answerer.answer(text)
    assert embedder.asked == []


def test_question_that_words_do_not_decide_is_embedded_once(counting: tuple[Answerer, CountingEmbedder]) -> None:
    answerer, embedder = counting
    embedder.asked.clear()
    answerer.answer("新模型有没有让人失望")
    assert len(embedder.asked) == 1


def test_question_that_goes_on_is_embedded(counting: tuple[Answerer, CountingEmbedder], snapshot: Snapshot) -> None:
    answerer, embedder = counting
    embedder.asked.clear()
    fact = next(fact for fact in snapshot.corpus.facts if fact.subject == "orion")
    answerer.answer("它什么时候发布?", [Turn("Orion 是什么", (fact.id,))])
    assert embedder.asked


def test_training_sees_all_candidates_by_meaning(counting: tuple[Answerer, CountingEmbedder]) -> None:
    answerer, embedder = counting
    embedder.asked.clear()
    _, matches = answerer.candidates("Orion 是什么呀")
    assert embedder.asked
    assert {found.layer for found in matches} == {"semantic"}
