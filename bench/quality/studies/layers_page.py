"""The table and the plot of right answers against time, layer by layer."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from bench.quality.comparison.figures import Estimate, mean, percentile, share
from bench.quality.studies import drawing
from bench.quality.studies.layering import Reached
from bench.quality.studies.page import interval, table

_WIDTH, _HEIGHT, _LEFT, _TOP, _LABELS, _BELOW = 790, 460, 56, 24, 160, 92
_RIGHT, _BOTTOM = _WIDTH - _LABELS, _HEIGHT - _BELOW
_NEAREST = 14
"""Pixels between two labels."""


def in_table(reached: Sequence[Reached]) -> str:
    """A row for each layer of each set; the step is to the layer before, on the same questions."""
    heads = ["", "layer", "A@1", "step, points", "ms, median / 95 %"]
    return table(heads, (_row(one, before) for of_set in _by_set(reached) for before, one in _steps(of_set)))


def _by_set(reached: Sequence[Reached]) -> list[list[Reached]]:
    return [[one for one in reached if one.set == name] for name in dict.fromkeys(one.set for one in reached)]


def _steps(of_set: list[Reached]) -> Iterator[tuple[Reached | None, Reached]]:
    yield from zip([None, *of_set], of_set, strict=False)


def _row(one: Reached, before: Reached | None) -> list[str]:
    name = "" if before else f"**{one.set}** ({len(one.right)})"
    layer = f"+ {one.layer}" if before else one.layer
    step = interval(_gain(before, one), points=True) if before else ""
    times = " / ".join(_ms(percentile(one.ms, part)) for part in (0.5, 0.95))
    return [name, layer, interval(share(one.right)), step, times]


def _gain(before: Reached, after: Reached) -> Estimate | None:
    return mean(np.array(after.right, dtype=float) - np.array(before.right, dtype=float))


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:,.0f}" if milliseconds >= 10 else f"{milliseconds:.1f}"


def drawn(reached: Sequence[Reached]) -> str:
    """The plot: for each set a line through its layers, time on a logarithmic axis."""
    axes = _Axes(reached)
    layers = list(dict.fromkeys(one.layer for one in reached))
    parts = list(axes.drawn())
    taken: list[float] = []
    of_sets = sorted(_by_set(reached), key=lambda of_set: axes.at(of_set[-1])[1])
    for of_set, colour in zip(of_sets, drawing.COLOURS * len(of_sets), strict=False):
        points = [axes.at(one) for one in of_set]
        parts.append(drawing.line(points, colour, 'stroke-width="2"'))
        parts += [_mark(layers.index(one.layer), point, colour) for one, point in zip(of_set, points, strict=True)]
        x, y = points[-1]
        taken.append(max(y, taken[-1] + _NEAREST) if taken else y)
        label = (_RIGHT + 12, taken[-1])
        parts.append(drawing.line([(x + 7, y), label], colour, 'stroke-dasharray="2 3"'))
        parts.append(drawing.text(label[0] + 3, label[1] + 4, of_set[0].set, f'fill="{colour}"'))
    return drawing.image(_WIDTH, _HEIGHT, [*parts, *_legend(layers)])


class _Axes:
    """Milliseconds from left to right, and shares from below."""

    def __init__(self, reached: Sequence[Reached]) -> None:
        times = [_time(one) for one in reached]
        shares = [_right(one) for one in reached]
        self.first, self.last = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
        self.last = max(self.last, self.first + 1)
        self.low, self.high = math.floor(min(shares) * 10) / 10, math.ceil(max(shares) * 10) / 10
        self.high = max(self.high, self.low + 0.1)

    def at(self, one: Reached) -> drawing.Point:
        return self._x(math.log10(_time(one))), self._y(_right(one))

    def drawn(self) -> Iterator[str]:
        for power in range(self.first, self.last + 1):
            x = self._x(power)
            yield drawing.line([(x, _TOP), (x, _BOTTOM)], drawing.GRID)
            yield drawing.text(x, _BOTTOM + 16, f"{10.0**power:g}", 'text-anchor="middle" font-size="11"')
        for tenth in range(round(self.low * 10), round(self.high * 10) + 1):
            y = self._y(tenth / 10)
            yield drawing.line([(_LEFT, y), (_RIGHT, y)], drawing.GRID)
            yield drawing.text(_LEFT - 6, y + 4, f"{tenth / 10:.1f}", 'text-anchor="end" font-size="11"')
        middle = 'text-anchor="middle"'
        yield drawing.text((_LEFT + _RIGHT) / 2, _BOTTOM + 36, "CPU time of a question, median (ms)", middle)
        turned = f'{middle} transform="rotate(-90)"'
        yield drawing.text(-(_TOP + _BOTTOM) / 2, 16, "share of right first records", turned)

    def _x(self, power: float) -> float:
        return _LEFT + (power - self.first) / (self.last - self.first) * (_RIGHT - _LEFT)

    def _y(self, right: float) -> float:
        return _BOTTOM - (right - self.low) / (self.high - self.low) * (_BOTTOM - _TOP)


def _time(one: Reached) -> float:
    return max(percentile(one.ms, 0.5), 0.01)


def _right(one: Reached) -> float:
    return float(np.mean(one.right))


def _mark(place: int, at: drawing.Point, colour: str) -> str:
    """A sign of its own for each layer."""
    corners, turn = ((0, 0), (4, 45), (3, -90), (4, 0), (3, 90), (0, 0))[place % 6]
    if not corners:
        return drawing.dot(at, 5, colour, "#fff" if place == 0 else None)
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    return drawing.shape([(at[0] + 6.5 * math.cos(a), at[1] + 6.5 * math.sin(a)) for a in angles], colour)


def _legend(layers: Sequence[str]) -> Iterator[str]:
    x = float(_LEFT)
    for place, layer in enumerate(layers):
        yield _mark(place, (x + 6, _HEIGHT - 22), drawing.GREY)
        yield drawing.text(x + 17, _HEIGHT - 18, layer)
        x += 34 + 7 * len(layer)
