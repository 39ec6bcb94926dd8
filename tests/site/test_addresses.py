"""Addresses from outside: what the bot links to is what the pages answer to."""

from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.errors import SettingsError
from nowall.settings import Settings
from nowall.site import Addresses

SITE = Addresses("https://news.example.org/wall/")


def test_every_kind_of_page_has_an_address() -> None:
    assert SITE.home == "https://news.example.org/wall/"
    assert SITE.article("abc") == "https://news.example.org/wall/a/abc"
    assert SITE.fact("abc", "def") == "https://news.example.org/wall/a/abc#f-def"
    assert SITE.entity("abc") == "https://news.example.org/wall/e/abc"
    assert SITE.claim("abc") == "https://news.example.org/wall/c/abc"


def test_address_can_name_a_language() -> None:
    assert SITE.fact("abc", "def", Language.EN) == "https://news.example.org/wall/a/abc?lang=en#f-def"


@pytest.mark.parametrize("given", ["https://news.example.org/wall/", " https://news.example.org/wall "])
def test_public_address_is_kept_without_slash_and_blanks(given: str) -> None:
    assert Settings(public_url=given, _env_file=None).public_url == "https://news.example.org/wall"


@pytest.mark.parametrize(
    "given", ["news.example.org", "ftp://example.org", "https://", "https://[", "https://a.org/?q=1", "https://a b.org"]
)
def test_public_address_that_is_none_is_told(given: str) -> None:
    with pytest.raises(SettingsError, match="NOWALL_PUBLIC_URL"):
        Settings(public_url=given, _env_file=None)


def test_no_public_address_is_none() -> None:
    assert Settings(_env_file=None).public_url == ""
    assert Settings(public_url=" ", _env_file=None).public_url == ""
