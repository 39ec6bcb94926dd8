from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.learn.documents import CleanArticle, Form
from tests.learn.clean.cleaning import BODY, cleaned, texts

PIECES = [
    *"。，、：？!?\n\n\n  \t()（）“”「」*[]<>&#|/-•",
    *[
        "戰(zhàn)",
        "**",
        "&amp;",
        "&#12;",
        "[1]",
        "先容",
        "希翼",
        "MicroSoft",
        "谷歌 ",
        "实行任务",
        "\u200b",
        "\ud800",
        "\x00",
        "<br>",
    ],
    *[
        "来源：",
        "作者：王",
        "2024-01-02",
        "某官网-ab12",
        "图片",
        "登录",
        "一、",
        "1.",
        "- ",
        "## ",
        "说",
        "新馆开放",
        "The ",
        "By A B",
    ],
    *["?qū)⒁阎", "é", "Ã©", "你好".encode().decode("latin-1"), "（完）", "返回搜狐，查看更多", "\r\n", "\u3000\u3000"],
]
DIRTY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def check_offsets(article: CleanArticle) -> None:
    """Every character stands where it says, or within a noted edit that put something in."""
    edits = [(d.start, d.end) for d in article.dropped if d.replacement]
    size = len(article.source)
    assert all(0 <= d.start < d.end <= size for d in article.dropped)
    for paragraph in article:
        text, places = paragraph.text.text, paragraph.text.places
        assert len(text) == len(places) > 0
        assert list(places) == sorted(places)
        assert "\n" not in text
        for character, place in zip(text, places, strict=True):
            at_place = article.source[place]
            joint = character == " " and at_place.isspace()
            assert at_place == character or joint or any(start <= place < end for start, end in edits)


@given(DIRTY, st.sampled_from([Form.TEXT, Form.MARKDOWN]))
@settings(max_examples=300, deadline=None)
def test_dirty_text_keeps_its_offsets(text: str, form: Form) -> None:
    check_offsets(cleaned(text, form))


@given(st.text(max_size=300), st.sampled_from(list(Form)))
@settings(max_examples=100, deadline=None)
def test_any_text_is_cleaned(text: str, form: Form) -> None:
    check_offsets(cleaned(text, form))


@given(DIRTY.map(lambda text: f"<p>{text}</p><li>{text}"))
@settings(max_examples=50, deadline=None)
def test_dirty_pages_keep_their_offsets(page: str) -> None:
    check_offsets(cleaned(page, Form.HTML))


def test_clean_text_is_left_as_it_is() -> None:
    article = cleaned(BODY)
    assert texts(article) == BODY.split()
    assert article.dropped == ()
    assert not article.altered


def test_every_line_is_kept_or_noted() -> None:
    page = "首页 登录 注册\n新图书馆将要开放\n来源：某某日报\n" + BODY + "相关阅读\n别的消息\n京ICP备1号\n"
    article = cleaned(page)
    seen = "".join(page[d.start : d.end] for d in article.dropped) + "".join(texts(article))
    assert sorted("".join(page.split())) == sorted("".join(seen.split()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n" * 100_000,
        "（" * 200_000,
        "** a" * 50_000,
        "[" * 200_000,
        "?a" * 200_000,
        "“" * 200_000,
        "。" + " " * 200_000 + "a",
        "é" * 200_000,
        "<br>" * 100_000,
        "来源：" * 50_000,
        "2024-01-02 " * 20_000,
        "某公司今天宣布，" * 100_000,
        "\ud800\x00" * 50_000,
        "作者：" + "x" * 200_000,
    ],
    ids=range(15),
)
@pytest.mark.parametrize("form", [Form.TEXT, Form.MARKDOWN])
def test_hostile_text_is_cleaned_in_time(text: str, form: Form) -> None:
    started = time.perf_counter()
    cleaned(text, form)
    assert time.perf_counter() - started < 10
