"""A command with its processes: how long it runs, what it computes, and the most memory that it has at once (Linux)."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took, its children's share included."""

    wall_seconds: float
    cpu_seconds: float
    own_mb: float
    """The most memory of the command's own process, shared pages included."""
    children_mb: float
    """The most that its children had together."""
    together_mb: float
    """The most that all had at one moment; pages that they share count in each."""
    private_mb: float
    """The same without pages of files, such as the index, which the system can take back."""


def measure(command: Sequence[str]) -> Run:
    """Run a command to its end. Raises CalledProcessError where it fails."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:  # noqa: S603
        memory = _Memory(process.pid)
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        memory.stop()
    wall = time.perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output.decode(errors="replace"))
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, memory.own, memory.children, memory.together, memory.private)


class _Memory:
    """Looks at a process and its descendants ten times a second."""

    def __init__(self, process: int) -> None:
        self.own = self.children = self.together = self.private = 0.0
        self._process = process
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_SECONDS):
            own, private = _megabytes(self._process)
            children = [_megabytes(child) for child in _descendants(self._process)]
            resident = sum(child[0] for child in children)
            self.own, self.children = max(self.own, own), max(self.children, resident)
            self.together = max(self.together, own + resident)
            self.private = max(self.private, private + sum(child[1] for child in children))


def _descendants(process: int) -> Iterator[int]:
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in listed.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from _descendants(child)


def _megabytes(process: int) -> tuple[float, float]:
    """What a process has in memory, and how much of that is nobody else's and no file's."""
    try:
        _, resident, shared, *_ = map(int, Path(f"/proc/{process}/statm").read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return 0.0, 0.0
    page = os.sysconf("SC_PAGE_SIZE") / 1e6
    return resident * page, (resident - shared) * page
