"""What befalls calls and updates in a run."""

from __future__ import annotations

import random

from tests.telegram_server import Fault, Travel
from tests.telegram_server.errors import ApiError, flood
from tests.telegram_server.faults import Rule

DISTANCE = 0.05
"""Seconds between a call and its answer: Telegram is far away, and a kill may come in between."""
LATE_SECONDS = 16.0
"""Longer than the bot waits for an answer."""

_SERVER_ERROR, _BAD_GATEWAY = ApiError(500, "Internal Server Error"), ApiError(502, "Bad Gateway")
PROMPT = (
    Fault(error=flood(1)),
    Fault(error=_SERVER_ERROR),
    Fault(error=_SERVER_ERROR, accept=True),
    Fault(error=_BAD_GATEWAY),
    Fault(drop=True),
    Fault(drop=True, accept=True, delay=DISTANCE),
)
"""Floods, errors and resets without and with effect, answers lost in transit."""
LATE = (Fault(drop=True, delay=LATE_SECONDS), Fault(drop=True, accept=True, delay=LATE_SECONDS))
"""Time-outs, without and with effect."""
_POLLS = (Fault(error=_BAD_GATEWAY), Fault(drop=True))


def of_calls(share: float, seed: int, *, late: bool) -> Rule:
    """Break this share of calls; one in ten of them answers too late, where ``late`` ones are wanted."""
    dice = random.Random(seed)

    def rule(_: int) -> Fault:
        if dice.random() >= share:
            return Fault(delay=DISTANCE)
        return dice.choice(LATE if late and dice.random() < 0.1 else PROMPT)

    return rule


def of_polls(share: float, seed: int) -> Rule:
    """Break this share of polls."""
    dice = random.Random(seed + 1)
    return lambda _: dice.choice(_POLLS) if dice.random() < share else None


def of_updates(share: float, seed: int) -> Travel:
    """Let this share of updates come twice, out of order, or over a connection that breaks."""
    return Travel(duplicated=share, reordered=share, cut=share, dice=random.Random(seed + 2))
