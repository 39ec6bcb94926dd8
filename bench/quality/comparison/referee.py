"""When a record answers a question of a public set: the answer stands within what one reads at a glance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from nowall.language.opencc_converter import converter

READ = 100
"""Characters of a record within which its answer must stand."""
_DECIMAL = re.compile(r"(?<=\d)[.](?=\d)")
_NO_LETTERS = re.compile(r"[\W_]+")

Answers = Sequence[Sequence[str]]
"""What must be said: of each group one of its alternatives."""


def level(text: str) -> str:
    """Give a text as it is compared: NFKC, simplified, lower case, without marks but for the decimal point.

    ``"３.5 萬！"`` becomes ``"3点5万"``.
    """
    simplified = converter("t2s").convert(unicodedata.normalize("NFKC", text)).lower()
    return _NO_LETTERS.sub("", _DECIMAL.sub("点", simplified))


def answers(text: str, wanted: Answers) -> bool:
    """Whether the beginning of a record has an alternative of every group."""
    said = level(text[:READ])
    return bool(said) and all(any(key in said for key in group) for group in _levelled(wanted))


def is_exactly(short: str, wanted: Answers) -> bool:
    """Whether a short answer is an alternative and nothing more; never where several groups are wanted."""
    groups = _levelled(wanted)
    return len(groups) == 1 and level(short) in groups[0]


def _levelled(wanted: Answers) -> list[list[str]]:
    groups = ([key for key in map(level, group) if key] for group in wanted)
    return [group for group in groups if group]
