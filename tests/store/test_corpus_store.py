"""The store: what goes in comes out, and every change is in the log."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from nowall.database import migrate, open_database
from nowall.records import (
    Article,
    Claim,
    Corpus,
    Entity,
    EntityKind,
    Fact,
    FactKind,
    Origin,
    Relation,
    Side,
)
from nowall.store.corpus_store import Change, CorpusStore
from nowall.store.schema import METADATA

ARTICLE = Article(
    "wall",
    "撞墙了吗",
    "36kr",
    "zh-Hans",
    "某人",
    "2024-11-14",
    "注",
    "note",
    "源",
    "from",
    "https://a.example",
    ("晚报",),
)
QUOTE = Fact(
    id="wall-1",
    article="wall",
    kind=FactKind.QUOTE,
    zh="Sam Altman 说：“there is no wall”。",
    en="Sam Altman: “there is no wall”.",
    claimant="sam-altman",
    when="2024-11-14",
    subject="scaling-law",
    attribute="reaction",
    value_zh="there is no wall",
    value_en="there is no wall",
    entities=("openai", "36kr"),
    asks=("Altman 怎么说?", "Is there a wall?"),
    quote="there is no wall",
    speaker="sam-altman",
    occasion_zh="在 X 上",
    occasion_en="on X",
    note_zh="注",
    note_en="note",
    items_zh=("甲", "乙"),
    items_en=("a", "b"),
    place=0,
    span=(3, 19),
    origin=Origin.CURATED,
)
SECOND = Fact("wall-2", "wall", FactKind.NUMBER, "约 20%。", place=1)
ALTMAN = Entity(
    "sam-altman", EntityKind.PERSON, "Sam Altman", "Sam Altman", ("奥特曼",), ("X",), "CEO", "CEO",
    (Relation("ceo", "openai", "2019", None),),
)  # fmt: skip
CLAIM = Claim(
    "hit", "撞墙了吗?", "A wall?", (Side("no", "没有", "no", ("wall-1", "wall-2")),), "scaling-law", ("有墙吗",), True
)
PACK = Corpus((ARTICLE,), (QUOTE, SECOND), (ALTMAN,), (CLAIM,))


@pytest.fixture
def store(engine: Engine) -> CorpusStore:
    return CorpusStore(engine)


def test_new_store_is_empty(store: CorpusStore) -> None:
    assert store.load() == (Corpus(), 0)
    assert store.digest() is None


def test_every_field_comes_back(store: CorpusStore) -> None:
    for record in (ARTICLE, QUOTE, ALTMAN, CLAIM):  # else this test would not see a column that is forgotten
        empty = [field.name for field in fields(record) if getattr(record, field.name) in (None, ())]
        assert empty == []
    store.sync(PACK)
    assert store.load()[0] == PACK


def test_facts_come_in_reading_order(store: CorpusStore) -> None:
    facts = tuple(Fact(f"f{9 - n}", "wall", FactKind.FACT, "x", place=n) for n in range(10))
    store.sync(replace(PACK, facts=facts[::-1], claims=()))
    assert store.load()[0].facts == facts


def test_migrated_tables_are_those_of_the_schema(engine: Engine) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_identity_is_this_databases_own(store: CorpusStore, tmp_path: Path) -> None:
    other = open_database(tmp_path / "other.db")
    migrate(other, "nowall.store.migrations")
    assert store.identity() == store.identity() != CorpusStore(other).identity()


class TestSync:
    def test_same_pack_again_changes_nothing(self, store: CorpusStore) -> None:
        first = store.sync(PACK)
        assert (first.put, first.deleted, first.seq) == (5, 0, 5)
        assert not store.sync(PACK)
        assert store.seq() == 5

    def test_changed_record_is_written_and_logged(self, store: CorpusStore) -> None:
        before = store.sync(PACK).seq
        better = replace(SECOND, zh="约 30%。")
        store.sync(replace(PACK, facts=(QUOTE, better)))
        assert store.load()[0].facts == (QUOTE, better)
        assert store.changes_since(before) == [Change(before + 1, "fact", "wall-2", "put")]

    def test_record_that_is_gone_is_deleted_and_logged(self, store: CorpusStore) -> None:
        before = store.sync(PACK).seq
        store.sync(replace(PACK, facts=(QUOTE,), claims=()))
        ops = [(change.kind, change.record_id, change.op) for change in store.changes_since(before)]
        assert ops == [("fact", "wall-2", "delete"), ("claim", "hit", "delete")]

    def test_numbers_of_changes_are_never_used_again(self, store: CorpusStore) -> None:
        store.sync(PACK)
        store.sync(Corpus())
        assert [change.seq for change in store.changes_since(0)] == list(range(1, 11))

    def test_digest_is_that_of_the_last_sync(self, store: CorpusStore) -> None:
        store.sync(PACK, digest="one")
        assert store.digest() == "one"
        store.sync(PACK, digest="two")
        assert store.digest() == "two"

    def test_failed_sync_leaves_everything_as_it_was(self, store: CorpusStore) -> None:
        store.sync(PACK, digest="one")
        broken = replace(SECOND, zh=None)  # type: ignore[arg-type]
        with pytest.raises(Exception, match=r"(?i)not.null"):
            store.sync(replace(PACK, articles=(), facts=(broken,)), digest="two")
        assert store.load() == (PACK, 5)
        assert store.digest() == "one"
