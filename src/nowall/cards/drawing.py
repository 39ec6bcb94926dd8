"""Drawing a card. Pillow is loaded when something is drawn: most of nowall never draws."""
# ruff: noqa: PLC0415

from __future__ import annotations

from functools import lru_cache

from nowall.cards.card import QuoteCard
from nowall.cards.fonts import CardFont

_KEPT = 32
"""Pictures of each kind, of 50 KB as a rule."""


def can_draw(card: QuoteCard, font: CardFont) -> bool:
    """Whether the font has letters for the words, but for a few."""
    from nowall.cards.painting import readable

    return readable(card, font)


@lru_cache(_KEPT)
def draw(card: QuoteCard, font: CardFont) -> bytes:
    """The card as a PNG, 1200 pixels wide and as high as the words need. Takes some 100 ms: call it in a thread.

    The last ones are kept. Raises OSError where the font is gone.
    """
    from nowall.cards.layout import TALL
    from nowall.cards.painting import paint

    return paint(card, font, TALL)


@lru_cache(_KEPT)
def draw_preview(card: QuoteCard, font: CardFont) -> bytes:
    """The card as a PNG of 1200 × 630 pixels, for previews of links (``og:image``); as `draw` else."""
    from nowall.cards.layout import WIDE
    from nowall.cards.painting import paint

    return paint(card, font, WIDE)
