"""A new pack: valid, finished, and never over something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowall.errors import InputError
from nowall.learn.pack.beginning import begin_pack
from nowall.learn.pack.quotes import check_pack


def test_new_pack_is_valid_and_lacks_nothing(tmp_path: Path) -> None:
    begin_pack(tmp_path / "a" / "pack")
    report = check_pack(tmp_path / "a" / "pack")
    assert (report.problems, report.shortfalls) == ((), ())


def test_claim_that_is_commented_out_is_valid_too(tmp_path: Path) -> None:
    begin_pack(tmp_path)
    claims = tmp_path / "claims.toml"
    _, *lines = claims.read_text(encoding="utf-8").splitlines()
    claims.write_text("\n".join(line.removeprefix("# ").removeprefix("#") for line in lines), encoding="utf-8")
    report = check_pack(tmp_path)
    assert report.corpus is not None, report.problems
    assert len(report.corpus.claims) == 1


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_there_is_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "notes.txt"
    target.write_text("notes")
    with pytest.raises(InputError, match="is not an empty folder"):
        begin_pack(tmp_path if kind == "folder" else target)
    assert target.read_text() == "notes"
