"""Short articles for the tests of learning, and homes to learn them into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nowall.engine import Engine
from nowall.learn.documents import Document
from nowall.learn.learner import Learner
from nowall.learn.sources.results import Failure, Read
from nowall.library import Library
from nowall.outcomes import Fate, Outcome
from nowall.settings import Settings
from nowall.store.home import Home

_TRADES = ("水泵", "光伏", "纺织", "造纸", "轴承", "冷链", "制药", "测绘", "航运", "玻璃")
_PLACES = ("滨江", "河口", "东湖", "西岭", "南塘", "北桥", "云台")


def article(number: int, identifier: str | None = None, publisher: str | None = None) -> Document:
    """An article that shares hardly a sentence with the next one."""
    trade, place = _TRADES[number % len(_TRADES)], _PLACES[number % len(_PLACES)]
    text = (
        f"{place}第{number}{trade}厂今年建成了第{number * 7 + 3}条生产线，投资{number * 13 + 5}万元。\n"
        f"厂长林知秋表示：“第{number}批{trade}在{place}卖得比我们预想的要好。”\n"
        f"{trade}行业协会的数据显示，{place}的{trade}企业有{number * 3 + 11}家，员工{number * 17 + 101}人。"
    )
    return Document(
        identifier or f"a{number}",
        text,
        title=f"{place}第{number}{trade}厂扩建",
        publisher=publisher,
        origin=f"{number}.txt",
    )


def articles(count: int) -> list[Document]:
    """So many different articles."""
    return [article(number) for number in range(count)]


def readings(results: Iterable[Document | Failure]) -> Iterator[Read]:
    """What reading these would give."""
    return (Read(result, number) for number, result in enumerate(results, 1))


@contextmanager
def library_in(home: Path, pack: str = "none") -> Iterator[Library]:
    """The library of a home, or of the server that the environment names."""
    settings = Settings(home=home, _env_file=None)
    library = Library(Home(home, settings.server), pack, None, settings.search)
    try:
        yield library
    finally:
        library.close()


def learn_all(library: Library, results: Sequence[Document | Failure], processes: int = 1) -> list[Outcome]:
    """Learn everything, in this process unless told otherwise."""
    return list(Learner(library, processes=processes).add(readings(results)))


def fates(outcomes: Iterable[Outcome]) -> list[Fate]:
    """What became of each."""
    return [outcome.fate for outcome in outcomes]


def answered_by(home: Path, question: str) -> list[str]:
    """The articles of the facts that answer a question."""
    with Engine.open(Settings(home=home, pack="none", semantic=False, _env_file=None)) as engine:
        return [fact.article for fact in engine.ask(question, always=True).facts]


def is_in_step(library: Library) -> bool:
    """Whether the index holds what the store holds: as far, and as much."""
    snapshot = library.open_snapshot()
    facts = {fact.id for _, facts in library.learned.every_fact() for fact in facts}
    assert snapshot.index is not None
    return snapshot.seq == library.seq() and len(snapshot.index) == len(facts)
