"""Which files there are to read, found before any is read: so that progress can be shown and ids told apart."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nowall.learn.documents import Form
from nowall.learn.sources.naming import article_ids, shown, split_name
from nowall.learn.sources.results import Failure

FORMS = {
    ".txt": Form.TEXT,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".shtml": Form.HTML,
}
"""What a file with this ending is written in."""
LINES = frozenset({".jsonl", ".ndjson"})
"""Endings of files with one article a line."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read."""

    path: Path
    id: str
    """The id of its article, or what the ids of its lines begin with."""
    size: int
    """In bytes, as it lies on the disk."""


@dataclass(frozen=True, slots=True)
class Found:
    """All that is to be read."""

    files: tuple[FoundFile, ...] = ()
    failures: tuple[Failure, ...] = ()
    skipped: int = 0
    """Files within folders that have another ending than articles have."""

    @property
    def size(self) -> int:
        """The bytes of all files, as they lie on the disk."""
        return sum(file.size for file in self.files)


def find_files(paths: Sequence[Path]) -> Found:
    """The regular files among the paths and, by their endings, within them; each once, folders sorted.

    Files that are named are taken with any ending. What is hidden within a folder is left out.
    """
    search = _Search()
    for path in paths:
        search.visit(path)
    sizes = search.sizes
    files = map(FoundFile, sizes, article_ids(list(sizes)), sizes.values())
    return Found(tuple(files), tuple(search.failures), search.skipped)


def reason(error: OSError | ValueError) -> str:
    """The sentence for what the system says of a path."""
    if isinstance(error, FileNotFoundError):
        return "There is no such file or folder."
    if isinstance(error, PermissionError):
        return "It may not be read: permission is denied."
    return f"It cannot be read: {getattr(error, 'strerror', None) or error}."


class _Search:
    def __init__(self) -> None:
        self.sizes: dict[Path, int] = {}
        self.failures: list[Failure] = []
        self.skipped = 0
        self._outcomes = 0
        self._seen: set[tuple[int, int]] = set()

    def visit(self, named: Path) -> None:
        """Take a path that was named, and all within it."""
        before = self._outcomes
        todo = [named]
        while todo:
            path = todo.pop()
            try:
                todo += self._look(path, is_wanted=path is named or _is_article(path))
            except (OSError, ValueError) as error:
                self._fail(path, reason(error))
        if self._outcomes == before:
            endings = " ".join([*FORMS, *sorted(LINES)])
            self._fail(named, f"There is nothing to read in this folder (no {endings}).")

    def _look(self, path: Path, *, is_wanted: bool) -> list[Path]:
        """Take a file, or give what is in a folder, last first."""
        try:
            status = path.stat()
        except OSError:
            if is_wanted:
                raise
            self.skipped += 1
            return []
        if stat.S_ISDIR(status.st_mode):
            return self._children(path, status)
        if is_wanted:
            self._take(path, status)
        else:
            self.skipped += 1
        return []

    def _children(self, folder: Path, status: os.stat_result) -> list[Path]:
        """What is in a folder; nothing where it was seen, as a link or a second path leads there."""
        if not self._is_new(status):
            self._outcomes += 1
            return []
        with os.scandir(folder) as entries:
            names = sorted((entry.name for entry in entries if not entry.name.startswith(".")), reverse=True)
        return [folder / name for name in names]

    def _take(self, path: Path, status: os.stat_result) -> None:
        self._outcomes += 1
        if not stat.S_ISREG(status.st_mode):
            self._fail(path, "It is no regular file.")
        elif self._is_new(status):
            self.sizes[path] = status.st_size

    def _fail(self, path: Path, message: str) -> None:
        self._outcomes += 1
        self.failures.append(Failure(shown(path), message))

    def _is_new(self, status: os.stat_result) -> bool:
        key = status.st_dev, status.st_ino
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def _is_article(path: Path) -> bool:
    ending = split_name(path.name).ending
    return ending in FORMS or ending in LINES
