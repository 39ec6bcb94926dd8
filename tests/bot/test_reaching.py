"""Calls on other ways than plain HTTP: IPv6, TLS, the environment's proxies."""

from __future__ import annotations

import base64
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from telegram.error import NetworkError

from bot.failures import Verdict, judge
from tests.bot.http_server import connected, parameters, served


async def test_internet_protocol_6_is_spoken() -> None:
    try:
        async with served(host="::1") as server, connected() as connections:
            assert await connections.do_request(server.url, "GET") == (200, b"{}")
            assert b"\r\nHost: [::1]:" in server.heads[0]
    except OSError:
        pytest.skip("this machine has no IPv6")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("there is no openssl")
    file, name = tmp_path / "certificate.pem", "subjectAltName=IP:127.0.0.1"
    new = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=test", "-addext", name]
    subprocess.run([*new, "-keyout", file, "-out", tmp_path / "public.pem"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (tmp_path / "public.pem").read_bytes())
    return file


def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_encrypted_connection_is_kept(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with served(tls=encrypted(certificate)) as server, connected() as connections:
        for _ in range(3):
            assert await connections.do_request(server.url, "POST", parameters(a=1)) == (200, b"{}")
        assert server.opened == 1
        await server.hang_up()
        assert await connections.do_request(server.url, "POST", parameters(a=1)) == (200, b"{}")


async def test_certificate_of_nobody_known_is_refused_before_anything_is_sent(certificate: Path) -> None:
    async with served(tls=encrypted(certificate)) as server, connected() as connections:
        with pytest.raises(NetworkError) as caught:
            await connections.do_request(server.url, "GET")
        assert judge(caught.value, sending=True) is Verdict.UNSENT
        assert not server.heads


async def test_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as proxy, connected() as connections:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//somebody:secret@"))
        monkeypatch.setenv("no_proxy", "")
        assert await connections.do_request("http://api.example.org/bot/getMe", "GET") == (200, b"{}")
        assert proxy.heads[0].startswith(b"GET http://api.example.org/bot/getMe HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic " + base64.b64encode(b"somebody:secret") in proxy.heads[0]


async def test_proxy_tunnels_what_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as proxy, connected() as connections:
        proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
        monkeypatch.setenv("https_proxy", proxy.url.removeprefix("http://"))
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(NetworkError) as caught:
            await connections.do_request("https://api.example.org/bot/getMe", "GET")
        assert proxy.heads[0].startswith(b"CONNECT api.example.org:443 HTTP/1.1\r\n")
        assert judge(caught.value, sending=True) is Verdict.UNSENT


async def test_proxy_is_passed_by_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as server, connected() as connections:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert await connections.do_request(server.url, "GET") == (200, b"{}")
