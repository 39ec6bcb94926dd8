"""What is on a page."""

from __future__ import annotations

import re

import lxml.html
from lxml.html import HtmlElement


def parsed(page: str) -> HtmlElement:
    return lxml.html.document_fromstring(page)


def text_of(page: str) -> str:
    """All that is read, one blank between words."""
    body = parsed(page).body
    return re.sub(r"\s+", " ", body.text_content()).strip()


def links(page: str) -> list[str]:
    return [str(href) for href in parsed(page).xpath("//a/@href")]


def meta(page: str, name: str) -> str | None:
    """The content of a ``<meta>`` by its name or property."""
    found = parsed(page).xpath(f"//meta[@name='{name}' or @property='{name}']/@content")
    return str(found[0]) if found else None
