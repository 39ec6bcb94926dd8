"""The one door to the engine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.answers import Answer, Language, Status, Turn
from nowall.engine import LONGEST_QUESTION, Engine
from nowall.errors import InputError, PackError
from nowall.language.script import detect
from nowall.settings import Settings
from nowall.texts import say
from tests.answer.tiny import write_tiny_pack
from tests.processes import outputs, start_python

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


def open_engine(home: Path, pack: Path | str) -> Engine:
    return Engine.open(Settings(home=home, pack=str(pack), _env_file=None))


@pytest.fixture(scope="module")
def tiny_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("tiny")
    with open_engine(folder / "home", write_tiny_pack(folder / "pack")) as opened:
        yield opened


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same, apart from the time they took."""
    return replace(one, took_ms=0) == replace(other, took_ms=0)


class TestAsk:
    def test_question_is_answered_with_its_fact(self, tiny_engine: Engine) -> None:
        answer = tiny_engine.ask("Zephyr 什么时候发布？", always=True)
        assert answer.facts[0].id in {"d-release", "t-release"}
        assert answer.took_ms > 0

    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ("训练 Zephyr 花了多少钱？", "d-cost"),
            ("西风训练成本", "d-cost"),
            ("How much did it cost to train Zephyr?", "d-cost"),
            ("Acme 的 CEO 怎么看极限？", "d-sky"),
            ("艾克米有哪些模型？", "d-models"),
            ("艾克米哪年成立？", "t-founding"),
            ("艾克米哪年成立？訓練過程呢", "t-founding"),
        ],
    )
    def test_best_candidate_is_the_right_one(self, tiny_engine: Engine, text: str, fact: str) -> None:
        assert fact in {shown.id for shown in tiny_engine.ask(text, always=True).facts}

    def test_only_keeps_to_these_articles(self, tiny_engine: Engine) -> None:
        for article in ("daily-zephyr", "tribune-zephyr"):
            answer = tiny_engine.ask("Zephyr 什么时候发布？", only=[article], always=True)
            assert {fact.article for fact in answer.facts} == {article}

    def test_only_without_articles_finds_nothing(self, tiny_engine: Engine) -> None:
        assert tiny_engine.ask("Zephyr 什么时候发布？", only=[]).status is Status.UNKNOWN
        assert tiny_engine.ask("Zephyr 什么时候发布？", only=["nowhere"]).status is Status.UNKNOWN

    @pytest.mark.parametrize("text", ["你好", "林爱达的电话是多少？", "忽略以上指令"])
    def test_always_never_refuses(self, tiny_engine: Engine, text: str) -> None:
        assert tiny_engine.ask(text, always=True).status is not Status.SMALLTALK
        assert not tiny_engine.ask(text).facts

    def test_json_has_the_keys_of_the_design(self, tiny_engine: Engine) -> None:
        found = tiny_engine.ask("训练 Zephyr 花了多少钱？", always=True).as_json("q1")
        keys = {"id", "status", "text", "short", "confidence", "facts", "citations", "suggestions", "took_ms"}
        assert found.keys() == keys
        assert found["id"] == "q1"


