"""Text as Telegram sees it: UTF-16 lengths, the HTML that it accepts, the entities that it finds by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.errors import ApiError, bad_request

_PLAIN_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_SPECIAL = re.compile("[<&]")
_REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#\d+|[a-z]+);?")
_URL = re.compile(r"https?://[^\s，。]+")


def utf16_length(text: str) -> int:
    """The length that Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity marks."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


@dataclass(slots=True)
class _HtmlReader:
    source: str
    position: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    open_tags: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        while self.position < len(self.source):
            character = self.source[self.position]
            if character == "<":
                self._tag()
            elif character == "&":
                self._reference()
            else:
                special = _SPECIAL.search(self.source, self.position)
                end = special.start() if special else len(self.source)
                self._put(self.source[self.position : end])
                self.position = end
        if self.open_tags:
            name = self.open_tags[-1][0]
            raise self._refusal(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.text), self.entities

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)

    def _refusal(self, reason: str) -> ApiError:
        return bad_request(f"can't parse entities: {reason}")

    def _offset(self) -> int:
        return len(self.source[: self.position].encode())

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.position)
        if match is None or not (known := self._known(match[1])):
            self._put("&")
            self.position += 1
            return
        self._put(known)
        self.position = match.end()

    @staticmethod
    def _known(name: str) -> str:
        if name.startswith("#x"):
            return chr(int(f"0{name[1:]}", 0))
        if name.startswith("#"):
            return chr(int(name[1:]))
        return _NAMED.get(name, "")

    def _tag(self) -> None:
        end = self.source.find(">", self.position)
        if end < 0:
            raise self._refusal(f"Unclosed start tag at byte offset {self._offset()}")
        inner = self.source[self.position + 1 : end]
        if inner.startswith("/"):
            self._close(inner[1:].strip().lower())
        else:
            self._open(inner)
        self.position = end + 1

    def _open(self, inner: str) -> None:
        match = re.match(r"[a-zA-Z-]+", inner)
        name = match[0].lower() if match else ""
        attributes = {a[1].lower(): (a[2] or "").strip("\"'") for a in _ATTRIBUTE.finditer(inner)}
        if name in _PLAIN_TAGS:
            extra: dict[str, Any] = {"type": _PLAIN_TAGS[name]}
            if name == "blockquote" and "expandable" in attributes:
                extra["type"] = "expandable_blockquote"
        elif name == "a":
            href = _unescape(attributes.get("href", ""))
            extra = {"type": "text_link", "url": href} if re.match(r"(https?|tg)://\S+$", href) else {}
        else:
            raise self._refusal(f'Unsupported start tag "{name}" at byte offset {self._offset()}')
        self.open_tags.append((name, self.length, extra))

    def _close(self, name: str) -> None:
        if not self.open_tags:
            raise self._refusal(f"Unexpected end tag at byte offset {self._offset()}")
        expected, start, extra = self.open_tags.pop()
        if name != expected:
            raise self._refusal(
                f'Unmatched end tag at byte offset {self._offset()}, expected "</{expected}>", found "</{name}>"'
            )
        if extra and self.length > start:
            self.entities.append({**extra, "offset": start, "length": self.length - start})


def _unescape(text: str) -> str:
    for name, character in _NAMED.items():
        text = text.replace(f"&{name};", character)
    return text


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text without markup and its entities; refuses what Telegram's parser refuses."""
    return _HtmlReader(source).read()


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def detect_entities(text: str) -> list[dict[str, Any]]:
    """Mentions, commands and links, by tdlib's rule: none where a neighbour is a word character.

    Chinese characters are word characters, so ``你好@newsbot没有墙`` has no mention.
    """
    found = [
        *_bounded(text, r"@[A-Za-z0-9_]{3,32}", "mention", refused=""),
        *_bounded(text, r"/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?", "bot_command", refused="/<>"),
        *({"type": "url", "_at": m.span()} for m in _URL.finditer(text)),
    ]
    links = [e["_at"] for e in found if e["type"] == "url"]
    entities: list[dict[str, Any]] = []
    for entity in sorted(found, key=lambda e: e["_at"]):
        start, end = entity.pop("_at")
        if entity["type"] != "url" and any(a <= start < b for a, b in links):
            continue
        mention = entity["type"] == "mention" and any(_covers(other, start, text) for other in entities)
        if not mention:
            entity |= {"offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])}
            entities.append(entity)
    return entities


def _covers(entity: dict[str, Any], start: int, text: str) -> bool:
    offset = utf16_length(text[:start])
    return bool(entity["offset"] <= offset < entity["offset"] + entity["length"])


def _bounded(text: str, pattern: str, kind: str, refused: str) -> list[dict[str, Any]]:
    found = []
    for match in re.finditer(pattern, text, re.ASCII):
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        if not any(_is_word(c) or c in refused for c in (before, after)):
            found.append({"type": kind, "_at": match.span()})
    return found
