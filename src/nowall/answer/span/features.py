"""What speaks for a span of a record as the answer to a question, as three tables of numbers.

A span's score is the sum of what speaks for its first token, for its last one, and for both together: so each is
worked out once a token, and most of the work is on whole arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nowall.answer.span.frame import Frame, columns
from nowall.answer.span.texts import TYPES, Offsets, Texts, places
from nowall.answer.span.tokens import BEFORE, BEHIND, TAG_PLACE, TAGS, Marks, Table, Tokens, inside
from nowall.answer.span.wanted import Wanted

_FAR_IN = 80
"""Characters from the beginning of a record that count as one."""
_NOWHERE = np.iinfo(np.intp).max

BEGIN = (
    *(f"first_{tag or 'other'}" for tag in TAGS), *(f"after_{tag or 'other'}" for tag in TAGS),
    *(f"behind_{character}" for character in BEFORE), "behind_nothing",
    "left_words", "left_near_words", "left_frame", "left_frame_two", "left_end", "starts_with_stop_word",
)  # fmt: skip
END = (
    *(f"last_{tag or 'other'}" for tag in TAGS), *(f"before_{tag or 'other'}" for tag in TAGS),
    *(f"ahead_of_{character}" for character in BEHIND), "ahead_of_nothing",
    "right_words", "right_near_words", "right_frame", "right_frame_two", "ends_with_stop_word",
    "ends_like_head", "before_head",
)  # fmt: skip
_BY_KIND = (
    *(f"is_{kind}" for kind in TYPES), "has_date", "has_number", "cuts", "digits",
    "nouns", "verbs", "place_words", "person_words", "ends_noun", "ends_verb", "length", "is_clause",
)  # fmt: skip
SPAN = (
    *_BY_KIND, "asked", "asked_pairs", "one", "two", "three", "four_five", "six_to_eight", "many", "one_character",
    "has_stop_word", "has_comma", "has_mark", "latin", "place", "is_head", "has_head", "is_unit", "has_unit",
)  # fmt: skip
BY_KIND = _BY_KIND
"""The first columns of `SPAN`: what counts differently for each kind of question."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Every span that may be an answer: its first and last token, and the features of both ends and of the whole."""

    first: Offsets
    last: Offsets
    owner: Offsets
    """The text in which each stands."""
    begin: Table
    """One row a token, columns as in `BEGIN`."""
    end: Table
    """One row a token, columns as in `END`."""
    span: Table
    """One row a span, columns as in `SPAN`."""


def spans(wanted: Wanted, texts: Texts) -> Spans:
    """All candidate spans of the texts with their features."""
    tokens = Tokens(texts)
    first, last = tokens.pairs()
    asked = Frame(wanted, tokens)
    return Spans(
        first=first,
        last=last,
        owner=tokens.owner[first],
        begin=np.hstack([tokens.begin(), asked.begin()]),
        end=np.hstack([tokens.end(), asked.end()]),
        span=_whole(wanted, tokens, first, last),
    )


