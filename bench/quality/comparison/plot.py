"""Draws the shares of right first records with their intervals, a panel for each set, as an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.quality.comparison.runs import Run
from bench.quality.comparison.table import first, in_order

_WIDTH, _ROW, _TOP, _BOTTOM = 470, 20, 40, 34
_LABELS = 212
"""Where the axis begins: left of it stand the names."""
_RIGHT = _WIDTH - 56
"""Where it ends: right of it stand the figures."""
_OURS, _THEIRS, _GRID = "#1f6feb", "#6e7781", "#d0d7de"


def drawn(runs: Sequence[Run]) -> str:
    """The SVG; what was not asked is left out."""
    told = [run for run in runs if not run.skipped]
    panels = [in_order(run for run in told if run.set == name) for name in dict.fromkeys(run.set for run in told)]
    parts, top = [], 0
    for start in range(0, len(panels), 2):
        beside = panels[start : start + 2]
        for column, panel in enumerate(beside):
            parts.append(f'<g transform="translate({column * _WIDTH},{top})">{_panel(panel)}</g>')
        top += _TOP + _BOTTOM + _ROW * max(map(len, beside))
    style = 'font-family="sans-serif" font-size="12" fill="#24292f"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * _WIDTH} {top}" {style}>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _panel(runs: Sequence[Run]) -> str:
    bottom = _TOP + _ROW * len(runs)
    parts = [_text(_LABELS, 22, runs[0].set, 'font-weight="bold" font-size="13"')]
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts += [
            f'<path d="M{x:.1f},{_TOP - 8}V{bottom}" stroke="{_GRID}"/>',
            _text(x, bottom + 15, f"{tenth / 10:.1f}", 'text-anchor="middle" font-size="11"'),
        ]
    parts += [_row(run, _TOP + _ROW * place + _ROW // 2 - 4) for place, run in enumerate(runs)]
    return "".join(parts)


def _row(run: Run, y: int) -> str:
    found = first(run)
    if found is None:
        return ""
    colour, size, weight = (_OURS, 5, "bold") if run.is_nowall else (_THEIRS, 4, "normal")
    low, at, high = map(_x, (found.low, found.value, found.high))
    return (
        _text(_LABELS - 10, y + 4, run.system, f'text-anchor="end" font-weight="{weight}" fill="{colour}"')
        + f'<path d="M{low:.1f},{y}H{high:.1f}" stroke="{colour}" stroke-width="2"/>'
        + f'<circle cx="{at:.1f}" cy="{y}" r="{size}" fill="{colour}"/>'
        + _text(_RIGHT + 12, y + 4, f"{found.value:.3f}", f'font-weight="{weight}" fill="{colour}"')
    )


def _x(share: float) -> float:
    return _LABELS + share * (_RIGHT - _LABELS)


def _text(x: float, y: float, text: str, more: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(text)}</text>'
