"""The vectors of what was learned: at once, in a process that goes on after the command, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys

from rich.text import Text

from nowall.library import Library
from nowall.semantic.embedder import load_embedder
from nowall.terminal.console import console, put
from nowall.terminal.progress import progress_bar
from nowall.terminal.session import Session
from nowall.terminal.vectors import Vectors

_FEW = 2_000
"""So many texts are embedded without being told to: less than a minute."""
_A_SECOND = 30
"""Sentences, about, on two cores; what is said of a long wait rests on it."""


def embed_what_lacks(session: Session, library: Library, when: Vectors | None) -> None:
    """Embed the learned facts that have no vectors; without being told, only if that is soon done."""
    if when is Vectors.OFF or not session.settings.semantic:
        return
    embedder = load_embedder(threads=os.cpu_count() or 1)
    if embedder is None:
        if when is not None:
            put(console(), Text(session.say("prepare_no_model")))
        return
    lacking = library.texts_without_vectors(embedder)
    if when is Vectors.BACKGROUND and lacking:
        _go_on_alone(session)
        put(console(), Text(session.say("vectors_background", texts=len(lacking))))
    elif when is None and len(lacking) > _FEW:
        minutes = len(lacking) // (_A_SECOND * 60) + 1
        put(console(), Text(session.say("vectors_many", texts=len(lacking), minutes=minutes)))
    elif lacking:
        with progress_bar(session.say("prepare_embedding"), len(lacking)) as advance:
            library.embed(embedder, lacking, advance)


def _go_on_alone(session: Session) -> None:
    """Start ``nowall add --vectors now``, as another user of the machine who is in no hurry."""
    command = [sys.executable, "-m", "nowall", "--home", str(session.settings.home)]
    command += ["--pack", session.settings.pack] if session.settings.pack else []
    subprocess.Popen(  # noqa: S603  our own command
        [*command, "add", "--vectors", "now"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: os.nice(19),  # noqa: PLW1509  one system call, in a process without threads
    )
