"""docs/monitoring.md names every metric and every event of the log, and no others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.metrics import REGISTRY

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "monitoring.md").read_text(encoding="utf-8")
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def logged() -> Iterator[str]:
    """The first word of every call of a logger in the bot and its HTTP server, and both events of an outage."""
    for file in (*(ROOT / "bot").rglob("*.py"), ROOT / "src" / "nowall" / "http_server.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said = node.args[:2] if name == "Outage" else node.args[:1] if name in LEVELS | {"level"} else []
            for event in (word.value for word in said if isinstance(word, ast.Constant)):
                if isinstance(event, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", event):
                    yield event


def test_page_explains_every_event_and_no_other() -> None:
    section = PAGE.split("## Log events")[1]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    told = {event for row in rows for event in re.findall(r"`([^`]+)`", row)}
    assert told == set(logged())


def test_page_explains_every_metric_and_no_other() -> None:
    section = PAGE.split("## Metrics")[1].split("## Log events")[0]
    told = {name.removesuffix("_total") for name in re.findall(r"nowall_[a-z_]+", section)}
    assert told == {metric.name for metric in REGISTRY.collect()}
