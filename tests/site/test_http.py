"""Headers, caches, methods, and what goes wrong."""

from __future__ import annotations

import asyncio
import gzip
import threading
from typing import Any

import httpx
import pytest
import structlog

from nowall.engine import Engine
from nowall.site import site_routes
from nowall.site.reception import Reception
from tests.site.conftest import PUBLIC, Get, client_of, getting
from tests.site.reading import parsed, text_of

WALL = "/a/36kr-no-wall"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path", ["/", WALL, "/f/bbpmbkwy8z", "/?q=Altman", "/nothing", "/robots.txt", "/favicon.ico", "/e"]
)
async def test_every_response_is_guarded(get: Get, path: str) -> None:
    headers = (await get(path)).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


async def test_page_that_the_reader_has_is_not_sent_again(get: Get) -> None:
    first = await get(WALL, Accept_Encoding="identity")
    mark = first.headers["etag"]
    assert not mark.startswith("W/")
    for known in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        again = await get(WALL, If_None_Match=known, Accept_Encoding="identity")
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark
    assert (await get(WALL, If_None_Match='"other"')).status_code == 200


async def test_page_is_packed_for_who_takes_it(client: httpx.AsyncClient) -> None:
    async def raw(encoding: str) -> tuple[bytes, httpx.Headers]:
        request = client.build_request("GET", WALL, headers={"Accept-Encoding": encoding, "Accept-Language": "en"})
        answer = await client.send(request, stream=True)
        return b"".join([chunk async for chunk in answer.aiter_raw()]), answer.headers

    plain, plain_headers = await raw("identity")
    packed, packed_headers = await raw("br, gzip;q=0.8")
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 4
    assert packed_headers["content-encoding"] == "gzip"
    assert packed_headers["etag"] != plain_headers["etag"]
    assert "Accept-Encoding" in packed_headers["vary"]
    assert (await raw("gzip;q=0"))[0] == plain


async def test_pages_may_be_kept_for_a_minute(get: Get) -> None:
    assert (await get(WALL)).headers["cache-control"] == "public, max-age=60, stale-while-revalidate=600"
    assert (await get("/nothing")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", WALL, "/nothing"])
async def test_pages_are_only_read(client: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await client.request(method, path)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


async def test_head_has_the_headers(client: httpx.AsyncClient) -> None:
    assert (await client.head(WALL)).headers["etag"] == (await client.get(WALL)).headers["etag"]


@pytest.mark.parametrize(
    "path", ["/nothing", "/a/nothing", "/e/nothing", "/c/nothing", "/f/nothing", "/a/", "/a/b/c/d"]
)
async def test_missing_page_is_told_in_the_readers_language(get: Get, path: str) -> None:
    answer = await get(path, "en")
    assert answer.status_code == 404
    assert "There is no such page" in text_of(answer.text)
    home = parsed(answer.text).xpath("//main//a/@href")[0]
    assert answer.url.join(home).path == "/"


async def test_failure_is_told_without_a_traceback(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("nowall.site.reception.page_of", broken)
    with structlog.testing.capture_logs() as logs:
        async with client_of(engine) as client:
            answer = await getting(client)(WALL, "zh-TW")
    assert answer.status_code == 500
    assert "出了點問題" in text_of(answer.text)
    assert "secret" not in answer.text
    assert logs[0]["event"] == "page.failed"


class Slow:
    """An engine that answers when it is let."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = 0
        self.called, self.go = threading.Event(), threading.Event()

    @property
    def catalogue(self) -> Any:
        return self._engine.catalogue

    def ask(self, *arguments: Any, **named: Any) -> Any:
        self.asked += 1
        self.called.set()
        self.go.wait(10)
        return self._engine.ask(*arguments, **named)


async def test_searches_wait_in_a_short_queue_and_pages_do_not_wait_for_them(engine: Engine) -> None:
    slow = Slow(engine)
    async with client_of(slow) as client:  # type: ignore[arg-type]
        get = getting(client)
        waiting = [asyncio.create_task(get(f"/?q=墙{number}")) for number in range(16)]
        await asyncio.to_thread(slow.called.wait, 10)
        refused = await get("/?q=one too many", "en")
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "5"
        assert "Too many people" in text_of(refused.text)
        assert (await get(WALL)).status_code == 200
        slow.go.set()
        assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}


async def test_same_search_at_the_same_time_is_asked_once(engine: Engine) -> None:
    slow = Slow(engine)
    async with client_of(slow) as client:  # type: ignore[arg-type]
        waiting = [asyncio.create_task(getting(client)("/?q=墙")) for _ in range(40)]
        await asyncio.to_thread(slow.called.wait, 10)
        slow.go.set()
        assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
    assert slow.asked == 1


async def test_search_engines_are_told_where_pages_are(get: Get, get_public: Get) -> None:
    assert "Sitemap" not in (await get("/robots.txt")).text
    assert (await get("/sitemap.txt")).status_code == 404
    assert f"Sitemap: {PUBLIC}/sitemap.txt" in (await get_public("/robots.txt")).text
    listed = (await get_public("/sitemap.txt")).text.splitlines()
    assert listed[0] == f"{PUBLIC}/"
    assert f"{PUBLIC}/a/fr4vr01few" in listed


def test_site_takes_every_path(engine: Engine) -> None:
    assert len({getattr(route, "path", "") for route in site_routes(engine)}) == len(site_routes(engine))
    assert Reception(engine, "")
