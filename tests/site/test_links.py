"""Links hold wherever the site stands: a server behind a prefix, files in a folder."""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest

from nowall.answers import Language
from nowall.site.links import FileLinks, ServedLinks, file_of
from nowall.site.places import Kind, Place

ARTICLE = Place(Kind.ARTICLE, "abc")
PLACES = [
    Place(),
    Place(number=3),
    ARTICLE,
    ARTICLE.at(2),
    Place(Kind.ENTITY, "abc"),
    Place(Kind.ENTITY, "abc", "by", 2),
    Place(Kind.ENTITIES),
    Place(Kind.ENTITIES, part="person", number=2),
    Place(Kind.CLAIM, "abc"),
    Place(Kind.CLAIMS),
]


@pytest.mark.parametrize("here", PLACES)
@pytest.mark.parametrize("there", PLACES)
def test_link_of_a_server_leads_there_from_anywhere(here: Place, there: Place) -> None:
    links = ServedLinks(here.path.count("/"), None, "")
    at = f"https://example.org/some/prefix/{here.path}"
    assert urljoin(at, links.to(there)).partition("?")[0] == f"https://example.org/some/prefix/{there.path}"


@pytest.mark.parametrize("here", PLACES)
@pytest.mark.parametrize("there", PLACES)
@pytest.mark.parametrize("language", Language)
def test_link_among_files_leads_there_from_anywhere(here: Place, there: Place, language: Language) -> None:
    link = FileLinks(here, Language.EN, "").to(there, language)
    folder = posixpath.dirname(file_of(here, Language.EN))
    assert posixpath.normpath(posixpath.join(folder, link)) == file_of(there, language)


def test_files_of_all_places_and_languages_differ() -> None:
    files = [file_of(place, language) for place in PLACES for language in Language]
    assert len({name.lower() for name in files}) == len(files)


def test_chosen_language_stays_chosen() -> None:
    assert ServedLinks(1, Language.EN, "").to(ARTICLE) == "../a/abc?lang=en"
    assert ServedLinks(1, None, "").to(ARTICLE) == "../a/abc"
    assert ServedLinks(1, Language.EN, "").to(ARTICLE, Language.ZH_HANT) == "../a/abc?lang=zh-Hant"


def test_words_page_and_part_stand_in_the_query() -> None:
    links = ServedLinks(0, None, "")
    assert links.to(Place(words="a&b 墙", number=2)) == "./?q=a%26b+%E5%A2%99&page=2"
    assert links.to(Place(Kind.ENTITY, "abc", "by")) == "./e/abc?part=by"


def test_fact_is_an_anchor() -> None:
    assert ServedLinks(1, None, "").to(ARTICLE, fact="def") == "../a/abc#f-def"
    assert FileLinks(Place(), Language.EN, "").to(ARTICLE, fact="def") == "a/abc.html#f-def"


def test_public_address_is_known_only_where_one_is_set() -> None:
    assert ServedLinks(1, None, "").public(ARTICLE) is None
    assert ServedLinks(1, Language.EN, "https://a.org/w").canonical(ARTICLE) == "https://a.org/w/a/abc?lang=en"
    assert FileLinks(ARTICLE, Language.EN, "https://a.org/w").canonical(ARTICLE) == "https://a.org/w/en/a/abc.html"
    assert FileLinks(ARTICLE, Language.EN, "https://a.org/w").public(ARTICLE) == "https://a.org/w/a/abc.html"
