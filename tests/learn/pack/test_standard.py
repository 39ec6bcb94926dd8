"""What a finished pack has beyond a valid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nowall.learn.pack.reader import read_pack
from nowall.learn.pack.standard import shortfalls
from tests.learn.pack.packs import ARTICLE, ATTRIBUTES, LIST, QUOTE, ROLES, write_pack


def told(folder: Path, facts: str) -> list[str]:
    pack = write_pack(folder, article=ARTICLE + facts, claims="")
    return [f"{flaw.id}: {flaw.told}" for flaw in shortfalls(read_pack(pack, attributes=ATTRIBUTES, roles=ROLES))]


def test_finished_pack_lacks_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, QUOTE + LIST) == []


@pytest.mark.parametrize(
    ("fact", "right", "wrong", "lack"),
    [
        (QUOTE, 'claimant = "sam-altman"\n', "", "wall-1: claimant is missing: add it"),
        (QUOTE, 'attribute = "opinion"\n', "", "wall-1: attribute is missing: add it"),
        (QUOTE, 'asks = ["一", "二", "三", "four"]', 'asks = ["一"]', "wall-1: asks has 1 questions: give 4 to 12"),
        (QUOTE, "在 X 上说：", "在 X 上说，" + "很" * 180, "wall-1: zh has 217 characters: shorten it to 180"),
        (LIST, 'zh = "三家', f'zh = "{"很" * 220}三家', "wall-2: zh has 231 characters: shorten it to 220"),
        (LIST, 'items_en = ["A", "B", "C"]\n', "", "wall-2: items_en is missing: add it"),
    ],
)
def test_what_lacks_is_told(tmp_path: Path, fact: str, right: str, wrong: str, lack: str) -> None:
    assert right in fact
    assert told(tmp_path, (QUOTE + LIST).replace(fact, fact.replace(right, wrong))) == [lack]
