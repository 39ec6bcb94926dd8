"""A learned article as part of a pack: valid whatever was found in it, and nothing that was there is touched."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.errors import InputError, PackError
from nowall.learn.pack.adoption import Adopted, adopt
from nowall.learn.pack.reader import read_pack
from nowall.records import Article, Entity, EntityKind, Fact, FactKind, Origin, Relation
from tests.learn.pack.packs import ATTRIBUTES, ROLES, write_pack

NEWS = Article("灯", "新灯上市", "灯报", published="2025-01-15", reposts=("晚报",), url="https://example.org/1")
ADA = Entity("adalin", EntityKind.PERSON, "林艾达", "Ada Lin", ("艾达",), (), relations=(Relation("ceo", "lumen"),))
LUMEN = Entity("流明", EntityKind.ORGANISATION, "流明", "流明", ("LM",), ("LM",))
SAID = Fact(
    "k1", "灯", FactKind.QUOTE, "林艾达：“灯懂人。”", quote="灯懂人。", speaker="adalin", claimant="adalin",
    when="2025-01", subject="adalin", entities=("adalin", "流明", "谁"), origin=Origin.EXTRACTED,
)  # fmt: skip
SOLD = replace(SAID, id="k2", kind=FactKind.NUMBER, zh="卖了 10 盏。", quote=None, speaker=None, claimant="店员")
KINDS = replace(SOLD, id="k3", kind=FactKind.LIST, zh="两种：红、绿。", items_zh=("红", "绿"), claimant=None)
FACTS = (SAID, SOLD, KINDS)


def adopted(folder: Path, *facts: Fact, article: Article = NEWS, names: tuple[Entity, ...] = (ADA, LUMEN)) -> Adopted:
    return adopt(article, facts or FACTS, names, folder, Language.EN)


def test_pack_is_made_where_there_is_none(tmp_path: Path) -> None:
    result = adopted(tmp_path / "pack")
    assert result == Adopted(tmp_path / "pack" / "articles" / "灯.toml", 3, 3)
    corpus = read_pack(tmp_path / "pack")
    (article,) = corpus.articles
    assert (article.id, article.title, article.publisher, article.published) == (
        "灯",
        "新灯上市",
        "deng-bao",
        "2025-01-15",
    )
    assert (article.provenance_zh, article.provenance_en) == ("晚报 转载", "Reposted by 晚报")
    said, sold, kinds = corpus.facts
    assert (said.id, said.kind, said.quote, said.speaker, said.when) == (
        "deng-01", FactKind.QUOTE, "灯懂人。", "ada-lin", "2025-01",
    )  # fmt: skip
    assert (said.subject, said.entities) == ("ada-lin", ("liu-ming",))
    assert (sold.kind, sold.claimant, kinds.items_zh) == (FactKind.NUMBER, None, ("红", "绿"))
    assert "# Said by “店员”" in result.path.read_text(encoding="utf-8")


def test_names_that_the_pack_has_are_those(tmp_path: Path) -> None:
    write_pack(tmp_path)
    before = (tmp_path / "entities.toml").read_text(encoding="utf-8")
    altman = Entity("x", EntityKind.PERSON, "奥特曼", "Samuel", ("sam altman",))
    firm = Entity("firm", EntityKind.ORGANISATION, "公司", "Firm", ("开放人工智能", "Ｆｉｒｍ", "The Firm"), ("SA",))
    tied = replace(firm, relations=(Relation("ceo", "x"), Relation("king", "x"), Relation("ceo", "gone")))
    fact = Fact("k", "灯", FactKind.FACT, "奥特曼来了。", subject="x", entities=("x", "firm"))
    adopted(tmp_path, fact, names=(altman, tied), article=replace(NEWS, publisher="36氪"))
    corpus = read_pack(tmp_path, attributes=ATTRIBUTES, roles=ROLES)
    new = {fact.id: fact for fact in corpus.facts}["deng-01"]
    assert (new.subject, new.entities) == ("sam-altman", ("firm",))
    added = {entity.id: entity for entity in corpus.entities}["firm"]
    assert (added.forms, added.cased, added.relations) == (("The Firm",), (), (Relation("ceo", "sam-altman"),))
    assert len(corpus.entities) == 4
    assert (tmp_path / "entities.toml").read_text(encoding="utf-8").startswith(before.rstrip())


def test_claimant_that_is_no_entity_is_found_by_name(tmp_path: Path) -> None:
    adopted(tmp_path / "pack", replace(SOLD, claimant="灯报"))
    assert read_pack(tmp_path / "pack").facts[0].claimant == "deng-bao"


def test_second_article_keeps_the_ids_apart(tmp_path: Path) -> None:
    adopted(tmp_path / "pack")
    adopted(tmp_path / "pack", article=replace(NEWS, id="登"))  # sounds the same
    assert len({fact.id for fact in read_pack(tmp_path / "pack").facts}) == 6


def test_article_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    path = adopted(tmp_path / "pack").path
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="has the article 灯 already"):
        adopted(tmp_path / "pack")
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_pack_that_is_not_valid_is_left_alone(tmp_path: Path) -> None:
    write_pack(tmp_path, claims="x = 1")
    with pytest.raises(PackError, match=r"claims\.toml:1: "):
        adopted(tmp_path)
    assert not (tmp_path / "articles" / "灯.toml").exists()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_no_pack_is_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("notes")
    with pytest.raises(InputError, match="neither a pack nor an empty folder"):
        adopted(tmp_path if kind == "folder" else target)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_english_article_has_its_words_in_both_fields(tmp_path: Path) -> None:
    words = "Two colours: red and green."
    fact = Fact("k", "lamp", FactKind.LIST, words, words, items_en=("red", "green"))
    adopted(tmp_path / "pack", fact, article=Article("lamp", "A lamp", "", language="en"))
    (new,) = read_pack(tmp_path / "pack").facts
    assert (new.zh, new.en, new.items_zh, new.items_en) == (words, words, ("red", "green"), ("red", "green"))


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMED = st.builds(
    Entity, st.sampled_from("abc"), st.sampled_from(EntityKind), WORDS, WORDS,
    st.lists(WORDS, max_size=3).map(tuple), st.lists(WORDS, max_size=2).map(tuple),
    relations=st.lists(st.builds(Relation, st.just("ceo"), st.sampled_from("abc"), WORDS), max_size=2).map(tuple),
)  # fmt: skip
FOUND = st.builds(
    Fact, st.just("k"), st.just("a"), st.sampled_from(FactKind), WORDS, st.none() | WORDS, st.none() | WORDS, WORDS,
    st.none() | st.sampled_from("abc"), quote=st.none() | WORDS, speaker=st.none() | WORDS,
    items_zh=st.lists(WORDS, max_size=3).map(tuple), entities=st.lists(st.sampled_from("abc"), max_size=3).map(tuple),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(names=st.lists(NAMED, max_size=4), facts=st.lists(FOUND, max_size=4), title=WORDS, publisher=WORDS)
def test_whatever_was_found_gives_a_valid_pack(
    names: list[Entity], facts: list[Fact], title: str, publisher: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder) / "pack"
        for number in range(2):
            article = Article(f"a{number}", title, publisher, author=title, published="soon")
            adopted(pack, *facts, article=article, names=tuple(names))
        assert len(read_pack(pack).articles) == 2
