"""JSON lines, in and out: any bytes can be read, and what is written is always valid UTF-8 and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, TextIO

LONGEST_LINE = 8 * 2**20
_LINE_ENDS = {0x85: r"\u0085", 0x2028: r"\u2028", 0x2029: r"\u2029"}


def read_lines(stream: BinaryIO, longest: int = LONGEST_LINE) -> Iterator[bytes | None]:
    """Read the lines that are not blank as they come; None stands for one that is longer than ``longest`` bytes."""
    while line := stream.readline(longest):
        if len(line) == longest and not line.endswith(b"\n"):
            _skip_line(stream, longest)
            yield None
        elif line.strip():
            yield line


def _skip_line(stream: BinaryIO, step: int) -> None:
    while (rest := stream.readline(step)) and not rest.endswith(b"\n"):
        pass


def parse(text: str) -> Any:
    """Read a JSON value, strictly: ValueError for NaN and the like, for too deep nesting, and for what is no JSON."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def write_line(stream: TextIO, record: Mapping[str, Any]) -> None:
    """Write a record as one line, and let it out at once."""
    stream.write(f"{dump(record, stream.encoding or 'utf-8')}\n")
    stream.flush()


def dump(record: Mapping[str, Any], encoding: str = "utf-8") -> str:
    """Give a record as JSON on one line, whatever a reader takes for the end of one.

    What the encoding lacks (in UTF-8: half a surrogate pair) makes it all ASCII, with escapes.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False).translate(_LINE_ENDS)
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        return json.dumps(record, allow_nan=False)
    return line