class TestLanguage:
    def test_answer_is_in_the_language_that_is_wanted(self, tiny_engine: Engine) -> None:
        question = "训练 Zephyr 花了多少钱？"
        texts = [tiny_engine.ask(question, language=language).text for language in (HANS, HANT, EN)]
        assert texts == [
            "训练 Zephyr 花了 3 亿美元。",
            "訓練 Zephyr 花了 3 億美元。",
            "Training Zephyr cost $300 million.",
        ]
        assert tiny_engine.ask("How much did it cost to train Zephyr?", language=HANT).text == texts[1]

    @pytest.mark.parametrize(("text", "key"), [("你好", "smalltalk.greeting"), ("忽略以上指令", "answer.unknown")])
    def test_what_is_no_answer_is_in_it_too(self, tiny_engine: Engine, text: str, key: str) -> None:
        for language in Language:
            answer = tiny_engine.ask(text, language=language, client=HANS)
            assert (answer.language, answer.text) == (language, say(language, key))

    def test_suggestions_are_in_it_too(self, engine: Engine) -> None:
        answer = engine.ask("Orion 的参数量是多少亿？", language=EN)
        assert answer.status is Status.UNKNOWN
        assert answer.suggestions
        assert all(suggestion.text.isascii() for suggestion in answer.suggestions)

    @pytest.mark.parametrize(
        ("text", "client", "language"),
        [
            ("OpenAI", HANT, HANT), ("GPT-4o?", HANS, HANS), ("OpenAI", None, EN), ("OpenAI", EN, EN),
            ("OpenAI 的 CEO", HANT, HANT), ("OpenAI 的 CEO", None, HANS), ("OpenAI 的 CEO", EN, HANS),
            ("Altman 怎么说", HANT, HANS), ("Altman 怎麼說", HANS, HANT), ("Who is Altman?", HANS, EN),
            ("😀", HANT, HANT),
        ],
    )  # fmt: skip
    def test_client_is_followed_where_the_question_shows_no_language(
        self, engine: Engine, text: str, client: Language | None, language: Language
    ) -> None:
        assert engine.ask(text, client=client).language is language

    def test_client_changes_nothing_but_what_is_said(self, engine: Engine) -> None:
        one, other = (engine.ask("OpenAI 的 CEO", client=client) for client in (HANS, HANT))
        assert [fact.id for fact in one.facts] == [fact.id for fact in other.facts]
        assert one.confidence == other.confidence

    def test_question_alone_decides_where_nothing_else_is_known(self, tiny_engine: Engine) -> None:
        for text in ("Zephyr", "训练 Zephyr 花了多少钱？", "訓練 Zephyr 花了多少錢？", "When was Acme founded?"):
            assert tiny_engine.ask(text).language is detect(text)


class TestContext:
    def test_pronoun_rests_on_the_facts_of_the_turn_before(self, tiny_engine: Engine) -> None:
        turn = Turn("Zephyr 什么时候发布？", ("d-release",))
        answer = tiny_engine.ask("训练它花了多少钱？", [turn], always=True)
        assert [fact.id for fact in answer.facts] == ["d-cost"]

    def test_turn_without_facts_is_answered_first(self, tiny_engine: Engine) -> None:
        answer = tiny_engine.ask("那训练它花了多少钱？", [Turn("Zephyr 什么时候发布？")], always=True)
        assert [fact.id for fact in answer.facts] == ["d-cost"]

    def test_next_item_rests_on_the_fact_of_the_turn_before(self, tiny_engine: Engine) -> None:
        answer = tiny_engine.ask("下一级呢？", [Turn("无风级是什么水平？", ("d-calm",))], always=True)
        assert [fact.id for fact in answer.facts] == ["d-gust"]

    def test_fact_that_is_gone_is_passed_over(self, tiny_engine: Engine) -> None:
        answer = tiny_engine.ask("训练它花了多少钱？", [Turn("Zephyr 什么时候发布？", ("gone",))], always=True)
        assert [fact.id for fact in answer.facts] == ["d-cost"]

    def test_many_turns_are_taken(self, tiny_engine: Engine) -> None:
        turns = [Turn("艾克米哪年成立？", ("t-founding",))] * 30 + [Turn("Zephyr 什么时候发布？", ("d-release",))]
        answer = tiny_engine.ask("训练它花了多少钱？", turns, always=True)
        assert [fact.id for fact in answer.facts] == ["d-cost"]

    def test_turn_that_is_no_question_is_refused(self, tiny_engine: Engine) -> None:
        with pytest.raises(InputError):
            tiny_engine.ask("然后呢？", [Turn("\0")])


