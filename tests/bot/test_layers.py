"""Who may import whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Besides these the adapter knows nothing of the engine.
DOOR = {
    "nowall.answers", "nowall.database", "nowall.engine", "nowall.errors", "nowall.settings", "nowall.store.home",
    "nowall.texts",
}  # fmt: skip


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("file", sorted((ROOT / "bot").rglob("*.py")), ids=lambda f: str(f.relative_to(ROOT)))
def test_bot_uses_only_the_engines_door(file: Path) -> None:
    assert {name for name in imports(file) if name.split(".")[0] == "nowall"} <= DOOR


def test_engine_knows_neither_telegram_nor_the_bot() -> None:
    for file in (ROOT / "src").rglob("*.py"):
        assert not {"telegram", "bot"} & {name.split(".")[0] for name in imports(file)}, file
