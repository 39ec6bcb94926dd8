"""What a run has shown, from what Telegram saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.faults.numbers import number_of
from tests.telegram_server import Call, World

_BEFORE_A_RESTART = 0.5
"""Seconds after a kill in which a call may still arrive, and the next bot makes none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its chat, and when it was there to be taken."""

    number: int
    chat: int
    at: float


@dataclass(frozen=True, slots=True)
class Killed:
    """A kill, and the questions whose answers were being sent by what the inbox says."""

    at: float
    sending: frozenset[int]


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome; ``waits`` are seconds from a question to its first answer."""

    asked: int
    lost: tuple[int, ...]
    twice: int
    """Answers beyond the first of a question."""
    unconfirmed: int
    """Calls that took effect and whose answer was lost or broken."""
    killed_sending: int
    """Answers that had been sent when the bot was killed before it could note it."""
    disordered: int
    """Questions whose first answer came after that of a later question of the chat."""
    waits: tuple[float, ...]
    finished: float
    """Seconds from the last question to the last first answer."""

    @property
    def ambiguous(self) -> int:
        """Sends of which the bot could not know."""
        return self.unconfirmed + self.killed_sending

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing said twice without need."""
        return not self.lost and self.twice <= self.ambiguous


def record(world: World, asked: Iterable[Asked], kills: Iterable[Killed]) -> Record:
    """Compare what was asked with the calls that were made, and which of them took effect."""
    questions, sends = list(asked), defaultdict[int, list[Call]](list)
    for call in world.made("sendMessage"):
        if (number := number_of(call.parameters["text"])) is not None:
            sends[number].append(call)
    effects = {number: [call.at for call in calls if call.result] for number, calls in sends.items()}
    answered = [question for question in questions if effects.get(question.number)]
    return Record(
        asked=len(questions),
        lost=tuple(question.number for question in questions if not effects.get(question.number)),
        twice=sum(len(times) - 1 for times in effects.values() if times),
        unconfirmed=sum(bool(call.result and call.error) for calls in sends.values() for call in calls),
        killed_sending=len(
            {call.at for kill in kills for number in kill.sending for call in _cut(sends[number], kill)}
        ),
        disordered=_disordered(answered, effects),
        waits=tuple(sorted(effects[question.number][0] - question.at for question in answered)),
        finished=max((effects[q.number][0] for q in answered), default=questions[-1].at) - questions[-1].at,
    )


def _cut(sends: Iterable[Call], kill: Killed) -> list[Call]:
    """The call that the kill has cut, if it took effect; one whose answer was lost in any case is counted as such."""
    last = [call for call in sends if call.at < kill.at + _BEFORE_A_RESTART][-1:]
    return [call for call in last if call.result and call.error is None]


def _disordered(answered: Iterable[Asked], effects: Mapping[int, Sequence[float]]) -> int:
    chats = defaultdict[int, list[float]](list)
    for question in answered:
        chats[question.chat].append(effects[question.number][0])
    return sum(any(later < at for later in times[n + 1 :]) for times in chats.values() for n, at in enumerate(times))
