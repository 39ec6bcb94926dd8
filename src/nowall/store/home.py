"""The home: one folder that holds everything that nowall keeps, and the locks that guard it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from nowall.database.places import Place, PostgresSchema
from nowall.errors import StoreError
from nowall.store.file_lock import file_lock

CORPUS_SCHEMA = "nowall_corpus"
STATE_SCHEMA = "nowall_state"


class Home:
    """What a home folder holds. It is made on the first use, readable by its owner only.

    With a database server the databases are there, and the folder holds only what this process derives from them.
    """

    def __init__(self, folder: Path, server: URL | None = None) -> None:
        self.server = server
        self.folder = folder.expanduser().absolute()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The home folder {folder} cannot be made: {error.strerror}.") from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise StoreError(f"The home folder {folder} is not writable: change its owner, or set NOWALL_HOME.")

    @property
    def corpus(self) -> Place:
        """The database of articles, facts, entities and claims."""
        return PostgresSchema(self.server, CORPUS_SCHEMA) if self.server else self.folder / "corpus.db"

    @property
    def state(self) -> Place:
        """The bot's database: inbox, chats, replies."""
        return PostgresSchema(self.server, STATE_SCHEMA) if self.server else self.folder / "state.db"

    @property
    def index(self) -> Path:
        """The folder of the full-text index, derived from the corpus database."""
        return self._subfolder("index")

    @property
    def vectors(self) -> Path:
        """The folder of the sentence vectors, derived from the corpus database."""
        return self._subfolder("vectors")

    @property
    def cache(self) -> Path:
        """A folder for what may be deleted at any time."""
        return self._subfolder("cache")

    @contextmanager
    def lock(self, name: str, *, wait_seconds: float = 0.0) -> Iterator[None]:
        """Hold the home's lock of this name; `HomeBusyError` where another holder keeps it for too long.

        The operating system frees the lock of a process that dies, so a crash never blocks a home.
        """
        with file_lock(self.folder / f"{name}.lock", wait_seconds=wait_seconds):
            yield

    def _subfolder(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path
