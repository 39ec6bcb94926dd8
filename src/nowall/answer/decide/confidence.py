"""How sure it is that the best match is right, and that the words found in it are the answer."""

from __future__ import annotations

from collections.abc import Sequence

from nowall.answer.decide.evidence import EVIDENCE, WORDS, evidence, learned_evidence, words_evidence
from nowall.answer.match.matcher import Match
from nowall.answer.match.ranker import model
from nowall.answer.match.views import END_OF_ASK
from nowall.answer.question import Question
from nowall.answer.understand.cues import attributes
from nowall.records import EntityKind, Fact, Origin
from nowall.snapshot import Snapshot

_FOREIGN = 0.25
"""What a name that no record knows makes of the confidence; by hand, since training questions have none."""
_OTHER_SUBJECT = 0.3
"""What it makes of the confidence when a figure is asked of a name that the best record does not speak of."""
_ASKED = 0.95
"""The least confidence where an editor wrote that the best record answers this very question."""
_RIGHT_WORDS = 0.44
"""The least probability with which words are given as the answer: rather the whole sentence than wrong words."""
_SUBJECTS = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.MODEL, EntityKind.PRODUCT})


class Confidence:
    """The calibrated probability that the best match is right. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def of(self, question: Question, matches: Sequence[Match]) -> float:
        """Between 0 and 1; 0 where nothing was found."""
        if not matches:
            return 0.0
        best = matches[0]
        kind = f"{best.origin}_{best.layer}"
        odds = model(f"decide_{kind}", EVIDENCE[best.origin]).score(_found(question, matches))
        probability = model(f"calibrate_{kind}").probability([odds])
        if self.is_sample(question, best):
            return max(probability, _ASKED)
        if self._is_of_another(question, best):
            probability *= _OTHER_SUBJECT
        return probability * _FOREIGN ** len(question.foreign_names)

    def is_sample(self, question: Question, best: Match) -> bool:
        """Whether the question is one of the record's own sample questions, word for word."""
        if best.origin is Origin.EXTRACTED:
            return False
        asked = question.text.rstrip(END_OF_ASK)
        return any(ask.text == asked for ask in self._snapshot.views[best.id].asks)

    def _is_of_another(self, question: Question, best: Match) -> bool:
        """Whether what is asked for belongs to one subject, and the best record is about another."""
        if not any(attributes()[name].hard for name in question.attributes):
            return False
        return any(e not in best.around for e in question.entities if self._snapshot.kind_of(e) in _SUBJECTS)


def answering_words(match: Match) -> str | None:
    """The words of a learned record that seem to answer."""
    if match.span is None or not isinstance(match.record, Fact):
        return None
    return match.record.zh[match.span.start : match.span.end] or None


def words_are_right(match: Match, confidence: float) -> bool:
    """Whether the words that seem to answer can be given as the answer."""
    return words_probability(match, confidence) >= _RIGHT_WORDS


def words_probability(match: Match, confidence: float) -> float:
    """The calibrated probability that they are the answer to the letter."""
    if match.span is None or not answering_words(match):
        return 0.0
    trained = model(f"words_extracted_{match.layer}", WORDS)
    return trained.probability(words_evidence(match.span, confidence))


def _found(question: Question, matches: Sequence[Match]) -> list[float]:
    best = matches[0]
    if best.origin is Origin.EXTRACTED:
        return learned_evidence(question, best.features, best.own_score)
    return evidence(question, best.features, best.score, matches[1].score if len(matches) > 1 else 0.0)
