"""TOML as an editor would write it: one key a line, texts with their Chinese as it is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

Value = str | Iterable[str] | Iterable[Mapping[str, str]]


def table(header: str, values: Mapping[str, Value | None]) -> str:
    """A table under its header, such as ``[[fact]]``; keys whose value is None or empty are left out."""
    lines = [f"{key} = {_value(value)}" for key, value in values.items() if value]
    return "\n".join([header, *lines]) + "\n"


def comment(text: str) -> str:
    """A text as comment lines."""
    return "".join(f"# {line}\n" for line in text.splitlines())


def text(words: str) -> str:
    """A text between quotation marks."""
    return json.dumps(words, ensure_ascii=False)  # what JSON escapes, TOML escapes alike


def plain(words: str) -> str:
    """Words as a pack may have them: in one line, and nothing in it that cannot be seen."""
    return "".join(c for c in " ".join(words.split()) if c.isprintable()).strip()


def _value(value: Value) -> str:
    if isinstance(value, str):
        return text(value)
    return f"[{', '.join(_inline(item) for item in value)}]"


def _inline(item: str | Mapping[str, str]) -> str:
    if isinstance(item, str):
        return text(item)
    return f"{{ {', '.join(f'{key} = {text(value)}' for key, value in item.items())} }}"
