from __future__ import annotations

from pathlib import Path

from tests.terminal.conftest import Nowall
from tests.terminal.news import BAKERY, BRIDGE, write


def test_removed_article_answers_no_more(real_nowall: Nowall, tmp_path: Path) -> None:
    real_nowall("--pack", "none", "add", "--vectors", "off", str(write(tmp_path, {"bridge": BRIDGE, "bakery": BAKERY})))
    removed = real_nowall("--pack", "none", "remove", "bridge")

    assert (removed.exit_code, removed.stdout) == (0, "bridge is forgotten.\n")
    assert real_nowall("--pack", "none", "ask", "林小满说了什么?").exit_code == 3
    assert "bakery" in real_nowall("--pack", "none", "sources").stdout


def test_unknown_article_is_told_and_the_others_go(real_nowall: Nowall, tmp_path: Path) -> None:
    real_nowall("--pack", "none", "add", "--vectors", "off", str(write(tmp_path, {"bridge": BRIDGE})))
    removed = real_nowall("--pack", "none", "remove", "nothing", "bridge")

    assert removed.exit_code == 1
    assert removed.stdout == "bridge is forgotten.\nnothing is not there; see nowall sources.\n"


def test_article_of_the_pack_stays(real_nowall: Nowall, pack: Path) -> None:
    removed = real_nowall("--pack", str(pack), "remove", "wall")

    assert (removed.exit_code, removed.stdout) == (1, "wall belongs to the pack: remove its file there.\n")
    assert real_nowall("--pack", str(pack), "ask", "谁说没有墙？").exit_code == 0


def test_nothing_to_remove_is_wrong_usage(real_nowall: Nowall) -> None:
    assert real_nowall("remove").exit_code == 2
