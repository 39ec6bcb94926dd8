"""Draws the pictures of docs/cards.md, from the corpus that ships: ``python -m tests.cards.pictures``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nowall.answers import Language
from nowall.cards import card_of, draw, find_font
from nowall.engine import Engine
from nowall.settings import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "images"
SHOWN = {"quote-chinese": ("vsh1i7cb4s", Language.ZH_HANS, False), "quote-english": ("bbpmbkwy8z", Language.EN, True)}
"""By the name of the file: the key of the fact, who reads it, whether the picture is dark."""


def main() -> None:
    """Draw them."""
    font = find_font()
    if font is None:
        raise SystemExit("No font with Chinese characters is installed: apt install fonts-noto-cjk.")
    with (
        tempfile.TemporaryDirectory() as home,
        Engine.open(Settings(home=Path(home), semantic=False, _env_file=None)) as engine,
    ):
        for name, (key, language, dark) in SHOWN.items():
            answer = engine.catalogue.card(key, language)
            if answer is None:
                raise SystemExit(f"The corpus has no fact {key}.")
            card = card_of(answer.facts[0], answer.citations[0], language, dark=dark)
            (FOLDER / f"{name}.png").write_bytes(draw(card, font))


if __name__ == "__main__":
    main()
