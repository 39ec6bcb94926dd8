"""What tells a right best candidate from a near miss, as numbers for the calibrated decision.

The ranker's score alone cannot: half of what is asked in vain is a known name with an attribute that no
article gives. So the decision looks at the features of the best candidate themselves, at its lead, at what the
question has that no record has, and, for learned records, at the words that seem to answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nowall.answer.match.features import NAMES
from nowall.answer.match.passage_ranker import LOOK, MOST_LEAD, SECOND
from nowall.answer.question import Question
from nowall.records import Origin

_OF_QUESTION = ("lead", "nameless", "length")
EVIDENCE = {Origin.CURATED: (*NAMES, "score", *_OF_QUESTION), Origin.EXTRACTED: (*SECOND, *_OF_QUESTION)}
"""What there is for the best candidate, by who wrote it."""

WORDS = (*LOOK[:4], "agreeing", "log_odds")
"""What tells whether the words that seem to answer are the answer."""
_OF_WORDS = [SECOND.index(name) for name in WORDS[:-1]]


def evidence(question: Question, features: Sequence[float], score: float, second: float) -> list[float]:
    """The evidence for an editor's fact: its features, score and lead, and marks of the question."""
    return [*features, score / 10, *_of_question(question, score - second)]


def learned_evidence(question: Question, features: Sequence[float], lead: float) -> list[float]:
    """The evidence for a learned record, of which ``features`` are as in `SECOND`."""
    return [*features, *_of_question(question, lead)]


def words_evidence(features: Sequence[float], confidence: float) -> list[float]:
    """The evidence for the answering words of a record that is right with this probability."""
    bounded = min(max(confidence, 0.001), 0.999)
    return [*(features[place] for place in _OF_WORDS), math.log(bounded / (1 - bounded))]


def _of_question(question: Question, lead: float) -> list[float]:
    return [
        min(lead, MOST_LEAD) / MOST_LEAD,
        float(not question.entities and not question.hints),
        min(len(question.words), 20) / 20,
    ]
