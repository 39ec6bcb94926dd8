"""A quote as it is set: what leads up to it, the words, and what else the record tells."""

from __future__ import annotations

from dataclasses import dataclass

from nowall.answers import AnswerFact

_OPENING = "“‘「『\"'"
_CLOSING = "”’」』\"'"
_END = " 。.!！?？…,，;；"
_BRACKETS = (("（", "）"), ("(", ")"), (" (", ")"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote in its parts; all but the words may be empty."""

    words: str
    translation: str = ""
    before: str = ""
    """What of the text leads up to the words."""
    context: str = ""
    """The whole text, where more than that stands around them."""


def quotation(fact: AnswerFact) -> Quotation | None:
    """The parts of a record that quotes somebody; None of one that does not."""
    words = (fact.quote or "").strip()
    if not words:
        return None
    translation = fact.translation or ""
    told = next((one for one in (words, translation) if one and one in fact.text), None)
    if told is None:
        return Quotation(words, translation, context=fact.text)
    before, _, after = fact.text.partition(told)
    if _without(translation, after).strip(_CLOSING + _END):
        return Quotation(words, translation, context=fact.text)
    return Quotation(words, translation, before.rstrip(_OPENING + " "))


def _without(translation: str, after: str) -> str:
    """What stands behind the words, but for their translation."""
    rest = after.lstrip(_CLOSING)
    for opening, closing in _BRACKETS if translation else ():
        rest = rest.removeprefix(f"{opening}{translation}{closing}")
    return rest
