"""``nowall serve`` and ``nowall export-site``, as processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.terminal.conftest import Nowall


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def started(home: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """A server, and its address as it tells it."""
    environment = {**os.environ, "NOWALL_HOME": str(home), "NOWALL_PACK": "none", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "nowall", "serve", "--port", "0", *options]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout
    line = server.stdout.readline()
    address = re.search(r"http://\S+", line)
    assert address, line
    return server, address[0].rstrip(";")


def test_pages_are_served_until_somebody_says_stop(home: Path) -> None:
    server, address = started(home)
    try:
        page = httpx.get(address, trust_env=False, headers={"Accept-Language": "en"})
        assert page.status_code == 200
        assert "There are no articles yet" in page.text
    finally:
        server.send_signal(signal.SIGINT)
        output = server.communicate(timeout=30)[0]
    assert server.returncode == 0
    assert "Traceback" not in output


def test_port_in_use_is_told(home: Path) -> None:
    server, address = started(home)
    try:
        port = address.rstrip("/").rpartition(":")[2]
        command = [sys.executable, "-m", "nowall", "serve", "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode == 1
        assert f"cannot listen on 127.0.0.1, port {port}" in second.stderr
    finally:
        server.terminate()
        server.communicate(timeout=30)
    assert server.returncode == 0


def test_pages_are_written_and_the_folder_of_somebody_else_is_refused(real_nowall: Nowall, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = real_nowall("--pack", "none", "export-site", str(folder))
    assert done.exit_code == 0
    assert "pages in" in done.stdout
    assert (folder / "en" / "index.html").is_file()
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("x")
    refused = real_nowall("--pack", "none", "export-site", str(other))
    assert refused.exit_code == 1
    assert "something else than an earlier export" in refused.stderr
