"""What tells a right best candidate from a near miss, as numbers for the calibrated decision.

The ranker's score alone cannot: half of what is asked in vain is a known name with an attribute that no
article gives. So the decision looks at the features of the best candidate themselves, at its lead over the
second, and at what the question has that no record has.
"""

from __future__ import annotations

from collections.abc import Sequence

from nowall.answer.match.features import NAMES
from nowall.answer.question import Question

EVIDENCE = (*NAMES, "score", "lead", "nameless", "words")


def evidence(question: Question, features: Sequence[float], score: float, second: float) -> list[float]:
    """The evidence for the best candidate: its features, score and lead, and marks of the question."""
    return [
        *features,
        score / 10,
        min(score - second, 5.0) / 5,
        float(not question.entities and not question.hints),
        min(len(question.words), 20) / 20,
    ]
