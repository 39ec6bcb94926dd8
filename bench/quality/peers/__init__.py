"""Other ways to find the sentence that answers a question, as one would set them up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.quality.peers.bm25 import Bm25sPeer, HaystackPeer, LlamaIndexPeer
from bench.quality.peers.full_text import SqlitePeer, SqliteTrigramPeer, TantivyPeer
from bench.quality.peers.likeness import E5Peer, RapidfuzzPeer
from bench.quality.peers.lucene import LucenePeer
from bench.quality.peers.protocol import Peer

PEERS: Mapping[str, Callable[[Path], Peer]] = {
    "lucene-smart": lambda _: LucenePeer("Lucene, smart Chinese analyser", "smart"),
    "lucene-bigrams": lambda _: LucenePeer("Lucene, CJK bigrams", "bigrams"),
    "tantivy": lambda _: TantivyPeer(),
    "bm25s": lambda _: Bm25sPeer(),
    "bm25s-tuned": lambda _: Bm25sPeer(k1=0.6),
    "fts5": lambda _: SqlitePeer(),
    "fts5-trigram": lambda _: SqliteTrigramPeer(),
    "haystack": lambda _: HaystackPeer(),
    "llamaindex": lambda _: LlamaIndexPeer(),
    "rapidfuzz": lambda _: RapidfuzzPeer(),
    "e5": E5Peer,
}
"""All peers by the name that the command line knows; each is given the home that it competes with."""
