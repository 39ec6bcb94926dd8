"""What the code must keep to: who imports whom, docstrings, sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = sorted(file for folder in ("src", "bot") for file in (ROOT / folder).rglob("*.py"))
# Besides these the adapter knows nothing of the engine.
DOOR = {
    "nowall", "nowall.answers", "nowall.cards", "nowall.database", "nowall.engine", "nowall.errors",
    "nowall.http_server", "nowall.language.normalise", "nowall.outcomes", "nowall.settings", "nowall.site",
    "nowall.store.home", "nowall.texts",
}  # fmt: skip
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# The answer flow runs one way: a step may know the steps before it, and none behind it.
STEPS = ("understand", "match", "decide", "compose", "answerer")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def public_definitions(node: ast.Module | ast.ClassDef, prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """The public functions, classes and methods, without what is within functions."""
    for child in node.body:
        if isinstance(child, Definition) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public_definitions(child, f"{prefix}{child.name}.")


def test_engine_knows_neither_telegram_nor_the_bot() -> None:
    engine = [file for file in FILES if file.is_relative_to(ROOT / "src")]
    found = {name_of(file): {"telegram", "bot"} & {name.split(".")[0] for name in imports(file)} for file in engine}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_bot_uses_only_the_engines_door() -> None:
    bot = [file for file in FILES if file.is_relative_to(ROOT / "bot")]
    found = {name_of(file): {n for n in imports(file) if n.split(".")[0] == "nowall"} - DOOR for file in bot}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_steps_of_the_answer_flow_know_only_earlier_ones() -> None:
    flow = ROOT / "src" / "nowall" / "answer"
    found = {}
    for file in flow.rglob("*.py"):
        step = file.relative_to(flow).parts[0].removesuffix(".py")
        later = set(STEPS[STEPS.index(step) + 1 :]) if step in STEPS else set()
        found[name_of(file)] = later & {n.split(".")[2] for n in imports(file) if n.startswith("nowall.answer.")}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_module_is_named_after_nothing() -> None:
    nothing = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    assert [name_of(file) for file in FILES if file.stem in nothing] == []


def test_every_module_has_a_docstring() -> None:
    assert [name_of(file) for file in FILES if not ast.get_docstring(tree(file))] == []


def test_everything_public_has_a_docstring() -> None:
    public = [(file, *definition) for file in FILES for definition in public_definitions(tree(file))]
    assert [f"{name_of(file)}: {name}" for file, name, node in public if not ast.get_docstring(node)] == []


def test_files_are_short() -> None:
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name_of(file)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in FILES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
