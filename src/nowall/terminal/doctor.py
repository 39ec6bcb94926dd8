"""``nowall doctor``: is everything in place, and what is to be done."""

from __future__ import annotations

from rich.text import Text

from nowall.terminal.checks import Check, State, installed, safely
from nowall.terminal.console import console, put
from nowall.terminal.guard import FAILED, OK
from nowall.terminal.home_checks import home_looks
from nowall.terminal.server_checks import server_looks
from nowall.terminal.session import Session

_MARKS = {State.GOOD: ("✓", "green"), State.MISSING: ("–", "yellow"), State.BROKEN: ("✗", "red")}


def examine(session: Session, *, quiet: bool) -> int:
    """Tell how each part is as soon as it is known."""
    out = console()
    worst = State.GOOD
    for name, look in (installed() | server_looks(session) | home_looks()).items():
        check = safely(session, look)
        worst = max(worst, check.state, key=list(State).index)
        if not quiet or check.state is not State.GOOD:
            put(out, _line(session.say(f"part_{name}"), check))
        if check.is_last:
            break
    if not quiet:
        put(out, session.say(f"doctor_{worst.value}"))
    return FAILED if worst is State.BROKEN else OK


def _line(name: str, check: Check) -> Text:
    mark, colour = _MARKS[check.state]
    remedy = f" → {check.remedy}" if check.remedy else ""
    return Text.assemble((mark, colour), f" {name}: {check.detail}", (remedy, colour))
