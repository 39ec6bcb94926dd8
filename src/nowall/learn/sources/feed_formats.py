"""The formats of feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Reading one asks for nothing else.

XML is parsed by libxml2 without network, DTDs and entities of its own, and within its limits of depth and size; what
is not well-formed is read as far as it can be.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from html.entities import html5

from lxml import etree

from nowall.errors import InputError
from nowall.learn.documents import Form
from nowall.learn.sources.feed_entries import MOST_ENTRIES, Entry, Feed, entry, form_of, plain, told_apart

_HEAD = 20_000
_XML_FEED = re.compile(
    r"(?>[\s\ufeff]+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(?:rss|feed|RDF)[\s/>]",
    re.DOTALL,
)
_JSON = re.compile(r'[\s\ufeff]*+\{\s*"')
_DECLARATION = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*\?>)?\s*")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_NAMED = re.compile(r"&(\w{2,32};)")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MODULES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_OWN = re.compile(
    r"http://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns#|purl\.org/rss/1\.0/|\S*(?:netscape|userland)\.com/\S*)"
)
_LONGEST_LIFE_DIGITS = 6


def is_feed(text: str) -> bool:
    """Whether a text is to be read as a feed, by what it begins with; JSON is never a page."""
    return bool(_XML_FEED.match(text[:_HEAD]) or _JSON.match(text[:_HEAD]))


def parse_feed(text: str, address: str) -> Feed:
    """Parse a feed that stands at an address; raises InputError where it is none."""
    if _XML_FEED.match(text[:_HEAD]):
        return _xml_feed(_parse_xml(text), address)
    if _JSON.match(text[:_HEAD]):
        return _json_feed(_parse_json(text), address)
    raise InputError("It is no feed: nowall reads RSS, Atom and JSON Feed.")


def _parse_xml(text: str) -> etree._Element:
    text = _NOT_XML.sub("", text[_DECLARATION.match(text).end() :])  # type: ignore[union-attr]  # matches anything
    try:
        root = etree.fromstring(text.encode(), _parser(recover=False))
    except etree.XMLSyntaxError:
        # Mostly a bare "&", or an entity of HTML
        text = _NAMED.sub(_character, _BARE_AMPERSAND.sub("&amp;", text))
        try:
            root = etree.fromstring(text.encode(), _parser(recover=True))
        except etree.XMLSyntaxError:
            root = None
    if root is None:
        raise InputError("It is a damaged feed: its XML cannot be read.")
    types = root.getroottree().docinfo.internalDTD
    if types is not None and any(True for _ in types.iterentities()):
        raise InputError("It defines entities of its own, which no honest feed needs: it is not read.")
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _character(match: re.Match[str]) -> str:
    meant = html5.get(match[1], "")
    return match[0] if not meant or meant in "<>&\"'" else meant


def _xml_feed(root: etree._Element, address: str) -> Feed:
    channel = next((child for child in root if _name(child) == "channel"), root)
    items = [
        child for parent in dict.fromkeys((channel, root)) for child in parent if _name(child) in {"item", "entry"}
    ]
    title = plain(_Fields(channel).text("title")) or None
    ttl = _Fields(channel).text("ttl").strip()
    life = 60.0 * int(ttl) if ttl.isdecimal() and len(ttl) <= _LONGEST_LIFE_DIGITS else None
    return Feed(address, title, told_apart([_xml_entry(item, address) for item in items[:MOST_ENTRIES]]), life)


def _xml_entry(element: etree._Element, address: str) -> Entry:
    fields = _Fields(element)
    return entry(
        address,
        identifier=fields.text("guid", "id"),
        link=fields.link(),
        content=fields.markup("content:encoded", "content"),
        summary=fields.markup("description", "summary"),
        title=fields.text("title"),
        author=fields.inner("author", "name") or fields.text("dc:creator", "author"),
        publisher=fields.inner("source", "title") or fields.text("source"),
        published=[fields.text(name) for name in ("pubDate", "published", "issued", "dc:date", "updated", "modified")],
    )


class _Fields:
    """The children of an element by name; the first of a name counts."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._found: dict[str, etree._Element] = {}
        for child in element:
            self._found.setdefault(_name(child), child)

    def text(self, *names: str) -> str:
        texts = (_inner(self._found[name]) for name in names if name in self._found)
        return next(filter(None, texts), "")

    def inner(self, outer: str, name: str) -> str:
        found = self._found.get(outer)
        return "" if found is None else next((_inner(child) for child in found if _name(child) == name), "")

    def markup(self, *names: str) -> tuple[str, Form]:
        for name in names:
            found = self._found.get(name)
            text = "" if found is None else _inner(found).strip()
            if found is not None and text:
                kind = found.get("type", "")
                if "/" not in kind or kind.startswith("text/") or kind == "application/xhtml+xml":
                    return text, Form.TEXT if kind in {"text", "text/plain"} else form_of(text)
        return "", Form.TEXT

    def link(self) -> tuple[str, ...]:
        """The base and the link of an entry: Atom's attribute, RSS's text, or an id that is the address."""
        for child in self._element:
            if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
                link = child.get("href") or _inner(child)
                if link.strip():
                    return child.base or "", link
        guid = self._found.get("guid")
        address = "" if guid is None or guid.get("isPermaLink") == "false" else _inner(guid).strip()
        return (address,) if address.startswith("http") else ()


def _name(element: etree._Element) -> str:
    """An element's name without a prefix where it belongs to the format, and with one for the two known modules."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    space = space.removeprefix("{")
    if not space or _OWN.fullmatch(space):
        return name
    return _MODULES.get(space, "other:") + name


def _inner(element: etree._Element) -> str:
    """What stands in an element, with its tags where it is markup that was not escaped."""
    if not len(element):
        return element.text or ""
    parts: Iterable[str] = (etree.tostring(child, method="html", encoding="unicode") for child in element)
    return html.escape(element.text or "", quote=False) + "".join(parts)


def _parse_json(text: str) -> dict[str, object]:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise InputError("It is a damaged feed: its JSON cannot be read.") from None
    if not isinstance(found, dict) or "jsonfeed.org" not in _string(found, "version"):
        raise InputError("It is no feed: nowall reads RSS, Atom and JSON Feed.")
    return found


def _json_feed(found: dict[str, object], address: str) -> Feed:
    items = found.get("items")
    tables = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = [_json_entry(item, address) for item in tables[:MOST_ENTRIES]]
    return Feed(address, plain(_string(found, "title")) or None, told_apart(entries))


def _json_entry(item: dict[str, object], address: str) -> Entry:
    marked_up = _string(item, "content_html")
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return entry(
        address,
        identifier=_string(item, "id"),
        link=(_string(item, "url") or _string(item, "external_url"),),
        content=(marked_up, Form.HTML) if marked_up else (_string(item, "content_text"), Form.TEXT),
        summary=(_string(item, "summary"), Form.TEXT),
        title=_string(item, "title"),
        author=_string(first, "name") if isinstance(first, dict) else "",
        publisher="",
        published=[_string(item, "date_published"), _string(item, "date_modified")],
    )


def _string(table: dict[str, object], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
