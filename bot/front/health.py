"""Whether the bot can do its work, for whoever watches over it: store, corpus, Telegram, and what waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from nowall.errors import NowallError

SILENCE_SECONDS = 90.0
"""So long nothing may be heard of Telegram; a poll takes half a minute at most."""
WAITING_SECONDS = 600.0
"""So old the oldest open update may be: floods make chats wait for minutes."""
_PATIENCE_SECONDS = 2.0
_WRITING_SECONDS = 1.5


class Pulse:
    """When Telegram was last heard of."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard = clock()

    def beat(self) -> None:
        """Telegram has answered, or called."""
        self._heard = self._clock()

    @property
    def silence(self) -> float:
        """Seconds since then."""
        return self._clock() - self._heard


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found: whether all is well, and one sentence for whoever reads it."""

    ok: bool
    told: str


Check = Callable[[], Awaitable[Finding]]


class Health:
    """Runs the checks side by side; one that fails or takes too long is a finding, too."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)

    async def findings(self, only: Sequence[str] = ()) -> dict[str, Finding]:
        """By name; ``only`` those, where they are given."""
        checks = {name: self._checks.get(name, _unknown) for name in only or self._checks}
        found = await asyncio.gather(*map(self._run, checks.values()))
        return dict(zip(checks, found, strict=True))

    @staticmethod
    async def _run(check: Check) -> Finding:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await check()
        except TimeoutError:
            return Finding(ok=False, told=f"no answer within {_PATIENCE_SECONDS:.0f} s")
        except NowallError as error:
            return Finding(ok=False, told=str(error))
        except Exception as error:  # noqa: BLE001 - that it fails is what was asked
            return Finding(ok=False, told=f"fails with {type(error).__name__}")


async def _unknown() -> Finding:
    """Whoever asks for a check that is none must not take its absence for health."""
    return Finding(ok=False, told="no such check")


def hears(pulse: Pulse) -> Check:
    """Whether Telegram was heard of lately."""

    async def check() -> Finding:
        return Finding(pulse.silence < SILENCE_SECONDS, f"heard of {pulse.silence:.0f} s ago")

    return check


def keeps_up(oldest: Callable[[], Awaitable[float]]) -> Check:
    """Whether what was taken is done soon; ``oldest`` gives the age in seconds of the oldest open update, or 0."""

    async def check() -> Finding:
        age = await oldest()
        return Finding(age < WAITING_SECONDS, f"the oldest open update is {age:.0f} s old" if age else "nothing waits")

    return check


def writes(probe: Callable[[], Awaitable[object]]) -> Check:
    """Whether what is taken can be kept: ``probe`` writes something."""

    async def check() -> Finding:
        try:
            async with asyncio.timeout(_WRITING_SECONDS):
                await probe()
        except TimeoutError:
            told = f"not written to within {_WRITING_SECONDS} s: another program holds it, or the disk is too slow"
            return Finding(ok=False, told=told)
        return Finding(ok=True, told="is written to")

    return check


def is_read(look: Callable[[], int]) -> Check:
    """Whether the corpus can be looked into: ``look`` counts its facts, in a thread."""

    async def check() -> Finding:
        return Finding(ok=True, told=f"{await asyncio.to_thread(look)} facts")

    return check
