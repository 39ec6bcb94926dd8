from __future__ import annotations

from pathlib import Path

import pytest

from nowall.learn.pack.beginning import SAMPLE_QUESTION
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


def test_unfinished_pack_is_valid_and_strict_names_what_lacks(nowall: Nowall, pack: Path) -> None:
    article = pack / "articles" / "wall.toml"
    article.write_text(article.read_text().replace('attribute = "opinion"\n', ""))
    easy, strict = nowall("pack", "check", str(pack)), nowall("pack", "check", str(pack), "--strict")

    assert easy.exit_code == 0
    assert easy.stdout.endswith(
        "1 things would make answers better (English, asks, claimants …): --strict names them.\n"
    )
    assert strict.exit_code == 1
    assert strict.stdout.startswith("✗ articles/wall.toml:8: fact wall-01: attribute is missing: add it\n")


def test_new_pack_answers_its_own_question(real_nowall: Nowall, tmp_path: Path) -> None:
    folder = tmp_path / "my pack"
    begun = real_nowall("pack", "new", str(folder))
    asked = real_nowall("--pack", str(folder), "ask", SAMPLE_QUESTION)

    assert begun.exit_code == 0
    assert f"nowall --pack '{folder}' ask" in begun.stdout
    assert asked.stdout.startswith("流明工坊将于 2025 年 3 月")
    assert real_nowall("pack", "check", str(folder), "--strict").exit_code == 0


def test_new_pack_leaves_what_is_there_alone(nowall: Nowall, pack: Path) -> None:
    result = nowall("pack", "new", str(pack))

    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not an empty folder" in result.stderr


LAMP = "流明工坊宣布，新灯将于 2025 年 3 月上市。\n林艾达表示：“灯应该懂人，而不是人懂灯。”\n新灯售价为 399 元。\n"


@pytest.fixture
def learned(real_nowall: Nowall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A home that learned one article; no pack."""
    monkeypatch.setenv("NOWALL_PACK", "none")
    (tmp_path / "lamp.txt").write_text(LAMP, encoding="utf-8")
    added = real_nowall("add", "--vectors", "off", str(tmp_path / "lamp.txt"))
    assert added.exit_code == 0, added.stderr
    return "lamp"


def test_corrected_fact_takes_the_place_of_the_learned_one(real_nowall: Nowall, learned: str, tmp_path: Path) -> None:
    folder = tmp_path / "mypack"
    adopted = real_nowall("pack", "adopt", learned, str(folder))
    file = folder / "articles" / "lamp.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("399", "499"), encoding="utf-8")
    asked = real_nowall("--pack", str(folder), "ask", "新灯售价多少？")

    assert adopted.exit_code == 0, adopted.stderr
    assert adopted.stdout.startswith(f"{file}: ")
    assert "499" in asked.stdout
    assert "399" not in asked.stdout


def test_adopting_what_was_not_learned_is_one_sentence(real_nowall: Nowall, learned: str, tmp_path: Path) -> None:
    unknown = real_nowall("pack", "adopt", "nothing", str(tmp_path / "new"))
    folder = tmp_path / "mypack"
    real_nowall("pack", "adopt", learned, str(folder))
    again = real_nowall("--pack", str(folder), "pack", "adopt", learned, str(folder))

    assert unknown.stderr == "nowall: No article nothing was learned; nowall sources lists them all.\n"
    assert again.stderr == "nowall: lamp belongs to a pack already: edit its file there.\n"
    assert (unknown.exit_code, again.exit_code) == (1, 1)
    assert not (tmp_path / "new").exists()


def test_draft_of_an_unanswered_question_can_be_pasted(real_nowall: Nowall, tmp_path: Path) -> None:
    folder = tmp_path / "mypack"
    real_nowall("pack", "new", str(folder))
    drafted = real_nowall("--pack", str(folder), "pack", "draft", "流明工坊的灯多少钱？", "--article", "example")
    file = folder / "articles" / "example.toml"
    text = f"{file.read_text(encoding='utf-8')}{drafted.stdout}"
    file.write_text(text, encoding="utf-8")
    checked = real_nowall("pack", "check", str(folder))
    file.write_text(text.replace('zh = ""', 'zh = "流明工坊的灯卖 399 元。"'), encoding="utf-8")
    asked = real_nowall("--pack", str(folder), "ask", "流明工坊的灯多少钱？")

    line = next(number for number, told in enumerate(text.splitlines(), start=1) if told.startswith('zh = ""'))
    assert checked.stdout.startswith(f"✗ articles/example.toml:{line}: fact example-04: zh is empty")
    assert "example-01 (articles/example.toml:13)" in drafted.stdout
    assert f"# Put this at the end of {file}" in drafted.stdout
    assert 'subject = "lumen-works"\nattribute = "price"\nasks = ["流明工坊的灯多少钱？"]' in drafted.stdout
    assert asked.stdout.startswith("流明工坊的灯卖 399 元。")


def test_draft_for_a_learned_article_says_to_adopt_it(real_nowall: Nowall, learned: str) -> None:
    drafted = real_nowall("pack", "draft", "新灯什么时候上市？")

    assert "# Answered now with " in drafted.stdout
    assert "(learned article lamp)" in drafted.stdout
    assert "# The article is not in the pack yet. First run: nowall pack adopt lamp mypack\n" in drafted.stdout


def test_draft_without_anything_says_to_begin_a_pack(real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOWALL_PACK", "none")
    drafted = real_nowall("pack", "draft", "谁写了“明天”？\x1b")

    assert "# No record comes near it.\n# First make a pack (nowall pack new mypack)" in drafted.stdout
    assert "\x1b" not in drafted.stdout


def test_draft_for_an_unknown_article_is_one_sentence(real_nowall: Nowall, pack: Path) -> None:
    result = real_nowall("--pack", str(pack), "pack", "draft", "谁？", "--article", "x")

    assert result.stderr == "nowall: There is no article x: nowall sources lists them all.\n"
