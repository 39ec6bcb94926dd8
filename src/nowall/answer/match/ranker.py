"""The ranker: a logistic model over the features, with weights that training wrote."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression: named weights and a bias."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def score(self, values: Sequence[float]) -> float:
        """The log odds. Raises ValueError where there is not one value for each weight."""
        if len(values) != len(self.weights):
            raise ValueError(f"{len(values)} values for {len(self.weights)} weights")
        return self.bias + float(sum(map(mul, self.weights, values)))

    def probability(self, values: Sequence[float]) -> float:
        """The probability, between 0 and 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score(values)))))


@cache
def model(name: str, features: Sequence[str] | None = None) -> LinearModel:
    """A trained model of ``weights.toml``: ``rank``, ``decide``, …, with its origin and layer.

    With ``features`` the weights are of these, and one that training has not seen yet counts nothing.
    """
    table = _tables()[name]
    if features is not None:
        table = {**{feature: table.get(feature, 0.0) for feature in features}, "bias": table["bias"]}
    return from_table(table)


@cache
def _tables() -> dict[str, dict[str, float]]:
    return tomllib.loads(files(__package__ or __name__).joinpath("weights.toml").read_text(encoding="utf-8"))


def forget() -> None:
    """Read the file again: training has written it."""
    model.cache_clear()
    _tables.cache_clear()


def from_table(table: Mapping[str, float]) -> LinearModel:
    """A model from its named weights; ``bias`` is one of them."""
    named = {name: float(value) for name, value in table.items() if name != "bias"}
    return LinearModel(tuple(named), tuple(named.values()), float(table["bias"]))
