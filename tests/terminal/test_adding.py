from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from nowall.terminal.adding import AddRequest, add
from nowall.terminal.session import Session
from nowall.terminal.vectors import Vectors
from tests.learn.sources.web import answer, only_loopback, site
from tests.terminal.conftest import Nowall
from tests.terminal.news import BAKERY, BRIDGE, write, write_lines

PAGE = f"<html><head><title>海川大桥将提前通车</title></head><body><article>{BRIDGE}</article></body></html>"


@pytest.fixture
def learn(real_nowall: Nowall) -> Nowall:
    """Run the command on a home without a pack."""
    return lambda *arguments, **options: real_nowall("--pack", "none", *arguments, **options)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write(tmp_path / "news", {"bridge": BRIDGE, "bakery": BAKERY})


def test_folder_is_learned_and_answers(learn: Nowall, news: Path) -> None:
    added = learn("add", "--vectors", "off", str(news))

    assert (added.exit_code, added.stderr) == (0, "")
    assert added.stdout.startswith("Learned 2 articles with ")
    assert "新桥明年春天通车" in learn("ask", "林小满说了什么?").stdout


def test_same_again_changes_nothing(learn: Nowall, news: Path) -> None:
    learn("add", "--vectors", "off", str(news))
    again = learn("add", "--vectors", "off", str(news))

    assert again.exit_code == 0
    assert again.stdout.startswith("Learned 0 articles with 0 facts.\n  2 were there already\n")


def test_changed_file_replaces_what_was_learned(learn: Nowall, news: Path) -> None:
    learn("add", "--vectors", "off", str(news))
    write(news, {"bridge": BRIDGE.replace("明年春天通车", "今年冬天通车")})
    changed = learn("add", "--vectors", "off", str(news))

    assert "1 of them had changed" in changed.stdout
    assert "今年冬天通车" in learn("ask", "林小满说了什么?").stdout


def test_copy_is_noted_as_a_repost(learn: Nowall, tmp_path: Path) -> None:
    lines = write_lines(
        tmp_path / "news.jsonl",
        {"id": "first", "title": "海川大桥将提前通车", "text": BRIDGE * 3, "publisher": "海川日报"},
        {"id": "second", "title": "海川大桥将提前通车", "text": BRIDGE * 3, "publisher": "南岸新闻网"},
    )
    added = learn("add", "--vectors", "off", str(lines))

    assert "1 are copies" in added.stdout
    assert learn("sources").stdout.splitlines()[-1] == "    Reposted by: 南岸新闻网"


def test_article_of_the_pack_is_left_to_its_editors(real_nowall: Nowall, pack: Path, tmp_path: Path) -> None:
    news = write(tmp_path / "news", {"wall": BRIDGE})
    added = real_nowall("--pack", str(pack), "add", "--vectors", "off", str(news))

    assert added.exit_code == 0
    assert "1 are in the pack" in added.stdout


def test_dry_run_counts_and_writes_nothing(learn: Nowall, news: Path) -> None:
    tried = learn("add", "--dry-run", str(news))

    assert tried.exit_code == 0
    assert tried.stdout.startswith("Would learn 2 articles with ")
    assert learn("sources").stdout == "There are no articles yet.\n"


def test_what_cannot_be_read_is_told_and_stops_nothing(learn: Nowall, news: Path, tmp_path: Path) -> None:
    (news / "broken.txt.gz").write_bytes(gzip.compress(b"text")[:9])
    (news / "picture.png").write_bytes(b"\x89PNG")
    added = learn("add", "--vectors", "off", str(tmp_path / "nowhere"), str(news))

    assert added.exit_code == 1
    assert f"✗ {tmp_path}/nowhere: There is no such file or folder.\n" in added.stdout
    assert "broken.txt.gz: " in added.stdout
    assert "Learned 2 articles" in added.stdout
    assert "  2 failed\n  1 files of other kinds were passed over\n" in added.stdout


def test_only_so_many_failures_are_named(learn: Nowall, tmp_path: Path) -> None:
    added = learn("add", *(str(tmp_path / f"no{number}.txt") for number in range(60)))

    assert added.stdout.count("✗ ") == 50
    assert "… and 10 more that failed.\n" in added.stdout


def test_nothing_to_add_is_wrong_usage(learn: Nowall) -> None:
    assert [learn("add", *options).exit_code for options in ((), ("--dry-run",), ("--explain",))] == [2, 2, 2]


def test_nothing_but_vectors_is_enough(learn: Nowall) -> None:
    assert learn("add", "--vectors", "off").exit_code == 0


def test_page_of_this_machine_is_refused(learn: Nowall) -> None:
    with site({"/bridge": answer(PAGE)}) as web:
        added = learn("add", f"{web.url}/bridge")

    assert added.exit_code == 1
    assert "127.0.0.1 is not a public address" in added.stdout
    assert web.asked == []


def test_page_is_learned_with_its_address(tmp_path: Path, learn: Nowall) -> None:
    with site({"/bridge": answer(PAGE)}) as web:
        session = Session(tmp_path / "home", "none", permits=only_loopback)
        status = add(session, AddRequest([f"{web.url}/bridge"], Vectors.OFF))

        assert status == 0
        assert f"{web.url}/bridge" in learn("sources").stdout


def test_learned_facts_are_told_with_names_and_places(learn: Nowall, news: Path) -> None:
    learn("add", "--vectors", "off", str(news))
    records = [json.loads(line) for line in learn("facts", "--json").stdout.splitlines()]
    said = next(record for record in records if record["quote"] == "新桥明年春天通车。")
    start, end = said["span"]

    assert (said["article"], said["speaker"], said["claimant"], said["origin"]) == (
        "bridge", "林小满", "林小满", "extracted",
    )  # fmt: skip
    assert BRIDGE[start:end] == "新桥明年春天通车。"
