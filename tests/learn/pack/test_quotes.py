"""The quote gate: what is found, what belongs to somebody else, and what is not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.pack.quotes import Outcome, check_pack, verify_quotes
from nowall.records import Article, Corpus, Entity, EntityKind, Fact, FactKind
from tests.learn.pack.packs import write_pack

ALTMAN = Entity("sam-altman", EntityKind.PERSON, "Sam Altman", "Sam Altman", ("奥特曼", "Altman"), ("SA",))
ILYA = Entity("ilya", EntityKind.PERSON, "Ilya Sutskever", "Ilya Sutskever", ("伊利亚", "Ilya"))
STAFF = Entity("staff", EntityKind.SOURCE, "OpenAI 员工", "OpenAI employees", ("OpenAI员工",))
FILLER = "今天天气很好。" * 60


def outcome(quote: str, text: str, speaker: str = "sam-altman") -> Outcome:
    fact = Fact("f", "a", FactKind.QUOTE, f"“{quote}”", quote=quote, speaker=speaker)
    corpus = Corpus((Article("a", "t", "p"),), (fact,), (ALTMAN, ILYA, STAFF))
    (verdict,) = verify_quotes(corpus, {"a": text})
    return verdict.outcome


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("there is no wall", "Sam Altman 回应：there is no wall 没有墙"),
        ("there is no wall", "Altman：there is\nno   wall"),
        ("没有墙", "奥特曼說：「沒有牆」"),
        ("沒有牆", "奥特曼说：没有墙"),
        ("AGI五级", "奥特曼：ＡＧＩ 五级"),
        ("没有墙!", "奥特曼：没有墙！"),
        ("我们……继续", "奥特曼：“我们会一直往前走，继续。”"),
        ("我们...继续", "奥特曼：“我们会一直往前走，继续。”"),
        ("我们……继续", "奥特曼：“我们……继续。”"),
        ("没有墙", "“没有\u200b墙”，SamAltman 写道。"),
        ("没有墙", f"奥特曼：{FILLER}没有墙"),
        ("没有墙", f"奥特曼：\n{'很。' * 140}\n没有墙"),
        ("没有墙", f"奥特曼：\n{FILLER}\n{FILLER}\n没有墙"),
        ("没有墙", f"没有墙\n{FILLER}伊利亚\n没有墙\n——SA"),
    ],
)
def test_words_of_the_speaker_are_found(quote: str, text: str) -> None:
    assert outcome(quote, text) is Outcome.FOUND


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("没有墙", "伊利亚说：“没有墙”。"),
        ("没有墙", "没有墙"),
        ("没有墙", f"没有墙\n{FILLER}\n奥特曼"),
        ("没有墙", f"奥特曼\n{FILLER}\n伊利亚说：\n没有墙"),
        ("there is no wall", "Altmanns say there is no wall"),
        ("没有墙", "没有墙，sa"),
    ],
)
def test_words_of_somebody_else_are_misattributed(quote: str, text: str) -> None:
    assert outcome(quote, text) is Outcome.MISATTRIBUTED


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("没有墙", "奥特曼说：“有一堵墙”。"),
        ("继续……我们", "奥特曼：“我们会一直往前走，继续。”"),
        ("我们……继续", f"奥特曼：“我们。{FILLER}继续。”"),
        ("……", "奥特曼：……"),
        (" ", "奥特曼：墙"),
        ("没有墙", ""),
    ],
)
def test_words_that_are_not_there_are_not_found(quote: str, text: str) -> None:
    assert outcome(quote, text) is Outcome.NOT_FOUND


def test_generic_source_is_a_speaker_too() -> None:
    assert outcome("快了", "多位 OpenAI 员工表示：“快了”。", speaker="staff") is Outcome.FOUND


def test_speaker_that_nobody_knows_is_misattributed() -> None:
    assert outcome("快了", "某人表示：“快了”。", speaker="nobody") is Outcome.MISATTRIBUTED


def test_quote_whose_article_is_missing_is_not_found() -> None:
    fact = Fact("f", "a", FactKind.QUOTE, "“墙”", quote="墙", speaker="sam-altman")
    (verdict,) = verify_quotes(Corpus((), (fact,), (ALTMAN,)), {})
    assert verdict.outcome is Outcome.NOT_FOUND
    assert "raw article" in verdict.reason


def test_facts_without_a_quote_are_not_looked_up() -> None:
    assert verify_quotes(Corpus((), (Fact("f", "a", FactKind.FACT, "x"),)), {"a": "x"}) == []


@given(quote=st.text(), text=st.text())
def test_any_words_and_any_text_get_a_verdict(quote: str, text: str) -> None:
    assert outcome(quote, text) in Outcome


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text(max_size=20))
def test_words_beside_the_speaker_are_found_if_anything_is_left_of_them(quote: str, around: str) -> None:
    result = outcome(quote, f"奥特曼：{around}\n{quote}\n{around}")
    assert result is Outcome.FOUND or not any(c.isalnum() for c in quote)


class TestCheckPack:
    def test_good_pack_is_good(self, tmp_path: Path) -> None:
        pack = write_pack(tmp_path / "pack")
        (tmp_path / "wall.txt").write_text("Altman 在 X 上说：there is no wall。", encoding="utf-8")
        report = check_pack(pack, tmp_path)
        assert report.is_good
        assert [verdict.fact for verdict in report.verdicts] == ["wall-1"]

    def test_without_articles_only_the_files_are_checked(self, tmp_path: Path) -> None:
        report = check_pack(write_pack(tmp_path))
        assert report.is_good
        assert report.verdicts == ()

    def test_missing_article_is_a_problem(self, tmp_path: Path) -> None:
        report = check_pack(write_pack(tmp_path / "pack"), tmp_path)
        assert "wall.txt cannot be read" in report.problems[0]
        assert not report.is_good

    def test_quote_that_is_not_found_is_not_good(self, tmp_path: Path) -> None:
        pack = write_pack(tmp_path / "pack")
        (tmp_path / "wall.txt").write_text("Altman 说：有墙。", encoding="utf-8")
        report = check_pack(pack, tmp_path)
        assert report.problems == ()
        assert not report.is_good

    def test_invalid_pack_has_problems_and_no_corpus(self, tmp_path: Path) -> None:
        report = check_pack(write_pack(tmp_path, claims="x = 1"))
        assert report.corpus is None
        assert "claims.toml" in report.problems[0]
