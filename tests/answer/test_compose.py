"""Answers made of records: text, short span, citations, languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answer.compose import Composer
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.translation import translated_quote
from nowall.answers import Answer, Language, Status
from nowall.records import Corpus, Fact, Origin
from nowall.snapshot import Snapshot

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


def composed(tiny: Snapshot, text: str, *facts: str) -> Answer:
    """The answer to a question that is answered with these facts."""
    decision = Decision(Status.ANSWERED, 0.9, tuple(ChosenFact(tiny.facts[fact]) for fact in facts))
    return Composer(tiny).compose(tiny.understander.understand(text), decision)


def both_sides(tiny: Snapshot, text: str, claim: str = "release") -> Answer:
    sides = [(tiny.claims[claim], side) for side in tiny.claims[claim].sides]
    chosen = tuple(ChosenFact(tiny.facts[side.facts[0]], claim, side) for claim, side in sides)
    return Composer(tiny).compose(tiny.understander.understand(text), Decision(Status.CONFLICTING, 0.9, chosen))


def test_one_fact_is_its_text_with_its_source(tiny: Snapshot) -> None:
    answer = composed(tiny, "Zephyr 什么时候发布？", "d-release")
    assert (answer.status, answer.language, answer.confidence) == (Status.ANSWERED, HANS, 0.9)
    assert answer.text == tiny.facts["d-release"].zh
    assert answer.short == "2025 年 1 月"
    (citation,) = answer.citations
    assert (citation.article, citation.title, citation.publisher) == ("daily-zephyr", "西风要来了", "日报")
    assert (citation.published, citation.url) == ("2024-11-14", "https://daily.example/zephyr")
    assert citation.key == tiny.articles["daily-zephyr"].key


def test_article_without_an_address_or_date_is_cited_all_the_same(tiny: Snapshot) -> None:
    (citation,) = composed(tiny, "艾克米哪年成立？", "t-founding").citations
    assert (citation.title, citation.published, citation.url) == ("西風遲到", None, None)


def test_english_question_has_an_english_answer(tiny: Snapshot) -> None:
    answer = composed(tiny, "When will Zephyr be released?", "d-release")
    assert (answer.language, answer.text, answer.short) == (EN, tiny.facts["d-release"].en, "January 2025")
    assert answer.facts[0].claimant == "The Daily"


def test_traditional_question_has_a_traditional_answer(tiny: Snapshot) -> None:
    answer = composed(tiny, "西風什麼時候發佈？", "d-release")
    assert answer.language is HANT
    assert answer.text == "據日報，Zephyr 將在 2025 年 1 月發佈。"
    assert answer.facts[0].claimant == "日報"


def test_quote_keeps_its_own_words_in_any_language(tiny: Snapshot) -> None:
    for text in ("Bo Chen 怎么说", "Bo Chen 怎麼說極限", "What did Bo Chen say?"):
        answer = composed(tiny, text, "t-limit")
        assert "“我们发现了极限”" in answer.text
        assert answer.short == "我们发现了极限"
        assert answer.facts[0].speaker == "Bo Chen"


def test_quote_tells_its_occasion_and_note(tiny: Snapshot) -> None:
    assert composed(tiny, "What did Ada Lin say?", "d-sky").facts[0].occasion == "at the conference"
    assert composed(tiny, "林愛達怎麼說", "d-sky").facts[0].occasion == "在大會上"
    assert composed(tiny, "Bo Chen 怎么说", "t-limit").facts[0].note == "转帖站改过字。"


def test_asked_who_said_it_the_short_answer_is_the_speaker(tiny: Snapshot) -> None:
    assert composed(tiny, "“the sky is not the limit”是谁说的？", "d-sky").short == "林爱达"


def test_record_without_text_in_a_language_is_shown_in_its_own(tiny: Snapshot) -> None:
    fact = Fact("x", "daily-zephyr", tiny.facts["d-tunnel"].kind, "只有中文。")
    snapshot = replace(tiny, corpus=replace(tiny.corpus, facts=(*tiny.corpus.facts, fact)))
    assert composed(snapshot, "What is it?", "x").text == "只有中文。"


def test_fact_without_a_value_has_no_short_answer(tiny: Snapshot) -> None:
    assert composed(tiny, "无风级会什么？", "d-calm").short is None


def test_value_that_is_missing_in_english_is_no_short_answer(tiny: Snapshot) -> None:
    assert composed(tiny, "What is a wind tunnel test?", "d-tunnel").short is None


def test_several_facts_are_a_line_each_with_each_source_once(tiny: Snapshot) -> None:
    answer = composed(tiny, "时间线", "t-founding", "d-release", "t-release")
    assert answer.text.splitlines() == [fact.text for fact in answer.facts]
    assert [citation.article for citation in answer.citations] == ["tribune-zephyr", "daily-zephyr"]
    assert answer.short is None


def test_both_sides_are_labelled(tiny: Snapshot) -> None:
    answer = both_sides(tiny, "各家说法一致吗？")
    assert answer.status is Status.CONFLICTING
    assert [(f.claim, f.side, f.side_label) for f in answer.facts] == [
        ("release", "january", "日报：1 月"),
        ("release", "june", "论坛报：6 月"),
    ]
    assert both_sides(tiny, "Do they agree?").facts[0].side_label == "The Daily: January"
    assert both_sides(tiny, "各家說法一致嗎？").facts[1].side_label == "論壇報：6 月"


def test_disagreement_of_which_one_side_is_left_is_an_answer(tiny: Snapshot) -> None:
    assert both_sides(tiny, "怎么看极限", "limits").status is Status.ANSWERED


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Zephyr 吗", "资料里没有提到这一点。"), ("Zephyr 嗎？這樣", "資料"), ("Zephyr?", "The articles do not say.")],
)
def test_refusal_is_one_sentence_without_a_source(tiny: Snapshot, text: str, sentence: str) -> None:
    nearest = (tiny.facts["d-release"], tiny.facts["d-sky"])
    answer = Composer(tiny).compose(tiny.understander.understand(text), Decision(Status.UNKNOWN, 0.2, nearest=nearest))
    assert answer.status is Status.UNKNOWN
    assert answer.text.startswith(sentence)
    assert (answer.facts, answer.citations, answer.short, answer.confidence) == ((), (), None, 0.2)
    assert [suggestion.fact for suggestion in answer.suggestions] == ["d-release", "d-sky"]


def test_suggestion_is_a_question_in_the_readers_language(tiny: Snapshot) -> None:
    composer, fact = Composer(tiny), tiny.facts["d-release"]
    assert composer.suggestion(fact, HANS).text == "Zephyr 什么时候发布？"
    assert composer.suggestion(fact, HANT).text == "Zephyr 什麼時候發佈？"
    assert composer.suggestion(fact, EN).text == "When will Zephyr be released?"
    assert composer.suggestion(replace(fact, asks=()), EN).text == fact.en


@pytest.mark.parametrize(("text", "room"), [("时间线", 400), ("timeline", 900)])
def test_many_facts_stay_within_the_room(tiny: Snapshot, text: str, room: int) -> None:
    base = tiny.facts["d-release"]
    long = [replace(base, id=f"x{n}", zh="长" * 99 + "。", en="w" * 250 + ".") for n in range(9)]
    snapshot = Snapshot(
        Corpus(tiny.corpus.articles, tuple(long), tiny.corpus.entities), 1, tiny.tokenizer, tiny.question_tokenizer
    )
    answer = composed(snapshot, text, *(fact.id for fact in long))
    assert 2 <= len(answer.facts) < 9
    assert len(answer.text) <= room


def test_name_that_is_no_entity_stands_for_itself(tiny: Snapshot) -> None:
    assert Composer(tiny).name("nobody-knows", EN) == "nobody-knows"
    assert Composer(tiny).name(None, EN) is None


def test_date_that_is_wanted_stands_before_a_text_without_one(tiny: Snapshot) -> None:
    chosen = tuple(ChosenFact(tiny.facts[fact], dated=True) for fact in ("d-cost", "d-release", "d-models"))
    question = tiny.understander.understand("时间线")
    first, second, third = Composer(tiny).compose(question, Decision(Status.ANSWERED, 0.9, chosen)).text.split("\n")
    assert first == f"2024 年 10 月 2 日：{tiny.facts['d-cost'].zh}"
    assert second == tiny.facts["d-release"].zh
    assert third == tiny.facts["d-models"].zh, "the date of the article is none of the event"


@pytest.mark.parametrize(
    ("text", "short"),
    [("Bo Chen 说了什么？", "我们发现了极限"), ("艾克米的总部在哪里？", None), ("极限有多少米？", None)],
)
def test_quote_of_a_learned_record_is_short_where_a_quote_is_asked_alone(
    tiny: Snapshot, text: str, short: str | None
) -> None:
    learned = replace(tiny.facts["t-limit"], origin=Origin.EXTRACTED)
    answer = Composer(tiny).compose(
        tiny.understander.understand(text), Decision(Status.ANSWERED, 0.9, (ChosenFact(learned),))
    )
    assert answer.text == learned.zh
    assert (answer.short, answer.facts[0].short) == (short, short)


def test_quote_is_given_apart_from_the_text(tiny: Snapshot) -> None:
    shown = composed(tiny, "林爱达怎么说", "d-sky").facts[0]
    assert (shown.quote, shown.speaker) == ("the sky is not the limit", "林爱达")
    assert composed(tiny, "训练 Zephyr 花了多少钱", "d-cost").facts[0].quote is None


@pytest.mark.parametrize(
    ("fact", "translations"),
    [
        ("d-sky", ("天空不是极限", "天空不是極限", None)),
        ("t-limit", (None, "我們發現了極限", "we have found the limit")),
        ("d-cost", (None, None, None)),
    ],
)
def test_quote_is_translated_for_who_does_not_read_it(
    tiny: Snapshot, fact: str, translations: tuple[str | None, ...]
) -> None:
    composer = Composer(tiny)
    shown = [composer.answer_fact(ChosenFact(tiny.facts[fact]), language) for language in (HANS, HANT, EN)]
    assert tuple(one.translation for one in shown) == translations


@pytest.mark.parametrize(
    ("zh", "en", "quote", "translations"),
    [
        ("甲说：“没有墙”。", "A said: “there is no wall”.", "没有墙", (None, "沒有牆", "there is no wall")),
        ("甲说：“沒有牆”。", "A said there is no wall.", "沒有牆", (None, None, None)),
        ("甲說“there is no wall”。", None, "there is no wall", (None, None, None)),
        ("甲谈“墙”：“没有”。", "A on the “wall”: “there is none”.", "没有", (None, "沒有", "there is none")),
        ("甲说：“大家好”。", None, "大家好", (None, None, None)),
    ],
)
def test_translation_is_what_the_record_has(
    tiny: Snapshot, zh: str, en: str | None, quote: str, translations: tuple[str | None, ...]
) -> None:
    fact = replace(tiny.facts["d-sky"], zh=zh, en=en, quote=quote)
    assert tuple(translated_quote(fact, language) for language in (HANS, HANT, EN)) == translations


def test_another_language_than_the_questions_can_be_wanted(tiny: Snapshot) -> None:
    question = tiny.understander.understand("Zephyr 什么时候发布？")
    decision = Decision(Status.ANSWERED, 0.9, (ChosenFact(tiny.facts["d-release"]),))
    answer = Composer(tiny).compose(question, decision, EN)
    assert (answer.language, answer.text) == (EN, tiny.facts["d-release"].en)
    assert Composer(tiny).compose(question, Decision(Status.UNKNOWN, 0.1), HANT).text.startswith("資料")
