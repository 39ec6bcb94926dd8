from __future__ import annotations

import time
from contextlib import suppress

import pytest

from nowall.errors import InputError
from nowall.learn.sources.transport import FetchError
from tests.learn.sources.web import answer, fetcher, redirect, site

NONE = "User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("", True),
        (NONE, False),
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /\nAllow: /a", True),
        ("User-agent: nowall\nDisallow: /a", False),
        ("User-agent: NoWall/2.0\nDisallow:\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: nowall\nAllow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /*a$", False),
        ("<html>no rules here</html>", True),
    ],
)
def test_rules_of_the_site_are_kept(rules: str, is_allowed: bool) -> None:
    with site({"/robots.txt": answer(rules, kind="text/plain"), "/a": answer("page")}) as web, fetcher() as reader:
        if is_allowed:
            assert reader.fetch(f"{web.url}/a").text == "page"
        else:
            with pytest.raises(FetchError, match="does not let robots"):
                reader.fetch(f"{web.url}/a")
            assert web.asked == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_site_without_rules_may_be_read(status: int) -> None:
    with site({"/robots.txt": answer(status=status), "/a": answer("page")}) as web, fetcher() as reader:
        assert reader.fetch(f"{web.url}/a").text == "page"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_site_whose_rules_cannot_be_had_is_not_read(status: int) -> None:
    rules = answer(status=status, Retry_After="60")
    with site({"/robots.txt": rules, "/a": answer("page")}) as web, fetcher() as reader:
        with pytest.raises(FetchError, match="nothing there may be read") as caught:
            reader.fetch(f"{web.url}/a")
        assert caught.value.retry_after == 60
        assert web.asked == ["/robots.txt"]


def test_rules_are_asked_for_once() -> None:
    with site({"/a": answer("x")}) as web, fetcher() as reader:
        reader.fetch(f"{web.url}/a")
        reader.fetch(f"{web.url}/a")
        assert web.asked.count("/robots.txt") == 1


def test_rules_are_those_of_the_host_that_is_redirected_to() -> None:
    with site({"/robots.txt": answer(NONE)}) as closed, site({"/a": redirect(f"{closed.url}/a")}) as web:
        with fetcher() as reader, pytest.raises(FetchError, match="does not let robots"):
            reader.fetch(f"{web.url}/a")
        assert closed.asked == ["/robots.txt"]


def test_rules_behind_a_redirect_are_kept() -> None:
    pages = {"/robots.txt": redirect("/rules"), "/rules": answer(NONE), "/a": answer("x")}
    with site(pages) as web, fetcher() as reader, pytest.raises(FetchError, match="does not let robots"):
        reader.fetch(f"{web.url}/a")


def test_rules_that_lead_into_a_private_network_are_not_followed() -> None:
    with (
        site({"/robots.txt": redirect("http://10.0.0.1/"), "/a": answer("x")}) as web,
        fetcher() as reader,
        pytest.raises(InputError, match=r"10\.0\.0\.1 is not a public address"),
    ):
        reader.fetch(f"{web.url}/a")


@pytest.mark.parametrize(("wanted", "kept"), [("3", 3), ("3600", 10), ("-5", 0), ("inf", 0), ("soon", 0)])
def test_crawl_delay_is_honoured_within_bounds(wanted: str, kept: float) -> None:
    waits: list[float] = []
    rules = answer(f"User-agent: *\nCrawl-delay: {wanted}")
    with site({"/robots.txt": rules, "/a": answer("x")}) as web, fetcher(sleep=waits.append) as reader:
        reader.fetch(f"{web.url}/a")
        reader.fetch(f"{web.url}/a")
    assert sum(waits) == pytest.approx(kept, abs=0.5)


@pytest.mark.parametrize(
    "rules",
    [
        "".join(f"User-agent: a{n}\n" for n in range(20_000)) + "Disallow: /x\n" * 15_000,
        "User-agent: *\n" + "Disallow: /" + "*a" * 200_000,
        "User-agent: *\n" + "Disallow: /*a*b\n" * 30_000,
        "User-agent: *\nDisallow: /\n" + "#" * 5_000_000,
        "\n" * 3_000_000,
    ],
)
def test_hostile_rules_take_no_time(rules: str) -> None:
    with site({"/robots.txt": answer(rules), "/" + "a" * 1000: answer("x")}) as web, fetcher() as reader:
        start = time.monotonic()
        with suppress(FetchError):
            reader.fetch(f"{web.url}/" + "a" * 1000)
        assert time.monotonic() - start < 10
