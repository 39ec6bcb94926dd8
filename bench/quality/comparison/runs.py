"""What a system said to a set, kept in a file: peers need not be asked again when nowall has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system put first: whether it is right, how sure it was, and the milliseconds of CPU that it took.

    ``exact``: whether the short answer is exactly right; None where none was given.
    """

    right: bool
    score: float
    ms: float
    seen: bool
    exact: bool | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The replies of one system to one set, by question; where the time ran out, to the first ones alone."""

    system: str
    set: str
    units: int
    """How many records were ranked."""
    most: int | None
    """How many questions were to be asked; None for all."""
    day: str
    answerable: Mapping[str, Reply]
    unanswerable: Mapping[str, Reply]
    judged: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Right and asked of each group, by the strict referee of the shipped corpus; nowall alone."""
    skipped: str = ""
    """Why nothing was asked; empty where something was."""

    def covers(self, most: int | None) -> bool:
        """Whether as many questions were to be asked as now, or more."""
        return self.most is None or (most is not None and most <= self.most)

    @property
    def is_nowall(self) -> bool:
        """Whether this is what all the others are compared with."""
        return self.system.startswith("nowall")


class Results:
    """A folder of runs: for each set a folder, in it for each system a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, set_name: str, key: str) -> Run | None:
        """Give the kept run, if there is one."""
        file = self._file(set_name, key)
        return _read(file) if file.exists() else None

    def every(self) -> list[Run]:
        """All that is kept, in the order of the sets' names."""
        return [_read(file) for file in sorted(self._folder.glob("*/*.json"))]

    def write(self, key: str, run: Run) -> None:
        """Keep a run, in place of an earlier one."""
        file = self._file(run.set, key)
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(run), ensure_ascii=False, indent=0), encoding="utf-8")
        beside.replace(file)

    def _file(self, set_name: str, key: str) -> Path:
        return self._folder / set_name / f"{key}.json"


def common(one: Run, other: Run, *, seen: bool) -> tuple[Sequence[Reply], Sequence[Reply]]:
    """Give the replies of both to the questions of a half that both were asked, in the same order."""
    ids = [key for key, reply in one.answerable.items() if reply.seen == seen and key in other.answerable]
    return [one.answerable[key] for key in ids], [other.answerable[key] for key in ids]


def _read(file: Path) -> Run:
    fields: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for part in ("answerable", "unanswerable"):
        fields[part] = {key: Reply(**reply) for key, reply in fields[part].items()}
    fields["judged"] = {group: (good, total) for group, (good, total) in fields["judged"].items()}
    return Run(**fields)
