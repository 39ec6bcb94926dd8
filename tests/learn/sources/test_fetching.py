from __future__ import annotations

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest

from nowall.errors import InputError
from nowall.learn.sources.addresses import IpAddress
from nowall.learn.sources.fetching import USER_AGENT, Fetcher
from nowall.learn.sources.transport import FetchError, Limits
from tests.learn.sources.web import Answer, answer, fetcher, names_lead_here, only_loopback, redirect, site

SMALL = Limits(connect=1, read=1, total=3, size=100_000)


def test_page_is_read_with_what_its_headers_say() -> None:
    page = answer(
        "<p>没有墙", kind="Text/HTML; charset=utf-8", ETag='"a"', Last_Modified="Mon", Cache_Control="max-age=60"
    )
    with site({"/a": page}) as web, fetcher() as reader:
        fetched = reader.fetch(f"{web.url}/a#part")
    assert (fetched.address, fetched.text, fetched.media_type) == (f"{web.url}/a", "<p>没有墙", "text/html")
    assert (fetched.charset, fetched.etag, fetched.modified, fetched.max_age) == ("utf-8", '"a"', "Mon", 60)


def test_request_says_who_asks_and_sends_nothing_else_of_us() -> None:
    with site({"/a": answer("x", Set_Cookie="a=b"), "/b": answer("x")}) as web, fetcher() as reader:
        reader.fetch(f"{web.url}/a")
        reader.fetch(f"{web.url}/b")
    assert web.headers[-1]["User-Agent"] == USER_AGENT
    assert set(web.headers[-1]) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_host_header_keeps_the_name_though_the_address_is_connected_to() -> None:
    with site({"/a": answer("x")}) as web, fetcher() as reader:
        reader.fetch(web.url.replace("127.0.0.1", "news.example") + "/a")
    assert web.headers[-1]["Host"].startswith("news.example:")


def test_tls_asks_for_the_name_though_the_address_is_connected_to() -> None:
    hello = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            connection, _ = server.accept()
            with connection:
                hello.extend(connection.recv(4096))

        threading.Thread(target=take, daemon=True).start()
        with fetcher() as reader, pytest.raises(FetchError):
            reader.fetch(f"https://news.example:{server.getsockname()[1]}/")
    assert b"news.example" in hello


def test_strict_fetcher_does_not_ask_this_machine() -> None:
    with site({"/a": answer("x")}) as web, Fetcher() as reader:
        with pytest.raises(InputError, match="not a public address"):
            reader.fetch(f"{web.url}/a")
        assert web.asked == []


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with site({"/a": answer("page")}) as web, site({}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        with fetcher() as reader:
            assert reader.fetch(f"{web.url}/a").text == "page"
        assert proxy.asked == []


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://127.0.0.2/", "//10.0.0.1/x"],
)
def test_redirect_into_a_private_network_is_refused(target: str) -> None:
    with site({"/a": redirect(target)}) as web, fetcher() as reader:
        with pytest.raises(InputError, match="not a public address"):
            reader.fetch(f"{web.url}/a")
        assert web.asked == ["/robots.txt", "/a"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://0x7f.1/", "http://u:p@127.0.0.1/", "http://[::1", ""])
def test_redirect_to_what_is_no_address_is_refused(target: str) -> None:
    with site({"/a": redirect(target)}) as web, fetcher() as reader, pytest.raises(InputError):
        reader.fetch(f"{web.url}/a")


def test_name_is_looked_up_once_so_that_it_cannot_change_after_the_check() -> None:
    looked_up: list[str] = []

    def rebinding(host: str, port: int) -> tuple[IpAddress, ...]:
        looked_up.append(host)
        return (ip_address("127.0.0.1" if len(looked_up) < 3 else "10.0.0.1"),)

    with site({"/a": answer("x")}) as web:
        address = web.url.replace("127.0.0.1", "news.example") + "/a"
        with Fetcher(only_loopback, rebinding, SMALL, pause=0) as reader:
            assert reader.fetch(address).text == "x"
            assert looked_up == ["news.example"] * 2, "robots.txt and the page: one connection each"
            with pytest.raises(InputError, match=r"10\.0\.0\.1"):
                reader.fetch(address)


def test_redirects_are_followed_to_the_final_address() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}", status) for n, status in enumerate((301, 302, 303, 307, 308))}
    with site(pages | {"/5": answer("end")}) as web, fetcher() as reader:
        fetched = reader.fetch(f"{web.url}/0")
    assert (fetched.address, fetched.text) == (f"{web.url}/5", "end")


def test_redirects_in_a_circle_end() -> None:
    with site({"/a": redirect("/b"), "/b": redirect("/a")}) as web, fetcher() as reader:
        with pytest.raises(FetchError, match="more than 5 times"):
            reader.fetch(f"{web.url}/a")
        assert len(web.asked) == 7


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503])
def test_status_other_than_200_is_a_sentence(status: int) -> None:
    with (
        site({"/a": answer(status=status, Retry_After="120")}) as web,
        fetcher() as reader,
        pytest.raises(FetchError) as caught,
    ):
        reader.fetch(f"{web.url}/a")
    assert caught.value.status == status
    assert status == 304 or (str(status) in str(caught.value) and caught.value.retry_after == 120)


