"""The learned records that are looked at for one question."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from nowall.answer.match.candidates import Candidates
from nowall.answer.match.likeness import Likeness
from nowall.answer.match.passage_ranker import PassageRanker
from nowall.snapshot import Snapshot
from tests.answer.match.conftest import IDS


def candidates(harbour: Snapshot, likeness: Mapping[str, Likeness] | None = None) -> Candidates:
    question = harbour.understander.understand("海港集团投资多少钱？")
    return PassageRanker(harbour).candidates(question, IDS, {}, likeness or {})


def test_records_are_lexical_unless_one_has_a_vector(harbour: Snapshot) -> None:
    assert candidates(harbour).layer == "lexical"
    assert candidates(harbour, {"elsewhere": Likeness(0.9, 0.0, 0.9)}).layer == "lexical"
    assert candidates(harbour, {"b1": Likeness(0.9, 0.0, 0.9)}).layer == "semantic"


def test_record_without_a_vector_is_as_like_as_the_others(harbour: Snapshot) -> None:
    found = candidates(harbour, {"a0": Likeness(0.9, 0.0, 0.9), "a1": Likeness(0.8, 0.0, 0.9)}).likeness_of()
    assert found[0] == Likeness(0.9, 0.0, 0.9)
    assert found[2].text == pytest.approx(0.85)
    assert found[2].best == 0.9


def test_without_vectors_there_is_no_likeness(harbour: Snapshot) -> None:
    assert set(candidates(harbour).likeness_of()) == {Likeness()}


def test_articles_can_be_hidden(harbour: Snapshot) -> None:
    whole = candidates(harbour)
    assert {view.passage.article for view in whole.without(["a", "nowhere"]).views} == {"b", "c"}
    assert whole.without([]) == whole
    assert whole.without(["a", "b", "c"]).views == ()
    assert len(whole.views) == len(IDS)
