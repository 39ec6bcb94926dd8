"""The real bot with the real engine, whose answers repeat the number of their question.

python -m bench.faults.numbered_bot
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import nowall.engine
from bench.faults.numbers import number_of, numbered, without_number
from nowall.answers import Answer, Turn
from nowall.engine import Engine


class NumberedEngine(Engine):
    """Answers the question as it is without its number."""

    def ask(self, question: str, context: Sequence[Turn] = (), **more: Any) -> Answer:
        """Answer, and repeat the number in every text that may be shown."""
        turns = [replace(turn, question=without_number(turn.question)) for turn in context]
        answer, number = super().ask(without_number(question), turns, **more), number_of(question)
        if number is None:
            return answer
        facts = tuple(replace(fact, text=numbered(fact.text, number)) for fact in answer.facts)
        return replace(answer, text=numbered(answer.text, number), facts=facts)


nowall.engine.Engine = NumberedEngine  # type: ignore[misc]

from bot.__main__ import main  # noqa: E402 - the engine is exchanged before the bot sees it

if __name__ == "__main__":
    sys.exit(main())
