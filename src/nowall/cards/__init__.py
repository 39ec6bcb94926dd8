"""Quotes as pictures: a `QuoteCard` is what is drawn, `find_font` finds what with, `draw` makes a PNG of it.

Nothing here knows how a picture reaches anybody.
"""

from nowall.cards.card import QuoteCard
from nowall.cards.drawing import draw
from nowall.cards.fonts import CardFont, find_font

__all__ = ["CardFont", "QuoteCard", "draw", "find_font"]
