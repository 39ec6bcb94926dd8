"""The pages as files, for any web host and any folder of it.

Files are replaced one by one, each at once; what the last export had and this one has not goes at the end. A note in
the folder says whether the export is whole, so that one that was broken off is not taken for one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.site.assets import NAMES, asset
from nowall.site.links import FILES_BEGIN, AbsoluteLinks, FileLinks, file_of
from nowall.site.pages import notice_page, pages_from
from nowall.site.places import Kind, Place
from nowall.site.sitemap import site_map
from nowall.site.typesetting import set_page

NOTE = "nowall-export.json"
_BATCH = 500


def is_ours(folder: Path) -> bool:
    """Whether a folder may be exported to: it is not there, is empty, or holds an earlier export, whole or not."""
    return not folder.exists() or (folder.is_dir() and (not any(folder.iterdir()) or (folder / NOTE).is_file()))


class Export:
    """One export of a view of the corpus."""

    def __init__(self, catalogue: Catalogue, folder: Path, public_url: str) -> None:
        """``folder`` is ours (see `is_ours`); ``public_url`` is where it will be found, or empty."""
        self._catalogue = catalogue
        self._folder = folder
        self._public_url = public_url
        self._written: set[Path] = set()

    @property
    def steps(self) -> int:
        """How often `run` will tell that it goes on."""
        lists = 3 + len(self._catalogue.topic_kinds())
        claims = len(self._catalogue.claims(Language.EN))
        return lists + claims + self._catalogue.size().articles + len(self._catalogue.entity_keys())

    def run(self) -> Iterator[int]:
        """Write all pages; gives, step by step, how many there are by now. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._note(whole=False)
        for name in NAMES:
            self._write(f"assets/{asset(name).name}", asset(name).data)
        pages = 0
        for place in self._places():
            for language in Language:
                for page in pages_from(self._catalogue, place, language):
                    links = FileLinks(page.place, language, self._public_url)
                    self._write(file_of(page.place, language), set_page(page, links, language))
                    pages += 1
            yield pages
        if self._public_url:
            links = AbsoluteLinks(Place(), FILES_BEGIN, self._public_url)
            self._write("sitemap.txt", site_map(self._catalogue, links))
            self._write("404.html", set_page(notice_page("missing", FILES_BEGIN), links, FILES_BEGIN))
        self._remove_old()
        self._note(whole=True, pages=pages)

    def _places(self) -> Iterator[Place]:
        catalogue = self._catalogue
        yield from (Place(), Place(Kind.CLAIMS), Place(Kind.ENTITIES))
        yield from (Place(Kind.ENTITIES, part=kind) for kind, _ in catalogue.topic_kinds())
        yield from (Place(Kind.CLAIM, head.key) for head in catalogue.claims(Language.EN))
        for start in range(0, catalogue.size().articles, _BATCH):
            yield from (Place(Kind.ARTICLE, key) for key in catalogue.article_keys(start, _BATCH))
        yield from (Place(Kind.ENTITY, key) for key in catalogue.entity_keys())

    def _write(self, name: str, data: bytes) -> None:
        file = self._folder / name
        self._written.add(file)
        if file.is_file() and file.read_bytes() == data:
            return  # its date stays, and so do copies of it that are brought up to date by dates
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.name}.part")
        part.write_bytes(data)
        part.replace(file)

    def _remove_old(self) -> None:
        """Pages and assets of an earlier export; what else somebody has put there stays."""
        roots = [self._folder, *(self._folder / str(language).lower() for language in Language)]
        for root in roots:
            for pattern in ("index*.html", "[aec]/*.html", "[aec]/*.part", "assets/*"):
                for file in root.glob(pattern):
                    if file not in self._written:
                        file.unlink()

    def _note(self, *, whole: bool, pages: int = 0) -> None:
        file = self._folder / NOTE
        part = file.with_name(f"{NOTE}.part")
        with part.open("w", encoding="utf-8") as out:
            json.dump({"whole": whole, "pages": pages}, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
