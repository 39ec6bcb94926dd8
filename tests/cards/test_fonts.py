"""Finding a font."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nowall.cards import CardFont, find_font
from nowall.cards.fonts import family

ROOT = Path(__file__).parents[2]


def test_chosen_font_is_used_wherever_it_is(font: CardFont, tmp_path: Path) -> None:
    chosen = tmp_path / f"mine{font.path.suffix}"
    shutil.copy(font.path, chosen)
    assert find_font(chosen) == CardFont(chosen, font.index)
    assert family(CardFont(chosen, font.index)) == family(font)


@pytest.mark.parametrize("content", [None, b"", b"no font", b"\x00\x01\x00\x00" * 100])
def test_chosen_file_that_is_no_font_is_none(tmp_path: Path, content: bytes | None) -> None:
    chosen = tmp_path / "x.otf"
    if content is not None:
        chosen.write_bytes(content)
    assert find_font(chosen) is None


def test_chosen_folder_is_none(tmp_path: Path) -> None:
    assert find_font(tmp_path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have their fonts elsewhere")
def test_best_font_that_is_installed_is_found(font: CardFont, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    monkeypatch.setenv("HOME", str(tmp_path))
    find_font.cache_clear()
    assert find_font() is None
    find_font.cache_clear()
    for folder, name in (("shared", "wqy-microhei.ttc"), ("mine", "NotoSansSC-Regular.otf")):
        installed = tmp_path / folder / "fonts" / "deeper" / name
        installed.parent.mkdir(parents=True)
        installed.symlink_to(font.path)
    (tmp_path / "mine" / "fonts" / "NotoSerifCJK-Regular.ttc").write_bytes(b"broken")
    found = find_font()
    find_font.cache_clear()
    assert found
    assert found.path.name == "NotoSansSC-Regular.otf"


def test_bot_starts_without_pillow_and_finds_no_font() -> None:
    program = "import sys; sys.modules['PIL'] = None; import bot.__main__; from nowall.cards import find_font; "
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-c", f"{program}print(find_font())"]
    assert subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout == "None\n"
