"""The file of weights: read as a whole, and some of its models replaced."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from nowall.answer.match.ranker import LinearModel, forget, from_table
from nowall.records import Origin

WEIGHTS = Path("src/nowall/answer/match/weights.toml")
_ORDER = [
    f"{part}_{origin}_{layer}"
    for origin in Origin
    for layer in ("lexical", "semantic")
    for part in ("rank", "scale", "decide", "calibrate", "words")
    if part != "words" or origin is Origin.EXTRACTED
]


def update(trained: Mapping[str, LinearModel]) -> None:
    """Put models into the file in place of those with their names, and forget what was read of it."""
    known = {name: from_table(table) for name, table in tomllib.loads(WEIGHTS.read_text(encoding="utf-8")).items()}
    models = known | dict(trained)
    text = "# Written by python -m bench.quality.train and bench.quality.train_extracted; do not edit by hand.\n"
    WEIGHTS.write_text(
        text + "".join(_table(name, models[name]) for name in _ORDER if name in models), encoding="utf-8"
    )
    forget()


def _table(name: str, trained: LinearModel) -> str:
    weights = "".join(f"{n} = {w:.4f}\n" for n, w in zip(trained.names, trained.weights, strict=True))
    return f"\n[{name}]\n{weights}bias = {trained.bias:.4f}\n"
