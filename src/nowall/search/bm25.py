"""BM25 over the fields of single documents, as tantivy computes it: exact scores for candidates found otherwise.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; each field by itself, summed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

K1 = 1.2
B = 0.75
_EXACT_UNTIL = 24
_KEPT_BITS = 4
_DIGITS = 6
"""Of scores, so that documents with the same words have the same one, whatever their order."""


@lru_cache(10_000)
def kept_length(length: int) -> int:
    """The length of a field as an index keeps it in one byte: longer ones lose their lowest bits.

    As Lucene (``SmallFloat.intToByte4``) and, after it, tantivy do.
    """
    above = length - _EXACT_UNTIL
    if above <= 0:
        return length
    lost = max(0, above.bit_length() - _KEPT_BITS)
    return (above >> lost << lost) + _EXACT_UNTIL


def idf(documents: int, total: int) -> float:
    """How telling a term is that so many of all documents have."""
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


class Scorer:
    """Scores documents for one query."""

    def __init__(self, weights: Mapping[str, float], letters: str, averages: Sequence[float]) -> None:
        """``weights``: word → boost times idf; ``letters``: the first letters of words, which tell their fields.

        ``averages`` are the mean lengths of these fields.
        """
        self._slopes = [K1 * B / average if average else 0.0 for average in averages]
        places = {letter: place for place, letter in enumerate(letters)}
        self._wanted = {word: (weight * (K1 + 1), places[word[0]]) for word, weight in weights.items()}

    def score(self, words: str, lengths: Sequence[int]) -> float:
        """The score of a document: all of its words with blanks between, and the lengths of its fields."""
        wanted, frequencies = self._wanted, dict[str, int]()
        for word in words.split():
            if word in wanted:
                frequencies[word] = frequencies.get(word, 0) + 1
        norms = [K1 * (1 - B) + slope * kept_length(n) for slope, n in zip(self._slopes, lengths, strict=True)]
        total = 0.0
        for word, frequency in frequencies.items():
            weight, field = wanted[word]
            total += weight * frequency / (frequency + norms[field])
        return round(total, _DIGITS)