def _whole(wanted: Wanted, tokens: Tokens, first: Offsets, last: Offsets) -> Table:
    """The columns of `SPAN`."""
    texts = tokens.texts
    a, b, n = texts.starts[first], texts.ends[last], (last - first + 1).astype(np.float32)
    typed = {kind: _is_one_of(found, a, b) for kind, found in texts.typed.items()}
    per_token, traits = _per_token(first, last), tokens.traits
    noun = per_token(np.isin(tokens.tag, _NOUNS))
    length = (b - a).astype(np.float32)
    before, behind = (np.append(traits["mark"], True)[i] for i in (first - 1, last + 1))
    by_kind = [
        *(typed[kind] for kind in TYPES),
        _contains(texts.typed["date"], a, b), _contains(texts.typed["number"], a, b),
        _cuts(texts, a, b), per_token(traits["digit"]) > 0,
        noun / n, per_token(tokens.tag == TAG_PLACE["v"]) > 0, per_token(tokens.tag == TAG_PLACE["ns"]) > 0,
        per_token(tokens.tag == TAG_PLACE["nr"]) > 0, tokens.tag[last] == TAG_PLACE["n"],
        tokens.tag[last] == TAG_PLACE["v"], length / 20, before & behind,
    ]  # fmt: skip
    marks = per_token(traits["bracket"]) > 0
    sizes = [n == 1, n == 2, n == 3, (n > 3) & (n < 6), (n > 5) & (n < 9), n > 8]
    place = (a - texts.firsts[tokens.owner[first]]) / (_FAR_IN)
    return columns(
        *by_kind,
        *_asked_within(wanted, texts, a, b), *sizes, length == 1,
        per_token(traits["stop"]) > 0, per_token(traits["comma"]) > 0, marks & ~typed["quoted"],
        per_token(traits["foreign"]) == 0, place,
        *_like_head(wanted, texts, a, b), *_of_unit(wanted, texts, a, b, typed["number"]),
    )  # fmt: skip


def _asked_within(wanted: Wanted, texts: Texts, a: Offsets, b: Offsets) -> tuple[Table, Table]:
    """How much of a span stands in the question itself: by words, and by pairs of characters."""
    covered = np.zeros(len(texts.whole), np.float32)
    total = sum(word.weight for word in wanted.words) or 1.0
    for word in wanted.words:
        for place in places(texts.whole, word.text):
            covered[place : place + len(word.text)] = word.weight / total / len(word.text)
    summed = np.concatenate([[0], np.cumsum(covered)])
    pairs = np.array([texts.whole[i : i + 2] in wanted.pairs for i in range(len(texts.whole))], dtype=np.float32)
    paired = np.concatenate([[0], np.cumsum(pairs)])
    return summed[b] - summed[a], (paired[b - 1] - paired[a]) / np.maximum(b - a - 1, 1)


def _like_head(wanted: Wanted, texts: Texts, a: Offsets, b: Offsets) -> tuple[Marks, Marks]:
    found = [(place, place + len(wanted.head)) for place in places(texts.whole, wanted.head)]
    return np.isin(b, [end for _, end in found]), _contains(found, a, b)


def _of_unit(wanted: Wanted, texts: Texts, a: Offsets, b: Offsets, number: Marks) -> tuple[Marks, Marks]:
    found = [match.span() for unit in wanted.units for match in unit.finditer(texts.whole)]
    has = _contains(found, a, b)
    return has & number, has


def _is_one_of(found: Sequence[tuple[int, int]], a: Offsets, b: Offsets) -> Marks:
    wide = 1 << 20
    return np.isin(a * wide + b, np.array([start * wide + end for start, end in found], dtype=np.intp))


def _contains(found: Sequence[tuple[int, int]], a: Offsets, b: Offsets) -> Marks:
    """Whether a span has one of these in it: the one that ends first of those that begin within it or behind it."""
    ends = np.full(max([int(a.max(initial=0)), *(start for start, _ in found)]) + 1, _NOWHERE)
    for start, end in found:
        ends[start] = min(ends[start], end)
    has: Marks = np.minimum.accumulate(ends[::-1])[::-1][a] <= b
    return has


def _cuts(texts: Texts, a: Offsets, b: Offsets) -> Marks:
    """Whether a span begins or ends within a date, a number or a name."""
    within = inside(len(texts.whole), chain.from_iterable(texts.typed[kind] for kind in ("date", "number", "name")))
    return within[a] | within[b]


def _per_token(first: Offsets, last: Offsets) -> Callable[[Marks], Table]:
    """For a mark of tokens, how many of each span's tokens have it."""

    def count(marks: Marks) -> Table:
        summed = np.concatenate([[0], np.cumsum(np.asarray(marks, dtype=np.float32))])
        counted: Table = (summed[last + 1] - summed[first]).astype(np.float32)
        return counted

    return count


_NOUNS = [place for tag, place in TAG_PLACE.items() if tag.startswith("n")]
