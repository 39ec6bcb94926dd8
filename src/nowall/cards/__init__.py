"""Quotes as pictures: `card_of` says what is on one, `find_font` finds what with, `draw` makes a PNG of it.

Nothing here knows how a picture reaches anybody.
"""

from nowall.cards.card import QuoteCard
from nowall.cards.drawing import can_draw, draw, draw_preview
from nowall.cards.fonts import CardFont, find_font
from nowall.cards.making import card_of, digest

__all__ = ["CardFont", "QuoteCard", "can_draw", "card_of", "digest", "draw", "draw_preview", "find_font"]
