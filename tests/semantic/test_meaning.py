"""Meaning on demand: the cosines of texts without stored vectors, each embedded once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from nowall.semantic import meaning
from nowall.semantic.embedder import Vectors
from nowall.semantic.meaning import Meaning
from tests.semantic.random_embedder import RandomEmbedder

TEXTS = [f"第 {number} 句" for number in range(40)]


class Counting(RandomEmbedder):
    """Tells what it was asked to embed."""

    def __init__(self) -> None:
        self.questions: list[str] = []
        self.texts: list[str] = []

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        self.questions.append(text)
        return super().question(text)

    def records(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts."""
        self.texts += texts
        return np.stack([RandomEmbedder.question(self, text) for text in texts])


def cosines(question: str, texts: Sequence[str]) -> list[float]:
    """Those that the embedder's vectors have."""
    embedder = RandomEmbedder()
    return [float(one) for one in embedder.records(texts) @ embedder.question(question)]


def test_cosines_are_those_of_the_embedder_in_the_order_of_the_texts() -> None:
    assert Meaning(RandomEmbedder()).cosines("问", TEXTS) == pytest.approx(cosines("问", TEXTS))


def test_text_that_is_the_question_is_wholly_alike() -> None:
    assert Meaning(RandomEmbedder()).cosines("问", ["问"]) == pytest.approx([1.0])


def test_text_is_embedded_once_for_all_questions() -> None:
    embedder = Counting()
    asked = Meaning(embedder)
    asked.cosines("问", ["a", "b", "a"])
    assert asked.cosines("又问", ["b", "c", "b"]) == pytest.approx(cosines("又问", ["b", "c", "b"]))
    assert embedder.texts == ["a", "b", "c"]


def test_question_is_embedded_once() -> None:
    embedder = Counting()
    asked = Meaning(embedder)
    asked.question("问")
    asked.cosines("问", ["a"])
    asked.cosines("问", ["b"])
    assert embedder.questions == ["问"]


def test_known_texts_ask_nothing_of_the_model() -> None:
    embedder = Counting()
    asked = Meaning(embedder)
    first = asked.cosines("问", TEXTS)
    embedder.texts.clear()
    assert asked.cosines("问", TEXTS) == first
    assert embedder.texts == []


def test_full_memory_forgets_the_old_and_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_TEXTS", 3)
    embedder = Counting()
    asked = Meaning(embedder)
    for texts in (["a", "b"], ["b", "c", "d"], ["c", "a"], TEXTS):
        assert asked.cosines("问", texts) == pytest.approx(cosines("问", texts))
    assert embedder.texts == ["a", "b", "c", "d", "a", *TEXTS]


def test_threads_get_the_same_cosines_while_the_memory_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_TEXTS", 7)
    asked = Meaning(RandomEmbedder())
    rounds = [TEXTS[n % 36 : n % 36 + 4] for n in range(300)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda texts: asked.cosines("问", texts), rounds))
    assert np.allclose(found, [cosines("问", texts) for texts in rounds], atol=1e-6)
