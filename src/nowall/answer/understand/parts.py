"""Splits two questions in one, such as ``这轮融了多少?估值多少?``."""

from __future__ import annotations

import re

from nowall.answer.question import QuestionKind
from nowall.answer.understand import cues

_SEPARATOR = re.compile(r"[?;]\s*|,\s*(?:and\s+)?|\s+and\s+(?=(?:what|when|who|how|where|why|which)\b)")
_ASKS = frozenset(
    {
        QuestionKind.WHO,
        QuestionKind.WHEN,
        QuestionKind.WHERE,
        QuestionKind.HOW_MANY,
        QuestionKind.WHY,
        QuestionKind.LIST,
    }
)
"""Kinds whose question words are plain enough to tell that a part asks something of its own."""
_MOST_PARTS = 3


def parts_of(text: str) -> tuple[str, ...]:
    """The questions that a normalised text asks, in order; one that is not split is its only part.

    A part without a question of its own stays with the one before it.
    """
    if QuestionKind.CONFLICT in cues.kinds_of(text) or cues.has("several_voices", text):
        return (text,)
    parts: list[str] = []
    for piece in filter(None, (p.strip() for p in _SEPARATOR.split(text))):
        if parts and not (_asks(piece) and _asks(parts[-1])):
            parts[-1] = f"{parts[-1]},{piece}"
        else:
            parts.append(piece)
    return tuple(parts) if 1 < len(parts) <= _MOST_PARTS else (text,)


def _asks(piece: str) -> bool:
    return bool(_ASKS & set(cues.kinds_of(piece)))
