"""Cuts a text's Latin words into runs that may be names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nowall.learn.extract.names_text import word_set
from nowall.lexicon import lexicon

_WORD = r"[A-Za-z][A-Za-z0-9]*(?:[-'&.+][A-Za-z0-9]+)*\*?"
_NUMBER = r"\d{1,4}(?:\.\d{1,2})?(?![\d.,%:/-]*\d)"
_RUN = re.compile(rf"(?<![A-Za-z0-9@/._-]){_WORD}(?: (?:{_WORD}|{_NUMBER}))*(?![A-Za-z0-9@])")
_LONGEST_WORD = 40
"""Characters; a longer run of letters is no word."""
_LONGEST = 5
"""Words of the longest name."""
MIXED = re.compile(r"[a-z0-9].*[A-Z]|[A-Z].*[a-z].*[A-Z]|[A-Z]{2}.*[a-z]")
"""Letters in both cases, where capitals do not only begin."""
_DIGIT = re.compile(r"\d")


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(lexicon("names")["unit"])


def runs(text: str, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Where runs of words stand that may be names, common words at their ends left out."""
    for match in _RUN.finditer(text):
        parts = [(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"\S+", match.group())]
        run: list[tuple[int, int]] = []
        for start, end in [*parts, (len(text), len(text))]:
            word = text[start:end]
            first = text[slice(*run[0])] if len(run) == 1 else ""
            joins = word == "of" and first in word_set("organisation_endings_en")
            if start < len(text) and start not in taken and (joins or _continues(text, word, end, begun=bool(run))):
                run.append((start, end))
                continue
            yield from _trimmed(text, run, after_known=bool(run) and run[0][0] - 2 in taken)
            run = []


def _continues(text: str, word: str, end: int, *, begun: bool) -> bool:
    """Whether a word may be part of a name: capitalised or mixed, or a number that measures nothing."""
    if len(word) > _LONGEST_WORD or word.lower() in _office_words():
        return False
    if word[0].isdigit():
        return begun and text[end:].lstrip(" ")[:1] not in lexicon("names")["measures"]
    return word[0].isupper() or bool(MIXED.search(word)) or bool(_DIGIT.search(word)) or (begun and word in tails())


@cache
def _office_words() -> frozenset[str]:
    """Offices of one word, at which a run ends: Novatek CEO Dana Altmeyer."""
    offices = word_set("offices_of_bodies") | {"chair", "president"}
    forms = (form for role in lexicon("roles")["role"] if role["id"] in offices for form in role["en"])
    return frozenset(form.lower() for form in forms if " " not in form)


@cache
def tails() -> frozenset[str]:
    """Words at the end of products' names."""
    return word_set("product_tails")


def _trimmed(text: str, run: list[tuple[int, int]], *, after_known: bool) -> Iterator[tuple[int, int]]:
    """The run without common words at its ends; nothing where it is longer than names are."""
    if 1 < len(run) < 4 and text[run[0][0] - 1] in '("' and text[run[-1][1] : run[-1][1] + 1] in {")", '"'}:
        yield run[0][0], run[-1][1]
        return
    if 1 < len(run) < 4 and all(is_common(text[slice(*part)]) for part in run):
        yield run[0][0], run[-1][1]
        return
    if any(text[slice(*part)] == "of" for part in run[:-1]):
        yield run[0][0], run[-1][1]
        return
    while run and (is_common(text[slice(*run[0])]) or text[run[0][0]].isdigit()):
        run = run[1:]
    versioned = any(_DIGIT.search(text[slice(*part)]) for part in run)
    while len(run) > 1 and is_common(word := text[slice(*run[-1])]) and not _is_tail(word, run, versioned=versioned):
        run = run[:-1]
    while run and text[run[-1][0]].isdigit() and len(run) == 1:
        run = run[:-1]
    if 0 < len(run) <= _LONGEST and not (after_known and len(run) == 1 and is_common(text[slice(*run[0])])):
        yield run[0][0], run[-1][1]


def _is_tail(word: str, run: list[tuple[int, int]], *, versioned: bool) -> bool:
    """Whether a common word ends a name: the Pro of iPhone 15 Pro, the AI of Scale AI."""
    return (word in tails() and (versioned or len(run) == 2)) or (
        len(run) == 2 and not versioned and word in word_set("organisation_endings_en")
    )


def is_common(word: str) -> bool:
    """Whether a capitalised word is no name by itself."""
    return (
        word.removesuffix("'s") in word_set("not_names")
        or word.endswith("'s")
        or bool(_unit().match(word))
        or word in word_set("months")
    )
