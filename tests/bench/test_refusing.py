"""What the decision loses without some of its evidence."""

from __future__ import annotations

import math
import random

import pytest

from bench.quality.studies.refusing import Judged, groups, refusing, scores
from nowall.answer.decide.evidence import EVIDENCE
from nowall.records import Origin

NAMES = EVIDENCE[Origin.EXTRACTED]
TELLING = groups()["names"]


def _judged() -> list[Judged]:
    """Questions of which the names tell whether they can be answered, and nothing else does."""
    chance = random.Random(1)
    found = []
    for place in range(100):
        answerable = place % 2 == 0
        evidence = [chance.random() / 10 for _ in NAMES]
        for name in TELLING:
            evidence[NAMES.index(name)] = float(answerable)
        found.append(Judged("crud", place // 2 % 5, evidence, answerable, answerable, telling=True, share=0.01))
    return found


def test_without_the_evidence_that_tells_nothing_is_told() -> None:
    judged = _judged()
    assert refusing(judged, scores(judged, ()), ["crud"]) == 1
    assert refusing(judged, scores(judged, TELLING), ["crud"]) == pytest.approx(0.5, abs=0.2)


def test_a_source_without_questions_to_refuse_has_no_figure() -> None:
    judged = _judged()
    assert math.isnan(refusing(judged, scores(judged, ()), ["drcd"]))


def test_every_piece_of_evidence_is_in_one_group() -> None:
    assert sorted(name for members in groups().values() for name in members) == sorted(NAMES)
