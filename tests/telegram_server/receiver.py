"""A bot's webhook for tests of the server itself: keeps what is posted, and answers as a test says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import httpx

from tests.telegram_server import Person, World

Answer = Callable[[dict[str, Any]], int]


class Receiver:
    """Listens on loopback; ``answer`` gives the status for an update."""

    def __init__(self, answer: Answer = lambda _: 200) -> None:
        self.answer = answer
        self.got: list[tuple[float, dict[str, Any], dict[str, str]]] = []
        """When, what, and with which headers (names in lower case)."""
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver.take(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook"

    def texts(self) -> list[str]:
        """What was said in the updates, in the order in which they came."""
        with self._lock:
            return [update["message"]["text"] for _, update, _ in self.got]

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Read an update and answer."""
        update = json.loads(request.rfile.read(int(request.headers["content-length"])))
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            self.got.append((time.monotonic(), update, {name.lower(): v for name, v in request.headers.items()}))
        status = self.answer(update)
        with self._lock:
            self._now -= 1
        try:
            request.send_response(status)
            request.send_header("content-length", "0")
            request.end_headers()
            request.wfile.flush()
        except OSError:
            request.close_connection = True  # nobody waits for the answer

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def hook(client: httpx.Client, url: str, **more: object) -> None:
    """Set the webhook."""
    assert client.post("setWebhook", json={"url": url, **more}).json()["ok"]


def say(world: World, *texts: str, people: int = 1) -> None:
    """Let each of so many people say each of the texts in private."""
    for text in texts:
        for number in range(people):
            person = Person(100 + number)
            world.say(world.private(person), text, person)


def slow(seconds: float) -> Answer:
    """Take every update, after a while."""

    def answer(_: object) -> int:
        time.sleep(seconds)
        return 200

    return answer
