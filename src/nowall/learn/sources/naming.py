"""Names of files: their endings, the ids of the articles in them, and how messages show them."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from nowall.errors import InputError
from nowall.learn.sources.decoding import decode

_LONGEST_ID = 120
_DEEPEST = 3
"""Folders above a file that may go into its id."""
_INVISIBLE = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"
_UNPRINTABLE = re.compile(f"[{_INVISIBLE}]")
_UNSAFE = re.compile(rf"[{_INVISIBLE}/\\]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Name(NamedTuple):
    """The parts of a file's name."""

    stem: str
    ending: str
    """In lower case and with its dot, that of what is packed for ``.gz``; empty where there is none."""
    packed: bool


def split_name(name: str) -> Name:
    """Take ``.gz`` and one more ending from a file's name."""
    path = PurePath(name)
    packed = path.suffix.lower() == ".gz"
    if packed:
        path = PurePath(path.stem)
    return Name(path.stem, path.suffix.lower(), packed)


def article_ids(paths: Sequence[Path]) -> list[str]:
    """One id for each file: its name without endings, with more of its path where others have the same.

    Which of them is given first does not matter. That ``2023/a.txt`` and ``2024/a.txt`` become ``2023-a`` and
    ``2024-a`` can be seen only when both are given at once.
    """
    found: dict[int, str] = {}
    taken: set[str] = set()
    names = [_names(path) for path in paths]
    while len(found) < len(paths):
        proposed = {number: next(names[number]) for number in range(len(paths)) if number not in found}
        often = Counter(proposed.values())
        new = {number: name for number, name in proposed.items() if often[name] == 1 and name not in taken}
        found |= new
        taken |= set(new.values())
    return [found[number] for number in range(len(paths))]


def _names(path: Path) -> Iterator[str]:
    """Ever longer names of a file, in the end one that no other can have."""
    *folders, name = Path(os.path.abspath(path)).parts  # noqa: PTH100 (`resolve` would follow the links)
    for depth in range(_DEEPEST + 1):
        above = folders[len(folders) - depth :] if depth else []
        yield safe_id("-".join([*above, split_name(name).stem]))
        yield safe_id("-".join([*above, name]))
    mark = os.fsencode(path.absolute())
    while True:
        mark = hashlib.blake2s(mark).digest()
        yield safe_id(f"{split_name(name).stem}-{mark[:4].hex()}")


def safe_id(name: str) -> str:
    """A name as an article id: printable, without slashes, and short; a long one keeps apart from its likes."""
    name = _UNSAFE.sub("-", _printable(name)).strip() or "-"
    if len(name) <= _LONGEST_ID:
        return name
    mark = hashlib.blake2s(name.encode(), digest_size=4).hexdigest()
    return f"{name[: _LONGEST_ID - len(mark) - 1]}-{mark}"


def shown(path: Path) -> str:
    """A path for messages; also one whose bytes are no text, or would steer a terminal."""
    return _UNPRINTABLE.sub("\ufffd", _printable(str(path)))


def _printable(name: str) -> str:
    """Names in another encoding than the system's come with lone surrogates, which nothing can print."""
    if not _SURROGATES.search(name):
        return name
    try:
        return decode(name.encode("utf-8", "surrogateescape"))
    except (UnicodeEncodeError, InputError):
        return _SURROGATES.sub("\ufffd", name)
