"""An engine with a script: what it answers depends on a word of the question; it remembers how it was asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Self

from nowall.answers import Answer, AnswerFact, ArticleCard, Citation, Language, Status, Suggestion, Turn
from nowall.catalogue import Catalogue
from nowall.engine import Engine
from nowall.errors import InputError
from nowall.records import Fact, FactKind
from nowall.settings import Settings

WALL = Citation("36kr-no-wall", "wallkey000", "撞墙了吗", "36氪", "2024-11-14")
ORION = Citation("zhidx-orion", "orionkey00", "Orion <实测>[bold]", "智东西", None, "https://example.org/orion")
SAID = AnswerFact(
    "wall-01", "said000000", "quote", "Altman 回应：“there is no wall”。", WALL.article, speaker="Sam Altman",
    short="there is no wall", note="转载站改过引文",
)  # fmt: skip
EARLY = AnswerFact("orion-01", "early00000", "fact", "The Verge 称 12 月发布", ORION.article, side_label="年内")
LATE = AnswerFact("wall-02", "late000000", "fact", "The Information 称明年初发布", WALL.article, side_label="明年")
TOPICS = (Suggestion(SAID.id, SAID.key, "Altman 怎么回应撞墙"), Suggestion(EARLY.id, EARLY.key, "Orion 何时发布"))
RECORDS = (
    Fact("wall-01", WALL.article, FactKind.QUOTE, "Altman 回应“撞墙”。", "Altman replied.", speaker="sam-altman"),
    Fact("wall-02", WALL.article, FactKind.FACT, "明年初发布。", when="2025-01", span=(3, 9)),
    Fact("orion-01", ORION.article, FactKind.NUMBER, "训练\x1b[31m约 20%。", claimant="the-verge"),
)
QUOTED = Answer(Status.ANSWERED, Language.ZH_HANS, SAID.text, SAID.short, 0.97, (SAID,), (WALL,))
DISPUTED = Answer(
    Status.CONFLICTING,
    Language.ZH_HANS,
    f"年内：{EARLY.text}\n明年：{LATE.text}",
    None,
    0.9,
    (EARLY, LATE),
    (ORION, WALL),
)
REFUSED = Answer(Status.UNKNOWN, Language.ZH_HANS, "资料里没有提到。", None, 0.1, suggestions=TOPICS)
GREETED = Answer(Status.SMALLTALK, Language.ZH_HANS, "你好，请问。")
ANSWERS = {"墙": QUOTED, "Orion": DISPUTED, "你好": GREETED}

Asked = tuple[str, tuple[Turn, ...], tuple[str, ...] | None, bool]


class ScriptedCatalogue(Catalogue):
    """Cards of these articles and of two facts."""

    def __init__(self, articles: tuple[Citation, ...]) -> None:
        self._articles = articles

    def card(self, fact_key: str, language: Language) -> Answer | None:
        return {SAID.key: QUOTED, EARLY.key: DISPUTED}.get(fact_key)

    def article(self, key: str, language: Language) -> ArticleCard | None:
        return next(
            (card for card in self.sources(language) if key in (card.citation.article, card.citation.key)), None
        )

    def sources(self, language: Language, start: int = 0, count: int | None = None) -> tuple[ArticleCard, ...]:
        return tuple(ArticleCard(known, "作者", None, "转载", 2, reposts=("C114", "虎嗅")) for known in self._articles)


class ScriptedEngine(Engine):
    """``asked`` is the transcript; ``settings`` are those that it was opened with."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.settings: Settings | None = None
        self.records: tuple[Fact, ...] = RECORDS
        self.articles: tuple[Citation, ...] = (WALL, ORION)

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
        self.asked.append((question, tuple(context), tuple(only) if only is not None else None, always))
        if not question.strip() or len(question) > 2000 or "\0" in question:
            raise InputError("The question cannot be read.")
        if "坏" in question:
            raise RuntimeError("a bug\nwith details")
        return next((answer for word, answer in ANSWERS.items() if word in question), REFUSED)

    @property
    def catalogue(self) -> Catalogue:
        return ScriptedCatalogue(self.articles)

    def name(self, entity: str, language: Language) -> str:
        return {"sam-altman": "Sam Altman", "the-verge": "The Verge"}.get(entity, entity)

    def facts(self) -> Iterator[Fact]:
        return iter(self.records)

    def refresh(self) -> bool:
        return False

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self
