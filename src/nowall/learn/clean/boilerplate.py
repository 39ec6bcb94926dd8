"""Lines that belong to the page: menus, boxes for sharing, related reading, advertisements, legal notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nowall.learn.clean.phrases import alternatives, is_prose, squeeze
from nowall.lexicon import lexicon

_STEPS = ("placeholder", "related", "share", "promotion", "legal", "site")
_LONGEST_NOTICE, _LONGEST_BEGUN = 300, 60
_LONGEST_MARKED, _LONGEST_HELD = 200, 80
_LONGEST_MENU = 120
_SHORT = 12
"""A line of unknown sense is dropped between two of the page's up to this length."""
_LETTERS = re.compile(r"[^\W\d_]")
_BREADCRUMB = re.compile(r"[^>›»]{1,12}(?:[>›»][^>›»]{1,16}){2,8}|[/>›»][^/>›».!?,]{1,12}(?:[/>›»][^/>›».!?,]{1,12})*")
_IMAGE_FILE = re.compile(r"[\w\-./:%]{1,200}\.(?:jpe?g|png|gif|webp|svg|bmp)|!\[[^\]]{0,200}\]\([^)]{0,500}\)")
_EDGES = re.compile(r"^[\W_]{1,9}|[\W_]{1,9}$")
_NOT_WORDS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    step: str
    starts: re.Pattern[str]
    begins: re.Pattern[str]
    marks: re.Pattern[str]
    holds: re.Pattern[str]
    alone: frozenset[str]


def notice(text: str) -> str | None:
    """The step that a line falls to on its own evidence, None for one that may be the article's."""
    if len(text) > _LONGEST_NOTICE:
        return None
    squeezed = squeeze(text)
    if not squeezed:
        return None
    if not _LETTERS.search(squeezed):
        return "placeholder" if len(squeezed) < 3 or not any(c.isdigit() for c in squeezed) else None
    if _IMAGE_FILE.fullmatch(squeezed):
        return "placeholder"
    return next((rule.step for rule in _rules() if _falls(rule, squeezed, sentence=is_prose(text))), None)


def judge(texts: Sequence[str], own: Sequence[bool]) -> list[str | None]:
    """The step that each line falls to; ``own`` marks lines that are known to be the article's."""
    steps = [None if mine else notice(text) for text, mine in zip(texts, own, strict=True)]
    prose = [place for place, text in enumerate(texts) if steps[place] is None and is_prose(text)]
    first, last = (prose[0], prose[-1]) if prose else (len(texts), len(texts))
    for place, text in enumerate(texts):
        if steps[place] is None and not own[place] and not first <= place <= last and _is_menu(text):
            steps[place] = "site"
    _drop_related(texts, own, steps, first)
    _drop_between(texts, own, steps, range(first))
    _drop_between(texts, own, steps, range(last + 1, len(texts)))
    return steps


def _falls(rule: _Rule, squeezed: str, *, sentence: bool) -> bool:
    size = len(squeezed)
    if rule.starts.match(squeezed) or _EDGES.sub("", squeezed) in rule.alone:
        return True
    if size <= _LONGEST_MARKED and rule.marks.search(_first_sentence(squeezed)):
        return True
    if sentence or size > _LONGEST_HELD:
        return False
    return bool(rule.holds.search(squeezed) or (size <= _LONGEST_BEGUN and rule.begins.match(squeezed)))


def _first_sentence(squeezed: str) -> str:
    """Up to a full stop after something as long as a sentence; what follows may be the page's, this need not."""
    end = squeezed.find(".", _SHORT)
    return squeezed if end < 0 else squeezed[:end]


def _is_menu(text: str) -> bool:
    """Whether little is left of a line without a menu's words, or it is a path of headings."""
    if len(text) > _LONGEST_MENU:
        return False
    squeezed = squeeze(text)
    if _BREADCRUMB.fullmatch(squeezed):
        return True
    letters = len(_NOT_WORDS.sub("", squeezed))
    left = len(_NOT_WORDS.sub("", _menu_words().sub("", squeezed)))
    return left * 4 <= letters


def _drop_related(texts: Sequence[str], own: Sequence[bool], steps: list[str | None], first: int) -> None:
    """Titles that follow the head of such a list, up to running text or something else of the page."""
    open_list = False
    for place in range(first, len(texts)):
        if steps[place] is not None or own[place] or is_prose(texts[place]):
            open_list = steps[place] == "related"
        elif open_list:
            steps[place] = "related"


def _drop_between(texts: Sequence[str], own: Sequence[bool], steps: list[str | None], places: range) -> None:
    """Short lines outside the body with the page's lines, or its edge, before and after them."""
    judged = list(steps)
    for place in places:
        if judged[place] is not None or own[place] or len(squeeze(texts[place])) > _SHORT:
            continue
        before = place == 0 or (steps[place - 1] is not None and not own[place - 1])
        after = place == len(texts) - 1 or judged[place + 1] is not None
        if before and after and len(texts) > 2:
            steps[place] = "site"


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(step, lexicon("boilerplate")[step]) for step in _STEPS)


def _rule(step: str, words: dict[str, list[str]]) -> _Rule:
    starts, begins, marks, holds = (_any_of(words.get(key, ())) for key in ("starts", "begins", "marks", "holds"))
    return _Rule(
        step, starts, begins, marks, holds, frozenset(_EDGES.sub("", squeeze(word)) for word in words.get("alone", ()))
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(squeeze(word)) for word in words) or r"(?!)")


@cache
def _menu_words() -> re.Pattern[str]:
    table = lexicon("boilerplate")
    return re.compile(alternatives(word for step in ("site", "share") for word in table[step]["words"]))
