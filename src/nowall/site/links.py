"""Links between pages, relative, so that they hold under any address: as a server has them, and as files have them."""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from urllib.parse import quote, urlencode

from nowall.answers import Language
from nowall.site.assets import asset
from nowall.site.places import Kind, Place

FILES_BEGIN = Language.ZH_HANS
"""The language whose files stand at the root of an export: the one of the corpus that ships."""


class Links(ABC):
    """The links of one page."""

    searchable: bool
    """Whether there is somebody who answers."""
    chosen: Language | None = None
    """The language that the reader has chosen, where links must remember it."""

    @abstractmethod
    def to(self, place: Place, language: Language | None = None, *, fact: str = "") -> str:
        """A page, in the language of this one unless another is given; there, the fact with this key."""

    @abstractmethod
    def asset(self, name: str) -> str:
        """A file of the site's own, by its plain name."""

    @abstractmethod
    def public(self, place: Place, language: Language | None = None) -> str | None:
        """The same from outside, None where nobody knows where that is; without a language as browsers want it."""

    @abstractmethod
    def canonical(self, place: Place) -> str | None:
        """Where this very page is, from outside."""


class ServedLinks(Links):
    """Links among what a server shows: the language is part of the query, and only where the reader has chosen it."""

    searchable = True

    def __init__(self, depth: int, chosen: Language | None, base: str) -> None:
        """``depth``: how many folders below the site's root the page is; ``base``: the public address, or empty."""
        self._up = "../" * depth or "./"
        self.chosen = chosen
        self._base = base

    def to(self, place: Place, language: Language | None = None, *, fact: str = "") -> str:
        """Up to the root, and down again."""
        return f"{self._up}{_address(place, language or self.chosen)}{f'#f-{fact}' if fact else ''}"

    def asset(self, name: str) -> str:
        """Its name has a print of its contents in it, so that browsers may keep it for good."""
        return f"{self._up}assets/{asset(name).name}"

    def public(self, place: Place, language: Language | None = None) -> str | None:
        """As ``nowall.site.addresses`` has it."""
        return f"{self._base}/{_address(place, language)}" if self._base else None

    def canonical(self, place: Place) -> str | None:
        """With the language, where it was chosen."""
        return self.public(place, self.chosen)

    def to_fact(self, key: str) -> str:
        """A fact whose article is not known here: the server leads on."""
        return f"{self._up}f/{quote(key)}" + (f"?lang={self.chosen}" if self.chosen else "")


def _address(place: Place, language: Language | None) -> str:
    given = {
        "q": place.words,
        "part": place.part,
        "page": str(place.number) if place.number > 1 else "",
        "lang": str(language or ""),
    }
    query = urlencode({name: value for name, value in given.items() if value}, errors="replace")
    return quote(place.path) + (f"?{query}" if query else "")


class FileLinks(Links):
    """Links among files: each language has a folder, and the one they begin with stands at the root."""

    searchable = False

    def __init__(self, here: Place, language: Language, base: str) -> None:
        self._folder = posixpath.dirname(file_of(here, language)) or "."
        self._language = language
        self._base = base

    def to(self, place: Place, language: Language | None = None, *, fact: str = "") -> str:
        """From folder to folder."""
        path = posixpath.relpath(file_of(place, language or self._language), self._folder)
        return f"{quote(path)}{f'#f-{fact}' if fact else ''}"

    def asset(self, name: str) -> str:
        """All languages share one folder of them."""
        return posixpath.relpath(f"assets/{asset(name).name}", self._folder)

    def public(self, place: Place, language: Language | None = None) -> str | None:
        """The file below the public address."""
        return f"{self._base}/{quote(file_of(place, language or FILES_BEGIN))}" if self._base else None

    def canonical(self, place: Place) -> str | None:
        """Each language has a file of its own."""
        return self.public(place, self._language)


class AbsoluteLinks(FileLinks):
    """Links of a page that stands anywhere below a public address: the one that a host shows for what is missing."""

    def to(self, place: Place, language: Language | None = None, *, fact: str = "") -> str:
        """From outside."""
        return f"{self.public(place, language or self._language)}{f'#f-{fact}' if fact else ''}"

    def asset(self, name: str) -> str:
        """Likewise."""
        return f"{self._base}/assets/{asset(name).name}"


def file_of(place: Place, language: Language) -> str:
    """The file of a page, below the export's folder: ``a/KEY.html``, ``en/e/KEY-said-2.html``."""
    stem = place.key or place.part or "index"
    parts = (stem, place.part if place.key else "", str(place.number) if place.number > 1 else "")
    name = "-".join(part for part in parts if part) + ".html"
    folder = "" if language is FILES_BEGIN else f"{language.lower()}/"
    kind = "" if place.kind is Kind.HOME else f"{place.kind.rstrip('/')}/"
    return f"{folder}{kind}{name}"
