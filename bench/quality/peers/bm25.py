"""BM25 in Python: bm25s over jieba's words, and the retrievers of Haystack and LlamaIndex as they come."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.quality.comparison.sets import Unit
from bench.quality.peers.protocol import MANY, Found, InMemory, words

_CUT = r"\S+"
"""What was cut by spaces is a word."""


class Bm25sPeer(InMemory):
    """bm25s (Lù 2024): Lucene's formula with b 0.75, and k1 1.5 where it is not told otherwise."""

    def __init__(self, k1: float | None = None) -> None:
        import bm25s  # noqa: PLC0415  peers are optional

        self.name = "bm25s + jieba" if k1 is None else f"bm25s + jieba, k1 {k1}"
        self._bm25: Any = bm25s.BM25() if k1 is None else bm25s.BM25(k1=k1)

    def build(self, units: Sequence[Unit]) -> None:
        """Index the words."""
        import bm25s  # noqa: PLC0415

        self._index_articles(units)
        self._count = len(units)
        joined = [" ".join(words(unit.text)) for unit in units]
        tokens = bm25s.tokenize(joined, stopwords=None, token_pattern=_CUT, show_progress=False)
        self._bm25.index(tokens, show_progress=False)

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Score all units, and take the best."""
        known = [word for word in dict.fromkeys(words(question)) if word in self._bm25.vocab_dict]
        if not known:
            return None
        mask = None if only is None else _mask(self._count, self._places_of(only))
        places, scores = self._bm25.retrieve([known], k=1, show_progress=False, weight_mask=mask)
        return _found(int(places[0][0]), float(scores[0][0]))


class HaystackPeer(InMemory):
    """Haystack's store in memory with its defaults: BM25L, of which each Chinese character is a word."""

    name = "Haystack BM25"
    most_units: int | None = MANY

    def __init__(self) -> None:
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"  # read when it is imported
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever  # noqa: PLC0415
        from haystack.document_stores.in_memory import InMemoryDocumentStore  # noqa: PLC0415

        self._store: Any = InMemoryDocumentStore()
        self._retriever: Any = InMemoryBM25Retriever(document_store=self._store, top_k=1)

    def build(self, units: Sequence[Unit]) -> None:
        """Store the units."""
        from haystack import Document  # noqa: PLC0415

        self._store.write_documents(
            [Document(id=str(n), content=unit.text, meta={"article": unit.article}) for n, unit in enumerate(units)]
        )

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Run the retriever."""
        filters = None if only is None else {"field": "meta.article", "operator": "in", "value": sorted(only)}
        documents = self._retriever.run(query=question, filters=filters)["documents"]
        return Found(int(documents[0].id), float(documents[0].score)) if documents else None


class LlamaIndexPeer(InMemory):
    """LlamaIndex's BM25 retriever with its defaults, which know no Chinese words: a run of letters is one."""

    name = "LlamaIndex BM25"
    most_units: int | None = MANY

    def __init__(self) -> None:
        from llama_index.retrievers.bm25 import BM25Retriever  # noqa: PLC0415

        self._kind: Any = BM25Retriever

    def build(self, units: Sequence[Unit]) -> None:
        """Make nodes of the units."""
        from llama_index.core.schema import TextNode  # noqa: PLC0415

        self._index_articles(units)
        self._count = len(units)
        nodes = [TextNode(id_=str(place), text=unit.text) for place, unit in enumerate(units)]
        self._retriever = self._kind(nodes=nodes, similarity_top_k=1)

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Run the retriever."""
        mask = None if only is None else _mask(self._count, self._places_of(only)).tolist()
        self._retriever.corpus_weight_mask = mask
        found = self._retriever.retrieve(question)
        return _found(int(found[0].node.node_id), float(found[0].score)) if found else None


def _mask(count: int, places: Sequence[int]) -> npt.NDArray[np.int64]:
    mask = np.zeros(count, dtype=np.int64)
    mask[places] = 1
    return mask


def _found(place: int, score: float) -> Found | None:
    return Found(place, score) if score > 0 else None
