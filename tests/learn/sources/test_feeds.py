from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.errors import InputError
from nowall.learn.documents import Document, Form
from nowall.learn.sources.feed_formats import is_feed, parse_feed
from nowall.learn.sources.feeds import read_address, read_entry, read_feed
from nowall.learn.sources.results import Failure
from tests.learn.sources.web import answer, fetcher, site

ADDRESS = "https://news.example/feed/all.xml"
LONG = "模型没有撞上墙，研究人员说。" * 20
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>墙报 &amp; Co</title><link>https://news.example/</link><ttl>60</ttl>
<atom:link href="https://news.example/feed/all.xml" rel="self"/>
<item><media:title>Not this</media:title><title><![CDATA[没有 <b>墙</b>]]></title><atom:link rel="self" href="/x"/>
<link>/p/1?utm_source=rss</link><guid isPermaLink="false">n-1</guid><dc:creator>李四</dc:creator>
<media:content url="x"/><pubDate>Thu, 14 Nov 2024 00:30:00 +0800</pubDate>
<description>短</description><content:encoded><![CDATA[<p>{LONG}</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://news.example/p/2</guid><author>desk@news.example (Zhang San)</author>
<description>Only a teaser</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/posts/">
<title type="html">A &amp;amp; B</title>
<entry><id>tag:blog.example,2024:1</id><title>One</title><link rel="edit" href="edit/1"/><link href="one"/>
<author><name>Ada</name></author><updated>2024-12-01T00:00:00Z</updated><published>2024-11-13T23:30:00-05:00</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p><p>A &lt; B</p></div></content></entry>
<entry><id>tag:blog.example,2024:2</id><title>Two</title><link href="https://blog.example/two"/>
<source><title>Other Paper</title></source><summary>Short</summary><content type="image/png">AAAA</content></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>
<item><title>One</title><link>https://old.example/1</link><dc:date>2024-11</dc:date></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "items": [
            {"id": 7, "url": "/7", "title": "Seven", "content_html": f"<p>{LONG}", "authors": [{"name": "Ada"}],
             "date_published": "2024-11-14T08:00:00Z"},
            {"id": "8", "content_text": LONG, "author": {"name": "Bo"}},
        ],
    }
)  # fmt: skip


def test_rss_gives_what_it_says_of_an_article() -> None:
    feed = parse_feed(RSS, ADDRESS)
    one, two = feed.entries
    assert (feed.title, feed.life) == ("墙报 & Co", 3600)
    assert (one.title, one.author, one.published) == ("没有 墙", "李四", "2024-11-14")
    assert (one.link, one.article) == ("https://news.example/p/1?utm_source=rss", "news.example_p_1")
    assert (one.text, one.form, one.is_whole) == (f"<p>{LONG}</p>", Form.HTML, True)
    assert (two.link, two.author, two.text, two.form) == (
        "https://news.example/p/2", "Zhang San", "Only a teaser", Form.TEXT,
    )  # fmt: skip
    assert not two.is_whole


def test_atom_gives_what_it_says_of_an_article() -> None:
    feed = parse_feed(ATOM, ADDRESS)
    one, two = feed.entries
    assert feed.title == "A & B"
    assert (one.link, one.author, one.published) == ("https://blog.example/posts/one", "Ada", "2024-11-13")
    assert one.is_whole
    assert "<p>A &lt; B</p>" in one.text
    assert (two.publisher, two.text, two.is_whole) == ("Other Paper", "Short", False)


def test_rss_1_and_json_feed_are_read() -> None:
    (old,) = parse_feed(RDF, ADDRESS).entries
    assert (old.title, old.link, old.published) == ("One", "https://old.example/1", "2024-11")
    seven, eight = parse_feed(JSON, ADDRESS).entries
    assert (seven.link, seven.author, seven.form, seven.published) == (
        "https://news.example/7", "Ada", Form.HTML, "2024-11-14",
    )  # fmt: skip
    assert (eight.link, eight.author, eight.form, eight.is_whole) == (None, "Bo", Form.TEXT, True)


