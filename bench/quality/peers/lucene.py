"""Lucene, in a Java process of its own; Debian's packages liblucene8-java and default-jdk-headless have all of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

from bench.quality.comparison.sets import Unit
from bench.quality.peers.protocol import Found, PeerUnavailableError

JARS = Path(os.environ.get("LUCENE_JARS", "/usr/share/java"))
_NEEDED = ("core", "analyzers-common", "analyzers-smartcn")
_PROGRAM = Path(__file__).with_name("LuceneSearch.java")
_GONE = "Lucene's process has ended"


class LucenePeer:
    """Lucene with BM25 as it comes (k1 1.2, b 0.75), and one of its two analysers for Chinese."""

    most_units: int | None = None

    def __init__(self, name: str, analyser: str) -> None:
        """``analyser``: ``smart`` for words of a hidden Markov model, ``bigrams`` for characters two by two."""
        java = shutil.which("java")
        jars = [next(iter(sorted(JARS.glob(f"lucene*-{part}-*.jar"))), None) for part in _NEEDED]
        if java is None or not all(jars):
            raise PeerUnavailableError(f"java or the jars of Lucene are missing (LUCENE_JARS is {JARS})")
        self.name = name
        command = [java, "-Xmx4g", "-cp", os.pathsep.join(map(str, jars)), str(_PROGRAM), analyser]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def build(self, units: Sequence[Unit]) -> None:
        """Send the units, and wait until they are indexed."""
        for unit in units:
            self._send(unit.article, unit.text)
        self._send()
        self._receive()

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Send the question, and read what was found."""
        self._send(" ".join(sorted(only)) if only is not None else "", question)
        place, score, ms = self._receive()
        return Found(int(place), float(score), float(ms)) if int(place) >= 0 else None

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _send(self, *fields: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\t".join(" ".join(field.split()) for field in fields) + "\n")

    def _receive(self) -> list[str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PeerUnavailableError(_GONE)
        return line.split()
