"""What is kept of a comparison, and its tables and plot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.quality.comparison.plot import drawn
from bench.quality.comparison.runs import Reply, Results, Run, common
from bench.quality.comparison.table import in_order, tables


def _replies(*right: bool, exact: bool | None = None, score: float = 0.8) -> Mapping[str, Reply]:
    return {f"q{n}": Reply(good, score, 2.0, n % 2 == 0, exact) for n, good in enumerate(right)}


def _run(system: str, *right: bool, **more: object) -> Run:
    run = Run(system, "drcd", 1234, None, "2026-01-02", _replies(*right), {})
    return replace(run, **more)  # type: ignore[arg-type]


OURS = _run("nowall", True, True, False, True)
PEER = _run("tantivy <&> jieba", True, True, False, False)
SLOW = replace(_run("Haystack"), skipped="too slow for 1,234 records, not asked")


def test_a_kept_run_is_read_as_it_was(tmp_path: Path) -> None:
    run = _run("nowall", True, False, judged={"right": (1, 2)}, unanswerable=_replies(False))
    results = Results(tmp_path)
    results.write("nowall", run)
    assert results.read("drcd", "nowall") == run
    assert results.every() == [run]
    assert results.read("drcd", "tantivy") is None


@pytest.mark.parametrize(
    ("kept", "wanted", "covers"), [(None, None, True), (None, 5, True), (9, 5, True), (5, 9, False), (5, None, False)]
)
def test_a_run_with_fewer_questions_than_wanted_does_not_do(kept: int | None, wanted: int | None, covers: bool) -> None:
    assert replace(OURS, most=kept).covers(wanted) is covers


def test_systems_are_compared_on_the_questions_that_both_were_asked() -> None:
    ours, theirs = common(OURS, _run("tantivy", True, False), seen=False)
    assert ([reply.right for reply in ours], [reply.right for reply in theirs]) == ([True], [False])


def test_nowall_is_told_first_and_then_the_best() -> None:
    better = _run("bm25s", False, True, False, True)
    assert in_order([PEER, better, OURS]) == [OURS, better, PEER]


def test_a_table_tells_both_halves_and_the_lead() -> None:
    told = tables([OURS, PEER])
    assert "1,234 records, 4 questions; measured 2026-01-02." in told
    assert "| **nowall** | 1.000 [1.000, 1.000] | 0.500 [0.000, 1.000] |  | 2.0 / 2.0 |" in told
    assert "| tantivy <&> jieba | 0.500 [0.000, 1.000] | 0.500 [0.000, 1.000] | +0.500 [+0.000, +1.000] |" in told


def test_a_set_without_a_seen_half_has_no_column_for_it() -> None:
    unseen = {key: replace(reply, seen=False) for key, reply in OURS.answerable.items()}
    assert "seen" not in tables([replace(OURS, answerable=unseen)])


def test_a_peer_that_ran_out_of_time_tells_its_number_of_questions() -> None:
    assert "1.000 [1.000, 1.000] (1) |" in tables([OURS, _run("fts5", True, True)])


def test_a_peer_that_was_too_slow_is_told_below_the_table() -> None:
    told = tables([OURS, SLOW])
    assert "Haystack: too slow for 1,234 records, not asked." in told
    assert "| Haystack" not in told


def test_a_peer_that_another_set_was_put_to_is_told_to_be_lacking() -> None:
    assert "tantivy <&> jieba: not asked." in tables([OURS, PEER, replace(OURS, set="cmrc")])


def test_refusing_is_told_where_there_are_unanswerable_questions() -> None:
    told = tables([replace(OURS, unanswerable=_replies(False, False, score=0.1))])
    assert "| refused | AUC |" in told
    assert "| 1.000 [1.000, 1.000] | 1.000 |" in told


def test_the_strict_referee_and_short_answers_are_tables_of_their_own() -> None:
    judged = replace(OURS, set="dev", judged={"right": (3, 4), "refused": (1, 1)})
    short = replace(OURS, answerable=_replies(True, True, exact=True))
    told = tables([judged, short])
    assert "| nowall | 0.750 (3/4) | 1.000 (1/1) |  |" in told
    assert "| drcd | nowall | 1.000 | 1.000 [1.000, 1.000] |" in told


def test_the_plot_is_an_image_with_every_system_that_was_asked() -> None:
    image = drawn([OURS, PEER, SLOW, replace(OURS, set="rgb"), replace(OURS, set="cmrc")])
    texts = [element.text for element in ET.fromstring(image).iter() if element.text]
    assert texts.count("nowall") == 3
    assert "tantivy <&> jieba" in texts
    assert "Haystack" not in texts
