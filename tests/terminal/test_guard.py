from __future__ import annotations

import pytest

from nowall.errors import StoreError
from nowall.terminal.guard import guarded
from nowall.terminal.session import Session
from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import ScriptedEngine


def test_unexpected_error_is_one_sentence_with_a_hint(nowall: Nowall) -> None:
    result = nowall("ask", "坏")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nowall: Something went wrong (RuntimeError: a bug); nowall --debug … shows the details.\n"


def test_unexpected_error_is_raised_under_debug(nowall: Nowall) -> None:
    result = nowall("--debug", "ask", "坏")

    assert result.exit_code == 1
    assert isinstance(result.exception, RuntimeError)


def test_expected_error_is_its_own_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def work(_: Session) -> int:
        raise StoreError("The home is\x1b[2J full.")

    assert guarded(Session(), work) == 1
    assert capsys.readouterr().err == "nowall: The home is\N{REPLACEMENT CHARACTER}[2J full.\n"


def test_interrupt_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    def work(_: Session) -> int:
        raise KeyboardInterrupt

    assert guarded(Session(), work) == 130
    assert capsys.readouterr() == ("", "")


def test_status_of_the_work_is_given_back() -> None:
    assert guarded(Session(), lambda _: 3) == 3


def test_options_before_the_command_make_the_settings(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("--home", "/tmp/somewhere", "--pack", "none", "ask", "撞墙?")

    settings = engine.settings
    assert settings
    assert (str(settings.home), settings.pack) == ("/tmp/somewhere", "none")


def test_environment_makes_the_settings_without_options(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("ask", "撞墙?", env={"NOWALL_HOME": "/tmp/elsewhere", "NOWALL_PACK": "/tmp/pack"})

    settings = engine.settings
    assert settings
    assert (str(settings.home), settings.pack) == ("/tmp/elsewhere", "/tmp/pack")


@pytest.mark.parametrize("command", ["", "ask", "chat", "sources", "facts", "eval", "doctor", "pack", "pack check"])
def test_help_is_there_for_every_command(nowall: Nowall, command: str) -> None:
    result = nowall(*command.split(), "--help")

    assert result.exit_code == 0
    assert "Usage: nowall" in result.stdout


def test_help_shows_examples_in_chinese(nowall: Nowall) -> None:
    assert 'nowall ask "Altman 怎么回应撞墙?"' in nowall("--help").stdout


def test_version_is_told(nowall: Nowall) -> None:
    result = nowall("--version")

    assert result.exit_code == 0
    assert result.stdout.startswith("nowall 0.")
