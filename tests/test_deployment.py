"""The files that deploy the bot say what the bot has, and are as strict as docs/deployment.md says."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.service import _PATIENCE
from bot.settings import BotSettings
from nowall.http_server import LONGEST_GOODBYE
from nowall.settings import Settings

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DOCKERFILES = ["Dockerfile", "deploy/postgres/Dockerfile"]
COMPOSE = [ROOT / "compose.yaml", ROOT / "compose.scale.yaml", ROOT / "deploy" / "compose.webhook.yaml"]
UNIT = ROOT / "deploy" / "nowall.service"
OWN_MEANING = {"BOT_FRONT"}
"""Of the Caddyfile, not of the bot."""
LONGEST_STOP = 2 * _PATIENCE + LONGEST_GOODBYE
"""Seconds for what is in flight, then for what is being learned, and for open connections."""


def instructions(name: str) -> list[str]:
    """What stands behind each instruction of this name, with its lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.partition(" ")[2].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def services(file: Path) -> dict[str, dict[str, Any]]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    found: dict[str, dict[str, Any]] = loaded["services"]
    return found


def tool(name: str) -> str:
    """A program beside this Python or in the PATH; nothing here needs it."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def finished(*command: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, **options)


@pytest.mark.parametrize("file", DOCKERFILES)
def test_dockerfile_pleases_hadolint(file: str) -> None:
    linted = finished(tool("hadolint"), file, cwd=ROOT)
    assert (linted.returncode, linted.stdout) == (0, "")


def test_compose_files_have_no_invalid_keys() -> None:
    checked = finished(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", *map(str, COMPOSE))
    assert checked.returncode == 0, checked.stdout


def test_unit_pleases_systemd(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/nowall/.venv/bin/python", "/bin/true"))
    checked = finished(tool("systemd-analyze"), "verify", str(unit))
    assert (checked.returncode, checked.stderr) == (0, "")


def test_both_stages_have_the_same_python() -> None:
    bases = [line.split()[0] for line in instructions("FROM")]
    version = re.search(r"python:(\d\.\d+)", bases[0])
    assert len(set(bases)) == 1
    assert version
    assert f"/opt/nowall/lib/python{version[1]}/site-packages" in DOCKERFILE


def test_image_runs_without_a_shell_and_not_as_root() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["python", "-m", "bot"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]


def test_build_context_has_what_is_copied_and_nothing_more() -> None:
    copied = {source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]}
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert kept == copied
    assert all((ROOT / path).exists() for path in copied)


@pytest.mark.parametrize("status", [200, 503])
def test_health_check_tells_how_the_front_is(status: int) -> None:
    class Front(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Front) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            assert check_health(server.server_address[1]) == (0 if status == 200 else 1)
        finally:
            server.shutdown()


def test_health_check_fails_where_nothing_listens() -> None:
    assert check_health(1) == 1


def check_health(port: int) -> int:
    _, _, command = instructions("HEALTHCHECK")[0].partition("CMD ")
    environment = {"PATH": os.environ["PATH"], "BOT_HTTP_PORT": str(port)}
    return finished(sys.executable, *json.loads(command)[1:], env=environment).returncode


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_containers_have_no_more_rights_than_they_need(file: Path) -> None:
    for name, service in services(file).items():
        if name == "bot" and file.name != "compose.yaml":
            continue  # it adds to the other file's
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["logging"]["options"]["max-size"], name
        assert service["mem_limit"], name


def test_bot_has_the_time_that_it_takes_to_stop() -> None:
    grace = services(COMPOSE[0])["bot"]["stop_grace_period"]
    unit = re.search(r"^TimeoutStopSec=(\d+)$", UNIT.read_text(), re.MULTILINE)
    assert int(grace.removesuffix("s")) > LONGEST_STOP
    assert unit
    assert int(unit[1]) > LONGEST_STOP


def test_every_setting_that_is_named_exists() -> None:
    deploying = [file for file in (ROOT / "deploy").rglob("*") if file.is_file()]
    files = [ROOT / "Dockerfile", *COMPOSE, *deploying, *(ROOT / "docs").glob("[do]*.md"), ROOT / "docs" / "scale.md"]
    settings = {f"BOT_{name.upper()}" for name in BotSettings.model_fields}
    settings |= {f"NOWALL_{name.upper()}" for name in Settings.model_fields}
    for file in files:
        named = set(re.findall(r"\b(?:BOT|NOWALL)_[A-Z_]+\b", file.read_text(encoding="utf-8")))
        assert named - settings - OWN_MEANING == set(), file.name
