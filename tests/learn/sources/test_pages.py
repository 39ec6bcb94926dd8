from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.errors import InputError
from nowall.learn.documents import Form
from nowall.learn.sources.pages import article_id, read_page
from tests.learn.sources.web import answer, fetcher, redirect, site


def test_page_is_a_document_of_its_final_address() -> None:
    pages = {"/old": redirect("/news/no-wall.html"), "/news/no-wall.html": answer("<p>没有墙</p>")}
    with site(pages) as web, fetcher() as reader:
        document = read_page(f"{web.url}/old", reader)
    assert document.url == f"{web.url}/news/no-wall.html"
    assert document.origin == f"{web.url}/old"
    assert document.id.endswith("_news_no-wall.html")
    assert (document.text, document.form) == ("<p>没有墙</p>", Form.HTML)
    assert (document.title, document.published) == (None, None), "those are for cleaning to find"


@pytest.mark.parametrize(
    ("path", "kind", "body", "form"),
    [
        ("/a", "text/html", "no tags", Form.HTML),
        ("/a", "application/xhtml+xml", "<html><p>a</p></html>", Form.HTML),
        ("/a", "application/xml", "<?xml version='1.0'?><html><p>a</p></html>", Form.HTML),
        ("/a", "text/plain", "<p>not HTML", Form.TEXT),
        ("/a.md", "text/plain", "# Head", Form.MARKDOWN),
        ("/a", "text/markdown", "# Head", Form.MARKDOWN),
        ("/a", "", "<!DOCTYPE html><p>a", Form.HTML),
        ("/a", "", "plain words", Form.TEXT),
    ],
)
def test_form_is_that_which_the_server_says(path: str, kind: str, body: str, form: Form) -> None:
    with site({path: answer(body, kind=kind)}) as web, fetcher() as reader:
        assert read_page(web.url + path, reader).form is form


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", b" \n"),
        ("text/html", b"%PDF-1.7 x"),
        ("text/html", bytes(100)),
        ("text/xml", b"<urlset></urlset>"),
    ],
)
def test_what_is_no_page_is_a_sentence(kind: str, body: bytes) -> None:
    with site({"/a": answer(body, kind=kind)}) as web, fetcher() as reader, pytest.raises(InputError):
        read_page(f"{web.url}/a", reader)


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://news.example/", "news.example"),
        ("https://www.news.example/p/3041/?utm_source=rss&f=rss#top", "news.example_p_3041"),
        ("http://news.example/p/3041", "news.example_p_3041"),
        ("https://news.example/2024/11/no-wall.html", "news.example_2024_11_no-wall.html"),
        ("https://例子.中国/%E6%96%B0%E9%97%BB/墙", "例子.中国_新闻_墙"),
        ("http://news.example:8080/a", "news.example~8080_a"),
    ],
)
def test_id_is_readable(address: str, identifier: str) -> None:
    assert article_id(address) == identifier


def test_id_begins_readably_where_it_cannot_be_all_readable() -> None:
    assert article_id("https://news.example/show.php?id=5").startswith("news.example_show.php_id-5-")
    long = article_id("https://news.example/" + "墙" * 150)
    assert len(long) == 120
    assert long.startswith("news.example_墙墙墙")


def test_different_addresses_have_different_ids() -> None:
    addresses = [
        "https://a.example/b/c", "https://a.example/b_c", "https://a.example/b-c", "https://a.example/b?c",
        "https://a.example/b?c=1", "https://a.example/b?c=2", "https://a.example/b%2Fc", "https://a.example/b%20c",
        "https://a.example/?b/c", "https://a.example/b/c?", "https://a.example/B/c", "https://a.example/b//c",
        "https://a.example/" + "x" * 150, "https://a.example/" + "x" * 151, "https://b.example/b/c",
    ]  # fmt: skip
    assert len({article_id(address) for address in addresses}) == len(addresses) - 1, "only an empty query is none"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_path_gives_a_printable_id(path: str) -> None:
    try:
        identifier = article_id(f"https://news.example/{path}")
    except InputError:
        return
    assert len(identifier) <= 120
    assert identifier.isprintable()
    assert not set(identifier) & set("/\\ ")
