"""How near a stated confidence is to what comes true, and how that is told."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.quality.studies.calibration import Said, bins, brier, brier_of_the_share, calibration_error
from bench.quality.studies.reliability_page import drawn, tables

SURE = [Said(0.95, right=True)] * 19 + [Said(0.95, right=False)]
some = st.lists(st.builds(Said, st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_a_confidence_that_comes_true_has_no_error() -> None:
    assert calibration_error(SURE) == pytest.approx(0)


def test_the_error_is_the_gap_of_each_bin_by_its_answers() -> None:
    said = [*SURE, *[Said(0.25, right=True)] * 20]
    assert calibration_error(said) == pytest.approx(0.75 / 2)


def test_bins_are_tenths_without_the_empty_ones() -> None:
    found = bins([Said(0.0, right=False), Said(0.05, right=True), Said(1.0, right=True)])
    assert [(one.low, one.count, one.right.value) for one in found] == [(0.0, 2, 0.5), (0.9, 1, 1.0)]


def test_few_answers_that_are_all_right_have_a_wide_interval() -> None:
    right = bins([Said(0.9, right=True)] * 4)[0].right
    assert right.value == right.high == 1
    assert right.low == pytest.approx(0.51, abs=0.01)


def test_brier_of_the_share_is_that_of_who_knows_no_more() -> None:
    assert brier([Said(0.25, right=n == 0) for n in range(4)]) == brier_of_the_share(_quarter())


def _quarter() -> list[Said]:
    return [Said(0.9, right=n == 0) for n in range(4)]


@given(some)
def test_bins_hold_every_answer_in_the_order_of_confidence(said: list[Said]) -> None:
    found = bins(said)
    assert sum(one.count for one in found) == len(said)
    assert [one.confidence for one in found] == sorted(one.confidence for one in found)


@given(some)
def test_error_and_brier_are_shares(said: list[Said]) -> None:
    assert 0 <= calibration_error(said) <= 1
    assert 0 <= brier(said) <= 1


KINDS = {"Editors' facts": {"dev": SURE}, "Learned <&> records": {"crud": SURE, "rgb": _quarter()}}


def test_tables_tell_the_bins_of_each_kind_and_the_figures_of_each_set() -> None:
    told = tables(KINDS)
    assert "| 0.9 to 1.0 | 24 |" in told
    assert "| **Editors' facts** | 20 | 0.950 | 0.950 | 0.000 |" in told
    assert "| rgb | 4 | 0.250 | 0.900 | 0.650 |" in told
    assert "| dev |" not in told


def test_the_diagram_has_a_panel_for_each_kind() -> None:
    texts = [element.text for element in ET.fromstring(drawn(KINDS)).iter() if element.text]
    assert [text for text in texts if text in KINDS] == list(KINDS)
    assert "20 answers, calibration error 0.000" in texts
