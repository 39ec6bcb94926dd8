"""Asks a whole set of nowall or of a peer, and times it on the CPU clock of the thread that answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bench.quality.comparison.runs import Reply, Run
from bench.quality.comparison.sets import Asked, QuestionSet, Unit
from bench.quality.peers.protocol import Peer
from bench.quality.studies.page import tracked
from nowall.answers import Turn
from nowall.engine import Engine
from nowall.language.script import simplified
from nowall.terminal.referee import Item, fault

_NOTHING = Reply(right=False, score=0.0, ms=0.0, seen=False)


def ask_nowall(
    engine: Engine, name: str, asked: QuestionSet, unit_of: Callable[[str], Unit | None], most: int | None
) -> Run:
    """Ask twice, once as users do, for the time and the confidence, and once without refusing, for the best record.

    ``unit_of`` gives the record with an id, where more is judged of it than the answer shows.
    """

    def reply(question: Asked) -> Reply:
        turns = [Turn(earlier) for earlier in question.earlier]
        begun = time.thread_time()
        score = engine.ask(question.text, turns, only=question.only).confidence
        ms = (time.thread_time() - begun) * 1000
        answer = engine.ask(question.text, turns, only=question.only, always=True)
        best = answer.facts[0] if answer.facts else None
        unit = (unit_of(best.id) or Unit(best.text, best.article, best.text)) if best else None
        right = unit is not None and question.is_right(unit)
        exact = question.is_exact(answer.short) if answer.short else None
        return Reply(right, score, ms, question.seen, exact)

    run = _run(name, asked, reply, units=sum(1 for _ in engine.facts()), most=most, seconds=None)
    return replace(run, judged=_judged(engine, asked.items))


def ask_peer(peer: Peer, asked: QuestionSet, units: Sequence[Unit], most: int | None, seconds: float) -> Run:
    """Ask each question, in simplified characters as the units are, after what was said before it.

    After ``seconds`` the rest of the answerable questions is left out, and so with the unanswerable ones.
    """

    def reply(question: Asked) -> Reply:
        text = simplified(" ".join((*question.earlier, question.text)))
        begun = time.thread_time()
        found = peer.best(text, question.only)
        ms = (time.thread_time() - begun) * 1000
        if found is None:
            return replace(_NOTHING, ms=ms, seen=question.seen)
        return Reply(question.is_right(units[found.place]), found.score, found.ms or ms, question.seen)

    peer.build(units)
    return _run(peer.name, asked, reply, units=len(units), most=most, seconds=seconds)


def not_asked(name: str, asked: QuestionSet, units: int, most: int | None, why: str) -> Run:
    """What is kept of a peer that cannot be asked so much."""
    return Run(name, asked.name, units, most, _today(), {}, {}, skipped=why)


def _run(
    name: str,
    asked: QuestionSet,
    reply: Callable[[Asked], Reply],
    *,
    units: int,
    most: int | None,
    seconds: float | None,
) -> Run:
    reply(asked.answerable[0])  # what is loaded with the first question is not its time
    answerable, unanswerable = (
        _replies(f"{asked.name}: {name}", part, reply, seconds) for part in (asked.answerable, asked.unanswerable)
    )
    return Run(name, asked.name, units, most, _today(), answerable, unanswerable)


def _replies(
    label: str, part: Iterable[Asked], reply: Callable[[Asked], Reply], seconds: float | None
) -> Mapping[str, Reply]:
    end = None if seconds is None else time.monotonic() + seconds
    replies: dict[str, Reply] = {}
    for question in tracked(label, list(part)):
        if end is not None and time.monotonic() > end:
            break
        replies[question.id] = reply(question)
    return replies


def _judged(engine: Engine, items: Iterable[Item]) -> Mapping[str, tuple[int, int]]:
    judged: dict[str, tuple[int, int]] = {}
    for item in items:
        good, total = judged.get(item.group, (0, 0))
        wrong = fault(item, engine.ask(item.question, [Turn(earlier) for earlier in item.context]))
        judged[item.group] = good + (not wrong), total + 1
    return judged


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
