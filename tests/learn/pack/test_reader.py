"""Reading packs: a valid one becomes records, and of an invalid one every problem is told."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.database import migrate, open_database
from nowall.errors import PackError
from nowall.learn.pack.reader import find_pack, pack_digest, read_pack, sync_pack
from nowall.learn.pack.tables import ARTICLE as ARTICLE_FORM
from nowall.learn.pack.tables import CLAIM, ENTITY
from nowall.learn.pack.tables import LIST as LIST_FORM
from nowall.learn.pack.tables import QUOTE as QUOTE_FORM
from nowall.records import Corpus, EntityKind, FactKind, Origin, Relation, Side
from nowall.store.corpus_store import CorpusStore
from tests.learn.pack.packs import ARTICLE, ATTRIBUTES, CLAIMS, ENTITIES, LIST, QUOTE, ROLES, write_pack


def read(folder: Path) -> Corpus:
    return read_pack(folder, attributes=ATTRIBUTES, roles=ROLES)


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(PackError) as caught:
        read(folder)
    return caught.value.problems


class TestValidPack:
    def test_article_has_its_values(self, tmp_path: Path) -> None:
        (article,) = read(write_pack(tmp_path)).articles
        assert (article.id, article.publisher, article.published, article.url) == ("wall", "36kr", "2024-11-14", None)

    def test_facts_are_in_order_and_curated(self, tmp_path: Path) -> None:
        quote, listing = read(write_pack(tmp_path)).facts
        assert (quote.kind, quote.speaker, quote.article, quote.place) == (FactKind.QUOTE, "sam-altman", "wall", 0)
        assert (listing.kind, listing.items_zh, listing.place) == (FactKind.LIST, ("甲", "乙", "丙"), 1)
        assert {quote.origin, listing.origin} == {Origin.CURATED}

    def test_entity_has_its_relations(self, tmp_path: Path) -> None:
        entity = read(write_pack(tmp_path)).entities[-1]
        assert entity.kind is EntityKind.PERSON
        assert entity.names == ("Sam Altman", "Altman", "奥特曼")
        assert entity.relations == (Relation("ceo", "openai", "2019"),)

    def test_claim_has_its_sides(self, tmp_path: Path) -> None:
        (claim,) = read(write_pack(tmp_path)).claims
        assert claim.sides == (Side("no", "没有", "No", ("wall-1",)), Side("yes", "有", "Yes", ("wall-2",)))
        assert not claim.agree

    def test_pack_without_claims_is_valid(self, tmp_path: Path) -> None:
        (write_pack(tmp_path) / "claims.toml").unlink()
        assert read(tmp_path).claims == ()

    def test_fact_needs_a_sentence_and_no_more(self, tmp_path: Path) -> None:
        bare = '[[fact]]\nid = "wall-1"\nkind = "fact"\nzh = "没有墙。"\n'
        article = ARTICLE.replace('publisher = "36kr"\n', "")
        (fact,) = read(write_pack(tmp_path, article=article + bare, claims="")).facts
        assert (fact.zh, fact.en, fact.asks, fact.claimant) == ("没有墙。", None, (), None)

    def test_article_may_have_any_name_that_a_file_can_have(self, tmp_path: Path) -> None:
        write_pack(tmp_path)
        article = ARTICLE.replace('"wall"', '"2024 新闻　之一"')
        (tmp_path / "articles" / "2024 新闻　之一.toml").write_text(article, encoding="utf-8")
        assert len(read(tmp_path).articles) == 2

    def test_byte_order_mark_is_forgiven(self, tmp_path: Path) -> None:
        assert read(write_pack(tmp_path, entities="\ufeff" + ENTITIES)).entities

    def test_pack_survives_the_store(self, tmp_path: Path) -> None:
        corpus = read(write_pack(tmp_path))
        engine = open_database(tmp_path / "corpus.db")
        migrate(engine, "nowall.store.migrations")
        CorpusStore(engine).sync(corpus)
        assert CorpusStore(engine).load()[0] == corpus


WRONG_FACTS = [
    (QUOTE, 'kind = "quote"', 'kind = "rumour"', "kind is none of these: fact, quote"),
    (QUOTE, 'kind = "quote"\n', "", "kind is missing"),
    (QUOTE, "claimant", "claimants", "did you mean claimant?"),
    (QUOTE, 'when = "2024-11-14"', "when = 2024-11-14", "between quotation marks"),
    (QUOTE, 'when = "2024-11-14"', 'when = "2024-02-30"', "no date of the calendar"),
    (QUOTE, 'when = "2024-11-14"', 'when = "2024-1"', "when is no date"),
    (QUOTE, 'when = "2024-11-14"', 'when = "２０２４"', "when is no date"),
    (QUOTE, 'value_zh = "there is no wall"', 'value_zh = "There is no wall"', "is no part of zh"),
    (QUOTE, 'value_en = "there is no wall"', 'value_en = "no walls"', "is no part of en"),
    (QUOTE, 'quote = "there is no wall"', 'quote = "there was a wall"', "do not stand between"),
    (QUOTE, "“there is no wall”。", "there is no wall。", "do not stand between"),
    (QUOTE, 'speaker = "sam-altman"\n', "", "speaker is missing"),
    (QUOTE, 'speaker = "sam-altman"', 'speaker = "nobody"', "speaker 'nobody' is no entity"),
    (QUOTE, 'subject = "openai"', 'subject = "closedai"', "subject 'closedai' is no entity"),
    (QUOTE, "entities = []", 'entities = ["closedai"]', "entities 'closedai' is no entity"),
    (QUOTE, 'attribute = "opinion"', 'attribute = "mood"', "attribute 'mood' is not in the lexicon"),
    (QUOTE, 'asks = ["一", "二", "三", "four"]', 'asks = ["一", "一", "三", "four"]', "an item twice"),
    (QUOTE, 'asks = ["一", "二", "三", "four"]', "asks = 4", "asks is not a list of texts"),
    (QUOTE, 'id = "wall-1"', 'id = "Wall 1"', "is no id"),
    (QUOTE, 'id = "wall-1"', 'id = "wall-2"', "used already"),
    (LIST, 'items_en = ["A", "B", "C"]', 'items_en = ["A", "B"]', "give as many in both"),
    (LIST, "甲、乙和丙", "甲和乙", "item “丙” is not named in zh"),
    (LIST, 'items_zh = ["甲", "乙", "丙"]\n', "", "items_zh is missing"),
    (LIST, 'claimant = "36kr"', 'claimant = "36kr"\nspeaker = "36kr"', "'speaker' is no key here"),
    (LIST, 'en = "Three', 'en = " Three', "has blanks at an end"),
    (LIST, 'en = "Three', 'en = "\\u200bThree', "an invisible character"),
]


class TestInvalidPack:
    @pytest.mark.parametrize(("fact", "right", "wrong", "told"), WRONG_FACTS)
    def test_wrong_fact_is_told_with_file_and_id(
        self, tmp_path: Path, fact: str, right: str, wrong: str, told: str
    ) -> None:
        assert right in fact
        facts = (QUOTE + LIST).replace(fact, fact.replace(right, wrong))
        found = problems(write_pack(tmp_path, article=ARTICLE + facts))
        assert any(problem.startswith("articles/wall.toml:") and told in problem for problem in found)

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            ('id = "wall"', 'id = "other"', "rename it"),
            ('publisher = "36kr"', 'publisher = "37kr"', "publisher '37kr' is no entity"),
            ('language = "zh-Hans"', 'language = "zh"', "language is none of these"),
            ('url = ""', 'url = "example.org"', "url is no address"),
            ("[article]", "[artikel]", "there is no [article]"),
        ],
    )
    def test_wrong_article_is_told(self, tmp_path: Path, right: str, wrong: str, told: str) -> None:
        found = problems(write_pack(tmp_path, article=ARTICLE.replace(right, wrong) + QUOTE + LIST))
        assert any(problem.startswith("articles/wall.toml") and told in problem for problem in found)

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            ('role = "ceo"', 'role = "king"', "role 'king' is not in the lexicon"),
            ('of = "openai"', 'of = "sam-altman"', "ceo of itself"),
            ('of = "openai"', 'of = "closedai"', "ceo of 'closedai' is no entity"),
            ('from = "2019"', "since = 2019", "'since' is no key here"),
            ('"奥特曼"]', '"ＡＬＴＭＡＮ"]', "“altman” is a name of sam-altman already"),
            ('"奥特曼"]', '"開放人工智能"]', "“开放人工智能” is a name of openai already"),
            ('kind = "person"', 'kind = "persona"', "kind is none of these"),
            ("relations = [{", "relations = [[{", "entities.toml:22: this is not TOML"),
        ],
    )
    def test_wrong_entity_is_told(self, tmp_path: Path, right: str, wrong: str, told: str) -> None:
        assert told in " ".join(problems(write_pack(tmp_path, entities=ENTITIES.replace(right, wrong))))

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            ('facts = ["wall-1"]', 'facts = ["wall-9"]', "side no: 'wall-9' is no fact"),
            ('facts = ["wall-1"]', "facts = []", "side no has no facts"),
            ('id = "yes"', 'id = "no"', "side no is there twice"),
            ('subject = "openai"', 'subject = "closedai"', "subject 'closedai' is no entity"),
            ('asks = ["有墙吗？"]', "agree = 1", "agree is neither true nor false"),
            ("[[claim.side]]", "[[claim.sides]]", "side is missing"),
        ],
    )
    def test_wrong_claim_is_told(self, tmp_path: Path, right: str, wrong: str, told: str) -> None:
        assert told in " ".join(problems(write_pack(tmp_path, claims=CLAIMS.replace(right, wrong))))

    def test_claim_with_one_side_must_agree(self, tmp_path: Path) -> None:
        one_side = CLAIMS[: CLAIMS.rindex("[[claim.side]]")]
        assert "claims.toml:2: claim hit: it has one side only" in problems(write_pack(tmp_path, claims=one_side))[0]
        agreeing = one_side.replace('id = "hit"', 'id = "hit"\nagree = true')
        assert read(write_pack(tmp_path, claims=agreeing)).claims

    def test_all_problems_are_told_at_once(self, tmp_path: Path) -> None:
        article = (ARTICLE + QUOTE + LIST).replace('"opinion"', '"mood"').replace("[[fact]]", "[[fact]]\nextra = 1")
        with pytest.raises(PackError, match="is not valid") as caught:
            read(write_pack(tmp_path, article=article, claims=CLAIMS.replace('"openai"', '"x"')))
        assert len(caught.value.problems) == 3

    def test_message_names_a_few_and_counts_the_rest(self, tmp_path: Path) -> None:
        facts = "".join(QUOTE.replace("wall-1", f"wall-{n}").replace("opinion", "mood") for n in range(10, 30))
        with pytest.raises(PackError, match=r"; and 15 more\.$"):
            read(write_pack(tmp_path, article=ARTICLE + QUOTE + LIST + facts))

    def test_reference_to_an_invalid_record_is_no_second_problem(self, tmp_path: Path) -> None:
        entities = ENTITIES.replace('kind = "organisation"', 'kind = "firm"')
        assert len(problems(write_pack(tmp_path, entities=entities))) == 1

    def test_file_that_cannot_be_read_is_the_only_problem(self, tmp_path: Path) -> None:
        (told,) = problems(write_pack(tmp_path, entities=ENTITIES.replace('zh = "36氪"', 'zh = "36氪')))
        assert told.startswith("entities.toml:5: this is not TOML at column 10 (")

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            (
                ('id = "wall-2"', 'id = "wall-1"'),
                "29: fact wall-1: the id is used already at articles/wall.toml:11: choose",
            ),
            (('value_en = "there', 'value_en = "where'), "20: fact wall-1: value_en “where is no wall” is no part"),
            (("[[fact]]\nid", "[[fact]]\nodd = 1\nid"), "11: fact wall-1: 'odd' is no key here: the keys are id,"),
            (('id = "wall-1"\n', ""), "10: fact without id: id is missing: add it"),
            (('publisher = "36kr"', 'publisher = "x"'), "5: article wall: publisher 'x' is no entity: add it"),
        ],
    )
    def test_problem_has_its_line(self, tmp_path: Path, changed: tuple[str, str], told: str) -> None:
        found = problems(write_pack(tmp_path, article=(ARTICLE + QUOTE + LIST).replace(*changed, 1)))
        assert any(problem.startswith(f"articles/wall.toml:{told}") for problem in found), found

    def test_problem_of_a_side_or_relation_has_its_line(self, tmp_path: Path) -> None:
        entities = ENTITIES.replace('from = "2019"', 'from = "then"')
        claims = CLAIMS.replace('facts = ["wall-2"]', 'facts = ["wall-2"]\nextra = 1')
        _, of_claim, of_entity = problems(write_pack(tmp_path, entities=entities, claims=claims))
        assert of_claim.startswith("claims.toml:18: claim hit: side 2: 'extra' is no key")
        assert of_entity.startswith("entities.toml:22: entity sam-altman: relations 1: from is no date")

    def test_problems_come_in_the_order_of_files_and_lines(self, tmp_path: Path) -> None:
        article = (ARTICLE + QUOTE + LIST).replace('"36kr"', '"x"').replace('"opinion"', '"mood"')
        lines = [int(problem.split(":")[1]) for problem in problems(write_pack(tmp_path, article=article))]
        assert lines == sorted(lines)
        assert len(lines) == 4

    def test_file_that_is_not_utf8_is_told(self, tmp_path: Path) -> None:
        (write_pack(tmp_path) / "claims.toml").write_bytes(b"x = '\xff'")
        assert problems(tmp_path)[0].startswith("claims.toml:1: this is not UTF-8")

    def test_nesting_without_end_is_told(self, tmp_path: Path) -> None:
        assert "claims.toml:1: this is not TOML" in problems(write_pack(tmp_path, claims="x = " + "[" * 100_000))[0]

    def test_folder_without_entities_is_no_pack(self, tmp_path: Path) -> None:
        with pytest.raises(PackError, match="no corpus pack"):
            read(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=8,
)


@given(values=st.dictionaries(st.sampled_from([*QUOTE_FORM.required, *ENTITY.optional, "side"]) | st.text(), JSON))
def test_any_table_is_judged_and_breaks_nothing(values: dict[str, Any]) -> None:
    for form in (ARTICLE_FORM, QUOTE_FORM, LIST_FORM, ENTITY, CLAIM):
        assert form.problems(values)


def as_toml(text: str) -> str:
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text)
    return f'"{escaped}"'


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    key=st.sampled_from(["zh", "quote", "value_zh", "speaker", "id"]),
)
def test_any_text_in_a_fact_gives_a_corpus_or_a_pack_error(text: str, key: str) -> None:
    lines = [f"{key} = {as_toml(text)}" if line.startswith(f"{key} = ") else line for line in QUOTE.splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        pack = write_pack(Path(folder), article=ARTICLE + "\n".join(lines) + LIST)
        try:
            told: Sequence[str] = ["articles/wall.toml"] * len(read(pack).facts)
        except PackError as error:
            told = error.problems
    assert all("articles/wall.toml" in problem or "claims.toml" in problem for problem in told)


class TestFinding:
    def test_none_is_no_pack(self) -> None:
        assert find_pack("none") is None

    def test_setting_is_the_folder(self, tmp_path: Path) -> None:
        assert find_pack(str(write_pack(tmp_path))) == tmp_path

    def test_setting_without_a_pack_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(PackError, match=r"no entities\.toml"):
            find_pack(str(tmp_path / "nowhere"))

    def test_default_is_the_pack_that_ships(self) -> None:
        folder = find_pack(None)
        assert folder is not None
        assert (folder / "articles").is_dir()


class TestSyncing:
    @pytest.fixture
    def store(self, tmp_path: Path) -> CorpusStore:
        engine = open_database(tmp_path / "home" / "corpus.db")
        migrate(engine, "nowall.store.migrations")
        return CorpusStore(engine)

    @pytest.fixture
    def pack(self, tmp_path: Path) -> Path:
        return write_pack(tmp_path / "pack")

    def test_unchanged_pack_is_not_read_again(
        self, store: CorpusStore, pack: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert sync_pack(store, pack).put == 7
        monkeypatch.setattr("nowall.learn.pack.reader.read_pack", pytest.fail)
        assert not sync_pack(store, pack)

    def test_edited_pack_is_read_again(self, store: CorpusStore, pack: Path) -> None:
        sync_pack(store, pack)
        write_pack(pack, article=(ARTICLE + QUOTE + LIST).replace("撞墙了吗", "没有墙"))
        assert sync_pack(store, pack).put == 1
        assert store.load()[0].articles[0].title == "没有墙"

    def test_no_pack_empties_the_store(self, store: CorpusStore, pack: Path) -> None:
        sync_pack(store, pack)
        assert sync_pack(store, None).deleted == 7
        assert not sync_pack(store, None)
        assert sync_pack(store, pack).put == 7

    def test_invalid_pack_leaves_the_store_alone(self, store: CorpusStore, pack: Path) -> None:
        sync_pack(store, pack)
        write_pack(pack, claims=CLAIMS.replace("wall-1", "wall-9"))
        with pytest.raises(PackError):
            sync_pack(store, pack)
        assert len(store.load()[0].claims) == 1

    def test_digest_sees_names_and_bytes(self, pack: Path) -> None:
        before = pack_digest(pack)
        (pack / "articles" / "wall.toml").rename(pack / "articles" / "wand.toml")
        assert pack_digest(pack) != before
