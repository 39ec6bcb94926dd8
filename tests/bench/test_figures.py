"""Shares, intervals, and refusing at a kept share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.comparison.figures import auc, mean, percentile, refused, share


def test_share_of_nothing_is_none() -> None:
    assert share([]) is None


def test_interval_of_a_share_is_near_the_normal_one() -> None:
    found = share([True] * 60 + [False] * 40)
    assert found is not None
    assert (found.value, found.count) == (0.6, 100)
    assert [found.low, found.high] == pytest.approx([0.504, 0.696], abs=0.015)


def test_interval_is_the_same_each_time() -> None:
    assert share([True, False, True]) == share([True, False, True])


def test_interval_of_a_difference_knows_that_the_questions_are_the_same() -> None:
    found = mean(np.array([1.0] * 5 + [0.0] * 95))
    assert found is not None
    assert 0 < found.low < found.value < found.high < 0.11


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_an_interval_holds_its_share(right: list[bool]) -> None:
    found = share(right)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_refused_are_those_below_what_keeps_most_of_the_answerable() -> None:
    answerable = [score / 20 for score in range(20)]  # three of twenty may go: the threshold is 0.15
    found = refused(answerable, [0.1, 0.14, 0.15, 0.9])
    assert found is not None
    assert found.value == 0.5


def test_auc_counts_a_tie_half() -> None:
    assert auc([0.9, 0.5], [0.5, 0.1]) == 0.875


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_auc_is_the_share_of_pairs_in_order(answerable: list[int], unanswerable: list[int]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one in answerable for other in unanswerable]
    assert auc(answerable, unanswerable) == pytest.approx(sum(pairs) / len(pairs))


def test_percentile_is_one_of_the_values() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 3
    assert percentile([1.0], 0.95) == 1.0
