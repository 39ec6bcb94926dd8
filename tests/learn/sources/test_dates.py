"""Dates that sources state in a field of their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.sources.dates import iso_date


@pytest.mark.parametrize(
    ("stated", "date"),
    [
        ("2024", "2024"),
        ("2024-11", "2024-11"),
        (" 2024-11-14 ", "2024-11-14"),
        ("2024-11-14T23:30:00Z", "2024-11-14"),
        ("2024-11-14 08:00:00+08:00", "2024-11-14"),
        ("2024/1/5 8:00", "2024-01-05"),
        ("20241114", "2024-11-14"),
        ("2024年11月14日 10:00", "2024-11-14"),
        ("2024年11月", "2024-11"),
        ("Thu, 14 Nov 2024 10:00:00 +0800", "2024-11-14"),
        ("14 Nov 2024 10:00 GMT", "2024-11-14"),
    ],
)
def test_a_date_keeps_its_precision(stated: str, date: str) -> None:
    assert iso_date(stated) == date


@pytest.mark.parametrize(
    "stated", ["", "yesterday", "0001-01-01", "2024-13", "2024-02-30", "1700000000", "2024-11-14x", "9" * 999]
)
def test_nonsense_is_no_date(stated: str) -> None:
    assert iso_date(stated) is None


@given(st.text() | st.from_regex(r"[0-9]{1,5}[-/ ][A-Za-z0-9]{1,4}[-/ ][0-9]{1,5}.*"))
def test_any_text_gives_a_date_or_none(stated: str) -> None:
    date = iso_date(stated)
    assert date is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", date)
