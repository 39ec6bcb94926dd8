"""When an answer is right: the right words from the right article, short, or a refusal where nothing is known.

- An answerable question wants one of ``answer_any``, every ``answer_all`` (an element may be a list of
  alternatives) and no ``not_in_answer``, compared without case, script and punctuation; one of the first two
  citations among ``articles``; every fact's article cited; and no more facts and characters than its kind needs.
- An unanswerable one (``refuse``) wants the status unknown, smalltalk its own; both short and without a source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nowall.answers import Answer, Status
from nowall.language.opencc_converter import converter

_ONE = frozenset({"who", "when", "where", "how_many", "what_is", "quote"})
_SEVERAL = frozenset({"list", "conflict", "timeline", "compare"})
_ANY_NUMBER = 99
_SHOWN = 60

Key = str | Sequence[str]
"""What must stand in an answer: words, or alternatives of which one must."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a set, and what its answer must be like."""

    id: str
    question: str
    language: str
    kind: str
    context: tuple[str, ...] = ()
    refuse: bool = False
    answer_any: tuple[str, ...] = ()
    answer_all: tuple[Key, ...] = ()
    barred: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()

    @property
    def group(self) -> str:
        """Which of the three shares the question counts for."""
        return "refused" if self.refuse else "smalltalk" if self.kind == "smalltalk" else "right"

    @property
    def limits(self) -> tuple[int, int]:
        """How many facts and characters a good answer needs at most."""
        english = self.language == "en"
        if self.group != "right":
            return 0, 300 if english else 120
        if self.kind in _SEVERAL or self.answer_all:
            return _ANY_NUMBER, 900 if english else 400
        if self.kind in _ONE and self.kind != "quote":
            return 1, 300 if english else 120
        return 1 if self.kind == "quote" else 2, 500 if english else 200


def read_item(fields: Mapping[str, Any]) -> Item:
    """Read a question of a set; KeyError names the field that is missing."""
    refuse, kind = bool(fields.get("refuse")), str(fields["kind"])
    answerable = not refuse and kind != "smalltalk"
    return Item(
        id=str(fields["id"]),
        question=str(fields["question"]),
        language=str(fields["lang"]),
        kind=kind,
        context=_strings(fields.get("context")),
        refuse=refuse,
        answer_any=_strings(fields["answer_any"] if answerable else None),
        answer_all=tuple(k if isinstance(k, str) else _strings(k) for k in fields.get("answer_all") or ()),
        barred=_strings(fields.get("not_in_answer")),
        articles=frozenset(_strings(fields["articles"] if answerable else None)),
    )


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(str(part) for part in ([value] if isinstance(value, str) else value or ()))


def fault(item: Item, answer: Answer) -> str:
    """Why an answer is wrong; an empty string where it is right."""
    said, most_characters = level(answer.text), item.limits[1]
    if len(answer.text) > most_characters:
        return f"{len(answer.text)} characters, at most {most_characters}: {answer.text[:_SHOWN]}"
    barred = [key for key in item.barred if level(key) in said]
    if barred:
        return f"says {barred}"
    return _fault_of_words(item, answer, said) if item.group == "right" else _fault_of_refusal(item, answer)


def _fault_of_refusal(item: Item, answer: Answer) -> str:
    wanted = Status.UNKNOWN if item.refuse else Status.SMALLTALK
    if answer.status is not wanted:
        return f"status {answer.status}, expected {wanted}: {answer.text[:_SHOWN]}"
    return "cites a source" if answer.citations or answer.facts else ""


def _fault_of_words(item: Item, answer: Answer, said: str) -> str:
    if answer.status not in {Status.ANSWERED, Status.CONFLICTING}:
        return f"status {answer.status}"
    if not any(level(key) in said for key in item.answer_any):
        return f"none of {list(item.answer_any)}: {answer.text[:_SHOWN]}"
    missing = [key for key in item.answer_all if not any(level(k) in said for k in _strings(key))]
    if missing:
        return f"lacks {missing}: {answer.text[:_SHOWN]}"
    return _fault_of_sources(item, answer)


def _fault_of_sources(item: Item, answer: Answer) -> str:
    most_facts, cited = item.limits[0], [citation.article for citation in answer.citations]
    if not 1 <= len(answer.facts) <= most_facts:
        return f"{len(answer.facts)} facts, at least 1 and at most {most_facts}"
    uncited = {fact.article for fact in answer.facts} - set(cited)
    if uncited:
        return f"facts from {sorted(uncited)} without a citation"
    if not item.articles.intersection(cited[:2]):
        return f"cites {cited[:2]}, expected one of {sorted(item.articles)}"
    return ""


def level(text: str) -> str:
    """Give a text as it is compared: simplified, lower case, letters, marks and digits only."""
    simplified = converter("t2s").convert(unicodedata.normalize("NFKC", text)).lower()
    return "".join(c for c in simplified if unicodedata.category(c)[0] in "LMN")
