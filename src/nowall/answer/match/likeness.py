"""Cosines of a question with facts: brute force over a table, some thousand rows take about a millisecond."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nowall.semantic.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Likeness:
    """Cosines between a question and a fact's texts, by the embedding model; both 0 without one."""

    text: float = 0.0
    ask: float = 0.0
    best: float = 0.0
    """The highest cosine of any fact with this question."""


def of_likeness(likeness: Likeness) -> list[float]:
    """Text, ask, and how far the better one is from the best of all, as features.

    Cosines of the model lie between about 0.75 and 1: spread to between about -0.5 and 1.
    """
    if not likeness.best:
        return [0.0, 0.0, 0.0]
    best = max(likeness.text, likeness.ask)
    return [(likeness.text - 0.85) * 8, (likeness.ask - 0.85) * 8, (best - likeness.best) * 8]


class LikenessTable:
    """The vectors of a corpus's facts: for each the rows of its texts and the rows of its sample questions."""

    def __init__(self, owners: Sequence[str], is_ask: Sequence[bool], vectors: Vectors) -> None:
        """Row ``i`` of ``vectors`` belongs to ``owners[i]``; ``is_ask`` tells sample questions from texts."""
        self._owners = list(dict.fromkeys(owners))
        place = {owner: i for i, owner in enumerate(self._owners)}
        self._rows = np.array([place[owner] for owner in owners], dtype=np.intp)
        self._is_ask = np.array(is_ask, dtype=bool)
        self._vectors = vectors

    def of(self, vector: Vectors) -> Mapping[str, Likeness]:
        """The likeness of every owner to a question's vector."""
        cosines = self._vectors @ vector
        text = np.zeros(len(self._owners), dtype=np.float32)
        ask = np.zeros(len(self._owners), dtype=np.float32)
        np.maximum.at(text, self._rows[~self._is_ask], cosines[~self._is_ask])
        np.maximum.at(ask, self._rows[self._is_ask], cosines[self._is_ask])
        best = float(max(text.max(initial=0), ask.max(initial=0)))
        return {o: Likeness(float(t), float(a), best) for o, t, a in zip(self._owners, text, ask, strict=True)}


def typical(known: Collection[Likeness]) -> Likeness:
    """What stands for the likeness of a candidate that has no vector yet: the mean of the others."""
    if not known:
        return Likeness()
    texts = [likeness.text for likeness in known]
    best = max(likeness.best for likeness in known)
    return Likeness(sum(texts) / len(texts), sum(likeness.ask for likeness in known) / len(known), best)
