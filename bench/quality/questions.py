"""Question files as `nowall eval` reads them, for training and measuring."""

from __future__ import annotations

from pathlib import Path

import yaml

from nowall.terminal.referee import Item, read_item

READERS = Path(__file__).with_name("questions.yaml")
"""What readers asked who had not seen the records; training learns from it."""


def read_questions(file: Path) -> list[Item]:
    """All questions of a file. Raises OSError, and KeyError, TypeError or a YAML error for what is none."""
    return [read_item(fields) for fields in yaml.safe_load(file.read_text(encoding="utf-8"))]


def readers_questions() -> list[Item]:
    """The readers' questions about the news, smalltalk left out."""
    return [item for item in read_questions(READERS) if item.kind != "smalltalk"]
