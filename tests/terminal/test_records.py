from __future__ import annotations

import json

from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import RECORDS, ScriptedEngine


def test_sources_are_listed_with_ids_and_what_is_known(nowall: Nowall) -> None:
    result = nowall("sources", env={"LC_ALL": "zh_CN.UTF-8"})

    assert result.exit_code == 0
    assert result.stdout.splitlines()[:5] == [
        "[1] 《撞墙了吗》 36氪, 2024-11-14",
        "    36kr-no-wall · 2 条事实",
        "    作者",
        "    转载",
        "    转载：C114, 虎嗅",
    ]


def test_no_sources_is_a_sentence(nowall: Nowall, engine: ScriptedEngine) -> None:
    engine.articles = ()

    assert nowall("sources").stdout == "There are no articles yet.\n"


def test_facts_are_a_line_of_json_each(nowall: Nowall) -> None:
    result = nowall("facts", "--json")
    records = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert [record["id"] for record in records] == [fact.id for fact in RECORDS]
    assert {name: records[1][name] for name in ("article", "kind", "text", "when", "span", "speaker")} == {
        "article": "36kr-no-wall",
        "kind": "fact",
        "text": "明年初发布。",
        "when": "2025-01",
        "span": [3, 9],
        "speaker": None,
    }


def test_facts_name_speaker_and_claimant_as_an_answer_does(nowall: Nowall) -> None:
    records = [json.loads(line) for line in nowall("facts", "--json").stdout.splitlines()]

    assert [(record["speaker"], record["claimant"]) for record in records] == [
        ("Sam Altman", None),
        (None, None),
        (None, "The Verge"),
    ]


def test_fact_table_has_a_line_for_each_record(nowall: Nowall) -> None:
    result = nowall("facts")

    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "36kr-no-wall", "id", "wall-01", "wall-02", "zhidx-orion", "id", "orion-01",
    ]  # fmt: skip
    assert "Altman replied." in result.stdout
    assert "\x1b" not in result.stdout


def test_fact_table_is_chinese_for_a_chinese_reader(nowall: Nowall) -> None:
    assert "Altman 回应“撞墙”。" in nowall("facts", env={"LC_ALL": "zh_CN.UTF-8"}).stdout


def test_fact_table_is_in_the_readers_script(nowall: Nowall) -> None:
    assert "訓練" in nowall("facts", env={"LC_ALL": "zh_TW.UTF-8"}).stdout
