"""``nowall eval``: a question set asked, judged and timed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from nowall.answers import Status, Turn
from nowall.engine import Engine
from nowall.errors import InputError
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.printable import one_line
from nowall.terminal.progress import progress_bar
from nowall.terminal.referee import Item, fault, read_item
from nowall.terminal.session import Session

_SECTIONS = ("share", "kind", "language", "shown")


@dataclass(slots=True)
class Tally:
    """What is counted: right and asked of each group, the faults, and the milliseconds of each question."""

    counts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    faults: list[tuple[Item, str]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def count(self, section: str, group: str, *, good: bool) -> None:
        """Count one question of a group; the groups of a section are told together."""
        before, total = self.counts.get((section, group), (0, 0))
        self.counts[section, group] = before + good, total + 1


def evaluate(session: Session, file: Path, *, verbose: bool) -> int:
    """Ask all questions, and tell what came of it."""
    items = read_items(session, file)
    tally = Tally()
    with session.engine() as engine, progress_bar(session.say("eval_asking"), len(items)) as advance:
        for item in items:
            _judge(engine, item, tally)
            advance(1)
    out = console()
    if verbose:
        put(out, *_faults(tally))
    out.print(_table(session, tally))
    if tally.times:
        put(out, session.say("eval_time", p50=_percentile(tally.times, 0.5), p95=_percentile(tally.times, 0.95)))
    return OK


def _judge(engine: Engine, item: Item, tally: Tally) -> None:
    start = time.perf_counter()
    answer = engine.ask(item.question, [Turn(earlier) for earlier in item.context])
    tally.times.append((time.perf_counter() - start) * 1000)
    wrong = fault(item, answer)
    for section, group in (("share", item.group), ("kind", item.kind), ("language", item.language)):
        tally.count(section, group, good=not wrong)
    if item.kind == "conflict":
        tally.count("shown", item.kind, good=answer.status is Status.CONFLICTING)
    if wrong:
        tally.faults.append((item, wrong))


def read_items(session: Session, file: Path) -> list[Item]:
    """Read a question set; InputError says what is wrong with it."""
    try:
        import yaml  # noqa: PLC0415  not needed by anything else
    except ImportError as error:
        raise InputError(session.say("eval_needs_yaml")) from error
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = one_line(getattr(error, "strerror", None) or str(error))
        raise InputError(session.say("eval_unreadable", file=file, reason=reason)) from error
    if not isinstance(content, list) or not content:
        raise InputError(session.say("eval_no_list", file=file))
    return [_read_item(session, number, fields) for number, fields in enumerate(content, 1)]


def _read_item(session: Session, number: int, fields: Any) -> Item:
    try:
        return read_item(fields)
    except KeyError as missing:
        raise InputError(session.say("eval_lacks", number=number, field=missing.args[0])) from missing
    except (TypeError, AttributeError) as error:
        raise InputError(session.say("eval_malformed", number=number)) from error


def _faults(tally: Tally) -> Iterator[Text]:
    for item, wrong in tally.faults:
        yield Text.assemble((item.id, "bold"), f" [{item.kind}] {one_line(item.question)}")
        yield Text(f"    {one_line(wrong)}", style="dim")


def _table(session: Session, tally: Tally) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    in_order = sorted(tally.counts.items(), key=lambda counted: (_SECTIONS.index(counted[0][0]), counted[0][1]))
    for (section, group), (good, total) in in_order:
        table.add_row(session.say(f"eval_{section}", group=group), f"{good}/{total}", f"{good / total:.3f}")
    return table


def _percentile(values: Sequence[float], share: float) -> str:
    ordered = sorted(values)
    return f"{ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.1f}"
