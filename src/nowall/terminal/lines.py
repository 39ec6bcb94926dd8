"""``nowall ask --json --stdin``: JSON lines in, JSON lines out, in the same order; a bad line is told and passed."""

from __future__ import annotations

import io
import math
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO

from nowall.answers import Answer, Status, Turn
from nowall.engine import Engine
from nowall.errors import InputError
from nowall.terminal.guard import OK, give_up_output
from nowall.terminal.jsonlines import parse, read_lines, write_line
from nowall.terminal.session import Session


@dataclass(frozen=True, slots=True)
class LineRequest:
    """A valid line."""

    question: str
    context: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    always: bool = False


class BadLineError(Exception):
    """A line that cannot be answered: which error it is, and what its sentence needs."""

    def __init__(self, error: str, **values: object) -> None:
        super().__init__(error)
        self.error = error
        self.values = values


def ask_lines(session: Session) -> int:
    """Answer stdin line by line until it ends. The status of a line stands in its answer: this one is always 0."""
    source = sys.stdin.buffer if sys.stdin else io.BytesIO()
    with session.engine() as engine:
        try:
            answer_stream(session, engine, source, sys.stdout)
        except BrokenPipeError:
            give_up_output()
    return OK


def answer_stream(session: Session, engine: Engine, source: BinaryIO, target: TextIO) -> None:
    """One line out for each line in that is not blank."""
    for line in read_lines(source):
        write_line(target, _answer_line(session, engine, line))


def _answer_line(session: Session, engine: Engine, line: bytes | None) -> dict[str, Any]:
    fields: Mapping[str, Any] = {}
    try:
        fields = _fields(line)
        request = read_request(fields)
        context = [Turn(earlier) for earlier in request.context]
        answer = engine.ask(request.question, context, only=request.only or None, always=request.always)
        return answer.as_json() | {"id": _identifier(fields)}
    except BadLineError as bad:
        sentence, error = session.say(f"line_{bad.error}", **bad.values), bad.error
    except InputError as unusable:
        sentence, error = str(unusable), "unusable"
    except Exception as unexpected:  # noqa: BLE001  one line must not stop the ones after it
        if session.debug:
            traceback.print_exc()
        sentence, error = session.say("line_failed", reason=type(unexpected).__name__), "failed"
    refusal = Answer(Status.UNKNOWN, session.language, sentence).as_json()
    return refusal | {"id": _identifier(fields), "error": error}


def _fields(line: bytes | None) -> Mapping[str, Any]:
    """Read the line's JSON object; invalid UTF-8 stays in it as lone surrogates, so that the id can be told."""
    if line is None:
        raise BadLineError("too_long")
    try:
        value = parse(line.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    except ValueError:
        raise BadLineError("not_json") from None
    if not isinstance(value, dict):
        raise BadLineError("not_an_object")
    return value


def read_request(fields: Mapping[str, Any]) -> LineRequest:
    """Check a line's fields; those that are null count as left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    question, always = given.get("question"), given.get("always", False)
    if question is None:
        raise BadLineError("no_question")
    if not isinstance(question, str):
        raise BadLineError("wrong_type", field="question", wanted="string")
    if not isinstance(always, bool):
        raise BadLineError("wrong_type", field="always", wanted="true | false")
    if "id" in given and _identifier(given) is None:
        raise BadLineError("wrong_type", field="id", wanted="string | number")
    request = LineRequest(question, _strings(given, "context"), _strings(given, "only"), always)
    if not all(map(_is_text, (request.question, *request.context, *request.only))):
        raise BadLineError("not_text")
    return request


def _strings(given: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = given.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadLineError("wrong_type", field=name, wanted="[string, …]")
    return tuple(value)


def _identifier(fields: Mapping[str, Any]) -> str | int | float | None:
    """Give the line's id where it has a usable one."""
    value = fields.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
