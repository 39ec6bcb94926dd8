"""The main text of a web page, and what its markup says of it, found by trafilatura."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # for its type: trafilatura's trees read alike

import trafilatura

from nowall.learn.clean.lines import Line
from nowall.learn.clean.metadata import Said
from nowall.learn.documents import ParagraphKind, Traced

_LARGEST = 10_000_000
"""Characters of a page that are looked at."""
_DEEPEST = 200
"""Levels of nesting beyond which tags are left out: parsers give up at 256, and recursive readers soon after."""
_MOST_TAGS = 100_000
_LARGE_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\s[^<>]{2000,}>")
_MOST_ATTRIBUTES = 200
"""In one tag; parsers take quadratic time for them."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_BLOCKS = frozenset(
    {"p", "head", "item", "quote", "cell", "row", "ab", "lb", "list", "table", "code", "div", "main", "body"}
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "select"})
_NEW_LINE = frozenset(
    {
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "td",
        "section",
        "article",
        "blockquote",
        "header",
        "footer",
        "nav",
        "title",
        "table",
    }
)
_VOID = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
)
_KINDS = {"head": ParagraphKind.HEADING, "item": ParagraphKind.ITEM}
_SPACE = re.compile(r"\s+")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Found:
    """The text that was found, its lines, and what the markup says."""

    source: str
    lines: tuple[Line, ...]
    said: Said


def read_page(page: str, url: str | None = None) -> Found:
    """Find a page's main text; where there is none, all text that it shows."""
    page = _flattened(page[:_LARGEST].replace("\x00", ""))
    try:
        document = trafilatura.bare_extraction(
            page,
            url=url,
            with_metadata=True,
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # noqa: BLE001  whatever a hostile page does to the parsers, its text can still be shown
        document = None
    if document is None or isinstance(document, dict):
        return _composed([(text, None) for text in _shown_text(page)], Said())
    said = Said(document.title, document.author, document.sitename, document.date, document.url)
    blocks = list(_blocks(document.body)) if document.body is not None else []
    return _composed(blocks or [(text, None) for text in _shown_text(page)], said)


def _composed(blocks: list[tuple[str, ParagraphKind | None]], said: Said) -> Found:
    lines: list[Line] = []
    start = 0
    for text, kind in blocks:
        lines.append(Line(Traced.whole(text, start), kind))
        start += len(text) + 1
    return Found("\n".join(text for text, _ in blocks), tuple(lines), said)


def _blocks(body: Element) -> Iterator[tuple[str, ParagraphKind | None]]:
    """The paragraphs of trafilatura's tree, each with the kind that its tag tells."""
    parts: list[str] = []
    for text, kind, is_edge in _pieces(body):
        if is_edge:
            joined = _SPACE.sub(" ", "".join(parts)).strip()
            parts.clear()
            if joined:
                yield joined, kind
        parts.append(text)


def _pieces(body: Element) -> Iterator[tuple[str, ParagraphKind | None, bool]]:
    """Every text in order, the kind of what stands before it, and whether a block begins or ends there."""
    stack: list[tuple[Element, ParagraphKind | None, bool]] = [(body, None, False)]
    while stack:
        element, outer, is_end = stack.pop()
        tag = str(element.tag)
        kind = _KINDS.get(tag, outer)
        if is_end:
            yield (element.tail or "") if element is not body else "", kind, tag in _BLOCKS
            continue
        yield element.text or "", outer, tag in _BLOCKS
        stack.append((element, outer, True))
        stack += [(child, kind, False) for child in reversed(element)]


def _shown_text(page: str) -> list[str]:
    """The text outside of tags, scripts and styles, a line for each block."""
    parts: list[str] = []
    hidden: str | None = None
    done = 0
    page = _without_comments(page)
    for tag in _TAG.finditer(page):
        name, closes = tag[2].lower(), bool(tag[1])
        if hidden is None:
            parts += [_SPACE.sub(" ", page[done : tag.start()]), "\n" if name in _NEW_LINE else ""]
            hidden = name if name in _HIDDEN and not closes else None
        elif closes and name == hidden:
            hidden = None
        done = tag.end()
    if hidden is None:
        parts.append(_SPACE.sub(" ", page[done:]))
    shown = (html.unescape(line).strip() for line in "".join(parts).split("\n"))
    return [line for line in shown if line]


def _without_comments(page: str) -> str:
    parts: list[str] = []
    done = 0
    while (start := page.find("<!--", done)) >= 0:
        end = page.find("-->", start)
        if end < 0:
            break
        parts.append(page[done:start])
        done = end + 3
    return "".join([*parts, page[done:]])


def _flattened(page: str) -> str:
    """The page without the tags that are nested too deep, or too many, and without attributes where they are many."""
    page = _LARGE_TAG.sub(_with_few_attributes, page)
    depth = count = done = 0
    parts: list[str] = []
    for tag in _TAG.finditer(page):
        name = tag[2].lower()
        count += 1
        if name in _VOID or tag.group().endswith("/>"):
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > _DEEPEST - (0 if not tag[1] else 1) or count > _MOST_TAGS:
            parts += [page[done : tag.start()], " "]
            done = tag.end()
    return page if not parts else "".join([*parts, page[done:]])


def _with_few_attributes(tag: re.Match[str]) -> str:
    many = len(tag.group().split(None, _MOST_ATTRIBUTES + 1)) > _MOST_ATTRIBUTES + 1
    return f"<{tag[1]}>" if many else tag.group()
