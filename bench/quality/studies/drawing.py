"""The pieces of an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

INK, BLUE, GREY, GRID = "#24292f", "#1f6feb", "#6e7781", "#d0d7de"
COLOURS = ("#1f6feb", "#d1495b", "#3c8d40", "#8250df", "#bf8700", "#0a7c86", "#6e7781")
"""For lines that have to be told apart."""

Point = tuple[float, float]


def image(width: float, height: float, parts: Iterable[str]) -> str:
    """The whole, on white."""
    style = f'font-family="sans-serif" font-size="12" fill="{INK}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {style}>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def moved(x: float, y: float, parts: Iterable[str]) -> str:
    """A group at another place."""
    return f'<g transform="translate({x:g},{y:g})">{"".join(parts)}</g>'


def text(x: float, y: float, words: str, more: str = "") -> str:
    """Words that begin at a point, or with another ``text-anchor`` in ``more``."""
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'


def line(points: Sequence[Point], colour: str, more: str = "") -> str:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>'


def bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A filled rectangle."""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def dot(at: Point, size: float, colour: str, inside: str | None = None) -> str:
    """A circle, filled with its own colour or another."""
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{inside or colour}" stroke="{colour}" stroke-width="2"/>'
    )


def shape(corners: Sequence[Point], colour: str) -> str:
    """A filled polygon."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    return f'<polygon points="{path}" fill="{colour}"/>'
