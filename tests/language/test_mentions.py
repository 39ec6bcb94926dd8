"""Names in texts: exact and misspelt ones, and the words that are no names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.language.mentions import EntityMatcher, Mention
from nowall.language.misspellings import Guess, Misspellings
from nowall.language.normalise import normalise
from nowall.records import Entity, EntityKind
from nowall.snapshot import Snapshot
from tests.data.test_pack import corpus

MODEL, PERSON, CONCEPT = EntityKind.MODEL, EntityKind.PERSON, EntityKind.CONCEPT
ENTITIES = (
    Entity("gpt-4", MODEL, "GPT-4", "GPT-4", ("GPT4",)),
    Entity("gpt-4o", MODEL, "GPT-4o", "GPT-4o", ("4o",)),
    Entity("gpt-4o-mini", MODEL, "GPT-4o mini", "GPT-4o mini"),
    Entity("o1", MODEL, "o1", "o1"),
    Entity("orion", MODEL, "猎户座", "Orion"),
    Entity("sam-altman", PERSON, "Sam Altman", "Sam Altman", ("Altman", "奥特曼", "山姆·奥特曼"), cased=("SA",)),
    Entity("ilya", PERSON, "Ilya Sutskever", "Ilya Sutskever", ("Ilya", "Sutskever", "苏茨克韦尔")),
    Entity("anthropic", EntityKind.ORGANISATION, "Anthropic", "Anthropic"),
    Entity("reasoning", CONCEPT, "推理", "reasoning"),
    Entity("test-time", CONCEPT, "推理时计算", "test-time compute"),
    Entity("x", EntityKind.PRODUCT, "X 平台", "X platform", cased=("X",)),
)
MATCHER = EntityMatcher(ENTITIES, frozenset({"orient", "奥特莱斯"}).__contains__)


def find(text: str, matcher: EntityMatcher = MATCHER) -> list[Mention]:
    return matcher.find(normalise(text), text)


def named(text: str, matcher: EntityMatcher = MATCHER) -> list[str]:
    return [mention.entity for mention in find(text, matcher)]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Sam Altman 说什么", ["sam-altman"]),
        ("SAM ALTMAN", ["sam-altman"]),
        ("ａｌｔｍａｎ怎么说", ["sam-altman"]),
        ("獵戶座什麼時候發佈", ["orion"]),
        ("山姆奥特曼", ["sam-altman"]),
        ("山姆•奥特曼", ["sam-altman"]),
        ("Orion和o1谁强", ["orion", "o1"]),
        ("test time compute 是什么", ["test-time"]),
        ("Altman's view of Orion?", ["sam-altman", "orion"]),
        ("什么都没有", []),
        ("", []),
    ],
)
def test_name_is_found_however_it_is_written(text: str, entities: list[str]) -> None:
    assert named(text) == entities


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("GPT-4o mini 和 GPT-4o", ["gpt-4o-mini", "gpt-4o"]),
        ("推理时计算", ["test-time"]),
        ("推理时", ["reasoning"]),
        ("Sam Altman", ["sam-altman"]),
    ],
)
def test_longest_name_is_found(text: str, entities: list[str]) -> None:
    assert named(text) == entities


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("GPT-4", ["gpt-4"]),
        ("GPT 4 呢", ["gpt-4"]),
        ("gpt4比gpt4o", ["gpt-4", "gpt-4o"]),
        ("GPT-4.5 何时发布", []),
        ("GPT-4.", ["gpt-4"]),
        ("GPT-40", []),
        ("GPT-5", []),
        ("o10", []),
        ("go1", []),
        ("o1-preview", ["o1"]),
        ("Orionis", []),
        ("Orion2", []),
    ],
)
def test_latin_name_ends_where_its_word_ends(text: str, entities: list[str]) -> None:
    assert named(text) == entities


@pytest.mark.parametrize(
    ("text", "entities"),
    [("SA 说了什么", ["sam-altman"]), ("sa 说了什么", []), ("他在 X 上说", ["x"]), ("x 是多少", []), ("USA", [])],
)
def test_name_that_counts_in_one_case_only_is_found_in_that(text: str, entities: list[str]) -> None:
    assert named(text) == entities


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Anthrpic 融了多少", "anthropic"),
        ("Antropic", "anthropic"),
        ("anthorpic", "anthropic"),
        ("Atlman", "sam-altman"),
        ("Altmann", "sam-altman"),
        ("Sam Altmen", "sam-altman"),
        ("Suskever", "ilya"),
        ("Sutzkevar", "ilya"),
        ("Oriom", "orion"),
    ],
)
def test_misspelt_latin_name_is_forgiven(text: str, entity: str) -> None:
    (mention,) = find(text)
    assert (mention.entity, mention.exact) == (entity, False)


@pytest.mark.parametrize(
    ("text", "entity"),
    [("猎户坐什么时候", "orion"), ("傲特曼", "sam-altman"), ("苏茨克威尔", "ilya"), ("苏茨科维尔", "ilya")],
)
def test_homophone_of_a_chinese_name_is_forgiven(text: str, entity: str) -> None:
    (mention,) = find(text)
    assert (mention.entity, mention.exact) == (entity, False)


@pytest.mark.parametrize(
    "text",
    ["orient", "union", "origin", "GPT-5", "GPT-3", "o2", "奥特莱斯", "捂里", "list", "reason", "season"],
)
def test_ordinary_word_is_no_misspelt_name(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text", ["推力", "墙角", "统一", "cloud", "verses", "stargazer", "microscope", "魔性", "强大", "问世"]
)
def test_ordinary_word_is_no_misspelt_name_of_the_pack(snapshot: Snapshot, text: str) -> None:
    assert named(text, snapshot.matcher) == []


def test_place_of_a_mention_is_that_of_the_name() -> None:
    text = normalise("问:Sam  Altman 怎么看 GPT - 4o?")
    found = [text[mention.start : mention.end] for mention in MATCHER.find(text, text)]
    assert found == ["sam altman", "gpt - 4o"]


def test_matcher_without_names_finds_nothing() -> None:
    assert named("Sam Altman 奥特曼", EntityMatcher(())) == []


FORMS = [(form, entity.id) for entity in corpus().entities for form in (*entity.names, *entity.cased)]


def test_every_name_of_the_pack_is_found_as_its_entity(snapshot: Snapshot) -> None:
    wrong = []
    for form, entity in FORMS:
        for text in (form, f"请问{form}是什么?", f"what about {form}, then"):
            found = find(text, snapshot.matcher)
            if [m.entity for m in found if m.exact] != [entity]:
                wrong.append((text, [m.entity for m in found]))
    assert wrong == []


def test_no_text_of_the_pack_has_a_misspelt_name(snapshot: Snapshot) -> None:
    """The corrections must not reach into ordinary words, of which the records have plenty."""
    texts = [text for fact in corpus().facts for text in (fact.zh, fact.en) if text]
    matcher = snapshot.matcher
    found = [(text, m) for text in texts for m in find(text, matcher) if not m.exact]
    assert [(normalise(text)[m.start : m.end], m.entity) for text, m in found] == []


@given(st.text(max_size=60))
def test_any_text_has_mentions_within_it_and_apart(text: str) -> None:
    assert_within_and_apart(text, MATCHER)


PIECES = st.sampled_from(
    [*(form for form, _ in FORMS), "的", " ", "-", ".", "4", "o", "x", "·", "'", "和", "　", "Ⅳ", "ß", "İ"]
)


@given(pieces=st.lists(PIECES, max_size=8))
def test_any_row_of_names_has_mentions_within_it_and_apart(snapshot: Snapshot, pieces: list[str]) -> None:
    assert_within_and_apart("".join(pieces), snapshot.matcher)


def assert_within_and_apart(text: str, matcher: EntityMatcher) -> None:
    normal = normalise(text)
    end = 0
    for mention in matcher.find(normal, text):
        assert end <= mention.start < mention.end <= len(normal)
        end = mention.end


NAMES = ["OpenAI", "Sam Altman", "奥特曼", "苏茨克韦尔"]
MISSPELT = "opemai 和 奥特慢 还有 sam altmen 跟苏茨客韦尔"


def guesses(known: list[tuple[int, int]]) -> list[Guess]:
    return list(Misspellings(NAMES, lambda _: False).find(MISSPELT, known))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=3))
def test_nothing_is_guessed_at_known_places_and_all_of_it_elsewhere(places: list[tuple[int, int]]) -> None:
    known = [(start, start + length) for start, length in places]
    assert guesses(known) == [g for g in guesses([]) if all(g.start >= end or start >= g.end for start, end in known)]


def test_misspelt_names_are_guessed() -> None:
    assert {guess.name for guess in guesses([])} == {"openai", "samaltman", "奥特曼", "苏茨克韦尔"}
