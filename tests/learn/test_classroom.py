"""Many documents at once: in their order, a few ahead of who takes them, and none stops the rest."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from nowall.errors import InputError
from nowall.learn.classroom import teach
from nowall.learn.documents import Document
from nowall.learn.lessons import Lesson
from tests.learn.articles import article, articles

_MANY = 60
"""More than are learned without other processes."""
_WINDOW = 40 + 2 * 3 * 16
"""Documents that two processes are given ahead."""


def test_lessons_come_in_the_order_of_the_documents() -> None:
    given = articles(_MANY)
    taught = list(teach(given, processes=2))
    assert [document for document, _ in taught] == given
    assert all(isinstance(result, Lesson) for _, result in taught)


@pytest.mark.parametrize("processes", [1, 2])
def test_documents_are_read_only_a_few_ahead(processes: int) -> None:
    read = 0

    def endless() -> Iterator[Document]:
        nonlocal read
        while True:
            read += 1
            yield Document(f"t{read}", f"第{read}家工厂在河口建成了。")

    with closing(teach(endless(), processes)) as lessons:
        for _ in range(50):
            next(lessons)
    assert read <= 50 + _WINDOW


def test_bad_document_is_told_in_its_place() -> None:
    given = [*articles(20), Document("bad", "！"), *(article(n) for n in range(20, _MANY))]
    results = [result for _, result in teach(given, processes=2)]
    assert isinstance(results[20], str)
    assert sum(isinstance(result, Lesson) for result in results) == _MANY


def test_failure_within_learning_is_a_sentence() -> None:
    [(_, result)] = teach([Document("broken", None)])  # type: ignore[arg-type]
    assert isinstance(result, str)
    assert "please report this" in result


def test_closing_leaves_no_process() -> None:
    started = time.monotonic()
    lessons = teach(articles(600), processes=2)
    next(lessons)
    lessons.close()
    assert not _children()
    assert time.monotonic() - started < 30


def test_process_that_dies_is_told() -> None:
    lessons = teach(articles(400), processes=2)
    next(lessons)
    for child in _children():
        os.kill(child, 9)
    with pytest.raises(InputError, match="add the same again"):
        list(lessons)


def _children() -> list[int]:
    """Processes that learn for this one."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(") ")[2].split()[1])
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if parent == os.getpid() and "spawn_main" in command:
            found.append(int(process.name))
    return found
