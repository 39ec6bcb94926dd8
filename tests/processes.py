"""Other Python processes, for what only they can show: locks, kills, races."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import nowall

_SOURCES = str(Path(nowall.__file__).parents[1])


def start_python(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a program that can import nowall; what it prints can be read."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": _SOURCES})


def outputs(*processes: subprocess.Popen[str]) -> list[str]:
    """Wait for the processes and collect what each has printed, without blanks at the ends."""
    return [process.communicate()[0].strip() for process in processes]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
