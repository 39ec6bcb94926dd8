"""Consoles: colours and bold only on a terminal, and none at all under NO_COLOR."""

from __future__ import annotations

import os

from rich.console import Console
from rich.text import Text


def console(*, stderr: bool = False) -> Console:
    """Make a console that changes nothing in what it prints: no highlighting, markup or emoji."""
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(
        stderr=stderr,
        color_system=None if plain else "auto",
        highlight=False,
        markup=False,
        emoji=False,
    )


def put(target: Console, *lines: Text | str) -> None:
    """Print lines as they are; a terminal wraps them, a file does not."""
    for line in lines:
        target.print(line, soft_wrap=True)
