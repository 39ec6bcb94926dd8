"""``nowall ask``: one question, one answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from nowall.answers import Answer, Status
from nowall.errors import InputError
from nowall.terminal.guard import OK, UNKNOWN
from nowall.terminal.jsonlines import write_line
from nowall.terminal.questions import earlier_turns, readable
from nowall.terminal.session import Session


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    question: str
    context: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    always: bool = False
    as_json: bool = False


def ask(session: Session, request: Request) -> int:
    """Answer on stdout; the exit status tells whether the corpus knows."""
    question = readable(session, request.question)
    context = [readable(session, earlier) for earlier in request.context]
    with session.engine() as engine:
        for article in request.only:
            if engine.article(readable(session, article), session.language) is None:
                raise InputError(session.say("no_such_article", article=article))
        answer = engine.ask(question, earlier_turns(context), only=request.only or None, always=request.always)
    if request.as_json:
        write_line(sys.stdout, answer.as_json())
    else:
        _show(answer)
    return UNKNOWN if answer.status is Status.UNKNOWN else OK


def _show(answer: Answer) -> None:
    from nowall.terminal.console import console, put  # noqa: PLC0415  rich: not for --json
    from nowall.terminal.rendering import answer_lines  # noqa: PLC0415

    put(console(), *answer_lines(answer))
