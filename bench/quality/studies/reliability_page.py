"""The tables and the diagram of how reliable the confidence is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from bench.quality.studies import drawing
from bench.quality.studies.calibration import BINS, Said, bins, brier, brier_of_the_share, calibration_error
from bench.quality.studies.page import interval, table

_SIDE, _LEFT, _TOP, _BELOW = 300, 52, 46, 52
_TALLEST = 60
"""Pixels of the bar with the most answers."""

Kinds = Mapping[str, Mapping[str, Sequence[Said]]]
"""What was said, by kind of corpus and by set."""


def tables(kinds: Kinds) -> str:
    """For each kind its bins; then the figures of all kinds and sets."""
    parts = []
    for kind, sets in kinds.items():
        parts += [f"### {kind}", table(["confidence", "answers", "mean", "right"], _bins(_pooled(sets)))]
    heads = ["", "answers", "right", "mean confidence", "calibration error", "Brier", "Brier of the share"]
    return "\n\n".join([*parts, table(heads, _figures(kinds))])


def _bins(said: Sequence[Said]) -> Iterator[list[str]]:
    for one in bins(said):
        span = f"{one.low:.1f} to {one.low + 1 / BINS:.1f}"
        yield [span, str(one.count), f"{one.confidence:.3f}", interval(one.right)]


def _figures(kinds: Kinds) -> Iterator[list[str]]:
    for kind, sets in kinds.items():
        yield _row(f"**{kind}**", _pooled(sets))
        for name, said in sets.items() if len(sets) > 1 else ():
            yield _row(name, said)


def _row(name: str, said: Sequence[Said]) -> list[str]:
    right, mean = (float(np.mean(values)) for values in ([s.right for s in said], [s.confidence for s in said]))
    figures = (right, mean, calibration_error(said), brier(said), brier_of_the_share(said))
    return [name, str(len(said)), *(f"{figure:.3f}" for figure in figures)]


def _pooled(sets: Mapping[str, Sequence[Said]]) -> list[Said]:
    return [one for said in sets.values() for one in said]


def drawn(kinds: Kinds) -> str:
    """The diagram: a panel for each kind, with bars for how many answers there are."""
    width = _SIDE + _LEFT + 36
    panels = [
        drawing.moved(place * width, 0, _panel(kind, _pooled(sets))) for place, (kind, sets) in enumerate(kinds.items())
    ]
    return drawing.image(len(panels) * width, _SIDE + _TOP + _BELOW, panels)


def _panel(kind: str, said: Sequence[Said]) -> Iterator[str]:
    yield drawing.text(_LEFT, 20, kind, 'font-weight="bold" font-size="13"')
    yield drawing.text(_LEFT, 37, f"{len(said)} answers, calibration error {calibration_error(said):.3f}")
    yield from _axes()
    found = bins(said)
    most = max(one.count for one in found)
    for one in found:
        height = _TALLEST * one.count / most
        yield drawing.bar(_x(one.low) + 2, _y(0) - height, _SIDE / BINS - 4, height, drawing.GRID)
    yield drawing.line([(_x(0), _y(0)), (_x(1), _y(1))], drawing.GREY, 'stroke-dasharray="5 4"')
    for one in found:
        x = _x(one.confidence)
        yield drawing.line([(x, _y(one.right.low)), (x, _y(one.right.high))], drawing.BLUE, 'stroke-width="2"')
    points = [(_x(one.confidence), _y(one.right.value)) for one in found]
    yield drawing.line(points, drawing.BLUE)
    yield from (drawing.dot(point, 4, drawing.BLUE) for point in points)


def _axes() -> Iterator[str]:
    for fifth in range(0, 11, 2):
        at = fifth / 10
        yield drawing.line([(_x(at), _y(0)), (_x(at), _y(1))], drawing.GRID)
        yield drawing.line([(_x(0), _y(at)), (_x(1), _y(at))], drawing.GRID)
        yield drawing.text(_x(at), _y(0) + 16, f"{at:.1f}", 'text-anchor="middle" font-size="11"')
        yield drawing.text(_x(0) - 6, _y(at) + 4, f"{at:.1f}", 'text-anchor="end" font-size="11"')
    yield drawing.text(_x(0.5), _y(0) + 36, "confidence", 'text-anchor="middle"')
    yield drawing.text(-_y(0.5), 14, "share that is right", 'text-anchor="middle" transform="rotate(-90)"')


def _x(share: float) -> float:
    return _LEFT + share * _SIDE


def _y(share: float) -> float:
    return _TOP + (1 - share) * _SIDE
