"""Questions that got no answer, or one that people do not like: what owners should write facts for.

A question counts by its normalised words; who asked it, and where, is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from bot.state.schema import GAPS
from bot.state.upserts import insert_missing
from nowall.answers import Language
from nowall.language.normalise import normalise

MOST_GAPS = 10_000
"""How many are kept."""
_LONGEST = 300
_END_PUNCTUATION = "?!.,;:~ "
_FREQUENCY = GAPS.c.unknown + GAPS.c.disliked


@dataclass(frozen=True, slots=True)
class Gap:
    """A question without a good answer."""

    id: int
    question: str
    """As it was typed the first time."""
    language: Language
    unknown: int
    """How often it got no answer."""
    disliked: int
    """How many say that its answer is bad."""
    reasons: Mapping[str, int]
    facts: tuple[str, ...]
    """What was answered when it was disliked last."""
    first_at: float
    last_at: float
    closed_at: float | None = None


def gap_key(question: str) -> str:
    """What makes two questions the same: ``"ＡＧＩ 五級？！"`` is ``"agi 五级"``. Empty where nothing is asked."""
    return normalise(question)[:_LONGEST].rstrip(_END_PUNCTUATION)


def note_unknown(connection: Connection, question: str, language: Language, at: float) -> None:
    """A question got no answer."""
    row = _open(connection, question, language, at)
    if row:
        _change(connection, row.id, unknown=row.unknown + 1, last_at=at)


def note_disliked(
    connection: Connection, question: str, language: Language, facts: Sequence[str], *, change: int, at: float
) -> None:
    """Somebody does not like the answer to a question (``change`` 1), or takes that back (-1)."""
    if change < 0:
        _take_back(connection, question)
    elif row := _open(connection, question, language, at):
        _change(connection, row.id, disliked=row.disliked + 1, facts=list(facts), last_at=at)


def note_gap_reason(connection: Connection, question: str, reason: str, change: int = 1) -> None:
    """Count why an answer is not liked (or count it no more, -1), if its question is an open gap."""
    row = _find(connection, question)
    if row is None or row.closed_at is not None:
        return
    reasons = {**row.reasons, reason: row.reasons.get(reason, 0) + change}
    _change(connection, row.id, reasons={name: count for name, count in reasons.items() if count > 0})


def open_gaps(connection: Connection, start: int, count: int) -> tuple[list[Gap], int]:
    """A page of the gaps that are not closed, most frequent first, then newest; and how many there are in all."""
    is_open = GAPS.c.closed_at.is_(None)
    order = (_FREQUENCY.desc(), GAPS.c.last_at.desc(), GAPS.c.id.desc())
    page = connection.execute(select(GAPS).where(is_open).order_by(*order).offset(start).limit(count))
    total = connection.scalar(select(func.count()).select_from(GAPS).where(is_open))
    return [_read(row) for row in page], total or 0


def gap(connection: Connection, number: int) -> Gap | None:
    """A gap, open or closed."""
    row = connection.execute(select(GAPS).where(GAPS.c.id == number)).first()
    return None if row is None else _read(row)


def close_gap(connection: Connection, number: int, at: float) -> bool:
    """Something was done about it; False where it is closed already. Asked again, it opens again and counts anew."""
    row = update(GAPS).where(GAPS.c.id == number, GAPS.c.closed_at.is_(None))
    return bool(connection.execute(row.values(closed_at=at)).rowcount)


def prune_gaps(connection: Connection, most: int = MOST_GAPS) -> None:
    """Keep the ``most`` that matter most: open before closed, frequent before rare, new before old."""
    order = (GAPS.c.closed_at.isnot(None), _FREQUENCY.desc(), GAPS.c.last_at.desc())
    surplus = select(GAPS.c.id).order_by(*order).offset(most)
    connection.execute(delete(GAPS).where(GAPS.c.id.in_(surplus)))


def _open(connection: Connection, question: str, language: Language, at: float) -> Row[Any] | None:
    """The open gap of a question, made or opened again where there is none; None where the question is empty."""
    key = gap_key(question)
    if not key:
        return None
    fresh = {"unknown": 0, "disliked": 0, "reasons": {}, "facts": [], "first_at": at, "last_at": at, "closed_at": None}
    shown = question.strip()[:_LONGEST]
    insert_missing(connection, GAPS, {"question": key, "shown": shown, "language": language.value, **fresh})
    row = _find(connection, question)
    if row and row.closed_at is not None:
        _change(connection, row.id, **fresh)
        row = _find(connection, question)
    return row


def _take_back(connection: Connection, question: str) -> None:
    row = _find(connection, question)
    if row is None or row.closed_at is not None or not row.disliked:
        return
    if row.unknown + row.disliked == 1:
        connection.execute(delete(GAPS).where(GAPS.c.id == row.id))
    else:
        _change(connection, row.id, disliked=row.disliked - 1)


def _find(connection: Connection, question: str) -> Row[Any] | None:
    # Locked, for what is read is written back changed; SQLite has locked everything already.
    return connection.execute(select(GAPS).where(GAPS.c.question == gap_key(question)).with_for_update()).first()


def _change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(GAPS).where(GAPS.c.id == number).values(**values))


def _read(row: Row[Any]) -> Gap:
    return Gap(
        id=row.id,
        question=row.shown,
        language=Language(row.language) if row.language in set(Language) else Language.ZH_HANS,
        unknown=row.unknown,
        disliked=row.disliked,
        reasons=row.reasons,
        facts=tuple(row.facts),
        first_at=row.first_at,
        last_at=row.last_at,
        closed_at=row.closed_at,
    )
