"""The models: named weights, and the numbers that they are for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.decide.evidence import EVIDENCE, WORDS
from nowall.answer.match.features import NAMES
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.ranker import LinearModel, forget, from_table, model
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
    with pytest.raises(ValueError, match="2 values for 1"):
        LinearModel(("a",), (1.0,), 0.0).score([1.0, 2.0])


def test_table_names_its_weights() -> None:
    assert from_table({"a": 1, "bias": 2.0}) == LinearModel(("a",), (1.0,), 2.0)


LAYERS = ("lexical", "semantic")
CURATED: dict[str, tuple[str, ...]] = {
    "rank": NAMES,
    "scale": ("score",),
    "decide": EVIDENCE[Origin.CURATED],
    "calibrate": ("log_odds",),
}
EXTRACTED: dict[str, tuple[str, ...]] = {
    "rank": PASSAGE,
    "scale": ("score",),
    "decide": EVIDENCE[Origin.EXTRACTED],
    "calibrate": ("log_odds",),
    "words": WORDS,
}
MODELS = {
    f"{part}_{origin}_{layer}": features
    for origin, parts in ((Origin.CURATED, CURATED), (Origin.EXTRACTED, EXTRACTED))
    for part, features in parts.items()
    for layer in LAYERS
}


@pytest.mark.parametrize("name", MODELS)
def test_weights_are_those_of_the_features(name: str) -> None:
    assert set(model(name).names) == set(MODELS[name])
    assert model(name, MODELS[name]).names == MODELS[name]


@pytest.mark.parametrize("name", MODELS)
def test_weights_are_numbers(name: str) -> None:
    weights = model(name)
    assert all(map(math.isfinite, (*weights.weights, weights.bias)))


def test_feature_that_training_has_not_seen_counts_nothing() -> None:
    seen, wider = model("rank_extracted_lexical"), model("rank_extracted_lexical", ("bm25", "brand_new"))
    assert wider.names == ("bm25", "brand_new")
    assert wider.weights == (dict(zip(seen.names, seen.weights, strict=True))["bm25"], 0.0)
    assert wider.bias == seen.bias


def test_model_that_nobody_trained_is_refused() -> None:
    with pytest.raises(KeyError):
        model("look_curated_lexical")


def test_file_is_read_again_when_it_has_been_written() -> None:
    before = model("scale_extracted_lexical")
    forget()
    assert model("scale_extracted_lexical") == before


@pytest.mark.parametrize("name", [f"scale_{origin}_{layer}" for origin in Origin for layer in LAYERS])
def test_higher_score_is_a_greater_chance_of_being_right(name: str) -> None:
    assert model(name).weights[0] > 0


@pytest.mark.parametrize("name", [f"calibrate_{origin}_{layer}" for origin in Origin for layer in LAYERS])
def test_calibration_keeps_the_order(name: str) -> None:
    assert model(name).weights[0] > 0


@pytest.mark.parametrize("name", [name for name in MODELS if name.endswith("_lexical")])
def test_lexical_models_know_nothing_of_meaning(name: str) -> None:
    weights = dict(zip(model(name).names, model(name).weights, strict=True))
    assert not any(weights[feature] for feature in weights if feature.startswith("semantic_"))
