"""Whether words alone are sure enough of a decision that comparing meaning, which takes longer than all else, can wait.

The bounds were chosen with the pack's own sample questions, each asked as if nobody had written it down, with its fact
there and taken out: of what they let pass, meaning would have decided less than one in a hundred better (decision 41).
"""

from __future__ import annotations

from collections.abc import Sequence

from nowall.answer.decide.decision import Decision
from nowall.answer.match.matcher import Match
from nowall.answer.question import OF_SEVERAL, Question
from nowall.answers import Status
from nowall.records import Origin

_SURE = 0.8
"""The least confidence with which words answer alone."""
_AHEAD = 2.0
"""How far below the best score every other one must be: the confidence of the best does not tell which of two it is."""
_HOPELESS = 0.1
"""A confidence below which words refuse alone."""


def words_suffice(question: Question, matches: Sequence[Match], decision: Decision, is_sample: bool) -> bool:
    """Whether a decision over matches by words can stand.

    ``is_sample``: whether an editor wrote that the best match answers this very question. What goes on from an earlier
    answer is always compared by meaning too: training had no conversations.
    """
    if question.places:
        return False
    if decision.status is Status.UNKNOWN:
        return _is_hopeless(question, matches, decision)
    best = matches[0]
    if best.origin is Origin.EXTRACTED or not OF_SEVERAL.isdisjoint(question.kinds):
        return False
    if is_sample:
        return True
    speaks_of_all = best.around.issuperset((*question.entities, *question.hints))
    return speaks_of_all and decision.confidence >= _SURE and _lead(matches) >= _AHEAD


def _is_hopeless(question: Question, matches: Sequence[Match], decision: Decision) -> bool:
    """Whether meaning would not find an answer either.

    It is not asked for a name that no record knows, nor for what is private: both are refused whatever it finds. A
    learned record may say in another language what is asked, which words do not tell.
    """
    if question.private or question.foreign_names:
        return True
    return decision.confidence < _HOPELESS and all(match.origin is Origin.CURATED for match in matches)


def _lead(matches: Sequence[Match]) -> float:
    return matches[0].score - matches[1].score if len(matches) > 1 else _AHEAD
