"""Learning which words of a record answer: from questions whose answer stands literally in a record."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.quality.extracted import letters
from bench.quality.fitting import Choice, Matrix, best_weights
from nowall.answer.span.features import BEGIN, BY_KIND, END, SPAN, spans
from nowall.answer.span.texts import NamedText, together
from nowall.answer.span.wanted import KINDS, Wanted

WEIGHTS = Path("src/nowall/answer/span/weights.toml")
RIDGE = 0.001
_SMALLEST = 0.005
"""A weight nearer to zero is not written."""
_PARTS = {"begin": BEGIN, "end": END, "span": SPAN, **dict.fromkeys(KINDS, BY_KIND)}


def span_choice(asked: Wanted, text: NamedText, answers: Sequence[str]) -> Choice | None:
    """All spans of a record, and which of them are an answer to the letter; None where none is."""
    laid = together([text])
    found = spans(asked, laid)
    if not len(found.first):
        return None
    wanted = {letters(answer) for answer in answers}
    starts, ends = laid.starts[found.first].tolist(), laid.ends[found.last].tolist()
    right = np.array([letters(laid.whole[a:b]) in wanted for a, b in zip(starts, ends, strict=True)], dtype=bool)
    by_kind = [found.span[:, : len(BY_KIND)] * float(applies) for applies in asked.kinds]
    rows = np.hstack([found.begin[found.first], found.end[found.last], found.span, *by_kind])
    choice = Choice(rows.astype(np.float64), right)
    return choice if choice.usable else None


def fit_spans(choices: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """The weights of the features, by part, as `SpanModel` takes them."""
    return _named(best_weights(choices, RIDGE))


def _named(weights: Matrix) -> dict[str, dict[str, float]]:
    named, place = {}, 0
    for part, names in _PARTS.items():
        named[part] = dict(zip(names, map(float, weights[place : place + len(names)]), strict=True))
        place += len(names)
    return named


def write(weights: dict[str, dict[str, float]]) -> None:
    """Keep the weights in the file that the engine reads."""
    text = "# Written by python -m bench.quality.train_extracted; do not edit by hand.\n"
    for part, named in weights.items():
        kept = ((name, weight) for name, weight in named.items() if abs(weight) >= _SMALLEST)
        text += f"\n[{part}]\n" + "".join(f"{json.dumps(n, ensure_ascii=False)} = {w:.3f}\n" for n, w in kept)
    WEIGHTS.write_text(unicodedata.normalize("NFC", text), encoding="utf-8")
