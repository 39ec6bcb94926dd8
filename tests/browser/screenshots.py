"""Pictures of the pages for docs/images: ``python -m tests.browser.screenshots``, where an open CJK font is installed.

Each is what a reader sees in the first window of a phone or a desk, of the shipped corpus, with at most 256 colours.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urldefrag

from PIL import Image

from tests.browser.reading import DESK, PHONE, Device, Reader, Scheme, browsing
from tests.browser.serving import serving
from tests.end_to_end.conftest import ROOT
from tests.end_to_end.test_conversations import WALL_QUESTION

FOLDER = ROOT / "docs" / "images"
_MOST_BYTES = 200_000
_COLOURS = 256
# Name of the picture: the page, the device, its colours, its language.
PICTURES: dict[str, tuple[str, Device, Scheme, str]] = {
    "page-home-desk-light": ("home", DESK, "light", "zh-CN"),
    "page-answer-phone-light": ("answer", PHONE, "light", "zh-CN"),
    "page-article-phone-dark": ("a", PHONE, "dark", "zh-TW"),
    "page-entity-desk-dark": ("e", DESK, "dark", "zh-CN"),
    "page-entity-phone-light": ("e", PHONE, "light", "en-GB"),
    "page-claim-desk-light": ("c", DESK, "light", "en-GB"),
}


def main() -> None:
    """Write all pictures, into the folder that is named or docs/images."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as site, browsing() as browser:
        reader = Reader(browser)
        reader.site = site
        paths = _paths(reader)
        for name, (kind, device, scheme, locale) in PICTURES.items():
            page = reader.open(paths[kind], device, scheme=scheme, locale=locale)
            _write(folder / f"{name}.png", page.screenshot())


def _paths(reader: Reader) -> dict[str, str]:
    """The start, an answer, and the article, the speaker and the disagreement that it leads to."""
    paths = {"home": "/", "answer": f"/?q={quote(WALL_QUESTION)}"}
    answer = reader.open(paths["answer"]).locator(".answer")
    for sign in "aec":
        link = answer.locator(f"a[href*='/{sign}/']").first.get_attribute("href") or ""
        paths[sign] = urldefrag(f"/{link.removeprefix('./')}").url
    return paths


def _write(file: Path, picture: bytes) -> None:
    Image.open(BytesIO(picture)).convert("RGB").quantize(_COLOURS).save(file, optimize=True)
    assert file.stat().st_size < _MOST_BYTES, f"{file.name} is too large"


if __name__ == "__main__":
    main()
