"""Where every command ends: with an exit status and, when it failed, with one sentence and no traceback."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

from nowall.errors import NowallError
from nowall.terminal.printable import printable
from nowall.terminal.session import Session, Work

OK, FAILED, UNKNOWN = 0, 1, 3
INTERRUPTED = 128 + 2


def guarded(session: Session, work: Work) -> int:
    """Do the work; whatever goes wrong becomes a sentence on stderr and an exit status."""
    _accept_any_text(sys.stdout, sys.stderr)
    try:
        status = work(session)
        _flush(sys.stdout)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        give_up_output()
        return FAILED
    except NowallError as error:
        return _fail(str(error))
    except Exception as error:
        if session.debug:
            raise
        return _fail(_what_happened(session, error))
    return status


def give_up_output() -> None:
    """Nobody reads what is printed (``| head``): let the rest, and Python's own last flush, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, AttributeError):
        return
    finally:
        os.close(nowhere)


def _fail(sentence: str) -> int:
    try:
        _flush(sys.stdout)
    except OSError:
        give_up_output()
    with suppress(OSError, AttributeError):  # a closed stderr hears nothing
        sys.stderr.write(f"nowall: {printable(sentence)}\n")
        sys.stderr.flush()
    return FAILED


def _what_happened(session: Session, error: Exception) -> str:
    first_line = str(error).strip().partition("\n")[0]
    reason = f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__
    return session.say("failed", reason=reason)


def _accept_any_text(*streams: TextIO | None) -> None:
    """Print ``?`` for what the terminal's encoding lacks, where Python would rather fail."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        stream.flush()
