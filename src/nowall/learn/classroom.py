"""Many documents through the learning flow at once: in this process while they are few, else one process a core."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection

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


def teach(documents: Iterable[Document], processes: int | None = None) -> Generator[tuple[Document, Result]]:
    """Learn documents, and give each back with what it taught, in their order; memory stays bounded.

    Raises InputError where a process of the pool dies (of hunger for memory, most likely).
    """
    remaining = iter(documents)
    first = list(islice(remaining, _FEW))
    processes = os.cpu_count() or 1 if processes is None else processes
    if len(first) < _FEW or processes < 2:
        yield from ((document, _lesson(document)) for document in chain(first, remaining))
        return
    spawning = multiprocessing.get_context("spawn")
    lifeline, end = spawning.Pipe(duplex=False)
    starter = ThreadPoolExecutor(1, "nowall-starter", _turn_deaf)
    with lifeline, end, starter, ProcessPoolExecutor(processes, spawning, _begin, (lifeline,)) as pool:
        try:
            yield from _by_pool(pool, starter, chain(first, remaining), processes * _WAITING_TASKS)
        except BrokenProcessPool:
            raise InputError(
                "A process that was learning died: add the same again to go on where it stopped."
            ) from None
        except BaseException:
            end.close()  # who is interrupted does not wait for lessons that nobody wants any more
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _by_pool(
    pool: ProcessPoolExecutor, starter: ThreadPoolExecutor, documents: Iterator[Document], most: int
) -> Iterator[tuple[Document, Result]]:
    tasks: deque[tuple[list[Document], Future[list[Result]]]] = deque()
    while True:
        while len(tasks) < most and (task := list(islice(documents, _TASK))):
            tasks.append((task, starter.submit(pool.submit, _lessons, task).result()))
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


def _turn_deaf() -> None:
    """Keep Ctrl-C, which a terminal sends to all, from the processes that this thread starts: they are told to end.

    A thread of their own starts them, for an interrupt hits the main one and would leave them half begun.
    """
    resource_tracker.ensure_running()  # it would lift the block that it finds when it starts
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _begin(lifeline: Connection) -> None:
    """Die with the process that started this one, even if that was killed: nobody else would end it."""
    threading.Thread(target=_die_with, args=(lifeline,), name="nowall-lifeline", daemon=True).start()


def _die_with(lifeline: Connection) -> None:
    with suppress(OSError):
        lifeline.poll(None)  # nothing is ever sent: what comes is the end
    os._exit(1)
