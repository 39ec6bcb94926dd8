"""Cosines of a question with facts: brute force over a table, some thousand rows take about a millisecond."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from nowall.answer.match.features import Likeness
from nowall.semantic.embedder import Vectors


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