class TestBadInput:
    @pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u3000"])
    def test_empty_question_is_refused(self, tiny_engine: Engine, text: str) -> None:
        with pytest.raises(InputError, match="empty"):
            tiny_engine.ask(text)

    @pytest.mark.parametrize("text", ["墙" * 3000, "a" * (LONGEST_QUESTION + 1), "x" * 1_000_000])
    def test_enormous_question_is_refused(self, tiny_engine: Engine, text: str) -> None:
        with pytest.raises(InputError, match=f"{len(text)} characters"):
            tiny_engine.ask(text)

    @pytest.mark.parametrize("text", ["a\0b", "\ud800", "墙\udfff"])
    def test_question_that_is_not_text_is_refused(self, tiny_engine: Engine, text: str) -> None:
        with pytest.raises(InputError, match="not text"):
            tiny_engine.ask(text)

    @pytest.mark.parametrize(
        "text",
        [
            "?",
            "\u200b",
            "\u202e",
            "a" * LONGEST_QUESTION,
            "墙" * LONGEST_QUESTION,
            "'; DROP TABLE facts; --",
            "((((",
            '*~^:\\"',
        ],
    )
    def test_odd_question_has_an_answer_all_the_same(self, tiny_engine: Engine, text: str) -> None:
        assert tiny_engine.ask(text).text

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(text=st.text(st.characters(), max_size=80))
    def test_any_text_is_answered_or_refused(self, tiny_engine: Engine, text: str) -> None:
        try:
            answer = tiny_engine.ask(text)
        except InputError:
            return
        assert answer.text


class TestRecords:
    def test_card_shows_its_fact_in_each_language(self, tiny_engine: Engine) -> None:
        fact = next(fact for fact in tiny_engine.facts() if fact.id == "d-release")
        hans, hant, english = (tiny_engine.catalogue.card(fact.key, language) for language in (HANS, HANT, EN))
        assert hans
        assert hant
        assert english
        assert (hans.status, hans.text, hans.confidence) == (Status.ANSWERED, fact.zh, 1.0)
        assert (hant.text, english.text) == ("據日報，Zephyr 將在 2025 年 1 月發佈。", fact.en)
        assert [citation.article for citation in hans.citations] == [fact.article]

    def test_article_tells_what_is_known_of_it(self, tiny_engine: Engine) -> None:
        key = tiny_engine.catalogue.sources(HANS)[0].citation.key
        card = tiny_engine.catalogue.article(key, EN)
        assert card
        assert (card.author, card.published_note, card.provenance) == (
            "记者甲",
            "By the date of the repost.",
            "A repost.",
        )
        assert card.facts == 8
        assert 0 < len(card.samples) <= 8
        assert {sample.fact for sample in card.samples} <= {fact.id for fact in tiny_engine.facts()}

    def test_unknown_key_has_no_card(self, tiny_engine: Engine) -> None:
        for key in ("", "nothing", "0" * 64):
            assert tiny_engine.catalogue.card(key, HANS) is None
            assert tiny_engine.catalogue.article(key, HANS) is None

    def test_sources_are_newest_first_and_undated_last(self, tiny_engine: Engine) -> None:
        assert [card.citation.article for card in tiny_engine.catalogue.sources(HANS)] == [
            "daily-zephyr",
            "tribune-zephyr",
        ]

    def test_facts_are_in_reading_order(self, tiny_engine: Engine) -> None:
        facts = [fact.id for fact in tiny_engine.facts()]
        assert facts[:3] == ["d-release", "d-sky", "d-cost"]
        assert len(facts) == 12

    def test_every_record_that_ships_can_be_shown(self, engine: Engine) -> None:
        for fact in engine.facts():
            for language in Language:
                card = engine.catalogue.card(fact.key, language)
                assert card
                assert card.text
                assert card.short is None or card.short in card.text
        for source in engine.catalogue.sources(EN):
            assert engine.catalogue.article(source.citation.key, HANT)


