from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.conftest import Nowall


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "wall.txt").write_text("Altman 在 X 上回应：“没有墙”。", encoding="utf-8")
    return folder


def test_valid_pack_is_counted(nowall: Nowall, pack: Path) -> None:
    result = nowall("pack", "check", str(pack))

    assert result.exit_code == 0, result.stdout
    assert result.stdout.splitlines() == [
        "1 articles, 1 facts, 2 entities, 0 claims",
        "Quotes were not looked up: give the folder of the raw articles with --corpus.",
    ]


def test_verbatim_quote_is_found(nowall: Nowall, pack: Path, corpus: Path) -> None:
    result = nowall("pack", "check", str(pack), "--corpus", str(corpus))

    assert result.exit_code == 0
    assert result.stdout.endswith("1 of 1 quotes found verbatim\n")


def test_quote_that_the_article_lacks_is_named(nowall: Nowall, pack: Path, corpus: Path) -> None:
    (corpus / "wall.txt").write_text("Altman 没说。", encoding="utf-8")
    result = nowall("pack", "check", str(pack), "--corpus", str(corpus))

    assert result.exit_code == 1
    assert "✗ articles/wall.toml:15: fact wall-01: not found" in result.stdout
    assert result.stdout.endswith("0 of 1 quotes found verbatim\n")


def test_quote_of_somebody_else_is_misattributed(nowall: Nowall, pack: Path, corpus: Path) -> None:
    (corpus / "wall.txt").write_text("LeCun：“没有墙”。", encoding="utf-8")
    result = nowall("pack", "check", str(pack), "--corpus", str(corpus))

    assert result.exit_code == 1
    assert "✗ articles/wall.toml:15: fact wall-01: misattributed" in result.stdout


def test_missing_article_is_a_problem(nowall: Nowall, pack: Path, corpus: Path) -> None:
    (corpus / "wall.txt").unlink()
    result = nowall("pack", "check", str(pack), "--corpus", str(corpus))

    assert result.exit_code == 1
    assert "wall.txt cannot be read" in result.stdout


def test_invalid_pack_tells_every_problem(nowall: Nowall, pack: Path) -> None:
    article = pack / "articles" / "wall.toml"
    article.write_text(article.read_text().replace('attribute = "opinion"', 'attribute = "?"\nwhen = "soon"'))
    result = nowall("pack", "check", str(pack))

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "attribute" in result.stdout
    assert "when is no date" in result.stdout


@pytest.mark.parametrize("folder", ["/nowhere", "/dev/null", ""])
def test_folder_that_is_no_pack_is_told(nowall: Nowall, folder: str, tmp_path: Path) -> None:
    result = nowall("pack", "check", folder or str(tmp_path))

    assert result.exit_code == 1
    assert "is no corpus pack" in result.stdout


def test_missing_corpus_folder_is_one_sentence(nowall: Nowall, pack: Path) -> None:
    result = nowall("pack", "check", str(pack), "--corpus", "/nowhere")

    assert (result.exit_code, result.stderr) == (1, "nowall: There is no folder /nowhere.\n")
