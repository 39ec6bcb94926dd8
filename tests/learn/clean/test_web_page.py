from __future__ import annotations

import pytest

from nowall.learn.documents import Form, ParagraphKind
from tests.learn.clean.cleaning import cleaned, texts

PARAGRAPH = "市政府周一宣布，第{}座图书馆将在明年春天向所有市民免费开放，预计每年接待二十万名读者。"
ARTICLE = "".join(f"<p>{PARAGRAPH.format(number)}</p>" for number in "一二三四五六")
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>新图书馆将要开放_某网</title>
<meta property="og:title" content="新图书馆将要开放"><meta property="og:site_name" content="某网">
<meta property="article:published_time" content="2024-05-06T08:00:00+08:00">
<link rel="canonical" href="https://news.example.cn/2024/0506/1.html"></head>
<body><nav><a href="/">首页</a><a href="/n">新闻</a></nav><h1>新图书馆将要开放</h1>
<p>2024-05-06 08:00 来源：某某日报 作者：王小明</p>
<article>{ARTICLE}<h2>一、藏书情况</h2>{ARTICLE.replace("图书馆", "文化馆")}<ul><li>免费借阅图书</li>
<li>免费使用网络</li></ul>
{ARTICLE.replace("图书馆", "体育馆")}</article>
<footer>Copyright © 2024 某网 京ICP备12345678号</footer></body></html>"""


def test_page_gives_its_paragraphs_headings_and_items() -> None:
    article = cleaned(PAGE, Form.HTML)
    kinds = {paragraph.text.text: paragraph.kind for paragraph in article}
    assert kinds[PARAGRAPH.format("一")] is ParagraphKind.BODY
    assert kinds["一、藏书情况"] is ParagraphKind.HEADING
    assert kinds["免费借阅图书"] is ParagraphKind.ITEM
    assert not any("ICP" in text or "首页" in text for text in texts(article))


def test_page_gives_its_metadata() -> None:
    article = cleaned(PAGE, Form.HTML).article
    assert (article.title, article.published) == ("新图书馆将要开放", "2024-05-06")
    assert article.url == "https://news.example.cn/2024/0506/1.html"
    assert "某网" in (article.publisher, *article.reposts)


def test_spans_of_a_page_count_in_the_text_that_was_found() -> None:
    article = cleaned(PAGE, Form.HTML)
    for paragraph in article:
        start, end = paragraph.text.span(0, len(paragraph.text.text))
        assert article.source[start:end] == paragraph.text.text


def test_page_without_an_article_gives_its_text() -> None:
    assert texts(cleaned("<div>新馆今天开放了。</div><script>var a = '不要';</script>", Form.HTML)) == [
        "新馆今天开放了。"
    ]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<div>" * 10_000 + ARTICLE + "</div>" * 10_000,
        "<b>" * 10_000 + ARTICLE,
        "<table><tr><td>" * 5_000 + ARTICLE,
        "<script>" * 10_000 + ARTICLE,
        "<!--" * 50_000 + ARTICLE,
        "<" * 100_000 + ARTICLE,
        "<p a='" + "x" * 100_000 + ARTICLE,
        "\x00<p>\ud800" + ARTICLE,
        "<html><body><p>&#0;&#xD800;&#99999999;&nbsp" + ARTICLE,
    ],
    ids=range(10),
)
@pytest.mark.timeout(20)
def test_hostile_page_is_survived(page: str) -> None:
    article = cleaned(page, Form.HTML)
    assert all("\ud800" not in text for text in texts(article))


def test_paragraphs_within_ten_thousand_tags_are_found() -> None:
    assert PARAGRAPH.format("三") in "".join(texts(cleaned("<div>" * 10_000 + ARTICLE, Form.HTML)))
