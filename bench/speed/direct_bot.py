"""The real bot without its inbox: updates wait in memory and go straight to the handlers, and a kill loses them.

Only what belongs to an answer, which message answers which and what was talked about, is still written.

python -m bench.speed.direct_bot
"""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

import bot.inbox
from bot.inbox import Arrival, Claim, Inbox, Lane


class DirectInbox(Inbox):
    """Claims that nobody writes down."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._waiting: deque[Claim] = deque()

    async def store(self, arrivals: Sequence[Arrival]) -> int:
        """Keep them until the process ends."""
        self._waiting.extend(Claim(a.update_id, Lane(a.lane, 0), a.payload, taken_at=self._clock()) for a in arrivals)
        return len(arrivals)

    async def recover(self) -> int:
        """There is nothing from before."""
        return 0

    async def claim(self) -> Claim | None:
        """The oldest; nobody looks whether its chat is busy."""
        return self._waiting.popleft() if self._waiting else None

    async def fence(self, claim: Claim) -> None:
        """Let it be sent."""
        claim.sending = True

    async def close(self, claim: Claim, outcome: str, also: Callable[[Connection], Any] | None = None) -> None:
        """Write what belongs to the answer."""
        del outcome
        if also:
            await self._run(also)
        claim.settled = True

    async def again(self, claim: Claim, delay: float, counter: str | None = None) -> None:
        """Put it back."""
        del counter
        claim.settled = True
        again = Claim(claim.update_id, claim.lane, claim.payload, claim.attempts + 1, taken_at=claim.taken_at)
        asyncio.get_running_loop().call_later(delay, self._waiting.append, again)

    async def claim_or_due(self) -> Claim | float | None:
        """What waits; else whenever there is news."""
        return await self.claim()


bot.inbox.Inbox = DirectInbox  # type: ignore[assignment,misc]

from bot.__main__ import main  # noqa: E402 - the inbox is exchanged before the bot sees it

if __name__ == "__main__":
    sys.exit(main())
