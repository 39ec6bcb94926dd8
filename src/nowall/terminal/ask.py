"""``nowall ask``: one question, one answer."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nowall.answers import Answer, Status, Turn
from nowall.errors import InputError
from nowall.terminal.guard import OK, UNKNOWN
from nowall.terminal.jsonlines import write_line
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session

if TYPE_CHECKING:
    from nowall.engine import Engine


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
    context = [Turn(earlier) for earlier in request.context]
    with session.engine() as engine:
        only = [article_id(session, engine, article) for article in request.only]
        answer = engine.ask(request.question, context, only=only or None, always=request.always)
    if request.as_json:
        write_line(sys.stdout, answer.as_json())
    else:
        _show(answer)
    return UNKNOWN if answer.status is Status.UNKNOWN else OK


def article_id(session: Session, engine: Engine, named: str) -> str:
    """Find the article of this id or key: a slip of the pen must not read as "the corpus does not say"."""
    card = engine.catalogue.article(named, session.language)
    if card is None:
        raise InputError(session.say("no_such_article", article=one_line(named)))
    return card.citation.article


def _show(answer: Answer) -> None:
    from nowall.terminal.console import console, put  # noqa: PLC0415  rich: not for --json
    from nowall.terminal.rendering import answer_lines  # noqa: PLC0415

    put(console(), *answer_lines(answer))
