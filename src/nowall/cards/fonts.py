"""Finding a font that has Chinese and Latin characters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_NOTO = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


@dataclass(frozen=True, slots=True)
class CardFont:
    """A font file; ``index`` is the place of the font in a collection."""

    path: Path
    index: int = 0


def find_font(chosen: Path | None = None) -> CardFont | None:
    """The font for cards: ``chosen`` (``NOWALL_FONT``), else the best one that is installed; None where none is."""
    path = chosen or _NOTO
    return CardFont(path, 2 if path == _NOTO else 0) if path.is_file() else None
