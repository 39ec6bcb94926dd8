"""A few learned articles beside the made-up pack, read through the real store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nowall.database import migrate, open_database
from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.documents import Learned
from nowall.records import Article, Corpus, Entity, EntityKind, Fact, FactKind, Origin, Relation
from nowall.snapshot import Snapshot
from nowall.store.learned_store import LearnedStore

HARBOUR = Entity("haigang", EntityKind.ORGANISATION, "海港集团", "Harbour Group", ("海港",))
MEI = Entity("linmei", EntityKind.PERSON, "林梅", "Mei Lin", relations=(Relation("ceo", "haigang"),))
BERTH = Entity("berth", EntityKind.PLACE, "三号码头", "Berth Three")
NAMES = (HARBOUR, MEI, BERTH)


def record(identifier: str, article: str, place: int, zh: str, *about: str, speaker: str | None = None) -> Fact:
    """A learned record."""
    return Fact(
        identifier, article, FactKind.FACT, zh, speaker=speaker, entities=about, place=place, origin=Origin.EXTRACTED
    )


FACTS = (
    record("a0", "a", 0, "海港集团扩建三号码头", "haigang", "berth"),
    record("a1", "a", 1, "海港集团计划投资5亿元扩建三号码头，工期两年。", "haigang", "berth"),
    record("a2", "a", 2, "林梅说：“起重机将全部换成电动的。”", "linmei", speaker="linmei"),
    record("a3", "a", 3, "2024年11月，第一台起重机到港。"),
    record("b0", "b", 0, "據報導，海港集團將投資 ５億元 擴建碼頭。", "haigang"),
    record("b1", "b", 1, "OpenAI 的 GPT-4.5 用来调度 12% 的船。"),
    record("c0", "c", 0, "潜水艇是黄色的，歌里唱了15亿元一样多的遍数。"),
    record("c1", "c", 1, "。！？…"),
    record("c2", "c", 2, "İİ\0👨‍👩‍👧 مرحبا"),
)
TITLES = {"a": "三号码头扩建开工", "b": "港口新聞", "c": "歌曲"}
IDS = tuple(fact.id for fact in FACTS)


def learned_articles() -> list[Learned]:
    """The records by article."""
    of = {article: tuple(fact for fact in FACTS if fact.article == article) for article in TITLES}
    return [Learned(Article(i, title, "海报"), i, i, of[i], NAMES) for i, title in TITLES.items()]


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """A snapshot that knows nothing but nine learned records of three articles."""
    database = open_database(tmp_path_factory.mktemp("harbour") / "corpus.db")
    migrate(database, "nowall.store.migrations")
    store = LearnedStore(database)
    store.add(learned_articles())
    tokenizer = Tokenizer(rjieba_cutter())
    yield Snapshot(Corpus(), 1, tokenizer, tokenizer, shelf=store, learned_names=store.names(9))
    database.dispose()
