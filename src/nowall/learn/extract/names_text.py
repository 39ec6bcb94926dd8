"""The text in which names are looked for: levelled character by character, so that every offset stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from operator import itemgetter

import rjieba

from nowall.language.normalise import is_cjk
from nowall.learn.extract import levelled
from nowall.lexicon import lexicon

_SAME: dict[int, str | int] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？"},
    **dict.fromkeys(map(ord, "•・‧∙⋅"), "·"),
    **dict.fromkeys(map(ord, "‐‑‒–"), "-"),
    **dict.fromkeys(map(ord, "’‘"), "'"),
    **dict.fromkeys(map(ord, "「『“”」』"), '"'),
    **dict.fromkeys(map(ord, "\u2009\t"), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "?"),
}
_ADDRESS = re.compile(
    r"https?:[^\s\u4e00-\u9fff]+|[\w.+-]{1,60}@[\w.-]+"
    r"|(?<![\w.])[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:com|cn|net|org|io|html?|gov|edu)\b[/\w.-]*",
    re.ASCII,
)
_JOINTS = str.maketrans("", "", " -_·'\".")


def level(text: str) -> str:
    """Simplified characters, half-width letters, one dot and one quotation mark; as long as the text itself.

    Addresses are blanked: names within them are none.
    """
    text = levelled.level(text).translate(_SAME)
    return _ADDRESS.sub(lambda match: " " * len(match.group()), text) if "." in text or "@" in text else text


def lower(text: str) -> str:
    """Lower case, as long as the text itself."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """What two spellings of one name have in common: `nowall.language.normalise.squash`, for a levelled name."""
    return name.lower().translate(_JOINTS)


@cache
def words(*names: str) -> tuple[str, ...]:
    """The word lists of lexicon/names.toml with these names, as one."""
    table = lexicon("names")
    lists = (table[name].split() if isinstance(table[name], str) else table[name] for name in names)
    return tuple(dict.fromkeys(word for part in lists for word in part))


@cache
def word_set(*names: str) -> frozenset[str]:
    """`words` for membership tests."""
    return frozenset(words(*names))


def chinese(text: str) -> bool:
    """Whether all of a text is Chinese characters."""
    return bool(text) and all(map(is_cjk, text))


@dataclass(frozen=True)
class Passage:
    """A levelled text with its words and their tags (those of jieba: nr a person, ns a place, …)."""

    text: str

    @cached_property
    def tagged(self) -> list[tuple[str, str]]:
        """The words, guessed ones included."""
        return list(rjieba.tag(self.text))

    @cached_property
    def starts(self) -> list[int]:
        """Where each of the words begins."""
        return list(accumulate(map(len, map(itemgetter(0), self.tagged)), initial=0))[:-1]

    @cached_property
    def edges(self) -> frozenset[int]:
        """Where words of the dictionary begin or end."""
        return edges(self.text)

    def whole(self, start: int, end: int) -> bool:
        """Whether the characters from ``start`` to ``end`` are words, and not parts of other ones."""
        return is_whole(self.text, start, end) and (
            not _cut_chinese(self.text, start, end) or self._at_edges(start, end)
        )

    def _at_edges(self, start: int, end: int) -> bool:
        return start in self.edges and end in self.edges

    def places(self, form: str) -> Iterator[int]:
        """Where a form stands as whole words."""
        start = self.text.find(form)
        while start >= 0:
            if self.whole(start, start + len(form)):
                yield start
            start = self.text.find(form, start + len(form))


@lru_cache(maxsize=16)
def edges(text: str) -> frozenset[int]:
    """Where words of the dictionary begin or end in a text."""
    return frozenset(accumulate(map(len, rjieba.cut(text, False)), initial=0))


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a Latin name stands as a word of its own, not within a longer word or version number."""
    before, first = text[start - 1 : start] if start else "", text[start]
    after, last = text[end : end + 1], text[end - 1]
    if first.isascii() and first.isalnum() and before.isascii() and before.isalnum():
        return False
    if first.isascii() and before == "-" and text[start - 2 : start - 1].isalnum():
        return False
    beyond = text[end + 1 : end + 2]
    if (
        last.isascii()
        and after in {".", "-"}
        and beyond.isascii()
        and (beyond.isdigit() or (last.isdigit() and beyond.isalnum()))
    ):
        return False
    return not (last.isascii() and last.isalnum() and after.isascii() and after.isalnum())


def _cut_chinese(text: str, start: int, end: int) -> bool:
    """Whether a name begins or ends between two Chinese characters, where it might be part of a word."""
    left = start > 0 and is_cjk(text[start]) and is_cjk(text[start - 1])
    return left or (end < len(text) and is_cjk(text[end - 1]) and is_cjk(text[end]))
