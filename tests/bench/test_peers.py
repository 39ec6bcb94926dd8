"""Peers that need nothing but what nowall needs: they find, they keep to articles, they find nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench.quality.comparison.sets import Unit
from bench.quality.peers.full_text import SqlitePeer, SqliteTrigramPeer, TantivyPeer
from bench.quality.peers.likeness import RapidfuzzPeer
from bench.quality.peers.protocol import Peer, words

UNITS = [
    Unit(text, article, text)
    for text, article in (
        ("上海今天下了一场大雨。", "a"),
        ("OpenAI 发布了新的模型。", "b"),
        ("北京今天下了一场大雪。", "c"),
    )
]


@pytest.mark.parametrize("kind", [TantivyPeer, SqlitePeer, SqliteTrigramPeer, RapidfuzzPeer])
def test_a_peer_finds_the_nearest_unit_of_the_articles_that_it_may_search(kind: Callable[[], Peer]) -> None:
    peer = kind()
    peer.build(UNITS)
    everywhere, within = peer.best("今天下了一场大雪吗?"), peer.best("今天下了一场大雪吗?", {"a", "b"})
    assert everywhere is not None
    assert within is not None
    assert (everywhere.place, within.place) == (2, 0)
    assert everywhere.score > within.score
    peer.close()


@pytest.mark.parametrize("kind", [TantivyPeer, SqlitePeer, SqliteTrigramPeer])
@pytest.mark.parametrize("question", ["火星", '"', "?", "NEAR(", ""])
def test_a_peer_finds_nothing_where_no_word_is_known(kind: Callable[[], Peer], question: str) -> None:
    peer = kind()
    peer.build(UNITS)
    assert peer.best(question) is None
    peer.close()


def test_words_are_jiebas_without_marks_and_case() -> None:
    assert words("OpenAI 发布了，新的模型！") == ["openai", "发布", "了", "新", "的", "模型"]