def test_retry_after_may_be_a_date() -> None:
    with (
        site({"/a": answer(status=503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")}) as web,
        fetcher() as reader,
        pytest.raises(FetchError) as caught,
    ):
        reader.fetch(f"{web.url}/a")
    assert caught.value.retry_after == 0


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/octet-stream", "video/mp4", "text/css"])
def test_what_is_no_text_is_refused_unread(kind: str) -> None:
    with (
        site({"/a": answer(b"x" * 50_000_000, kind=kind)}) as web,
        fetcher() as reader,
        pytest.raises(FetchError, match=kind),
    ):
        reader.fetch(f"{web.url}/a")


def endless(coding: str = "") -> Answer:
    def respond(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        if coding:
            request.send_header("Content-Encoding", coding)
        request.end_headers()
        block = gzip.compress(bytes(300_000_000), 9) if coding else b"x" * 65_536
        for _ in range(1000):
            request.wfile.write(block)

    return respond


def test_endless_page_is_not_read_to_the_end() -> None:
    with site({"/a": endless()}) as web, fetcher(SMALL) as reader, pytest.raises(FetchError, match="larger than"):
        reader.fetch(f"{web.url}/a")


def test_compressed_bomb_is_not_unpacked() -> None:
    bomb = answer(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    with site({"/a": bomb}) as web, fetcher(SMALL) as reader, pytest.raises(FetchError, match="larger than"):
        reader.fetch(f"{web.url}/a")


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "deflate", "zstd"])
def test_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    bomb = answer(gzip.compress(gzip.compress(bytes(10_000_000))), Content_Encoding=coding)
    with site({"/a": bomb}) as web, fetcher(SMALL) as reader, pytest.raises(FetchError, match="not asked for"):
        reader.fetch(f"{web.url}/a")


def test_compressed_page_is_unpacked() -> None:
    with site({"/a": answer(gzip.compress("没有墙".encode()), Content_Encoding="gzip")}) as web, fetcher() as reader:
        assert reader.fetch(f"{web.url}/a").text == "没有墙"


@pytest.mark.parametrize("body", [gzip.compress(b"wall" * 1000, mtime=0)[:-30], b"no gzip at all"])
def test_damaged_compression_is_a_sentence(body: bytes) -> None:
    with site({"/a": answer(body, Content_Encoding="gzip")}) as web, fetcher() as reader, pytest.raises(FetchError):
        reader.fetch(f"{web.url}/a")


def drip(first: bytes) -> Answer:
    def respond(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(first)
        for _ in range(200):
            request.wfile.write(b"a")
            request.wfile.flush()
            time.sleep(0.05)

    return respond


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"H"]
)
def test_server_that_drips_does_not_hold_us(first: bytes) -> None:
    with site({"/a": drip(first)}) as web, fetcher(Limits(1, 1, total=0.5)) as reader:
        start = time.monotonic()
        with pytest.raises(FetchError):
            reader.fetch(f"{web.url}/a")
    assert time.monotonic() - start < 5


def test_silent_server_does_not_hold_us() -> None:
    with (
        site({"/a": lambda request: time.sleep(1)}) as web,
        fetcher(Limits(1, read=0.2, total=5)) as reader,
        pytest.raises(FetchError, match="in time"),
    ):
        reader.fetch(f"{web.url}/a")


def test_connection_that_breaks_off_is_a_sentence() -> None:
    with (
        site({"/a": answer("short", Content_Length="500")}) as web,
        fetcher() as reader,
        pytest.raises(FetchError, match="broke off"),
    ):
        reader.fetch(f"{web.url}/a")


def test_closed_port_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with fetcher() as reader, pytest.raises(FetchError, match="cannot be reached"):
        reader.fetch(f"http://127.0.0.1:{port}/")


def test_plain_http_where_tls_is_expected_is_a_sentence() -> None:
    with site({}) as web, fetcher() as reader, pytest.raises(FetchError, match="No safe connection"):
        reader.fetch(web.url.replace("http:", "https:"))


def test_unchanged_page_is_none() -> None:
    def respond(request: BaseHTTPRequestHandler) -> None:
        known = request.headers["If-None-Match"] == '"a"' and request.headers["If-Modified-Since"] == "Mon"
        answer(status=304 if known else 200)(request)

    with site({"/a": respond}) as web, fetcher() as reader:
        assert reader.fetch_if_changed(f"{web.url}/a", '"a"', "Mon") is None
        assert reader.fetch_if_changed(f"{web.url}/a", '"b"') is not None


def test_tag_with_a_line_break_is_a_sentence() -> None:
    with site({"/a": answer()}) as web, fetcher() as reader, pytest.raises(FetchError):
        reader.fetch_if_changed(f"{web.url}/a", "a\r\nX: y")


def test_wrong_charset_is_corrected() -> None:
    page = answer(
        "<p>这是一篇关于模型的文章，没有人知道墙在哪里。</p>".encode("gb18030"), kind="text/html; charset=iso-8859-1"
    )
    with site({"/a": page}) as web, fetcher() as reader:
        assert "没有人知道墙在哪里" in reader.fetch(f"{web.url}/a").text


def test_second_request_to_a_host_waits_for_the_pause() -> None:
    waits: list[float] = []
    with site({"/a": answer("x")}) as web, fetcher(pause=2, sleep=waits.append) as reader:
        reader.fetch(f"{web.url}/a")
        assert waits == []
        reader.fetch(web.url.replace("127.0.0.1", "other.example") + "/a")
        assert waits == []
        reader.fetch(f"{web.url}/a")
    assert waits == [pytest.approx(2, abs=0.5)]


def test_no_two_requests_at_a_time() -> None:
    active = 0
    most = 0

    def slow(request: BaseHTTPRequestHandler) -> None:
        nonlocal active, most
        active += 1
        most = max(most, active)
        time.sleep(0.05)
        active -= 1
        answer("x")(request)

    with site({"/a": slow}) as web, fetcher() as reader:
        threads = [threading.Thread(target=reader.fetch, args=(f"{web.url}/a",)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1


def test_resolver_of_the_tests_leaves_addresses_alone() -> None:
    assert names_lead_here("10.0.0.1", 80) == (ip_address("10.0.0.1"),)
