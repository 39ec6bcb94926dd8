"""Question sets as the comparison asks them: what is asked, which of it was seen in training, and when it is right."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.quality.comparison.referee import answers, is_exactly
from nowall.records import Fact
from nowall.terminal.referee import Item, level

_TRAINED = frozenset({"crud", "drcd", "cmrc"})
"""Sets of which training uses every other question, beginning with the first; the others are for measuring alone."""
_NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is ranked: a record with its article. ``text`` is indexed, ``shown`` is what is judged."""

    text: str
    article: str
    shown: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question. ``only``: the articles that may answer it, None for all; ``earlier``: the conversation before it."""

    id: str
    text: str
    is_right: Callable[[Unit], bool]
    is_exact: Callable[[str], bool]
    seen: bool = False
    only: Collection[str] | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """The questions that the corpus answers and those that it does not; ``items``: all, for the pack's own referee."""

    name: str
    answerable: tuple[Asked, ...]
    unanswerable: tuple[Asked, ...] = ()
    items: tuple[Item, ...] = ()


def read_public_set(folder: Path, most: int | None = None) -> QuestionSet:
    """Read the first ``most`` questions of a folder.

    Unanswerable are those of ``unanswerable.jsonl``, and, where questions name articles that do not answer them, all
    questions asked of these articles alone. Raises OSError, and KeyError or ValueError for what is no question.
    """
    trained = folder.name in _TRAINED
    lines = _lines(folder / "questions.jsonl", most)
    answerable = tuple(_short(number, fields, trained=trained) for number, fields in enumerate(lines))
    refusable = folder / "unanswerable.jsonl"
    if refusable.exists():
        numbered = enumerate(_lines(refusable, most))
        return QuestionSet(
            folder.name,
            answerable,
            tuple(_unanswerable(number, fields, trained=trained) for number, fields in numbered),
        )
    negative = tuple(_unanswerable(0, fields, trained=False) for fields in lines if _NEGATIVE in fields)
    return QuestionSet(folder.name, answerable, negative)


def read_pack_set(name: str, items: Iterable[Item]) -> QuestionSet:
    """Take questions over the shipped corpus: right is a record with a key string, of a right article."""
    every = tuple(items)
    asked = {group: tuple(_of_pack(item) for item in every if item.group == group) for group in ("right", "refused")}
    return QuestionSet(name, asked["right"], asked["refused"], every)


def extracted_unit(fact: Fact) -> Unit:
    """What peers rank of a record that was found in an article: its sentence, nothing else is known of it."""
    return Unit(fact.zh, fact.article, fact.zh)


def editors_unit(fact: Fact) -> Unit:
    """What peers rank of an editor's record: its text in both languages and its sample questions."""
    shown = "\n".join(filter(None, (fact.zh, fact.en)))
    return Unit("\n".join((shown, *fact.asks)), fact.article, shown)


def _lines(file: Path, most: int | None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()][:most]


def _short(number: int, fields: Mapping[str, Any], *, trained: bool) -> Asked:
    wanted = fields["answers"]
    return Asked(
        str(fields["id"]),
        str(fields["question"]),
        lambda unit: answers(unit.shown, wanted),
        partial(is_exactly, wanted=wanted),
        seen=_is_seen(number, trained=trained),
    )


def _unanswerable(number: int, fields: Mapping[str, Any], *, trained: bool) -> Asked:
    return Asked(
        str(fields["id"]),
        str(fields["question"]),
        _never,
        _never,
        seen=_is_seen(number, trained=trained),
        only=frozenset(fields[_NEGATIVE]) if _NEGATIVE in fields else None,
    )


def _is_seen(number: int, *, trained: bool) -> bool:
    return trained and number % 2 == 0


def _of_pack(item: Item) -> Asked:
    return Asked(item.id, item.question, partial(_has_key, item), _never, earlier=item.context)


def _has_key(item: Item, unit: Unit) -> bool:
    said = level(unit.shown)
    return unit.article in item.articles and any(level(key) in said for key in item.answer_any)


def _never(_: object) -> bool:
    return False
