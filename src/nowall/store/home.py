"""The home: one folder that holds everything that nowall keeps, and the locks that guard it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nowall.errors import HomeBusyError, StoreError

_LOOK_AGAIN_SECONDS = 0.02


class Home:
    """The paths in a home folder. The folder is made on the first use, readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().absolute()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The home folder {folder} cannot be made: {error.strerror}.") from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise StoreError(f"The home folder {folder} is not writable: change its owner, or set NOWALL_HOME.")

    @property
    def corpus(self) -> Path:
        """The database of articles, facts, entities and claims."""
        return self.folder / "corpus.db"

    @property
    def state(self) -> Path:
        """The bot's database: inbox, chats, replies."""
        return self.folder / "state.db"

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


@contextmanager
def file_lock(path: Path, *, wait_seconds: float = 0.0) -> Iterator[None]:
    """Lock a file exclusively, against other processes and other threads alike."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for_lock(descriptor, path, time.monotonic() + wait_seconds)
        with suppress(OSError):  # who holds it is only told to others, and a disk may be full
            os.truncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)  # the lock goes with it; the file stays, or two could each lock their own


def _wait_for_lock(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 20, 0).decode(errors="replace") or "unknown"
                raise HomeBusyError(
                    f"{path.parent} is in use by another nowall (process {holder}, lock {path.stem}): stop that one, "
                    "or choose another home folder."
                ) from None
        else:
            return
        time.sleep(_LOOK_AGAIN_SECONDS)
