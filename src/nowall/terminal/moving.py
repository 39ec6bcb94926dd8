"""``nowall migrate-to``: the databases of a home become a PostgreSQL database."""

from __future__ import annotations

from nowall.database.places import server_url
from nowall.errors import InputError
from nowall.terminal.session import Session


def move(session: Session, address: str | None) -> int:
    """Copy corpus and state into the database of this address; without one, into that of the settings."""
    server = server_url(address) if address else session.settings.server
    if server is None:
        raise InputError(session.say("move_no_address"))
    raise InputError(session.say("move_no_address"))
