"""What became of an update that was not simply answered, and what the inbox does about it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

import httpcore
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.inbox import Claim, ClaimLostError
from bot.state.leases import MOST_AMBIGUOUS, MOST_FAILURES
from nowall.errors import StoreBlockedError

_LONGEST_DELAY = 60.0
_NEVER_LEFT = (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.ProxyError, httpcore.UnsupportedProtocol)


class Verdict(StrEnum):
    """What a failure says about the message that was to be sent."""

    UNSENT = auto()
    """Surely not sent: repeat."""
    AMBIGUOUS = auto()
    """Perhaps sent: repeat a few times, and count."""
    REJECTED = auto()
    """Telegram will never take it: close."""
    BROKEN = auto()
    """Our own bug: try again, then close."""
    LOST = auto()
    """Somebody else holds the claim now: hands off."""


@dataclass(frozen=True, slots=True)
class Again:
    """Repeat the update after ``delay`` seconds; ``counter`` names the column that counts the repetition."""

    delay: float
    counter: str | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Give the update up, with this as its outcome."""

    outcome: str


def judge(error: Exception, *, sending: bool) -> Verdict:
    """What a failure means; ``sending`` tells whether the message-creating call had begun."""
    if isinstance(error, ClaimLostError):
        return Verdict.LOST
    if isinstance(error, RetryAfter | InvalidToken | EndPointNotFound) or isinstance(error.__cause__, _NEVER_LEFT):
        return Verdict.UNSENT
    if isinstance(error, BadRequest | Forbidden | ChatMigrated):
        return Verdict.REJECTED
    if isinstance(error, StoreBlockedError) and not sending:
        return Verdict.UNSENT
    return Verdict.AMBIGUOUS if sending or isinstance(error, TelegramError) else Verdict.BROKEN


def remedy(verdict: Verdict, error: Exception, claim: Claim) -> Again | Close:
    """What the inbox does with the update."""
    if verdict is Verdict.UNSENT:
        return Again(flood_wait(error) or back_off(claim.attempts))
    if verdict is Verdict.AMBIGUOUS:
        return Close("unclear") if claim.ambiguous >= MOST_AMBIGUOUS else Again(back_off(claim.ambiguous), "ambiguous")
    if verdict is Verdict.BROKEN and claim.failures + 1 < MOST_FAILURES:
        return Again(back_off(claim.failures), "failures")
    return Close("failed" if verdict is Verdict.BROKEN else verdict.value)


def back_off(tries: int, longest: float = _LONGEST_DELAY) -> float:
    """Seconds to wait: twice as long every time, with jitter."""
    return min(longest, 0.5 * 2.0 ** min(tries, 16)) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


def flood_wait(error: Exception) -> float:
    """The seconds that Telegram asks to wait, or 0."""
    if not isinstance(error, RetryAfter):
        return 0.0
    wait = error.retry_after
    return (wait.total_seconds() if isinstance(wait, timedelta) else float(wait)) + 0.1
