"""Whether two articles are one: near-duplicates and reposts.

Two stages. `signature` and `bands` find what is worth comparing among any number of articles: MinHash (Broder, On the
resemblance and containment of documents, 1997) over runs of four characters, and locality-sensitive bands that a
database can look up. They cannot tell a repost from the next bulletin of the same template, so `same_article` then
reads both texts. Signatures are stored, and hence must not depend on machine, process or the version of a library.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from nowall.language.normalise import normalise

_SHINGLE = 4
_BANDS, _ROWS = 24, 3
"""Two articles share a band with probability ``1 - (1 - J³)²⁴``: 0.98 at a resemblance J of 0.54, 0.02 at 0.1."""
_REPOST = 0.33
"""Of reposts with boilerplate, a tenth cut, words replaced and another script, 99 in 100 resemble more."""
_LONGEST_SIGNED = 200_000
"""Characters; what comes after is not looked at."""

_LONGEST_COMPARED = 10_000
"""Words; the alignment takes 30 MB for as many."""
_CHANCE = 2
"""Shorter runs in common are chance."""
_REWORDED = 8
"""Words; a difference of at most as many stands within a sentence, a longer one is text that the other lacks."""
_LEAST, _MOST = 0.60, 0.75
"""What the articles must share: of the one that has more of its own, and of the other."""
_DIFFERING = 0.08
"""The share of the numbers and Latin words in what is shared that may differ: a template's next bulletin has 0.3."""
_NAME, _OFTEN = 3, 3
"""As long a word that is replaced as often by the same other one is a name in a template."""
_WORD = re.compile(r"[0-9]+|[a-z]+|.", re.DOTALL)

_Pair = tuple[list[str], list[str]]
"""Runs of words of two texts."""


class _Folding(dict[int, str | None]):
    """For `str.translate`: letters and digits normalised one by one, everything else dropped."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        folded = "".join(filter(str.isalnum, normalise(character))) if character.isalnum() else None
        self[code] = folded
        return folded


_FOLDING = _Folding()


def _random(what: str) -> npt.NDArray[np.uint32]:
    """A number for each permutation, the same for ever."""
    digests = (hashlib.blake2s(f"{what} {n}".encode(), digest_size=4).digest() for n in range(_BANDS * _ROWS))
    return np.frombuffer(b"".join(digests), dtype="<u4")[:, None]


_FACTORS, _OFFSETS = _random("factor") | np.uint32(1), _random("offset")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_MORE = np.uint64(0xBF58476D1CE4E5B9)


def signature(text: str) -> tuple[int, ...]:
    """72 unsigned 32-bit numbers, of which two texts share about as many as they resemble; empty for no letters."""
    codes = np.frombuffer(_folded(text).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    if not len(codes):
        return ()
    hashes = _shingles(codes)
    return tuple((_FACTORS * hashes + _OFFSETS).min(axis=1).tolist())


def _folded(text: str) -> str:
    """A text's letters and digits alone, normalised: ``"ＡＧＩ，五級？"`` becomes ``"agi五级"``."""
    return text[:_LONGEST_SIGNED].translate(_FOLDING)


def _shingles(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """A hash of every run of four characters; of the whole where it is shorter."""
    width = min(_SHINGLE, len(codes))
    count = len(codes) - width + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(width):
        hashes = hashes * _MIX + codes[place : place + count]
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _MIX_MORE
    return (hashes >> np.uint64(32)).astype(np.uint32)


def bands(signature: Sequence[int]) -> tuple[int, ...]:
    """24 signed 64-bit numbers: articles that share one are worth comparing. Empty for an empty signature."""
    numbers = np.array(signature, dtype="<u4").tobytes()
    width = _ROWS * 4
    pieces = (bytes([start // width]) + numbers[start : start + width] for start in range(0, len(numbers), width))
    digests = (hashlib.blake2s(piece, digest_size=8).digest() for piece in pieces)
    return tuple(int.from_bytes(digest, "little", signed=True) for digest in digests)


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of runs of four characters that two texts have in common, from their signatures."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def is_repost(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether by their signatures two articles may be one; also true for bulletins of one template."""
    return resemblance(one, other) >= _REPOST


def same_article(one: str, other: str) -> bool:
    """Whether two texts are one article: reposted with frame, title or words changed, cut or carried on by a bit.

    Not so the next bulletin of a template, whose numbers or names differ, nor a story that repeats its background.
    A repost whose paragraphs stand in another order is not recognised.
    """
    words, others = sorted((_words(one), _words(other)))  # the alignment depends on the order
    if not words or not others:
        return False
    kept, replaced = _alignment(words, others)
    pairs = [*kept, *replaced]
    shares = (sum(len(pair[side]) for pair in pairs) / len(text) for side, text in enumerate((words, others)))
    least, most = sorted(shares)
    reworded = sum(len(run) for run, _ in replaced) > sum(len(run) for run, _ in kept)
    if least < _LEAST or most < _MOST or reworded:
        return False
    differing = sum(map(_telling, replaced))
    return differing <= _DIFFERING * (differing + sum(map(_telling, kept))) and not _has_other_name(replaced)


def _alignment(words: list[str], others: list[str]) -> tuple[list[_Pair], list[_Pair]]:
    """The runs of words that both texts have, and the short ones that stand for each other between those."""
    kept: list[_Pair] = []
    replaced: list[_Pair] = []
    for edit in Levenshtein.opcodes(words, others):
        pair = words[edit.src_start : edit.src_end], others[edit.dest_start : edit.dest_end]
        longest = max(map(len, pair))
        if edit.tag == "equal" and longest >= _CHANCE:
            kept.append(pair)
        elif edit.tag != "equal" and longest <= _REWORDED:
            replaced.append(pair)
    return kept, replaced


def _words(text: str) -> list[str]:
    return _WORD.findall(_folded(text))[:_LONGEST_COMPARED]


def _telling(pair: _Pair) -> int:
    """How many numbers and Latin words stand on both sides: what no reposting site rewords."""
    return min(sum(word.isascii() for word in run) for run in pair)


def _has_other_name(replaced: list[_Pair]) -> bool:
    return any(
        times >= _OFTEN and min(len(one), len(other)) >= _NAME and not set(one) & set(other)
        for (one, other), times in Counter(("".join(one), "".join(other)) for one, other in replaced).items()
    )
