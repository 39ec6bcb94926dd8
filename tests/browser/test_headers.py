"""What goes with a page: its policy, its freshness, and what Telegram shows of a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from lxml import html

from tests.browser.conftest import KINDS, Paths
from tests.browser.crawling import Seen, dangling
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION

_ALLOWED = {"'none'", "'self'", "data:"}


@pytest.fixture
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, trust_env=False, timeout=20) as client:
        yield client


@pytest.mark.parametrize("kind", [*KINDS, "missing"])
def test_policy_lets_nothing_in_from_elsewhere(client: httpx.Client, paths: Paths, kind: str) -> None:
    headers = client.get({**paths, "missing": "/nothing"}[kind]).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";") if part.strip())
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} <= _ALLOWED
    assert "data:" not in policy["style-src"]
    assert "script-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert "set-cookie" not in headers


@pytest.mark.parametrize("kind", KINDS)
def test_page_that_is_known_already_is_not_sent_again(client: httpx.Client, paths: Paths, kind: str) -> None:
    first = client.get(paths[kind])
    again = client.get(paths[kind], headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "cache-control" in first.headers
    assert "accept-language" in first.headers["vary"].lower()


@pytest.mark.parametrize("kind", KINDS)
def test_head_tells_what_get_would(client: httpx.Client, paths: Paths, kind: str) -> None:
    get, head = client.get(paths[kind]), client.head(paths[kind])
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"] == "text/html; charset=utf-8"
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_preview_of_a_link_has_what_telegram_reads(client: httpx.Client, paths: Paths, kind: str) -> None:
    tree = html.fromstring(client.get(paths[kind]).content)
    told = {str(m.get("property")): str(m.get("content")) for m in tree.xpath("//meta[@property]")}
    assert told["og:title"].strip()
    assert told["og:site_name"].strip()
    assert 10 <= len(told["og:description"]) <= 400
    assert told["og:type"] == ("website" if kind == "home" else "article")
    assert [str(m.get("content")) for m in tree.xpath("//meta[@name='description']")] == [told["og:description"]]


def test_preview_of_a_search_has_its_answer(client: httpx.Client, paths: Paths) -> None:
    tree = html.fromstring(client.get(paths["answer"]).content)
    assert WALL_QUESTION in str(tree.xpath("//meta[@property='og:title']/@content"))
    assert NO_WALL in str(tree.xpath("//meta[@property='og:description']/@content"))


def test_crawlers_are_told_what_they_may_read(client: httpx.Client) -> None:
    robots = client.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert re.search(r"(?im)^user-agent: \*$", robots.text)


def test_every_link_leads_to_a_page_and_every_anchor_is_there(site: str, crawled: dict[str, Seen]) -> None:
    assert len(crawled) > 100
    assert dangling(crawled, site) == []
