"""``nowall pack draft``: from a question that was answered badly, or not at all, to the fact that answers it."""

from __future__ import annotations

import sys

from nowall.terminal.ask import article_id
from nowall.terminal.guard import OK
from nowall.terminal.printable import printable
from nowall.terminal.session import Session


def draft(session: Session, question: str, article: str | None) -> int:
    """Print a fact to be filled in, and as comments above it what there is already and where it belongs."""
    with session.engine() as engine:
        whose = article_id(session, engine, article) if article else None
        toml = engine.draft(question, session.language, article=whose, whole_paths=True)
    sys.stdout.write(printable(toml))
    return OK
