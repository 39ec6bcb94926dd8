"""How often what happened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.state.tallies import count, forget_tallies, tallies

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def test_counts_add_up_over_days(connection: Connection) -> None:
    for what, day, by in [("answered", MONDAY, 1), ("answered", MONDAY, 2), ("answered", TUESDAY, 1)]:
        count(connection, what, day, by)
    count(connection, "unknown", TUESDAY)
    assert tallies(connection, MONDAY) == {"answered": 4, "unknown": 1}
    assert tallies(connection, TUESDAY) == {"answered": 1, "unknown": 1}
    assert tallies(connection, date(2026, 3, 4)) == {}


def test_old_counts_are_forgotten(connection: Connection) -> None:
    for day in (MONDAY, TUESDAY):
        count(connection, "answered", day)
    forget_tallies(connection, TUESDAY)
    assert tallies(connection, date.min) == {"answered": 1}
