"""What axe says against a page; its rules come with axe-playwright-python."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_EVERY_RULE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
_CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
_GRAVE = {"serious", "critical"}


def grave(page: Page, *, only_colours: bool = False) -> list[str]:
    """What is serious or critical: the rule, and where it is broken."""
    found = Axe().run(page, options=_CONTRAST if only_colours else _EVERY_RULE).response["violations"]
    return [f"{rule['id']}: {', '.join(_places(rule))}" for rule in found if rule["impact"] in _GRAVE]


def _places(rule: dict[str, Any]) -> list[str]:
    return [str(node["html"])[:120] for node in rule["nodes"][:5]]
