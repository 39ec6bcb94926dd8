from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from nowall.semantic import prepare
from nowall.semantic.embedder import Vectors


class CountingEmbedder:
    """Counts what it embeds."""

    name = "counting"
    dimensions = 2

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def question(self, text: str) -> Vectors:
        vector: Vectors = self.records([text])[0]
        return vector

    def records(self, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.ones((len(texts), 2), dtype=np.float32)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> CountingEmbedder:
    embedder = CountingEmbedder()
    monkeypatch.setattr(prepare, "load_embedder", lambda threads: embedder)
    return embedder


def test_texts_of_the_pack_are_embedded_once(
    counting: CountingEmbedder, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--pack", str(pack), "--folder", str(tmp_path / "vectors")]

    assert prepare.main(arguments) == 0
    assert len(counting.embedded) == 6
    assert capsys.readouterr().out == f"Embedded 6 texts; the vectors are in {tmp_path}/vectors.\n"
    assert prepare.main(arguments) == 0
    assert len(counting.embedded) == 6
    assert capsys.readouterr().out == f"The vectors of all 6 texts are in {tmp_path}/vectors already.\n"


def test_only_new_texts_are_embedded(counting: CountingEmbedder, pack: Path, tmp_path: Path) -> None:
    arguments = ["--pack", str(pack), "--folder", str(tmp_path / "vectors")]
    prepare.main(arguments)
    article = pack / "articles" / "wall.toml"
    article.write_text(article.read_text().replace("怎么回应撞墙", "如何回应撞墙"))
    prepare.main(arguments)

    assert counting.embedded[6:] == ["Altman 如何回应撞墙？"]


def test_without_the_model_there_is_one_sentence_and_no_error(
    monkeypatch: pytest.MonkeyPatch, pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(prepare, "load_embedder", lambda threads: None)

    assert prepare.main(["--pack", str(pack)]) == 0
    assert capsys.readouterr().out.startswith("The semantic model is not installed")


def test_invalid_pack_is_an_error(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "entities.toml").write_text("nonsense")

    assert prepare.main(["--pack", str(pack)]) == 1
    assert capsys.readouterr().err.startswith("nowall: The pack")


def test_no_pack_has_nothing_to_embed(
    counting: CountingEmbedder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prepare.main(["--pack", "none", "--folder", str(tmp_path)]) == 0
    assert not counting.embedded
    assert "all 0 texts" in capsys.readouterr().out
