"""What tells a right best candidate from a near miss, as numbers for the calibrated decision.

The ranker's score alone cannot: half of what is asked in vain is a known name with an attribute that no
article gives. So the decision looks at the features of the best candidate themselves, at its lead, and at what
the question has that no record has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nowall.answer.match.features import NAMES
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.question import Question
from nowall.answer.span.finder import FoundSpan
from nowall.records import Origin

_RELATIVE = frozenset({"bm25", "article_records", "near"})
"""Features that say how a record stands to the others: the best of a poor lot looks like the best of a good one."""
_ABSOLUTE = [place for place, name in enumerate(PASSAGE) if name not in _RELATIVE]
_OF_QUESTION = ("nameless", "length")
EVIDENCE = {
    Origin.CURATED: (*NAMES, "score", "lead", *_OF_QUESTION),
    Origin.EXTRACTED: (*(PASSAGE[place] for place in _ABSOLUTE), "score", *_OF_QUESTION),
}
"""What there is for the best candidate, by who wrote it."""
_MOST_LEAD = 5.0
"""A lead that is no longer told from a greater one."""
WORDS = ("answer", "answer_mass", "answer_probability", "answer_entropy", "log_odds")
"""What tells whether the words that seem to answer are the answer: of the span, and of its record being right."""


def evidence(question: Question, features: Sequence[float], score: float, second: float) -> list[float]:
    """The evidence for an editor's fact: its features, score and lead, and marks of the question."""
    lead = min(score - second, _MOST_LEAD) / _MOST_LEAD
    return [*features, score / 10, lead, *_of_question(question)]


def learned_evidence(question: Question, features: Sequence[float], score: float) -> list[float]:
    """The evidence for a learned record: ``features`` as in `PASSAGE`, and the score that they make."""
    return [*(features[place] for place in _ABSOLUTE), score / 10, *_of_question(question)]


def words_evidence(span: FoundSpan, confidence: float) -> list[float]:
    """The evidence for the answering words of a record that is right with this probability.

    Scores of spans are between about -5 and 15.
    """
    bounded = min(max(confidence, 0.001), 0.999)
    log_odds = math.log(bounded / (1 - bounded))
    return [span.score / 5, span.mass / 5, span.probability, span.entropy / 5, log_odds]


def _of_question(question: Question) -> list[float]:
    return [float(not question.entities and not question.hints), min(len(question.words), 20) / 20]
