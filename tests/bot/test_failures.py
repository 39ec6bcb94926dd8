"""What a failure says about the message, and what is done about it."""

from __future__ import annotations

from datetime import timedelta

import httpcore
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.failures import Again, Close, Verdict, back_off, judge, remedy
from bot.inbox import Claim, ClaimLostError, Lane
from bot.state.leases import MOST_AMBIGUOUS, MOST_FAILURES


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def claim(**counts: int) -> Claim:
    return Claim(1, Lane(1, 1), "{}", **counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (RetryAfter(3), Verdict.UNSENT),
        (caused(TimedOut(), httpcore.ConnectTimeout("")), Verdict.UNSENT),
        (caused(NetworkError("x"), httpcore.ProxyError("")), Verdict.UNSENT),
        (caused(NetworkError("x"), httpcore.UnsupportedProtocol("")), Verdict.UNSENT),
        (caused(NetworkError("x"), httpcore.ConnectError("")), Verdict.UNSENT),
        (InvalidToken(), Verdict.UNSENT),
        (EndPointNotFound("x"), Verdict.UNSENT),
        (caused(TimedOut(), httpcore.ReadTimeout("")), Verdict.AMBIGUOUS),
        (caused(TimedOut(), httpcore.WriteTimeout("")), Verdict.AMBIGUOUS),
        (caused(NetworkError("x"), httpcore.ReadError("")), Verdict.AMBIGUOUS),
        (caused(NetworkError("x"), httpcore.RemoteProtocolError("")), Verdict.AMBIGUOUS),
        (NetworkError("Internal Server Error (500)"), Verdict.AMBIGUOUS),
        (TelegramError("Invalid server response"), Verdict.AMBIGUOUS),
        (RuntimeError("a bug after the fence"), Verdict.AMBIGUOUS),
        (BadRequest("chat not found"), Verdict.REJECTED),
        (Forbidden("blocked"), Verdict.REJECTED),
        (ChatMigrated(5), Verdict.REJECTED),
        (ClaimLostError(), Verdict.LOST),
    ],
    ids=str,
)
def test_verdict_after_the_fence(error: Exception, verdict: Verdict) -> None:
    assert judge(error, sending=True) is verdict


def test_bug_before_the_fence_is_ours() -> None:
    assert judge(RuntimeError("a bug"), sending=False) is Verdict.BROKEN


def test_flood_wait_waits_as_long_as_told() -> None:
    for wait in (7, timedelta(seconds=7)):
        what = remedy(Verdict.UNSENT, RetryAfter(wait), claim(attempts=40))
        assert isinstance(what, Again)
        assert what.delay == pytest.approx(7.1)
        assert what.counter is None


def test_ambiguous_is_repeated_five_times_and_counted() -> None:
    error = NetworkError("500")
    for repeated in range(MOST_AMBIGUOUS):
        what = remedy(Verdict.AMBIGUOUS, error, claim(ambiguous=repeated))
        assert isinstance(what, Again)
        assert what.counter == "ambiguous"
    assert remedy(Verdict.AMBIGUOUS, error, claim(ambiguous=MOST_AMBIGUOUS)) == Close("unclear")


def test_bug_is_tried_three_times() -> None:
    error = RuntimeError("a bug")
    for failed in range(MOST_FAILURES - 1):
        assert isinstance(remedy(Verdict.BROKEN, error, claim(failures=failed)), Again)
    assert remedy(Verdict.BROKEN, error, claim(failures=MOST_FAILURES - 1)) == Close("failed")


def test_rejected_is_closed() -> None:
    assert remedy(Verdict.REJECTED, Forbidden("x"), claim()) == Close("rejected")


def test_back_off_grows_to_a_limit() -> None:
    assert 0.3 < back_off(0) < 0.7
    assert 1.4 < back_off(2) < 2.6
    assert back_off(10_000) <= 75
