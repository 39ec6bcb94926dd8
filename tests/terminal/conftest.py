"""The command in this process with a scripted engine, and as a process with the real one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from nowall.engine import Engine
from nowall.settings import Settings
from nowall.terminal.app import app
from tests.terminal.scripted_engine import ScriptedEngine

Nowall = Callable[..., Result]


@pytest.fixture(autouse=True)
def _english_without_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_MESSAGES", "LANG", "NO_COLOR", "FORCE_COLOR", "NOWALL_PACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("NOWALL_HOME", str(tmp_path / "home"))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> ScriptedEngine:
    """What every command opens instead of the real one."""
    scripted = ScriptedEngine()

    def open_scripted(settings: Settings | None = None, *, warm: bool = False) -> ScriptedEngine:
        scripted.settings = settings
        return scripted

    monkeypatch.setattr(Engine, "open", open_scripted)
    return scripted


@pytest.fixture
def nowall(engine: ScriptedEngine) -> Nowall:
    """Run the command with these arguments, before the scripted engine."""
    return _run


@pytest.fixture
def real_nowall() -> Nowall:
    """Run the command with these arguments, before the real engine."""
    return _run


def _run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(app, list(arguments), **options)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack of one quote."""
    folder = tmp_path / "pack"
    (folder / "articles").mkdir(parents=True)
    (folder / "entities.toml").write_text(_ENTITIES, encoding="utf-8")
    (folder / "articles" / "wall.toml").write_text(_ARTICLE, encoding="utf-8")
    return folder


_ENTITIES = """
[[entity]]
id = "sam-altman"
kind = "person"
zh = "Sam Altman"
en = "Sam Altman"
forms = ["Altman"]
about_zh = "OpenAI 的 CEO"
about_en = "CEO of OpenAI"

[[entity]]
id = "36kr"
kind = "publication"
zh = "36氪"
en = "36kr"
"""
_ARTICLE = """
[article]
id = "wall"
title = "撞墙了吗"
publisher = "36kr"
language = "zh-Hans"

[[fact]]
id = "wall-01"
kind = "quote"
zh = "Altman 说：“没有墙”。"
en = "Altman said: “没有墙” (there is no wall)."
claimant = "sam-altman"
speaker = "sam-altman"
quote = "没有墙"
occasion_zh = "在 X 上"
occasion_en = "on X"
subject = "sam-altman"
attribute = "opinion"
asks = ["Altman 怎么回应撞墙？", "谁说没有墙？", "Altman 说了什么？", "What did Altman say?"]
"""
