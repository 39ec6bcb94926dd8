"""nginx and Caddy in processes of their own, with the configuration that ships and a certificate for this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.conftest import ROOT

DEPLOY = ROOT / "deploy"
_CADDY_HERE = """{{
	admin off
	skip_install_trust
	http_port {http}
	https_port {https}
}}
"""
_NGINX_HERE = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""
_START_SECONDS = 20.0
Start = Callable[[Path, int, int, int], "tuple[list[str], dict[str, str]]"]


def nginx(folder: Path, port: int, _: int, front: int) -> tuple[list[str], dict[str, str]]:
    """How to start nginx on ``port`` before the bot's ``front``; there is a certificate of our own."""
    program = _needs("nginx", "nginx")
    _make_certificate(folder)
    places = {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": "",
        "bot.example.org;": "localhost;",
        "/etc/letsencrypt/live/bot.example.org/": f"{folder}/",
        "127.0.0.1:8080": f"127.0.0.1:{front}",
    }
    file = folder / "nginx.conf"
    file.write_text(_NGINX_HERE.format(folder=folder, server=_replaced(DEPLOY / "nginx.conf", places)))
    return [program, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log")], {}


def caddy(folder: Path, port: int, other: int, front: int) -> tuple[list[str], dict[str, str]]:
    """How to start Caddy on ``port`` before the bot's ``front``; for localhost it makes a certificate by itself."""
    return _caddy("Caddyfile", f"127.0.0.1:{front}", folder, port, other)


def caddy_before(fronts: Sequence[int]) -> Start:
    """How to start Caddy before several bots."""
    addresses = " ".join(f"127.0.0.1:{front}" for front in fronts)
    return lambda folder, port, other, _: _caddy("scale.Caddyfile", addresses, folder, port, other)


def _caddy(name: str, fronts: str, folder: Path, port: int, other: int) -> tuple[list[str], dict[str, str]]:
    program = _needs("caddy", "caddy")
    file = folder / "Caddyfile"
    file.write_text(_CADDY_HERE.format(http=other, https=port) + (DEPLOY / name).read_text())
    places = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    settings = {"DOMAIN": "localhost", "BOT_FRONT": fronts}
    return [program, "run", "--config", str(file), "--adapter", "caddyfile"], {**places, **settings}


def caddy_version() -> tuple[int, ...]:
    """Of the one that is installed."""
    said = subprocess.run([_needs("caddy", "caddy"), "version"], check=True, capture_output=True, text=True).stdout
    return tuple(int(part) for part in said.split()[0].lstrip("v").split(".")[:2])


@contextmanager
def running(start: Start, folder: Path, port: int, other: int, front: int) -> Iterator[httpx.Client]:
    """Run a proxy; gives a client of its outside."""
    command, changes = start(folder, port, other, front)
    log = folder / "proxy.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env={**os.environ, **changes}, stdout=stream, stderr=stream)
    try:
        with httpx.Client(base_url=f"https://localhost:{port}", verify=False, trust_env=False) as client:
            _wait(client, process, log)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            client.get("/")
        except httpx.TransportError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return


def _needs(program: str, package: str) -> str:
    """Where a program is; without it the test is skipped, or fails where NOWALL_REQUIRE says so."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found:
        return found
    told = f"needs the Debian package {package}"
    if os.environ.get("NOWALL_REQUIRE"):
        pytest.fail(told)
    pytest.skip(told)


def _make_certificate(folder: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run([_needs("openssl", "openssl"), "req", *kind, *names, *files], check=True, capture_output=True)


def _replaced(file: Path, places: dict[str, str]) -> str:
    """The file with other places; each of them must be there."""
    text = file.read_text(encoding="utf-8")
    for before, after in places.items():
        assert before in text, before
        text = text.replace(before, after)
    return text
