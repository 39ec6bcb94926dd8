"""The paragraphs of a Markdown text, with their places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from markdown_it import MarkdownIt

from nowall.learn.clean.lines import Line, joined
from nowall.learn.clean.metadata import Said
from nowall.learn.documents import ParagraphKind

_LARGEST = 2_000_000
_FRONT = re.compile(r"\A---[ \t]*\n(.{0,5000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^(title|author|publisher|source|date|published|url|link)\s?:\s?[\"']?([^\n]{1,300}?)[\"']?\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_PREFIX = re.compile(r"[ \t>]*(?:#{1,6}[ \t]+|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)*")
_NAMES = {"source": "publisher", "date": "published", "link": "url"}


def read_markdown(source: str) -> tuple[list[Line], Said]:
    """The text blocks of a Markdown text as lines, and what its front matter says."""
    front = _FRONT.match(source)
    start = front.end() if front else 0
    said = _front_matter(front[1]) if front else Said()
    return list(_blocks(source, start)), said


def _blocks(source: str, start: int) -> Iterator[Line]:
    text = source[start : start + _LARGEST]
    rows = [start, *(start + end for end in accumulate(len(row) for row in text.splitlines(keepends=True)))]
    kind: ParagraphKind | None = None
    depth = 0
    for token in MarkdownIt("commonmark").disable("inline").parse(text):
        if token.type == "heading_open":
            kind = ParagraphKind.HEADING
        elif token.type in {"list_item_open", "list_item_close"}:
            depth += token.nesting
        elif token.type == "inline" and token.map and token.map[1] < len(rows):
            line = _block(source, rows[token.map[0]], rows[token.map[1]])
            if line:
                yield replace(line, kind=kind or (ParagraphKind.ITEM if depth else None))
            kind = None


def _block(source: str, start: int, end: int) -> Line | None:
    prefix = _PREFIX.match(source, start, end)
    line = joined(source, prefix.end() if prefix else start, end)
    if line is None:
        return None
    text = line.text.text
    return line.cut(0, len(text.rstrip("#")) if text.endswith((" #", "##")) else len(text))


def _front_matter(text: str) -> Said:
    fields: dict[str, str] = {_NAMES.get(m[1].lower(), m[1].lower()): m[2].strip() for m in _FIELD.finditer(text)}
    return Said(
        fields.get("title"), fields.get("author"), fields.get("publisher"), fields.get("published"), fields.get("url")
    )
