"""The fact that would answer a question, to be filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.engine import Engine
from nowall.errors import InputError, PackError
from nowall.settings import Settings
from tests.learn.pack.packs import ARTICLE, ENTITIES, QUOTE

EN = Language.EN
QUESTION = "Altman 的生日是哪天？"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "articles").mkdir(parents=True)
    (folder / "entities.toml").write_text(ENTITIES, encoding="utf-8")
    (folder / "articles" / "wall.toml").write_text(ARTICLE + QUOTE, encoding="utf-8")
    return folder


def open_engine(tmp_path: Path, pack: Path | str) -> Engine:
    return Engine.open(Settings(home=tmp_path / "home", pack=str(pack), semantic=False, _env_file=None))


@pytest.fixture
def engine(tmp_path: Path, pack: Path) -> Iterator[Engine]:
    with open_engine(tmp_path, pack) as opened:
        yield opened


def fact(draft: str) -> dict[str, Any]:
    [only] = tomllib.loads(draft)["fact"]
    return dict(only)


def test_draft_names_files_within_the_pack_only(engine: Engine, tmp_path: Path) -> None:
    draft = engine.draft(QUESTION, EN)

    assert "# Put this at the end of news/articles/wall.toml" in draft
    assert "(articles/wall.toml:10)" in draft
    assert str(tmp_path) not in draft


def test_draft_for_this_machine_names_whole_paths(engine: Engine, pack: Path) -> None:
    assert f"# Put this at the end of {pack}/articles/wall.toml" in engine.draft(QUESTION, EN, whole_paths=True)


def test_draft_continues_the_ids_and_knows_whom_the_question_names(engine: Engine) -> None:
    drafted = fact(engine.draft(QUESTION, EN))

    assert (drafted["id"], drafted["subject"], drafted["asks"]) == ("wall-2", "sam-altman", [QUESTION])
    assert drafted["zh"] == ""


def test_comments_are_in_the_language_that_is_asked_for(engine: Engine) -> None:
    assert "# 最接近的记录：" in engine.draft(QUESTION, Language.ZH_HANS)


def test_draft_without_a_pack_says_to_begin_one(tmp_path: Path) -> None:
    with open_engine(tmp_path, "none") as engine:
        draft = engine.draft(QUESTION, EN)

    assert "# First make a pack (nowall pack new mypack)" in draft
    assert fact(draft)["id"] == "fact-01"


def test_draft_of_no_question_is_refused(engine: Engine) -> None:
    with pytest.raises(InputError):
        engine.draft(" ", EN)


def test_draft_is_refused_where_the_pack_is_gone(engine: Engine, pack: Path) -> None:
    pack.rename(pack.with_name("elsewhere"))

    with pytest.raises(PackError):
        engine.draft(QUESTION, EN)


@given(words=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_whatever_is_asked_the_draft_is_valid_toml(engine: Engine, words: str) -> None:
    fact(engine.draft(f"Altman {words.replace(chr(0), '')}", EN))
