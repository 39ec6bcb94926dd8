"""The models: named weights, and the numbers that they are for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.decide.evidence import EVIDENCE
from nowall.answer.match.features import NAMES
from nowall.answer.match.ranker import LinearModel, from_table, model
from nowall.records import Origin

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)


def test_score_is_the_weighted_sum_and_bias() -> None:
    assert LinearModel(("a", "b"), (2.0, -1.0), 0.5).score([3.0, 4.0]) == 2.5


def test_probability_of_even_odds_is_a_half() -> None:
    assert LinearModel(("a",), (1.0,), 0.0).probability([0.0]) == 0.5


@given(NUMBERS, NUMBERS)
def test_probability_lies_between_nothing_and_one_and_rises(one: float, other: float) -> None:
    small, large = sorted((one, other))
    line = LinearModel(("a",), (1.0,), 0.0)
    assert 0 <= line.probability([small]) <= line.probability([large]) <= 1


def test_wrong_number_of_values_is_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        LinearModel(("a",), (1.0,), 0.0).score([1.0, 2.0])


def test_table_names_its_weights() -> None:
    assert from_table({"a": 1, "bias": 2.0}) == LinearModel(("a",), (1.0,), 2.0)


LAYERS = [f"{origin}_{layer}" for origin in Origin for layer in ("lexical", "semantic")]


@pytest.mark.parametrize("layer", LAYERS)
def test_weights_are_those_of_the_features(layer: str) -> None:
    assert model(f"rank_{layer}").names == NAMES
    assert model(f"decide_{layer}").names == EVIDENCE


@pytest.mark.parametrize("name", [f"{part}_{layer}" for part in ("rank", "decide", "calibrate") for layer in LAYERS])
def test_weights_are_numbers(name: str) -> None:
    weights = model(name)
    assert all(map(math.isfinite, (*weights.weights, weights.bias)))


def test_lexical_models_know_nothing_of_meaning() -> None:
    for name in (f"{part}_{origin}_lexical" for part in ("rank", "decide") for origin in Origin):
        weights = dict(zip(model(name).names, model(name).weights, strict=True))
        assert [weights[feature] for feature in weights if feature.startswith("semantic_")] == [0.0, 0.0, 0.0]
