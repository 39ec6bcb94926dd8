"""Questions for the tests of answering spans: as understanding leaves them, without a corpus."""

from __future__ import annotations

import re

from nowall.answer.question import NameOf, Question, QuestionKind
from nowall.answer.span.wanted import Wanted, wanted
from nowall.answers import Language
from nowall.language.normalise import normalise


def asked(
    text: str, *kinds: QuestionKind, name_of: NameOf | None = None, units: tuple[re.Pattern[str], ...] = ()
) -> Wanted:
    """What a question of these kinds wants, where every word weighs the same."""
    kind = kinds[0] if kinds else QuestionKind.KEYWORDS
    question = Question(text, normalise(text), Language.ZH_HANS, kind, frozenset(kinds), units=units, name_of=name_of)
    return wanted(question, lambda _: 1.0)
