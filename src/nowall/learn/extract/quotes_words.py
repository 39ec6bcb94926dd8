"""The words of speech (``lexicon/speech.toml``) as patterns over Chinese, in both scripts, and English text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nowall.language.opencc_converter import converter
from nowall.lexicon import lexicon

SENTENCE_ENDS = "。！？!?…；;"


@cache
def words(name: str) -> frozenset[str]:
    """A list of the lexicon, Chinese words in both scripts."""
    return frozenset(both_scripts(lexicon("speech")[name]))


def both_scripts(listed: Iterable[str]) -> list[str]:
    """Chinese words as they are, and in the traditional script by OpenCC's general and Taiwan's tables."""
    simplified = list(listed)
    forms = [simplified, *(_convert(simplified, config) for config in ("s2t", "s2tw"))]
    return list(dict.fromkeys(form for same in zip(*forms, strict=True) for form in same))


def _convert(listed: list[str], config: str) -> list[str]:
    converted: str = converter(config).convert("\n".join(listed))
    return converted.split("\n") if listed else []


def one_of(listed: Iterable[str]) -> str:
    """An alternation of literal words, longest first; English ones are whole words, their first letter in either case.

    There is one branch for each first character, which is a literal: so `re` skips to where one can begin, and a
    search takes a twentieth of the time that it takes with a branch for each word.
    """
    behind: dict[str, list[str]] = {}
    for word in sorted(listed, key=lambda word: (-len(word), word)):
        for first, rest in _branches(word):
            behind.setdefault(first, []).append(rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in behind.items())


def _branches(word: str) -> Iterator[tuple[str, str]]:
    """A word as its first character and the pattern of the rest."""
    if not (word[0].isascii() and word[0].isalpha()):
        yield re.escape(word[0]), re.escape(word[1:])
        return
    for first in (word[0].lower(), word[0].upper()):
        yield first, rf"(?<![A-Za-z]{first}){re.escape(word[1:])}(?![A-Za-z])"


def listed(*names: str) -> str:
    """An alternation of all words of these lists."""
    return one_of(word for name in names for word in words(name))


@cache
def short_verbs() -> str:
    """The verbs that need it, where they do not stand within another word. Each begins with its literal."""
    parts = []
    for entry in lexicon("speech")["short_zh"]:
        for verb in both_scripts([entry["verb"]]):
            after, before = ("".join(both_scripts(list(entry[side]))) for side in ("not_after", "not_before"))
            parts.append(verb + (f"(?<![{after}]{verb})" if after else "") + (f"(?![{before}])" if before else ""))
    return "|".join(parts)


@cache
def verb() -> re.Pattern[str]:
    """Every verb of speech; two in a row (介绍说) are one."""
    short = [v for v in words("verbs_zh") if len(v) > 1]
    one = f"{one_of([*short, *words('verbs_en')])}|{short_verbs()}"
    return re.compile(f"(?:{one})(?:{one})?(?:{listed('after_verb_zh')})?")
