"""`nowall serve` in a process of its own, and a plain file server for what was exported."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from tests.end_to_end.conftest import ROOT, clean_environment
from tests.processes import free_port

_START_SECONDS = 60.0


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Serve the pages of the home in ``folder``, new or not; gives the address, without a slash at its end."""
    port = free_port()
    address, log = f"http://127.0.0.1:{port}", folder / "serve.log"
    command = [sys.executable, "-m", "nowall", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(folder, settings), stdout=stream, stderr=stream)
    try:
        _wait(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def export(folder: Path, to: Path, **settings: str) -> None:
    """Write the pages of the home in ``folder`` as files."""
    command = [sys.executable, "-m", "nowall", "export-site", str(to)]
    subprocess.run(command, cwd=ROOT, env=_environment(folder, settings), check=True, capture_output=True, timeout=120)


@contextmanager
def serving_files(folder: Path) -> Iterator[str]:
    """Serve a folder as any web host would; gives the address, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        pass


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    return {**clean_environment(), "NOWALL_HOME": str(folder / "home"), "NOWALL_SEMANTIC": "false", **settings}


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            httpx.get(address, timeout=10, trust_env=False).raise_for_status()
        except httpx.TransportError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        else:
            return