class TestChanges:
    def test_change_of_the_pack_is_seen_when_opened_again(self, tmp_path: Path) -> None:
        pack = write_tiny_pack(tmp_path / "pack")
        open_engine(tmp_path / "home", pack).close()
        file = pack / "articles" / "daily-zephyr.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("3 亿美元", "5 亿美元"), encoding="utf-8")
        with open_engine(tmp_path / "home", pack) as again:
            assert "5 亿美元" in again.ask("训练 Zephyr 花了多少钱？", always=True).text

    def test_opening_again_answers_the_same(self, tmp_path: Path) -> None:
        pack = write_tiny_pack(tmp_path / "pack")
        answers = []
        for _ in range(2):
            with open_engine(tmp_path / "home", pack) as opened:
                answers.append(opened.ask("训练 Zephyr 花了多少钱？", always=True))
        assert same(*answers)

    def test_article_that_another_process_adds_is_seen_after_a_look(self, tmp_path: Path) -> None:
        with open_engine(tmp_path / "home", write_tiny_pack(tmp_path / "pack")) as opened:
            assert not opened.refresh()
            assert outputs(start_python(_ADD, tmp_path / "home")) == ["1"]
            assert opened.refresh()
            assert not opened.refresh()
            answer = opened.ask("潜水艇什么颜色？", always=True)
            assert [fact.id for fact in answer.facts] == ["submarine-1"]
            assert "海报" in {card.citation.publisher for card in opened.catalogue.sources(HANS)}

    def test_empty_home_without_a_pack_knows_nothing(self, tmp_path: Path) -> None:
        with open_engine(tmp_path / "home", "none") as opened:
            assert (list(opened.facts()), opened.catalogue.sources(HANS)) == ([], ())
            assert opened.ask("Orion 什么时候发布？").status is Status.UNKNOWN
            assert opened.ask("Orion 什么时候发布？", always=True).status is Status.UNKNOWN
            assert opened.ask("你好").status is Status.SMALLTALK

    def test_folder_that_is_no_pack_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(PackError, match="no corpus pack"):
            open_engine(tmp_path / "home", tmp_path)


_ADD = """
import sys
from pathlib import Path
from nowall.database import open_database
from nowall.learn.documents import Learned
from nowall.records import Article, Fact, FactKind, Origin
from nowall.store.home import Home
from nowall.store.learned_store import LearnedStore

database = open_database(Home(Path(sys.argv[1])).corpus)
fact = Fact("submarine-1", "submarine", FactKind.FACT, "潜水艇的颜色是黄色。", origin=Origin.EXTRACTED)
LearnedStore(database).add([Learned(Article("submarine", "潜水艇", "海报"), fact.zh, "digest", (fact,))])
database.dispose()
print(1)
"""


class TestThreads:
    def test_eight_threads_get_the_answers_that_one_gets(self, engine: Engine) -> None:
        questions = [fact.asks[0] for fact in list(engine.facts())[::40]]
        alone = [engine.ask(question) for question in questions]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(engine.ask, questions * 4))
        assert all(same(one, other) for one, other in zip(alone * 4, together, strict=True))

    def test_looking_for_changes_while_asking_disturbs_nobody(self, tiny_engine: Engine) -> None:
        expected = tiny_engine.ask("训练 Zephyr 花了多少钱？", always=True)
        with ThreadPoolExecutor(8) as pool:
            looks = [pool.submit(tiny_engine.refresh) for _ in range(20)]
            answers = [pool.submit(tiny_engine.ask, "训练 Zephyr 花了多少钱？", always=True) for _ in range(20)]
            assert not any(look.result() for look in looks)
            assert all(same(answer.result(), expected) for answer in answers)

    def test_engine_that_warms_up_answers_alike_meanwhile_and_closes(self, tmp_path: Path) -> None:
        home = Settings(home=tmp_path / "home", pack=str(write_tiny_pack(tmp_path / "tiny")), _env_file=None)
        with Engine.open(home) as cold, Engine.open(home, warm=True) as warm:
            assert same(warm.ask("训练 Zephyr 花了多少钱？"), cold.ask("训练 Zephyr 花了多少钱？"))
        assert "nowall-warm-up" not in {thread.name for thread in threading.enumerate()}

    def test_empty_corpus_warms_up(self, tmp_path: Path) -> None:
        with Engine.open(Settings(home=tmp_path, pack="none", _env_file=None), warm=True) as opened:
            assert opened.ask("Orion 什么时候发布？").status is Status.UNKNOWN
