"""An engine with a script: the answers that the adapter's tests need, without a corpus."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Self

from nowall.answers import Answer, AnswerFact, ArticleCard, Citation, Language, Status, Suggestion, Turn
from nowall.engine import Engine
from nowall.errors import HomeBusyError, InputError
from nowall.outcomes import Fate, Outcome
from nowall.settings import Settings

WALL = Citation("36kr-no-wall", "a1wallkey0", "撞墙了吗", "36氪", "2024-11-14")
ORION = Citation(
    "zhidx-orion", "a2orionkey", "Orion <实测> & 更多", "智东西", "2024-11-11", "https://example.org/orion?a=1&b=2"
)
WALL_FACT = AnswerFact(
    "wall-reply", "f1wallkey0", "quote", "Sam Altman 在 X 上回应：“there is no wall”（没有墙）。", WALL.article,
    short="there is no wall", note="转载站改过引文",
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

    def card(self, key: str, language: Language) -> Answer | None:
        if key == EARLY.key:
            return Answer(Status.ANSWERED, language, EARLY.text, None, 1.0, (EARLY,), (ORION,))
        return wall(language) if key == WALL_FACT.key else None

    def article(self, key: str, language: Language) -> ArticleCard | None:
        if key in {ORION.key, ORION.article}:
            return ArticleCard(ORION, None, None, None, 3)
        if key not in {WALL.key, WALL.article} or WALL.article in self.removed:
            return None
        return ArticleCard(WALL, "作者", "2024 年 11 月 14 日", "转载自 36氪", 12, samples=TOPICS)

    def sources(self, language: Language) -> tuple[ArticleCard, ...]:
        return (ArticleCard(WALL, None, None, None, 12), ArticleCard(ORION, None, None, None, 3))

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

    def close(self) -> None:
        pass
