"""What PostgreSQL's errors mean to whoever runs nowall, in a sentence that says what to do."""

from __future__ import annotations

import re

from nowall.database.places import PostgresSchema
from nowall.errors import StoreBlockedError, StoreConflictError, StoreError

_SAID = {
    "53300": "takes no more connections: raise max_connections, or run fewer replicas.",
    "53100": "cannot be written: its disk is full. What was stored before stays.",
    "57014": "did not answer a question in time.",
    "55P03": "is locked by another program: end that one.",
    "25006": "can only be read: nowall was sent to a standby, or a failover goes on.",
}
_CONFLICT = {
    "40P01": "had two transactions wait for each other; one goes again.",
    "40001": "had two transactions in each other's way; one goes again.",
}
_GONE = "cannot be reached: nowall goes on when it answers again."
_REFUSED = {
    "28P01": "does not accept the user or the password of NOWALL_DATABASE_URL.",
    "28000": "does not let the user of NOWALL_DATABASE_URL in.",
    "3D000": "does not exist: create it first.",
    "42501": "does not let nowall do what it must: give its user the right to create schemas there.",
    "42P01": "lacks tables that nowall has made there: start nowall again, which makes what can be made again.",
}
# A connection that is not made has no state, for libpq passes on the server's words alone.
_UNCONNECTED = (
    (re.compile(r"too many (clients|connections)|connection slots are reserved"), "53300"),
    (re.compile(r"password authentication failed|no password supplied"), "28P01"),
    (re.compile(r'no pg_hba\.conf entry|role ".*" does not exist|not permitted to log in'), "28000"),
    (re.compile(r'database ".*" does not exist'), "3D000"),
)


def trouble(place: PostgresSchema, error: BaseException | None) -> StoreError | None:
    """The trouble that the server has, not the statement that met it; None where that is not so."""
    state = _state(error)
    if state in _REFUSED:
        return StoreError(f"The database {place} {_REFUSED[state]}")
    if state in _CONFLICT:
        return StoreConflictError(f"The database {place} {_CONFLICT[state]}")
    if state in _SAID:
        return StoreBlockedError(f"The database {place} {_SAID[state]}")
    return StoreBlockedError(f"The database {place} {_GONE}") if _is_gone(state, error) else None


def _state(error: BaseException | None) -> str | None:
    state: str | None = getattr(error, "sqlstate", None)
    if state is None and type(error).__name__ == "OperationalError":
        return next((state for words, state in _UNCONNECTED if words.search(str(error))), None)
    return state


def _is_gone(state: str | None, error: BaseException | None) -> bool:
    """Connection errors have states of class 08 or 57P, or none at all where the server could not be reached."""
    if state is not None:
        return state[:2] == "08" or state[:3] == "57P"
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return "OperationalError" in kinds and "Error" in kinds
