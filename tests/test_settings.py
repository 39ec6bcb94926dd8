"""Where settings of the engine come from: the environment, and files for what is secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowall.errors import SettingsError
from nowall.settings import Settings

ADDRESS = "postgresql+psycopg://nowall:geheim@db.example/nowall"


def of(home: Path, **values: object) -> Settings:
    return Settings(home=home, _env_file=None, **values)  # type: ignore[arg-type]


def test_without_an_address_everything_is_in_the_home(tmp_path: Path) -> None:
    assert of(tmp_path).server is None


def test_address_is_read_from_a_file_without_its_line_end(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{ADDRESS}\n", encoding="utf-8")
    server = of(tmp_path, database_url_file=file).server
    assert server
    assert server.render_as_string(hide_password=False) == ADDRESS


def test_address_that_is_given_goes_before_that_of_the_file(tmp_path: Path) -> None:
    server = of(tmp_path, database_url="postgresql://other/one", database_url_file=tmp_path / "missing").server
    assert server
    assert server.host == "other"


def test_address_in_the_environment_may_be_left_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOWALL_DATABASE_URL", " ")
    assert of(tmp_path).server is None


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_file_without_an_address_is_not_taken_for_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match="NOWALL_DATABASE_URL_FILE") as told:
        _ = of(tmp_path, database_url_file=file).server
    assert str(file) in str(told.value)


def test_address_is_told_neither_by_the_settings_nor_by_an_error(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("mysql://nowall:geheim@db/nowall", encoding="utf-8")
    settings = of(tmp_path, database_url=ADDRESS)
    assert "geheim" not in repr(settings)
    with pytest.raises(SettingsError) as told:
        _ = of(tmp_path, database_url_file=file).server
    assert "geheim" not in str(told.value)
