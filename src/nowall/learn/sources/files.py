"""Files to documents, one at a time and in flat memory, whatever lies in them."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import BinaryIO, Self

from nowall.errors import InputError
from nowall.learn.documents import Document, Form
from nowall.learn.sources.decoding import decode, decode_html
from nowall.learn.sources.folders import FORMS, LINES, Found, FoundFile, reason
from nowall.learn.sources.lines import read_line
from nowall.learn.sources.naming import shown, split_name
from nowall.learn.sources.results import Failure, Read

_MEGABYTE = 1_000_000
_LARGEST = 20 * _MEGABYTE
"""Bytes of an article, unpacked: a file, or a line of one."""
_LONGEST_LINE = 10 * _LARGEST
"""A line that is too long is skipped; a file with one beyond this is no file of lines."""
_GENEROUS_RATIO = 200
"""To what multiple articles are ever packed; a bomb reaches a thousand."""
_BEFORE_RATIO = 100 * _MEGABYTE
"""Bytes that are unpacked in any case: a few seconds' work, however much alike the articles are."""
_BLANK_LINES = 1_000_000
_BROKEN_LINES = 20
"""So many at the start of a file, and it is no file of articles."""


def read_files(found: Found) -> Iterator[Read]:
    """Every article of the files, and a failure for what could not be read; nothing stops the rest."""
    for failure in found.failures:
        yield Read(failure, 0)
    done = 0
    for file in found.files:
        for result, position in _read(file):
            yield Read(result, done + min(position, file.size))
        done += file.size


def _read(file: FoundFile) -> Iterator[tuple[Document | Failure, int]]:
    try:
        with _Source(file) as source:
            if split_name(file.path.name).ending in LINES:
                yield from _articles(file, source)
            else:
                yield _article(file, source), file.size
    except InputError as error:
        yield Failure(shown(file.path), str(error)), file.size
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Failure(shown(file.path), "It is packed, and cannot be unpacked: it is cut off or damaged."), file.size
    except OSError as error:
        yield Failure(shown(file.path), reason(error)), file.size


def _article(file: FoundFile, source: _Source) -> Document:
    form = FORMS.get(split_name(file.path.name).ending, Form.TEXT)
    data = source.read()
    text = decode_html(data) if form is Form.HTML else decode(data)
    if not text.strip():
        raise InputError("It is empty.")
    return Document(id=file.id, text=text, form=form, origin=shown(file.path))


def _articles(file: FoundFile, source: _Source) -> Iterator[tuple[Document | Failure, int]]:
    good = broken = blank = 0
    path = shown(file.path)
    for number, line in enumerate(source.lines(), 1):
        if line.isspace():
            blank += 1
            if blank > _BLANK_LINES:
                raise InputError("It has a million empty lines: the rest was not read.")
            continue
        origin = f"{path}:{number}"
        try:
            yield _document(line, f"{file.id}-{number}", origin), source.position
            good += 1
        except InputError as error:
            yield Failure(origin, str(error)), source.position
            broken += 1
        if broken >= _BROKEN_LINES and not good:
            raise InputError("None of its first lines is an article in JSON: the rest was not read.")
    if not good + broken:
        raise InputError("It is empty.")


def _document(line: bytes, default_id: str, origin: str) -> Document:
    if len(line) > _LARGEST:
        raise InputError(f"This line is longer than {_LARGEST // _MEGABYTE} MB.")
    return read_line(line, default_id, origin)


class _Source:
    """An open file, unpacked as it is read, and no further than is reasonable."""

    def __init__(self, file: FoundFile) -> None:
        self._raw = _open_regular(file)
        self._packed = split_name(file.path.name).packed
        self._stream = gzip.GzipFile(fileobj=self._raw) if self._packed else self._raw
        self._unpacked = 0
        self._allowed = _BEFORE_RATIO

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._raw.close()

    @property
    def position(self) -> int:
        """Bytes of the file, as it lies on the disk, that were read."""
        return self._raw.tell()

    def read(self) -> bytes:
        """All of it."""
        data = self._stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise InputError(f"It is larger than {_LARGEST // _MEGABYTE} MB.")
        return data

    def lines(self) -> Iterator[bytes]:
        """Line by line; of one that is too long, only so much that this can be seen."""
        while line := self._piece():
            yield line
            length = len(line)
            while length > _LARGEST and not line.endswith(b"\n") and (line := self._piece()):
                length += len(line)
                if length > _LONGEST_LINE:
                    raise InputError("It is no file of lines: one has no end.")

    def _piece(self) -> bytes:
        piece = self._stream.readline(_LARGEST + 1)
        self._unpacked += len(piece)
        if self._packed and self._unpacked > self._allowed:
            self._allowed = _BEFORE_RATIO + _GENEROUS_RATIO * self.position
            if self._unpacked > self._allowed:
                raise InputError(f"It unpacks to more than {_GENEROUS_RATIO} times its size, as no articles do.")
        return piece


def _open_regular(file: FoundFile) -> BinaryIO:
    """Open a file without waiting for a writer, should there be a pipe in its place by now."""
    handle = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError("It is no regular file.")
    return os.fdopen(handle, "rb")
