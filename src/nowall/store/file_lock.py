"""Locks that are files: the operating system frees those of a process that dies, so a crash never blocks anybody."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nowall.errors import HomeBusyError

_LOOK_AGAIN_SECONDS = 0.02


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
