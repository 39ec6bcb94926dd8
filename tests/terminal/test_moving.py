"""The command that moves a home to a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowall.semantic import embedder
from tests.postgres_server import PostgresServer
from tests.terminal.conftest import Nowall


@pytest.fixture
def full_home(real_nowall: Nowall, pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a pack, and no model."""
    monkeypatch.setenv("NOWALL_PACK", str(pack))
    monkeypatch.setenv("NOWALL_SEMANTIC", "false")
    assert real_nowall("sources").exit_code == 0
    return pack


@pytest.mark.usefixtures("full_home")
def test_moved_home_answers_from_the_server(
    real_nowall: Nowall, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = real_nowall("migrate-to", database_url)
    assert told.exit_code == 0, told.output
    assert "corpus.facts     1 rows, checksum " in told.stdout
    assert "Next: set NOWALL_DATABASE_URL" in told.stdout

    monkeypatch.setenv("NOWALL_DATABASE_URL", database_url)
    monkeypatch.setenv("NOWALL_HOME", str(tmp_path / "replica"))
    assert "没有墙" in real_nowall("ask", "Altman 怎么回应撞墙？").stdout


@pytest.mark.usefixtures("full_home")
def test_address_may_be_that_of_the_settings(
    real_nowall: Nowall, postgres: PostgresServer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOWALL_DATABASE_URL", database_url)
    assert real_nowall("migrate-to").exit_code == 0
    count = postgres.execute("SELECT count(*) FROM nowall_corpus.facts", database_url.rpartition("/")[2])
    assert count == [(1,)]
    again = real_nowall("migrate-to")
    assert (again.exit_code, "nothing was copied" in again.stdout) == (0, True)


def test_no_address_is_told(real_nowall: Nowall) -> None:
    told = real_nowall("migrate-to")
    assert told.exit_code == 1
    assert "set NOWALL_DATABASE_URL" in told.stderr


def test_empty_home_is_told(real_nowall: Nowall) -> None:
    told = real_nowall("migrate-to", "postgresql://127.0.0.1:1/news")
    assert told.exit_code == 1
    assert "nothing to move" in told.stderr


@pytest.mark.parametrize("address", ["mysql://me:hunter2@localhost/news", "hunter2", "postgresql://me:hunter2@[/x"])
def test_address_that_is_none_is_told_without_it(real_nowall: Nowall, address: str) -> None:
    told = real_nowall("migrate-to", address)
    assert told.exit_code == 1
    assert "hunter2" not in told.output


@pytest.mark.usefixtures("full_home")
def test_server_that_is_not_there_is_told_without_the_password(real_nowall: Nowall) -> None:
    told = real_nowall("migrate-to", "postgresql://me:hunter2@127.0.0.1:1/news")
    assert told.exit_code == 1
    assert "news on 127.0.0.1 cannot be reached" in told.stderr
    assert "hunter2" not in told.output


@pytest.mark.skipif(embedder.load_embedder() is None, reason="the extra semantic is not installed")
@pytest.mark.usefixtures("full_home")
def test_vectors_move_too(
    real_nowall: Nowall, database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    news = tmp_path / "news.txt"
    news.write_text(
        "滨江第八水泵厂今年建成了第三条生产线，投资五百万元。\n厂长林知秋表示很满意，员工已有三百人。", "utf-8"
    )
    monkeypatch.setenv("NOWALL_SEMANTIC", "true")
    assert real_nowall("add", str(news)).exit_code == 0
    told = real_nowall("migrate-to", database_url)
    assert "vectors are there too" in told.stdout
