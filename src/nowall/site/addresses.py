"""Where the world finds the pages, for whoever links to them from outside."""

from __future__ import annotations

from nowall.answers import Language


class Addresses:
    """Absolute addresses under a public one. They last: their keys do not change while a record is the same.

    Without a ``language`` a page shows itself in the language of the browser.
    """

    def __init__(self, base: str) -> None:
        """``base``: where the list of articles is, as the world sees it, for example ``https://news.example.org``."""
        self._base = base.rstrip("/")

    @property
    def home(self) -> str:
        """The list of articles."""
        return f"{self._base}/"

    def article(self, key: str, language: Language | None = None) -> str:
        """An article with its facts."""
        return self._page("a", key, language)

    def fact(self, article_key: str, fact_key: str, language: Language | None = None) -> str:
        """A fact, where it stands in its article."""
        return f"{self.article(article_key, language)}#f-{fact_key}"

    def entity(self, key: str, language: Language | None = None) -> str:
        """A person, organisation, model or concept."""
        return self._page("e", key, language)

    def claim(self, key: str, language: Language | None = None) -> str:
        """What the sources disagree or agree about, side by side."""
        return self._page("c", key, language)

    def _page(self, kind: str, key: str, language: Language | None) -> str:
        return f"{self._base}/{kind}/{key}" + (f"?lang={language}" if language else "")
