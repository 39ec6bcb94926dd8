"""Many documents through the learning flow at once: in this process while they are few, else one process a core."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import resource_tracker

from nowall.errors import InputError
from nowall.learn.documents import Document
from nowall.learn.lessons import Lesson, learn

_FEW = 40
"""So many documents are learned faster than processes start."""
_TASK = 16
"""Documents that a process is given at a time."""
_WAITING_TASKS = 3
"""For each process: enough to keep it busy, and few enough to bound the memory."""

Result = Lesson | str
"""A lesson, or the sentence why there is none."""


def teach(documents: Iterable[Document], processes: int | None = None) -> Iterator[tuple[Document, Result]]:
    """Learn documents, and give each back with what it taught, in their order; memory stays bounded.

    Raises InputError where a process of the pool dies (of hunger for memory, most likely).
    """
    remaining = iter(documents)
    first = list(islice(remaining, _FEW))
    processes = os.cpu_count() or 1 if processes is None else processes
    if len(first) < _FEW or processes < 2:
        yield from ((document, _lesson(document)) for document in chain(first, remaining))
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _begin, (os.getpid(),)) as pool:
        try:
            yield from _by_pool(pool, chain(first, remaining), processes * _WAITING_TASKS)
        except BrokenProcessPool:
            raise InputError(
                "A process that was learning died: add the same again to go on where it stopped."
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _by_pool(pool: ProcessPoolExecutor, documents: Iterator[Document], most: int) -> Iterator[tuple[Document, Result]]:
    tasks: deque[tuple[list[Document], Future[list[Result]]]] = deque()
    while True:
        while len(tasks) < most and (task := list(islice(documents, _TASK))):
            with _deaf_to_interrupts():
                tasks.append((task, pool.submit(_lessons, task)))
        if not tasks:
            return
        task, future = tasks.popleft()
        yield from zip(task, future.result(), strict=True)


def _lessons(documents: Sequence[Document]) -> list[Result]:
    return [_lesson(document) for document in documents]


def _lesson(document: Document) -> Result:
    try:
        return learn(document)
    except InputError as error:
        return str(error)
    except RecursionError:
        return "It is nested too deeply to be read."
    except Exception as error:  # noqa: BLE001  one document on which nowall fails never stops the rest
        return f"nowall failed on it ({type(error).__name__}: {error}): please report this."


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that start within not hear Ctrl-C, which a terminal sends to all: this one tells them to end."""
    resource_tracker.ensure_running()  # it would lift the block that it finds when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(parent: int) -> None:
    """Die with the process that started this one, even if that was killed: nobody else would end it."""
    threading.Thread(target=_watch, args=(parent,), name="nowall-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(1)
