"""The one door to the engine: open it, ask it, look at its records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import TracebackType
from typing import Self

from nowall.answers import Answer, ArticleCard, Language, Turn
from nowall.records import Fact
from nowall.settings import Settings


class Engine:
    """A corpus that can be asked. Thread-safe; every method computes, none waits for a network.

    ``ask`` takes a few milliseconds to a few tens of them: call it in a thread from an event loop.
    """

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """Open the home, bring store and index up to date with the pack, warm everything up."""
        raise NotImplementedError

    def ask(
        self,
        question: str,
        context: Sequence[Turn] = (),
        *,
        only: Collection[str] | None = None,
        always: bool = False,
    ) -> Answer:
        """Answer a question; ``context`` are the conversation's earlier turns, oldest first.

        ``only`` restricts to these article ids; ``always`` gives the best candidate and never refuses.
        Raises InputError where the text is no question at all (empty, enormous, binary).
        """
        raise NotImplementedError

    def card(self, key: str, language: Language) -> Answer | None:
        """The fact with this stable key, shown as an answer; None where there is none (any more)."""
        raise NotImplementedError

    def article(self, key: str, language: Language) -> ArticleCard | None:
        """The article with this stable key or id; None where there is none."""
        raise NotImplementedError

    def sources(self, language: Language) -> tuple[ArticleCard, ...]:
        """All articles, newest first."""
        raise NotImplementedError

    def facts(self) -> tuple[Fact, ...]:
        """All facts, in reading order."""
        raise NotImplementedError

    def refresh(self) -> bool:
        """Look whether the corpus has changed since the last look; swap the snapshot and say so if it has."""
        raise NotImplementedError

    def close(self) -> None:
        """Release the home."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
