"""Text that is safe to print: nothing in a record or an error may steer the reader's terminal."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Replace control characters, overrides of the writing direction and lone surrogates."""
    return _STEERING.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """Do the same, and put everything on a single line."""
    return printable(" ".join(text.split()))
