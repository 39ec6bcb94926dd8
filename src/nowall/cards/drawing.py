"""Drawing a card."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from nowall.cards.card import QuoteCard
from nowall.cards.fonts import CardFont


def draw(card: QuoteCard, font: CardFont) -> bytes:
    """The card as a PNG of 1200 pixels' width. Takes some 100 ms: call it in a thread."""
    image = Image.new("RGB", (1200, 630), "#1b1a18" if card.dark else "#faf8f3")
    face = ImageFont.truetype(str(font.path), 48, index=font.index)
    ImageDraw.Draw(image).text((96, 96), card.words[:40], font=face, fill="#e9e5dc" if card.dark else "#222222")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
