"""An engine with a script: the answers that the adapter's tests need, without a corpus."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Self

from nowall.answers import (
    Answer,
    AnswerFact,
    ArticleCard,
    Citation,
    CorpusSize,
    EntityCard,
    FactPage,
    Language,
    Status,
    Suggestion,
    Turn,
)
from nowall.catalogue import Catalogue
from nowall.engine import Engine
from nowall.errors import HomeBusyError, InputError
from nowall.language.script import detect
from nowall.outcomes import Fate, Outcome
from nowall.settings import Settings

WALL = Citation("36kr-no-wall", "a1wallkey0", "撞墙了吗", "36氪", "2024-11-14")
ORION = Citation(
    "zhidx-orion", "a2orionkey", "Orion <实测> & 更多", "智东西", "2024-11-11", "https://example.org/orion?a=1&b=2"
)
WALL_FACT = AnswerFact(
    "wall-reply", "f1wallkey0", "quote", "Sam Altman 在 X 上回应：“there is no wall”（没有墙）。", WALL.article,
    short="there is no wall", note="转载站改过引文", quote="there is no wall",
)  # fmt: skip
EARLY = AnswerFact("early", "f2early000", "fact", "The Verge 称 12 月发布", ORION.article, side_label="年内")
LATE = AnswerFact("late", "f3late0000", "fact", "The Information 称明年初发布", WALL.article, side_label="明年")
TOPICS = (
    Suggestion(WALL_FACT.id, WALL_FACT.key, "Altman 怎么回应撞墙"),
    Suggestion(EARLY.id, EARLY.key, "Orion 何时发布"),
)


def wall(language: Language = Language.ZH_HANS) -> Answer:
    """The answer with one quote and one source."""
    return Answer(Status.ANSWERED, language, WALL_FACT.text, WALL_FACT.short, 0.97, (WALL_FACT,), (WALL,))


def conflict() -> Answer:
    """Two sides, two sources."""
    text = f"{EARLY.text}\n{LATE.text}"
    return Answer(Status.CONFLICTING, Language.ZH_HANS, text, None, 0.9, (EARLY, LATE), (ORION, WALL))


def unknown() -> Answer:
    """A refusal with topics."""
    return Answer(Status.UNKNOWN, Language.ZH_HANS, "资料里没有提到。", None, 0.1, suggestions=TOPICS)


FACTS = (WALL_FACT, EARLY, LATE)
MANY = tuple(
    AnswerFact(f"many-{n}", f"m{n}many0000", "fact", f"第 {n} 件事", ORION.article, when="2024-11-11")
    for n in range(12)
)
ALTMAN = EntityCard(
    "e1altman00", "sam-altman", "Sam Altman", "person", "OpenAI 的 CEO", ("奥特曼",), ("OpenAI 的 CEO",), 2, 1
)
MODEL = EntityCard("e2orion000", "orion", "Orion", "model", facts=2)
FIRMS = tuple(EntityCard(f"e3firm{n:04}", f"firm-{n}", f"公司 {n}", "organisation", facts=12) for n in range(10))
ENTITIES = (ALTMAN, MODEL, *FIRMS)


class ScriptedCatalogue(Catalogue):
    """One quote about the wall, two facts about Orion, one person, one model; ``removed`` articles are gone.

    And many facts about each of ten firms: pages to turn.
    """

    def __init__(self, removed: Collection[str] = ()) -> None:
        self._removed = removed

    def card(self, fact_key: str, language: Language) -> Answer | None:
        if fact_key in {EARLY.key, EARLY.id}:
            return Answer(Status.ANSWERED, language, EARLY.text, None, 1.0, (EARLY,), (ORION,))
        return wall(language) if fact_key in {WALL_FACT.key, WALL_FACT.id} else None

    def article(self, key: str, language: Language) -> ArticleCard | None:
        if key in {ORION.key, ORION.article}:
            return ArticleCard(ORION, None, None, None, 3)
        if key not in {WALL.key, WALL.article} or WALL.article in self._removed:
            return None
        return ArticleCard(WALL, "作者", "2024 年 11 月 14 日", "转载自 36氪", 12, samples=TOPICS)

    def sources(self, language: Language, start: int = 0, count: int | None = None) -> tuple[ArticleCard, ...]:
        cards = (ArticleCard(WALL, None, None, None, 12), ArticleCard(ORION, None, None, None, 3))
        return cards[start : None if count is None else start + count]

    def article_facts(self, article_key: str, language: Language, start: int, count: int) -> FactPage:
        return page([f for f in FACTS if article_key in {f.article, _CITED[f.article].key}], start, count)

    def neighbours(self, fact_key: str, language: Language, around: int = 2) -> FactPage:
        return page([f for f in FACTS if any(f.article == g.article and g.key == fact_key for g in FACTS)], 0, 5)

    def related(self, fact_key: str, language: Language, start: int, count: int) -> FactPage:
        return page([f for f in (*FACTS, *MANY) if f.key != fact_key], start, count)

    def named(self, words: str, language: Language, count: int = 5) -> tuple[EntityCard, ...]:
        found = (ALTMAN,) if "Altman" in words or "奥特曼" in words else (MODEL,) if "Orion" in words else ()
        return (found or (FIRMS if "公司" in words else ()))[:count]

    def entity(self, key: str, language: Language) -> EntityCard | None:
        return next((card for card in ENTITIES if key in {card.key, card.id}), None)

    def about(self, entity_key: str, language: Language, start: int, count: int) -> FactPage:
        facts = {ALTMAN.key: FACTS[:1], MODEL.key: FACTS[1:]}.get(entity_key, ())
        return page(MANY if entity_key in {firm.key for firm in FIRMS} else facts, start, count)

    def quotes(self, words: str, language: Language, start: int, count: int) -> FactPage:
        fits = not words or any(word in words for word in ("Altman", "墙"))
        return page(FACTS[:1] if fits else MANY if "公司" in words else (), start, count)

    def timeline(self, words: str, language: Language, start: int, count: int) -> FactPage:
        return page(FACTS[1:] if "Orion" in words else MANY if "公司" in words else (), start, count)

    def find(self, words: str, language: Language, start: int, count: int) -> FactPage:
        if words.startswith("#"):
            return page([f for f in FACTS if f.key == words[1:]], start, count)
        found = FACTS[:1] if "墙" in words else FACTS[1:] if "Orion" in words else ()
        return page(found, start, count)

    def topics(self, language: Language, kind: str | None, start: int, count: int) -> tuple[EntityCard, ...]:
        return tuple(card for card in ENTITIES if kind in {None, card.kind})[start : start + count]

    def topic_kinds(self) -> tuple[tuple[str, int], ...]:
        return (("organisation", 10), ("person", 1), ("model", 1))

    def random(self, language: Language, seed: int) -> Answer | None:
        return wall(language)

    def size(self) -> CorpusSize:
        return CorpusSize(articles=2, facts=3, quotes=1, entities=2)

    def nearest(self, question: str, language: Language, count: int) -> tuple[Suggestion, ...]:
        return TOPICS[:count]


_CITED = {citation.article: citation for citation in (WALL, ORION)}


def page(facts: Sequence[AnswerFact], start: int, count: int) -> FactPage:
    """A page of these facts."""
    shown = tuple(facts[start : start + count])
    return FactPage(shown, tuple(dict.fromkeys(_CITED[fact.article] for fact in shown)), start, len(facts))


class ScriptedEngine(Engine):
    """Answers by what occurs in the question; ``asked`` is the transcript."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.learned: list[str] = []
        self.removed: list[str] = []
        self.has_begun = threading.Event()
        self.may_go_on = threading.Event()
        """What a page named ``slow`` waits for."""

    @classmethod
    def open(cls, settings: Settings | None = None, *, warm: bool = False) -> Self:
        return cls()

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        only: Collection[str] | None = None,
        always: bool = False,
        language: Language | None = None,
        client: Language | None = None,
    ) -> Answer:
        self.asked.append((question, tuple(context)))
        if "崩" in question:
            raise RuntimeError("a bug")
        if "读不了" in question:
            raise InputError("not a question")
        if "慢" in question:
            time.sleep(0.7)
        if question.startswith("你好"):
            return Answer(Status.SMALLTALK, Language.ZH_HANS, "你好，请问。")
        if "撞墙" in question or (question.startswith("他") and context):
            return wall()
        return conflict() if "Orion" in question else unknown()

    def spoken_in(self, words: str, client: Language) -> Language:
        return detect(words) if " " in words or "墙" in words or "牆" in words else client

    @property
    def catalogue(self) -> Catalogue:
        return ScriptedCatalogue(self.removed)

    def draft(self, question: str, language: Language, *, article: str | None = None, whole_paths: bool = False) -> str:
        return f'# There is nothing.\n# Put it into a file.\n\n[[fact]]\nid = "new-01"\nasks = ["{question}"]\n'

    @property
    def semantic(self) -> bool:
        return False

    def add_addresses(self, addresses: Iterable[str], stop: threading.Event) -> Iterator[Outcome]:
        for address in addresses:
            if "busy" in address:
                raise HomeBusyError("in use")
            if "bug" in address:
                raise RuntimeError("a bug")
            yield self._learn(address)
            if "slow" in address:
                while not (self.may_go_on.wait(0.01) or stop.is_set()):
                    pass
            if stop.is_set():
                return

    def add_file(self, name: str, data: bytes, stop: threading.Event) -> Iterator[Outcome]:
        yield self._learn(f"{name}: {data.decode()}")

    def _learn(self, what: str) -> Outcome:
        if "bad" in what:
            return Outcome(what, Fate.FAILED, message="It is no article.")
        known = what in self.learned
        self.learned.append(what)
        self.has_begun.set()
        return Outcome(what, Fate.UNCHANGED if known else Fate.ADDED, WALL.article, 0 if known else 12)

    def remove(self, articles: Collection[str]) -> bool:
        self.removed += articles
        return True

    def is_curated(self, article: str) -> bool:
        return article == ORION.article

    def refresh(self) -> bool:
        return False

    def await_change(self, seconds: float) -> None:
        time.sleep(seconds)

    def close(self) -> None:
        pass
