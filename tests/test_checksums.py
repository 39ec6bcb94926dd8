"""What is the same in two databases has the same checksum, and nothing else has."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, Text
from sqlalchemy.types import TypeEngine

from nowall.database.checksums import Checksum, canonical_for, canonical_json

ROWS = st.lists(st.tuples(st.text(), st.integers(), st.none() | st.floats(allow_nan=False)))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def checksum(rows: list[tuple[Any, ...]]) -> tuple[int, str]:
    """Of rows in their order."""
    sums = Checksum()
    for row in rows:
        sums.add(row)
    return sums.contents


@given(ROWS, st.randoms())
def test_order_of_rows_does_not_matter(rows: list[tuple[Any, ...]], random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert checksum(shuffled) == checksum(rows)


@given(ROWS, st.tuples(st.text(), st.integers(), st.none()))
def test_row_more_makes_a_difference_also_if_it_is_there_already(rows: list[tuple[Any, ...]], row: Any) -> None:
    assert len({checksum(rows), checksum([*rows, row]), checksum([*rows, row, row])}) == 3


@given(JSON_VALUES)
def test_canonical_json_is_the_same_value_and_stays_as_it_is(value: Any) -> None:
    once = canonical_json(json.dumps(value))
    assert canonical_json(once) == canonical_json(json.dumps(value, ensure_ascii=False, indent=1)) == once
    if "\0" not in once and "\ufffd" not in once:
        assert json.loads(once) == value


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Boolean(), 1, True),
        (BigInteger(), 7, 7),
        (Float(), 3, 3.0),
        (Date(), "2026-11-26", date(2026, 11, 26)),
        (Text(), "a\0b", "a\ufffdb"),
        (JSON(), '{"b": [1.0, "\\u4e2d"], "a": 1e2}', '{"a": 100, "b": [1, "中"]}'),
        (JSON(), '["\\u0000\\ud800"]', '["\ufffd\ufffd"]'),
    ],
)
def test_both_drivers_values_are_one(kind: TypeEngine[Any], one: Any, other: Any) -> None:
    canonical = canonical_for(kind)
    assert repr(canonical(one)) == repr(canonical(other))
