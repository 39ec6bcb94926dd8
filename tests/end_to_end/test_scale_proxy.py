"""Caddy before several bots, as configured in deploy/: who is sent to, and what is not sent twice."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.proxies import caddy_before, caddy_version, running
from tests.processes import free_port

NOTICED_SECONDS = 15.0
ROUNDS = 12


@dataclass(slots=True)
class Front:
    """What a bot looks like from outside."""

    ready: int = 200
    cuts: bool = False
    """It takes a post and then is gone."""
    posts: list[bytes] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    server: http.server.ThreadingHTTPServer = field(init=False)

    def __post_init__(self) -> None:
        front = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/readyz"):
                    front.checks.append(self.path)
                self._say(front.ready if self.path.startswith("/readyz") else 200)

            def do_POST(self) -> None:
                front.posts.append(self.rfile.read(int(self.headers["Content-Length"])))
                if front.cuts:
                    self.close_connection = True
                else:
                    self._say(200)

            def _say(self, status: int) -> None:
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def fronts() -> Iterator[list[Front]]:
    made = [Front() for _ in range(3)]
    yield made
    for front in made:
        front.stop()


@pytest.fixture
def client(fronts: list[Front], tmp_path: Path) -> Iterator[httpx.Client]:
    start = caddy_before([front.port for front in fronts])
    with running(start, tmp_path, free_port(), free_port(), 0) as opened:
        yield opened


def post(client: httpx.Client, number: int) -> int:
    return client.post("/telegram", content=str(number).encode()).status_code


def wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + NOTICED_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_bots_are_sent_to_in_turn(client: httpx.Client, fronts: list[Front]) -> None:
    assert [post(client, number) for number in range(ROUNDS)] == [200] * ROUNDS
    assert [len(front.posts) for front in fronts] == [ROUNDS // 3] * 3


def test_bot_that_is_not_ready_is_left_alone_until_it_is(client: httpx.Client, fronts: list[Front]) -> None:
    fronts[0].ready = 503
    seen = len(fronts[0].checks)
    wait(lambda: len(fronts[0].checks) > seen + 1)
    assert {post(client, number) for number in range(ROUNDS)} == {200}
    assert not fronts[0].posts
    fronts[0].ready = 200
    wait(lambda: post(client, 0) == 200 and fronts[0].posts)


def test_bot_that_is_gone_costs_no_post(client: httpx.Client, fronts: list[Front]) -> None:
    if caddy_version() < (2, 7):  # Debian 12's; compose.scale.yaml has the newest
        pytest.skip("Caddy 2.6 sends a post to the next one without its body")
    fronts[1].stop()
    assert {post(client, number) for number in range(ROUNDS)} == {200}
    taken = sorted(int(body) for front in (fronts[0], fronts[2]) for body in front.posts)
    assert taken == list(range(ROUNDS))


def test_post_that_was_sent_off_is_left_to_telegram_to_send_again(client: httpx.Client, fronts: list[Front]) -> None:
    for front in fronts:
        front.cuts = True
    assert post(client, 7) == 502
    assert sum(len(front.posts) for front in fronts) == 1


@pytest.mark.parametrize("path", ["/readyz", "/readyz?check=store", "/healthz", "/metrics", "/telegram/x"])
def test_nothing_else_is_seen_outside(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
