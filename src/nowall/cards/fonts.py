"""Finding a font that has Chinese and Latin characters."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_BEST_FIRST = (
    "NotoSerifCJK-Regular.ttc", "NotoSerifCJKsc-Regular.otf", "NotoSerifSC-Regular.otf", "NotoSerifSC-Regular.ttf",
    "SourceHanSerif-Regular.ttc", "SourceHanSerifSC-Regular.otf", "SourceHanSerifCN-Regular.otf", "Songti.ttc",
    "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf",
    "SourceHanSans-Regular.ttc", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "PingFang.ttc",
    "LXGWWenKai-Regular.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "Hiragino Sans GB.ttc", "STHeiti Light.ttc",
    "msyh.ttc", "simsun.ttc", "uming.ttc",
)  # fmt: skip
_NEEDED = "没有墙沒牆。，“”a1"
_MOST_IN_A_COLLECTION = 40
_SIZE = 24
_NO_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class CardFont:
    """A font file; ``index`` is the place of the font in a collection."""

    path: Path
    index: int = 0


@cache
def find_font(chosen: Path | None = None) -> CardFont | None:
    """The font for cards: ``chosen`` (``NOWALL_FONT``), else the best one that is installed.

    None where there is none, where the chosen one has no Chinese characters, or where Pillow does not work. Looked up
    once a process.
    """
    try:
        return _found(chosen)
    except ImportError:
        return None


def _found(chosen: Path | None) -> CardFont | None:
    if chosen:
        return _usable(chosen.expanduser())
    found: dict[str, Path] = {}
    for path in _installed():
        found.setdefault(path.name, path)
    return next(filter(None, (_usable(found[name]) for name in _BEST_FIRST if name in found)), None)


def family(font: CardFont) -> str:
    """The font's name, as ``Noto Serif CJK SC``."""
    return _opened(font.path, font.index).getname()[0] or font.path.stem


def _usable(path: Path) -> CardFont | None:
    """The font in this file whose forms are those of simplified Chinese, else its first; None if it has no Chinese."""
    found = None
    for index in range(_MOST_IN_A_COLLECTION):
        try:
            face = _opened(path, index)
        except (OSError, ValueError):
            break
        name, style = face.getname()
        if found is None and _has_chinese(face):
            found = CardFont(path, index)
        if (name or "").endswith(" SC") and (style or "Regular") == "Regular" and _has_chinese(face):
            return CardFont(path, index)
    return found


def _opened(path: Path, index: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415  what cannot be imported must not keep the bot from starting

    return ImageFont.truetype(str(path), _SIZE, index=index)


def _has_chinese(face: FreeTypeFont) -> bool:
    nothing = bytes(face.getmask(_NO_CHARACTER))
    return all(bytes(face.getmask(character)) not in {nothing, b""} for character in _NEEDED)


def _installed() -> Iterator[Path]:
    """Every file in the folders where fonts are installed, those of the user first."""
    for folder in _folders():
        for place, _, names in os.walk(folder):
            yield from (Path(place, name) for name in names)


def _folders() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    elif sys.platform == "win32":
        yield from (
            home / "AppData/Local/Microsoft/Windows/Fonts",
            Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"),
        )
    else:
        data = os.environ.get("XDG_DATA_HOME") or home / ".local/share"
        yield from (Path(data, "fonts"), home / ".fonts")
        shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        yield from (Path(folder, "fonts") for folder in shared.split(":") if folder)
