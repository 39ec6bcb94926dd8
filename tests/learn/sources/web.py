"""A web server on loopback that answers as a test tells it to, and a fetcher that may read it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from nowall.learn.sources.addresses import IpAddress
from nowall.learn.sources.fetching import Fetcher
from nowall.learn.sources.transport import Limits

Answer = Callable[[BaseHTTPRequestHandler], None]


def only_loopback(address: IpAddress) -> bool:
    return address == ip_address("127.0.0.1")


def names_lead_here(host: str, port: int) -> tuple[IpAddress, ...]:
    """Every name is this machine, as long as it is not an address itself."""
    try:
        return (ip_address(host),)
    except ValueError:
        return (ip_address("127.0.0.1"),)


def fetcher(limits: Limits | None = None, pause: float = 0.0, **others: Callable[[float], object]) -> Fetcher:
    return Fetcher(only_loopback, names_lead_here, limits or Limits(connect=2, read=2, total=5), pause, **others)


def answer(body: str | bytes = "", status: int = 200, kind: str = "text/html", **headers: str) -> Answer:
    def respond(request: BaseHTTPRequestHandler) -> None:
        data = body.encode() if isinstance(body, str) else body
        request.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return respond


def redirect(target: str, status: int = 302) -> Answer:
    return answer(status=status, Location=target)


class Site:
    """What is served, and what was asked for."""

    def __init__(self, pages: Mapping[str, Answer]) -> None:
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.headers: list[Mapping[str, str]] = []
        self.url = ""

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        self.headers.append(dict(request.headers.items()))
        self.pages.get(request.path, answer(status=404))(request)


@contextmanager
def site(pages: Mapping[str, Answer]) -> Iterator[Site]:
    served = Site(pages)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                served.serve(self)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
