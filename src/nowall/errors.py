"""The error tree. Every error that nowall raises on purpose is a `NowallError`.

    NowallError
    ├── InputError        the user's input cannot be used (too long, not text, not a question file)
    ├── PackError         a corpus pack is not valid: names the file, the record and the remedy
    ├── StoreError        the home folder cannot be used
    │   ├── HomeBusyError     another process holds a lock that this one needs
    │   └── StoreBlockedError the database takes nothing for now: the disk is full, or another program holds it
    │       └── StoreConflictError two transactions were in each other's way: the same works when it is done again
    └── SettingsError     the configuration is wrong

The message of each is one sentence for a human, without a traceback's vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence


class NowallError(Exception):
    """Base of all errors that carry one sentence for a human."""


class InputError(NowallError):
    """What the user gave cannot be used: too long, not text, or not in the expected form."""


class PackError(NowallError):
    """A corpus pack is not valid; every problem names the file, the record and what to do."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)


class StoreError(NowallError):
    """The home folder, its database or its index cannot be used."""


class HomeBusyError(StoreError):
    """Another process holds a lock of the home that this one needs (one bot per embedded home)."""


class StoreBlockedError(StoreError):
    """A database takes nothing for now; the same may work later, and what was stored before stays."""


class StoreConflictError(StoreBlockedError):
    """A transaction was given up for another one; done again at once, it mostly works."""


class SettingsError(NowallError):
    """A setting is missing or has a value that cannot be used."""
