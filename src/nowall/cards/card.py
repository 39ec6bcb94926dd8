"""What a picture of a quote shows."""

from __future__ import annotations

from dataclasses import dataclass

from nowall.answers import Language


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """The words that somebody said, whose they are, and where they stand. Whatever is not known is empty."""

    words: str
    """The quote itself, in its own language and script: never changed, and without quotation marks around it."""
    speaker: str = ""
    occasion: str = ""
    date: str = ""
    """As the reader's language writes it."""
    note: str = ""
    """What is odd about the words, for example that the article gives a translation."""
    publisher: str = ""
    title: str = ""
    """The article's, as the reader's language writes titles."""
    address: str = ""
    """Where the source is to be read, without ``https://``; a long one is shortened."""
    translation: str = ""
    """The words in the reader's language, where they are not."""
    language: Language = Language.ZH_HANS
    """The reader's: whose quotation marks and forms of characters are used."""
    dark: bool = False
    """Light words on a dark ground."""
