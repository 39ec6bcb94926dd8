"""The three commands over a small corpus of their own, from the articles to the page."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.quality import ablations, layers, reliability
from bench.quality.studies.homes import without_misspellings
from nowall.snapshot import Snapshot

PLACES = ["北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "西安", "南京", "天津", "苏州", "长沙"]
MARKS = ("reliability", "layers", "ablations")


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two public sets of twelve articles, one of them with questions that are not answered."""
    folder = tmp_path_factory.mktemp("sets")
    articles = [_article(number, place) for number, place in enumerate(PLACES)]
    questions = [
        {"id": f"q{number}", "question": f"{place}的新桥有多长？", "answers": [[f"{number + 21}公里"]]}
        for number, place in enumerate(PLACES)
    ]
    for name in ("crud", "drcd"):
        (folder / name).mkdir()
        with gzip.open(folder / name / "articles.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(article) + "\n" for article in articles)
        (folder / name / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    unanswerable = [{"id": f"u{number}", "question": "火星的首都在哪里？"} for number in range(2)]
    (folder / "crud" / "unanswerable.jsonl").write_text("\n".join(map(json.dumps, unanswerable)), encoding="utf-8")
    return folder


def _article(number: int, place: str) -> dict[str, str]:
    text = f"{place}的新桥昨天通车。市长李明说，这座桥全长{number + 21}公里，是{place}最长的桥。施工用了两年时间。"
    return {"id": f"a{number}", "title": f"{place}新桥通车", "text": text}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first command learns, the others find."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "quality.md").write_text("".join(f"<!-- {m}: begin -->\n<!-- {m}: end -->\n" for m in MARKS))
    return tmp_path


@pytest.fixture
def pack_questions(tmp_path: Path) -> Path:
    questions = [
        {"id": "p1", "question": "你好", "lang": "zh", "kind": "smalltalk"},
        {"id": "p2", "question": "火星的首都在哪里？", "lang": "zh", "kind": "where", "refuse": True},
        {"id": "p3", "question": "谁?", "lang": "zh", "kind": "who", "answer_any": ["x"], "articles": ["a"]},
    ]
    file = tmp_path / "asked.yaml"
    file.write_text(json.dumps(questions), encoding="utf-8")  # JSON is YAML
    return file


def _run(monkeypatch: pytest.MonkeyPatch, module: str, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", [module, *map(str, arguments)])
    {"reliability": reliability, "layers": layers, "ablations": ablations}[module].main()


def test_reliability_is_told_of_both_kinds_of_corpus(
    sets: Path, homes: Path, docs: Path, pack_questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--homes", homes, "--docs", docs, "--sets", "crud,drcd", "--pack-questions", pack_questions)
    _run(monkeypatch, "reliability", sets, *options)
    told = (docs / "quality.md").read_text(encoding="utf-8")
    assert "| **Editors' facts** | 2 | 0.000 |" in told
    assert "| **Learned records** | 13 |" in told
    assert "| crud | 7 |" in told
    ET.fromstring((docs / "images" / "quality-reliability.svg").read_text(encoding="utf-8"))


def test_layers_are_told_in_their_order(
    sets: Path, homes: Path, docs: Path, pack_questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--homes", homes, "--docs", docs, "--sets", "drcd", "--pack-questions", pack_questions)
    _run(monkeypatch, "layers", sets, *options)
    told = (docs / "quality.md").read_text(encoding="utf-8")
    assert "| **drcd** (6) | the index alone |" in told
    assert told.index("+ by words") < told.index("| **pack-asked** (1) |")
    assert told.index("+ exact words") < told.index("+ misspelt names")
    ET.fromstring((docs / "images" / "quality-layers.svg").read_text(encoding="utf-8"))


def test_ablations_are_told_of_every_feature_that_is_used(
    sets: Path, homes: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("drcd", "crud"):
        if not (homes / name).exists():
            _run(monkeypatch, "layers", sets, "--homes", homes, "--docs", docs, "--sets", name)
    options = ("--homes", homes, "--docs", docs, "--sets", "crud,drcd", "--corpus", homes / "drcd", "--questions", 12)
    _run(monkeypatch, "ablations", sets, *options)
    told = (docs / "quality.md").read_text(encoding="utf-8")
    assert "A@1 pooled 1.000 (12), crud 1.000 (6), drcd 1.000 (6), editors 0.000" in told
    assert "| `bm25` | by words |" in told
    assert "meaning" not in told
    assert "semantic" not in told


def test_a_command_without_anything_to_ask_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _run(monkeypatch, "layers", tmp_path, "--homes", tmp_path, "--sets", "")
    assert "--pack-questions" in capsys.readouterr().err


def test_a_name_that_is_spelt_wrong_is_none_where_misspellings_are_left_out(snapshot: Snapshot) -> None:
    spelt_right = without_misspellings(snapshot)
    assert snapshot.matcher.find("opanai 是什么?")
    assert not spelt_right.matcher.find("opanai 是什么?")
    assert spelt_right.matcher.find("openai 是什么?") == snapshot.matcher.find("openai 是什么?")
