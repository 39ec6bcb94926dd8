"""Draws what `bench.learning.scale` measures: a few small panels over the number of articles, as an SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _MARGIN = 380, 230, 52
_COLOURS = ("#1f6feb", "#d1495b", "#3c8d40")


@dataclass(frozen=True)
class _Panel:
    title: str
    lines: Mapping[str, str]
    """The figures that it shows, with what they are called."""


_PANELS = (
    _Panel("Computing for each article, all processes (ms)", {"cpu_ms_per_article": "CPU"}),
    _Panel("Learned per second (articles)", {"articles_per_second": "articles"}),
    _Panel(
        "Peak memory while learning (MB)",
        {"together_mb": "all", "private_mb": "without files"},
    ),
    _Panel("On disk (MB)", {"corpus_mb": "corpus.db", "index_mb": "index"}),
    _Panel("Opening the home (s)", {"opened_seconds": "opening"}),
    _Panel(
        "Matching, median (ms)",
        {"first_median_ms": "first time", "again_median_ms": "again", "bare_median_ms": "tantivy"},
    ),
)


def drawn(measured: Sequence[Mapping[str, float]]) -> str:
    """The SVG; a panel whose figures were not measured is left out."""
    panels = [panel for panel in _PANELS if all(name in row for name in panel.lines for row in measured)]
    parts = []
    for place, panel in enumerate(panels):
        x, y = place % 2 * _WIDTH, place // 2 * _HEIGHT
        parts.append(f'<g transform="translate({x},{y})">{_panel(panel, measured)}</g>')
    height = math.ceil(len(panels) / 2) * _HEIGHT
    style = 'font-family="sans-serif" font-size="11" fill="#24292f"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * _WIDTH} {height}" {style}>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _panel(panel: _Panel, measured: Sequence[Mapping[str, float]]) -> str:
    """One chart: sizes on a logarithmic axis, values from zero."""
    top = max(row[name] for name in panel.lines for row in measured) * 1.1 or 1.0
    first, last = (math.log(end(row["articles"] for row in measured)) for end in (min, max))
    right, bottom = _WIDTH - 96, _HEIGHT - 34

    def at(articles: float, value: float) -> tuple[float, float]:
        share = (math.log(articles) - first) / (last - first) if last > first else 0.5
        return _MARGIN + share * (right - _MARGIN), bottom - value / top * (bottom - 34)

    parts = [_text(_MARGIN - 36, 20, panel.title, 'font-weight="bold"')]
    for value in (0.0, top / 2, top):
        height = at(measured[0]["articles"], value)[1]
        parts += [
            f'<path d="M{_MARGIN},{height:.1f}H{right}" stroke="#d0d7de"/>',
            _text(_MARGIN - 6, height + 4, _short(value), 'text-anchor="end"'),
        ]
    for row in measured:
        parts.append(_text(at(row["articles"], 0)[0], bottom + 16, f"{row['articles']:,.0f}", 'text-anchor="middle"'))
    taken: list[float] = []
    for colour, (name, label) in zip(_COLOURS, panel.lines.items(), strict=False):
        points = [at(row["articles"], row[name]) for row in measured]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        height = _free(points[-1][1] + 4, taken)
        parts.append(_text(right + 6, height, label, f'fill="{colour}"'))
    return "".join(parts)


def _free(height: float, taken: list[float]) -> float:
    """A height near this one at which no other label stands."""
    while any(abs(height - other) < 13 for other in taken):
        height -= 1
    taken.append(height)
    return height


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.1f}"


def _text(x: float, y: float, text: str, more: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{text}</text>'
