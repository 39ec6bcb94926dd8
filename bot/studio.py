"""Where quotes become pictures: off the event loop, one at a time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from nowall.cards import CardFont, QuoteCard, can_draw, digest, draw


class Studio:
    """Draws cards in one font; without one it is closed, and no picture is offered."""

    def __init__(self, font: CardFont | None = None) -> None:
        self._font = font
        self._thread = ThreadPoolExecutor(1, "drawing")

    @property
    def is_open(self) -> bool:
        """Whether there is a font to draw with."""
        return self._font is not None

    def digest(self, card: QuoteCard) -> str:
        """What tells pictures apart; see `nowall.cards.digest`."""
        return digest(card, self._in_hand())

    async def can_draw(self, card: QuoteCard) -> bool:
        """Whether there are letters for its words."""
        return self.is_open and await asyncio.get_running_loop().run_in_executor(
            self._thread, can_draw, card, self._in_hand()
        )

    async def draw(self, card: QuoteCard) -> bytes:
        """The picture, as a PNG. Raises OSError where the font is gone."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, draw, card, self._in_hand())

    def _in_hand(self) -> CardFont:
        if self._font is None:
            raise OSError("there is no font")
        return self._font
