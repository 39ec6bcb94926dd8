"""What a study writes down: tables between two comments of a page, images beside it, and lines about how far it is."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from bench.quality.comparison.figures import Estimate

T = TypeVar("T")


def put(page: Path, mark: str, text: str) -> None:
    """Replace what stands between the two comments of a mark; ValueError where the page has not both."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page} has no place for this: it wants the lines {begin} and {end}")
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
    tell(f"Written: {page}")


def put_image(file: Path, image: str) -> None:
    """Write an SVG."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(image, encoding="utf-8")
    tell(f"Written: {file}")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def interval(estimate: Estimate | None, *, points: bool = False) -> str:
    """A share with its interval, or a difference in signed points of a hundred; empty where nothing was asked."""
    if estimate is None:
        return ""
    told = [f"{100 * part:+.1f}" if points else f"{part:.3f}" for part in (estimate.value, estimate.low, estimate.high)]
    return f"{told[0]} [{told[1]}, {told[2]}]"


def tracked(label: str, items: Collection[T]) -> Iterator[T]:
    """The items, with a bar on the terminal while they are worked through."""
    console = Console(stderr=True)
    yield from track(items, label, len(items), console=console, transient=True, disable=not console.is_terminal)


def tell(line: str) -> None:
    """Say how far it is."""
    print(line, file=sys.stderr, flush=True)


def names(text: str) -> tuple[str, ...]:
    """What a list with commas names."""
    return tuple(name for name in text.split(",") if name)
