"""``nowall chat``: asks and answers until the user has enough."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from rich.console import Console

from nowall.errors import InputError
from nowall.terminal.console import console, put
from nowall.terminal.conversation import Conversation
from nowall.terminal.guard import OK
from nowall.terminal.printable import printable
from nowall.terminal.rendering import answer_lines
from nowall.terminal.session import Session

_QUIT = frozenset({"/quit", "/exit", "/q"})
_PROMPT = "> "


def chat(session: Session) -> int:
    """Converse on the terminal, or answer the lines of a file as one conversation."""
    out = console()
    interactive = sys.stdin.isatty() and out.is_terminal
    with session.engine() as engine:
        if interactive:
            put(out, session.say("chat_hello"), "")
        converse(session, Conversation(engine, session.language), _typed_lines(interactive), out)
    return OK


def converse(session: Session, conversation: Conversation, lines: Iterable[str], out: Console) -> None:
    """Reply to each line until there is none left or one says to quit."""
    for line in lines:
        words = line.strip()
        if words.lower() in _QUIT:
            return
        if words:
            _reply(session, conversation, words, out)
            put(out, "")


def _reply(session: Session, conversation: Conversation, words: str, out: Console) -> None:
    if words == "/help":
        put(out, session.say("chat_help"))
    elif words == "/new":
        conversation.forget()
        put(out, session.say("chat_new"))
    else:
        try:
            put(out, *answer_lines(conversation.reply(words), numbered=True))
        except InputError as error:
            put(out, printable(str(error)))


def _typed_lines(interactive: bool) -> Iterator[str]:
    if interactive:
        _edit_lines()
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="surrogateescape")
    while True:
        try:
            yield input(_PROMPT if interactive else "")
        except EOFError:
            if interactive:
                sys.stdout.write("\n")
            return


def _edit_lines() -> None:
    """Have line editing and history, where Python has them."""
    if sys.flags.utf8_mode:  # readline reads the locale itself, and would take Chinese for keys of an ASCII one
        os.environ["LC_ALL"] = "C.UTF-8"
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415
