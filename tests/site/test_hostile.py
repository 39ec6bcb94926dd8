"""Whatever titles, facts and readers say stays text."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.engine import Engine
from tests.browser.hostile import BIDI, EVERYTHING, IMAGE, SCRIPT, STYLE, TEMPLATE, TITLE, UNSEEN
from tests.site.conftest import Get, client_of, getting
from tests.site.reading import parsed

FORBIDDEN = "//script | //img | //style | //iframe | //svg | //*[@onerror] | //*[@style]"


@pytest.mark.parametrize("language", Language)
async def test_hostile_records_stay_text(hostile_engine: Engine, language: Language) -> None:
    catalogue = hostile_engine.catalogue
    paths = ["/", "/e/", "/c/", *(f"/c/{head.key}" for head in catalogue.claims(language))]
    paths += [f"/a/{key}" for key in catalogue.article_keys(0, 9)] + [f"/e/{key}" for key in catalogue.entity_keys()]
    async with client_of(hostile_engine) as client:
        for path in paths:
            answer = await getting(client)(f"{path}?lang={language}")
            assert answer.status_code == 200
            assert not parsed(answer.text).xpath(FORBIDDEN), path
            assert "7 * 7" in answer.text or TEMPLATE not in answer.text
    assert len(paths) > 6


async def test_hostile_title_is_whole(hostile_engine: Engine) -> None:
    async with client_of(hostile_engine) as client:
        key = hostile_engine.catalogue.article_keys(0, 1)[0]
        page = parsed((await getting(client)(f"/a/{key}")).text)
    assert page.xpath("string(//h1)") == TITLE
    assert page.xpath("string(//h1/@dir)") == "auto"


@pytest.mark.parametrize(
    "words", [SCRIPT, IMAGE, STYLE, TEMPLATE, BIDI, UNSEEN, EVERYTHING, "%", "../../etc", "' or 1=1"]
)
async def test_hostile_term_stays_text(get: Get, words: str) -> None:
    answer = await get(f"/?q={quote(words)}")
    assert answer.status_code == 200
    assert not parsed(answer.text).xpath(FORBIDDEN)


async def test_marks_that_turn_text_are_kept_out_of_titles(get: Get) -> None:
    page = parsed((await get(f"/?q={quote(BIDI + '墙')}")).text)
    assert not set(page.xpath("string(//title)")) & set(BIDI.replace("gnp.exe", "").replace(" ", ""))


@given(st.text(max_size=300))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_term_gives_a_page(get: Get, words: str) -> None:
    answer = await get(f"/?q={quote(words, errors='ignore')}")
    assert answer.status_code == 200
    assert not parsed(answer.text).xpath(FORBIDDEN)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300), st.sampled_from("aecf"))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_key_gives_a_page_or_none(get: Get, key: str, kind: str) -> None:
    answer = await get(f"/{kind}/{quote(key, safe='')}")
    assert answer.status_code in {200, 302, 308, 404}
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=9" * 30, "lang=xx", "lang=", "page=１", "q", "&&="]
)
async def test_odd_query_gives_a_page_or_none(get: Get, query: str) -> None:
    assert (await get(f"/?{query}")).status_code in {200, 404}
