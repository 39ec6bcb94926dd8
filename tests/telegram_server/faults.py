"""What can go wrong between the bot and Telegram, ordered by a test: for the next calls, by number, or by chance."""

from __future__ import annotations

import random
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.telegram_server.errors import ApiError

EVERY = "*"
"""Every method but getUpdates."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap: ``error`` is answered, ``drop`` closes the connection without an answer.

    With ``accept`` the call takes effect all the same: the case in which a caller cannot know.
    ``delay`` seconds pass before anything is answered (after the effect, where it is accepted).
    """

    error: ApiError | None = None
    drop: bool = False
    accept: bool = False
    delay: float = 0.0


NONE = Fault()
Rule = Callable[[int], Fault | None]


class Faults:
    """Says of each call what befalls it; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, deque[Fault]] = defaultdict(deque)
        self._rules: dict[str, Rule] = {}
        self._numbers: Counter[str] = Counter()

    def order(self, method: str, faults: Sequence[Fault]) -> None:
        """Break the next calls of a method, one each."""
        with self._lock:
            self._waiting[method.lower()].extend(faults)

    def rule(self, method: str, rule: Rule | None) -> None:
        """Ask a function of the call's number (from 1, counted from here on); it takes the place of an earlier one."""
        with self._lock:
            self._numbers[method.lower()] = 0
            if rule:
                self._rules[method.lower()] = rule
            else:
                self._rules.pop(method.lower(), None)

    def take(self, method: str) -> Fault:
        """What befalls this call."""
        name = method.lower()
        with self._lock:
            if waiting := self._waiting.get(name):
                return waiting.popleft()
            key = EVERY if name not in self._rules and name != "getupdates" else name
            if (rule := self._rules.get(key)) is None:
                return NONE
            self._numbers[key] += 1
            return rule(self._numbers[key]) or NONE


def by_chance(rate: float, faults: Sequence[Fault], seed: int) -> Rule:
    """Break this share of calls (0 to 1) by one of the faults; the same seed breaks the same calls.

    A share of 1 with a delay alone is Telegram's distance.
    """
    dice = random.Random(seed)
    return lambda _: dice.choice(faults) if dice.random() < rate else None