def item(inner: str, before: str = "") -> str:
    return f"{before}<rss version='2.0'><channel><title>T</title><item>{inner}</item></channel></rss>"


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<title>AT&T &nbsp;&hellip; end</title>", "AT&T … end"),
        ("<title>a &lt; b</title>", "a < b"),
        ("<title>Tom &amp;amp; Jerry</title>", "Tom & Jerry"),
        ("<title>a\x0bb\x00c\ud800d</title>", "abcd"),
        ("<title>open", "open"),
        ("<title>one</title><unknown:thing>x</unknown:thing>", "one"),
        ("<description>x <p> y</description><title>after</title>", None),
        ("<title></title>", None),
    ],
)
def test_broken_feed_is_read_as_far_as_it_can_be(inner: str, title: str | None) -> None:
    (entry,) = parse_feed(item(inner), ADDRESS).entries
    assert entry.title in {title, "after" if title is None else title}


def test_markup_that_was_not_escaped_is_kept() -> None:
    (entry,) = parse_feed(item("<description>One <p>two</p> three</description>"), ADDRESS).entries
    assert entry.text == "One <p>two</p> three"


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("短", False),
        (LONG, True),
        (f"<p>{LONG}</p><a href='/a'>阅读全文</a>", False),
        (f"<p>{LONG} <a href='/a'>阅读全文</a></p>", False),
        (f"<p>{LONG}</p><p>[...]</p>", False),
        (f"<p>{LONG}…</p>", False),
        (f"<p>{LONG}</p> <a>Read more »</a>", False),
        ("<img src='" + "x" * 5000 + "'>", False),
    ],
)
def test_teaser_is_told_from_an_article(text: str, is_whole: bool) -> None:
    inner = f"<content:encoded><![CDATA[{text}]]></content:encoded>"
    (entry,) = parse_feed(item(inner), ADDRESS).entries
    assert entry.is_whole is is_whole


def test_entries_with_one_link_have_different_ids() -> None:
    same = "<link>https://news.example/</link>"
    text = item(f"{same}<guid>a</guid></item><item>{same}<guid>b</guid></item><item>{same}<guid>a</guid>")
    entries = parse_feed(text, ADDRESS).entries
    assert len({entry.article for entry in entries}) == len(entries) == 2


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "http://[", "file:///etc/passwd", " "])
def test_link_that_is_no_web_address_is_none(link: str) -> None:
    (entry,) = parse_feed(item(f"<link>{link}</link><description>d</description>"), ADDRESS).entries
    assert entry.link is None
    assert entry.article.startswith("news.example_feed_all.xml-")


@pytest.mark.parametrize(
    "text", [RSS, ATOM, RDF, JSON, f"\ufeff \n{RSS}", f"<!-- a --><!DOCTYPE rss>\n{RDF}", "<rss/>"]
)
def test_feed_is_known_by_its_beginning(text: str) -> None:
    assert is_feed(text)


@pytest.mark.parametrize(
    "text", ["", "words", "<html><rss></rss></html>", "<urlset></urlset>", "<!DOCTYPE html><p>", "[1]", "<feeder>"]
)
def test_other_text_is_no_feed(text: str) -> None:
    assert not is_feed(text)
    with pytest.raises(InputError, match="no feed"):
        parse_feed(text, ADDRESS)


@pytest.mark.parametrize(
    "text", ['{"a": 1}', '{"version": "1"}', '{"version', '{"a":' * 100_000, '{"a": ' + "9" * 9999]
)
def test_json_that_is_no_feed_is_a_sentence(text: str) -> None:
    with pytest.raises(InputError):
        parse_feed(text, ADDRESS)


BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": item("<title>&l9;</title>", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{BILLION}]>'),
    "in an attribute": item("<a b='&l9;'/><title>t</title>", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{BILLION}]>'),
    "quadratic": item("&a;" * 50_000, f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>'),
    "file": item("<title>&x;</title>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "network": item("<title>&x;</title>", '<!DOCTYPE rss [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'),
    "parameter": item("", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/"> %x;]>'),
    "external DTD": item("<title>&x;</title>", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "deep": item("<a>" * 1_000_000),
    "deep items": item("<item>" * 500_000),
    "many items": item("</item><item>" * 300_000),
    "many attributes": item("<a " + " ".join(f"a{n}=''" for n in range(300_000)) + "/>"),
    "many namespaces": item("<a " + " ".join(f"xmlns:a{n}='u'" for n in range(100_000)) + "/>"),
    "angles": item("<" * 3_000_000),
    "ampersands": item("&" * 1_000_000),
    "comments": item("<!--" * 1_000_000),
    "comments before": "<!-- -->" * 1_000_000 + "<rss/>",
    "sections": item("<![CDATA[" * 500_000),
    "declarations": "<!DOCTYPE a [" * 500_000,
    "quotes": item("<a b=\"'" * 500_000),
    "text": item(f"<description>{'&lt;' * 2_000_000}</description>"),
    "mailboxes": item(f"<author>{'a@' * 2_000_000}</author>"),
    "blanks": item(f"<title>{' ' * 5_000_000}</title><description>{' .' * 2_000_000}</description>"),
    "JSON": '{"version": "https://jsonfeed.org/version/1", "items": [' + "{}," * 1_000_000 + "{}]}",
    "deep JSON": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 3_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_feed_takes_neither_time_nor_files(text: str) -> None:
    start = time.monotonic()
    try:
        feed = parse_feed(text, ADDRESS)
    except InputError:
        pass
    else:
        assert "root:" not in repr(feed)
        assert len(feed.entries) <= 1_000
        assert sum(len(entry.text) + len(entry.title or "") for entry in feed.entries) <= len(text) + 1_000
    assert time.monotonic() - start < 10


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from([RSS, ATOM, RDF, JSON]), st.integers(0, 2_000), st.integers(0, 50))
def test_any_damage_gives_a_feed_or_a_sentence(junk: str, text: str, place: int, gone: int) -> None:
    for damaged in (text[:place] + junk + text[place + gone :], f"<rss>{junk}", f'{{"{junk}'):
        try:
            feed = parse_feed(damaged, ADDRESS)
        except InputError:
            continue
        assert len({entry.article for entry in feed.entries}) == len(feed.entries)


def served(feed: str, base: str) -> str:
    return feed.replace("https://news.example", base)


def test_address_of_a_feed_gives_its_articles_and_what_failed() -> None:
    with site({"/p/2": answer(f"<p>{LONG}")}) as web, fetcher() as reader:
        broken = "<item><title>Gone</title><link>/p/404</link></item><item><title>Nothing</title></item></channel>"
        web.pages["/feed"] = answer(served(RSS, web.url).replace("</channel>", broken), kind="application/rss+xml")
        one, two, three, four = read_address(f"{web.url}/feed", reader)
        assert isinstance(one, Document)
        assert (one.title, one.publisher, one.published) == ("没有 墙", "墙报 & Co", "2024-11-14")
        assert "/p/1" not in web.asked, "the feed has all of it"
        assert isinstance(two, Document)
        assert (two.text, two.title, two.url) == (f"<p>{LONG}", "Second", f"{web.url}/p/2")
        assert three == Failure(f"{web.url}/p/404", "It was answered with the status 404 in place of a page.")
        assert isinstance(four, Failure)


def test_address_of_a_page_gives_the_page() -> None:
    body = "<html><link rel=alternate type=application/rss+xml href=/feed><p>x"
    with site({"/a": answer(body)}) as web, fetcher() as reader:
        (page,) = read_address(f"{web.url}/a", reader)
    assert isinstance(page, Document)
    assert page.form is Form.HTML


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:1/", "http://10.0.0.1/"])
def test_address_that_cannot_be_read_is_a_failure(address: str) -> None:
    with fetcher() as reader:
        (failure,) = read_address(address, reader)
    assert isinstance(failure, Failure)
    assert failure.origin == address


def test_link_of_a_feed_into_a_private_network_is_a_failure() -> None:
    feed = parse_feed(item("<link>http://169.254.169.254/latest</link>"), ADDRESS)
    with fetcher() as reader:
        failure = read_entry(feed.entries[0], feed, reader)
    assert isinstance(failure, Failure)
    assert "not a public address" in failure.message


def test_feed_is_read_whatever_its_encoding() -> None:
    text = RSS.replace("UTF-8", "GB2312").encode("gb18030")
    with site({"/feed": answer(text, kind="text/xml")}) as web, fetcher() as reader:
        assert read_feed(f"{web.url}/feed", reader).entries[0].title == "没有 墙"


def test_page_where_a_feed_is_wanted_is_a_sentence() -> None:
    with site({"/a": answer("<html>")}) as web, fetcher() as reader, pytest.raises(InputError, match="no feed"):
        read_feed(f"{web.url}/a", reader)
