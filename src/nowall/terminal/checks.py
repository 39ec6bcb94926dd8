"""What a look at one part of nowall comes to, and the looks at what is installed."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import import_module, metadata

import nowall
from nowall.errors import NowallError
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session

_LIBRARIES = ("jieba", "rjieba", "opencc", "pypinyin", "rapidfuzz", "sqlalchemy", "tantivy")


class State(StrEnum):
    """How a part is."""

    GOOD = "good"
    MISSING = "missing"
    """nowall works without it, only less well."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """How a part is, in words, and what to do about it."""

    state: State
    detail: str
    remedy: str = ""
    is_last: bool = False
    """All looks that follow would rest on this part."""


Look = Callable[[Session], Check]


def safely(session: Session, look: Look) -> Check:
    """Look at a part; that the look itself fails is a finding too."""
    try:
        return look(session)
    except Exception as error:  # noqa: BLE001
        sentence = str(error) if isinstance(error, NowallError) else f"{type(error).__name__}: {error}"
        return Check(State.BROKEN, one_line(sentence))


def installed() -> dict[str, Look]:
    """List the looks at nowall itself and at the packages that it needs."""
    return {"nowall": _versions, **{name: partial(_library, name) for name in _LIBRARIES}, "pyyaml": _yaml}


def _versions(_: Session) -> Check:
    python = f"Python {platform.python_version()}"
    system = platform.platform(terse=True)
    return Check(State.GOOD, f"{nowall.__version__}, {python}, SQLite {sqlite3.sqlite_version}, {system}")


def _library(name: str, session: Session) -> Check:
    try:
        import_module(name)
    except ImportError as error:
        return Check(State.BROKEN, one_line(str(error)), session.say("doctor_install", command=f"pip install {name}"))
    return Check(State.GOOD, metadata.version(name))


def _yaml(session: Session) -> Check:
    try:
        return Check(State.GOOD, metadata.version("pyyaml"))
    except metadata.PackageNotFoundError:
        remedy = session.say("doctor_install", command="pip install pyyaml")
        return Check(State.MISSING, session.say("doctor_only_eval"), remedy)
