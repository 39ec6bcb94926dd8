"""What speaks for a span of a record as the answer to a question, as three tables of numbers.

A span's score is the sum of what speaks for its first token, for its last one, and for both together: so each is
worked out once a token, and most of the work is on whole arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nowall.answer.span.texts import TYPES, Offsets, Texts, places
from nowall.answer.span.wanted import EDGES, Wanted, bare
from nowall.language.tokenizer import stop_words

Table = npt.NDArray[np.float32]
_Marks = npt.NDArray[np.bool_]

TAGS = ("n", "nr", "ns", "nt", "nz", "v", "vn", "a", "m", "q", "t", "p", "d", "u", "c", "f", "r", "eng", "x", "i", "")
"""Parts of speech (jieba's), the last for all others."""
_BEFORE = "是为于在由被叫名了达的以从向至到和与及、，。：（“《"
_BEHIND = "的，。、；）”》是和与等为在"
_HARD = re.compile(r"[，。；：！？,;!?\n]")
_WORD = re.compile(r"[\w%％$℃]")
_OPENING, _CLOSING = "《“", "》”)）"
_LONGEST_TOKENS = 14
_LONGEST = 40
"""Characters of a span."""
_REACH = 8.0
"""Characters at which a question's word beside a span has lost two thirds of its weight."""
_BESIDE = 6
"""Characters beside a gap that are compared."""

BEGIN = (
    *(f"first_{tag or 'other'}" for tag in TAGS), *(f"after_{tag or 'other'}" for tag in TAGS),
    *(f"behind_{character}" for character in _BEFORE), "behind_nothing",
    "left_words", "left_near_words", "left_frame", "left_frame_two", "left_end", "starts_with_stop_word",
)  # fmt: skip
END = (
    *(f"last_{tag or 'other'}" for tag in TAGS), *(f"before_{tag or 'other'}" for tag in TAGS),
    *(f"ahead_of_{character}" for character in _BEHIND), "ahead_of_nothing",
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
    tokens = _Tokens(texts)
    first, last = tokens.pairs()
    asked = _Asked(wanted, texts, tokens.owner)
    return Spans(
        first=first,
        last=last,
        owner=tokens.owner[first],
        begin=np.hstack([tokens.begin(), asked.begin()]),
        end=np.hstack([tokens.end(), asked.end()]),
        span=_whole(wanted, texts, tokens, first, last),
    )


class _Tokens:
    """What can be said of the tokens without the question."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.owner = np.searchsorted(texts.firsts, texts.starts, side="right") - 1
        stops = stop_words()
        self.stop = np.array([token in stops for token in texts.tokens], dtype=bool)
        self.mark = np.array([not _WORD.search(token) for token in texts.tokens], dtype=bool)
        self.hard = np.array([bool(_HARD.search(token)) for token in texts.tokens], dtype=bool)
        self.tag = np.array([_TAG_PLACE[tag] for tag in map(_tag, texts.tags)], dtype=np.intp)

    def pairs(self) -> tuple[Offsets, Offsets]:
        """First and last tokens of all spans within a clause that are no longer than an answer is."""
        n = len(self.texts.tokens)
        opening = np.array([token in _OPENING for token in self.texts.tokens], dtype=bool)
        closing = np.array([token in _CLOSING for token in self.texts.tokens], dtype=bool)
        clause = np.cumsum(self.hard)
        begins, ends = ~self.hard & (~self.mark | opening), ~self.hard & (~self.mark | closing)
        firsts, lasts = [], []
        for length in range(min(_LONGEST_TOKENS, n)):
            first = np.arange(n - length)
            fits = begins[first] & ends[first + length] & (clause[first] == clause[first + length])
            fits &= self.texts.ends[first + length] - self.texts.starts[first] <= _LONGEST
            firsts.append(first[fits])
            lasts.append(first[fits] + length)
        return np.concatenate(firsts), np.concatenate(lasts)

    def begin(self) -> Table:
        """Tag of the first token and of the one before it, the character before it."""
        return np.hstack([_ONE_HOT[self.tag], _ONE_HOT[np.roll(self.tag, 1)], self._beside(_BEFORE, -1)])

    def end(self) -> Table:
        """The same of the last token and what comes after it."""
        return np.hstack([_ONE_HOT[self.tag], _ONE_HOT[np.roll(self.tag, -1)], self._beside(_BEHIND, 1)])

    def _beside(self, characters: str, side: int) -> Table:
        """Which of these characters stands before (-1) or behind (1) each token, or (last) nothing but the end."""
        whole, texts = self.texts.whole, self.texts
        edges = texts.starts - 1 if side < 0 else texts.ends
        beside = [whole[p] if 0 <= p < len(whole) else "\n" for p in edges.tolist()]
        codes = np.array([characters.find(c) if c != "\n" else len(characters) for c in beside])
        one_hot: Table = np.eye(len(characters) + 2, dtype=np.float32)[codes]
        return one_hot[:, :-1]  # -1, none of them, is the last column


class _Asked:
    """How the tokens stand to the words of the question."""

    def __init__(self, wanted: Wanted, texts: Texts, owner: Offsets) -> None:
        self._wanted = wanted
        self._texts = texts
        self._owner = owner
        self._places = [_occurrences(texts.whole, word.text) for word in wanted.words]
        self._total = sum(word.weight for word in wanted.words) or 1.0
        self._letters, self._place_of = _letters(texts.whole)

    def begin(self) -> Table:
        """Columns of `BEGIN` that depend on the question."""
        words = self._near(self._texts.starts, before=True)
        frame = [self._left(place) for place in self._texts.starts.tolist()]
        stops = stop_words()
        starts = [float(token in stops) for token in self._texts.tokens]
        full = [f[0] for f in frame]
        return _columns(
            *words, np.array(full) / _BESIDE, [f >= 2 for f in full], [f[1] / _BESIDE for f in frame], starts
        )

    def end(self) -> Table:
        """Columns of `END` that depend on the question."""
        words = self._near(self._texts.ends, before=False)
        frame = [self._right(place) for place in self._texts.ends.tolist()]
        stops, head = stop_words(), self._wanted.head
        stop = [float(token in stops) for token in self._texts.tokens]
        like = [bool(head) and token.endswith(head[-1]) for token in self._texts.tokens]
        ahead = [bool(head) and self._texts.whole.startswith(head, end) for end in self._texts.ends.tolist()]
        return _columns(*words, np.array(frame) / _BESIDE, [f >= 2 for f in frame], stop, like, ahead)

    def _near(self, edges: Offsets, *, before: bool) -> tuple[Table, Table]:
        """How much of the question stands just before (or behind) each edge; again by nearness to the gap."""
        every, near = np.zeros(len(edges), np.float32), np.zeros(len(edges), np.float32)
        for word, found in zip(self._wanted.words, self._places, strict=True):
            if not len(found):
                continue
            share = word.weight / self._total * np.exp(-self._far(edges, found, len(word.text), before) / _REACH)
            every += share
            near += share * word.nearness
        return every, near

    def _far(self, edges: Offsets, found: Offsets, length: int, before: bool) -> Table:
        """How far each edge is from the nearest word before (or behind) it in the same text."""
        side = np.searchsorted(found + length, edges, side="right") - 1 if before else np.searchsorted(found, edges)
        there = (side >= 0) & (side < len(found))
        place = found[np.where(there, side, 0)]
        there &= np.searchsorted(self._texts.firsts, place, side="right") - 1 == self._owner
        far: Table = np.where(there, edges - place - length if before else place - edges, np.inf)
        return far

    def _left(self, place: int) -> tuple[int, int]:
        """How many letters before a place are those before the gap; and those at the end of the question."""
        at = self._place_of[place]
        letters = self._letters[max(0, at - 2 * _BESIDE) : at]
        if not letters:
            return 0, 0
        asked = self._wanted
        plain = bare(letters) if letters[-1] in EDGES else letters
        found = max(_same_end(asked.left, letters), _same_end(asked.left_bare, plain))
        return found, _same_end(asked.right or asked.left, plain) if asked.starts_with_gap else 0

    def _right(self, place: int) -> int:
        """How many letters behind a place are those behind the gap."""
        at, asked = self._place_of[place], self._wanted.right
        if not asked or not self._letters.startswith(asked[0], at):
            return 0
        return next((n for n in range(_BESIDE, 0, -1) if self._letters.startswith(asked[:n], at)), 0)


def _whole(wanted: Wanted, texts: Texts, tokens: _Tokens, first: Offsets, last: Offsets) -> Table:
    """The columns of `SPAN`."""
    a, b, n = texts.starts[first], texts.ends[last], (last - first + 1).astype(np.float32)
    typed = {kind: _is_one_of(found, a, b) for kind, found in texts.typed.items()}
    per_token = _per_token(first, last)
    noun = per_token(np.isin(tokens.tag, _NOUNS))
    length = (b - a).astype(np.float32)
    before, behind = (np.append(tokens.mark, True)[i] for i in (first - 1, last + 1))
    by_kind = [
        *(typed[kind] for kind in TYPES),
        _contains(texts.typed["date"], a, b), _contains(texts.typed["number"], a, b),
        _cuts(texts, a, b), per_token([any(map(str.isdigit, t)) for t in texts.tokens]) > 0,
        noun / n, per_token(tokens.tag == _TAG_PLACE["v"]) > 0, per_token(tokens.tag == _TAG_PLACE["ns"]) > 0,
        per_token(tokens.tag == _TAG_PLACE["nr"]) > 0, tokens.tag[last] == _TAG_PLACE["n"],
        tokens.tag[last] == _TAG_PLACE["v"], length / 20, before & behind,
    ]  # fmt: skip
    marks = per_token([t in "“”《》()（）" for t in texts.tokens]) > 0
    sizes = [n == 1, n == 2, n == 3, (n > 3) & (n < 6), (n > 5) & (n < 9), n > 8]
    place = (a - texts.firsts[tokens.owner[first]]) / (_LONGEST * 2)
    return _columns(
        *by_kind,
        *_asked_within(wanted, texts, a, b), *sizes, length == 1,
        per_token(tokens.stop) > 0, per_token([t == "、" for t in texts.tokens]) > 0, marks & ~typed["quoted"],
        per_token([not t.isascii() for t in texts.tokens]) == 0, place,
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


def _like_head(wanted: Wanted, texts: Texts, a: Offsets, b: Offsets) -> tuple[_Marks, _Marks]:
    found = [(place, place + len(wanted.head)) for place in places(texts.whole, wanted.head)]
    return np.isin(b, [end for _, end in found]), _contains(found, a, b)


def _of_unit(wanted: Wanted, texts: Texts, a: Offsets, b: Offsets, number: _Marks) -> tuple[_Marks, _Marks]:
    found = [match.span() for unit in wanted.units for match in unit.finditer(texts.whole)]
    has = _contains(found, a, b)
    return has & number, has


def _is_one_of(found: Sequence[tuple[int, int]], a: Offsets, b: Offsets) -> _Marks:
    wide = 1 << 20
    return np.isin(a * wide + b, np.array([start * wide + end for start, end in found], dtype=np.intp))


def _contains(found: Sequence[tuple[int, int]], a: Offsets, b: Offsets) -> _Marks:
    has: _Marks = np.zeros(len(a), dtype=bool)
    for start, end in found:
        has |= (a <= start) & (b >= end)
    return has


def _cuts(texts: Texts, a: Offsets, b: Offsets) -> _Marks:
    """Whether a span begins or ends within a date, a number or a name."""
    within: _Marks = np.zeros(len(texts.whole) + 1, dtype=bool)
    for kind in ("date", "number", "name"):
        for start, end in texts.typed[kind]:
            within[start + 1 : end] = True
    return within[a] | within[b]


def _per_token(first: Offsets, last: Offsets) -> Callable[[Iterable[bool] | _Marks], Table]:
    """For a mark of tokens, how many of each span's tokens have it."""

    def count(marks: Iterable[bool] | _Marks) -> Table:
        summed = np.concatenate([[0], np.cumsum(np.asarray(marks, dtype=np.float32))])
        counted: Table = (summed[last + 1] - summed[first]).astype(np.float32)
        return counted

    return count


def _occurrences(text: str, word: str) -> Offsets:
    return np.array(list(places(text, word)), dtype=np.intp)


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters of a text alone, and for each place how many stand before it; a line's end stays."""
    kept, before, count = [], [0], 0
    for character in text:
        if character.isalnum() or character == "\n":
            kept.append(character)
            count += 1
        before.append(count)
    return "".join(kept), before


def _same_end(one: str, other: str) -> int:
    """How many characters at their ends are the same, up to `_BESIDE`."""
    count, most = 0, min(len(one), len(other), _BESIDE)
    while count < most and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _tag(tag: str) -> str:
    if tag.startswith("nr"):
        return "nr"
    return tag if tag in _TAG_PLACE else tag[:1] if tag[:1] in _TAG_PLACE else ""


def _columns(*columns: object) -> Table:
    return np.column_stack([np.asarray(column, dtype=np.float32) for column in columns])


_TAG_PLACE = {tag: place for place, tag in enumerate(TAGS)}
_NOUNS = [place for tag, place in _TAG_PLACE.items() if tag.startswith("n")]
_ONE_HOT = np.eye(len(TAGS), dtype=np.float32)
