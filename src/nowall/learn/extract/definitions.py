"""Sentences that say what something is: a term and its explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nowall.learn.extract.levelled import level
from nowall.learn.extract.sentences import Span, frame
from nowall.lexicon import lexicon

_WORDS = lexicon("definitions")
_ASIDE = r"\s?(?:（[^（）]{1,60}）|\([^()]{1,60}\))?\s?"
_NEVER_IN_TERM = re.compile(rf"{_WORDS['never_ends']}$|{_WORDS['never_contains']}")
_END = r"(?=[，。；！？]|$)"


def _term(inner: str) -> str:
    return rf"(?P<term>(?!{_WORDS['never_begins']})(?:{inner}|“{inner}”|「{inner}」|《{inner}》)){_ASIDE}"


_PLAIN = r"[^，。：；！？、“”「」（）()\n]{1,24}?"
_NAME = r"[^，。：；！？、“”「」（）()\n的]{1,24}?"
_CHINESE = [
    re.compile(rf"{_term(_PLAIN)}{_WORDS['saying']}\s?(?P<explanation>[^。！？]{{4,}})"),
    re.compile(
        rf"{_term(_NAME)}[，]?{_WORDS['copula']}\s?"
        rf"(?P<explanation>{_WORDS['measure']}[^。！？，；]{{0,60}}?{_WORDS['kinds']}){_END}"
    ),
    re.compile(
        rf"{_term(_NAME)}[，]?{_WORDS['copula']}\s?"
        rf"(?P<explanation>[^。！？，；]{{2,40}}的[^。！？，；的]{{0,12}}{_WORDS['kinds']}){_END}"
    ),
]
_GLOSS = re.compile(
    rf"(?P<term>(?:[“「《][^”」》]{{1,24}}[”」》]|[A-Za-z][\w .\-+]{{0,40}}?))\s?"
    rf"(?:，|[（(])(?:{_WORDS['gloss']})(?P<explanation>[^，。；！？（）()]{{2,60}})"
)
_NEVER_BEGINS_EN = rf"(?!(?i:{_WORDS['never_begins_en']}))"
_TERM_EN = (
    rf"{_NEVER_BEGINS_EN}(?:(?i:the |an? ))?(?P<term>{_NEVER_BEGINS_EN}[^,.;:()]{{2,50}}?)"
    r"(?: \([^()]*\))?,? "
)
_ENGLISH = [
    re.compile(rf"{_TERM_EN}{_WORDS['saying_en']} (?P<explanation>[^.!?]{{6,}})"),
    re.compile(rf"{_TERM_EN}(?P<explanation>{_WORDS['copula_en']} (?!{_WORDS['never_explains_en']})[^.!?]{{6,}})"),
]
_HINT = re.compile(r"[是指即为系]|定义|又称|[简全俗]称| is | are | was | means|refers|stands|known as|called")
_NEVER_EXPLAINS = re.compile(_WORDS["never_explains"])
_ARTICLE = re.compile(r"(?:is|are|was|were) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a sentence says a thing is: where the term stands in it, and where what explains it."""

    term: Span
    explanation: Span


def find_definition(sentence: str) -> Definition | None:
    """The definition that a sentence is, if it is one; not every sentence with 是 in it says what something is."""
    text = level(sentence)
    if not _HINT.search(text):
        return None
    start = frame(text)
    matches = [pattern.match(text, start) for pattern in (_ENGLISH if text.isascii() else _CHINESE)]
    for match in (*matches, _GLOSS.search(text, start)):
        if match and not _NEVER_IN_TERM.search(match["term"]) and not _NEVER_EXPLAINS.match(match["explanation"]):
            return _definition(match)
    return None


def _definition(match: re.Match[str]) -> Definition:
    first, last = match.span("explanation")
    if verb := _ARTICLE.match(match["explanation"]):
        first += verb.end()
    explanation = match.string[first:last]
    last -= len(explanation) - len(explanation.rstrip(" ，；,;.。"))
    return Definition(match.span("term"), (first, last))
