"""What the pages of the pack that ships show."""

from __future__ import annotations

import re

import pytest

import nowall.site.pages
import nowall.site.reception
from nowall.answers import Language
from nowall.engine import Engine
from tests.site.conftest import PUBLIC, Get, client_of, getting
from tests.site.reading import links, meta, parsed, text_of

WALL = "fr4vr01few"
ALTMAN = "/e/sam-altman"
RELEASE = "/c/orion-release"
NO_WALL = "bbpmbkwy8z"
"""The quote “there is no wall”."""


async def test_home_lists_the_articles_newest_first(get: Get) -> None:
    page = (await get("/")).text
    assert links(page).count(f"./a/{WALL}") == 1
    assert text_of(page).index("Scaling Laws 撞墙") < text_of(page).index("耐心时刻结束了")
    assert "5 篇，407 条事实" in text_of(page)


async def test_article_shows_all_that_is_known_of_it(get: Get) -> None:
    page = (await get(f"/a/{WALL}")).text
    text = text_of(page)
    assert "Scaling Laws 撞墙？下一步该怎么走" in text
    assert "36氪" in text
    assert "2024 年 11 月 14 日" in text
    assert "C114 论坛的转帖" in text
    assert "原文地址不详" in text
    assert len(parsed(page).xpath("//ol[@class='facts']/li[starts-with(@id, 'f-')]")) == 120


async def test_quote_is_a_quotation_with_its_speaker(get: Get) -> None:
    page = parsed((await get(f"/a/{WALL}")).text)
    figure = page.xpath(f"//li[@id='f-{NO_WALL}']/figure")[0]
    assert figure.xpath("string(blockquote)").strip() == "there is no wall"
    assert figure.xpath("blockquote/@lang") == ["en"]
    assert figure.xpath("string(figcaption/cite/a)") == "Sam Altman"
    assert figure.xpath("string(p[@class='translation'])") == "没有墙"


async def test_fact_leads_to_its_place(get: Get) -> None:
    answer = await get(f"/f/{NO_WALL}")
    assert answer.status_code == 302
    assert answer.headers["location"] == f"../a/{WALL}#f-{NO_WALL}"
    assert (await get(f"/f/{NO_WALL}?lang=en")).headers["location"] == f"../a/{WALL}?lang=en#f-{NO_WALL}"


async def test_fact_on_a_later_page_leads_there_and_the_first_names_it(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nowall.site.pages, "FACTS", 3)
    monkeypatch.setattr(nowall.site.reception, "FACTS", 3)
    location = (await get(f"/f/{NO_WALL}")).headers["location"]
    assert location == f"../a/{WALL}?page=2#f-{NO_WALL}"
    first, second = (await get(f"/a/{WALL}")).text, (await get(f"/a/{WALL}?page=2")).text
    assert parsed(first).xpath(f"//nav//li[@id='f-{NO_WALL}']/a/@href") == [location]
    assert parsed(second).xpath("//ol[@class='facts']/@start") == ["4"]
    assert parsed(second).xpath(f"//ol[@class='facts']/li[@id='f-{NO_WALL}']")
    assert (await get(f"/a/{WALL}?page=40")).status_code == 200
    assert (await get(f"/a/{WALL}?page=41")).status_code == 404


async def test_entity_tells_what_it_said_and_what_was_said_of_it_in_order_of_time(get: Get) -> None:
    page = parsed((await get(ALTMAN, "en")).text)
    assert page.xpath("string(//h1)") == "Sam Altman"
    by, of = (page.xpath(f"//section[@class='{part}']//p[@class='date']/time/@datetime") for part in ("by", "of"))
    assert by == sorted(by)
    assert of == sorted(of)
    assert "What Sam Altman said" in page.text_content()
    part = parsed((await get(f"{ALTMAN}?part=by", "en")).text)
    assert part.xpath("//section[@class='by']//blockquote[contains(., 'there is no wall')]")


async def test_long_part_of_an_entity_has_pages_of_its_own(get: Get) -> None:
    page = (await get("/e/openai")).text
    further = [link for link in links(page) if "part=of" in link]
    assert further == ["../e/d872keqbn5?part=of"]
    part = await get("/e/d872keqbn5?part=of&page=2")
    assert part.status_code == 200
    assert "../e/d872keqbn5?part=of" in links(part.text)
    assert (await get("/e/openai?part=neither")).status_code == 404


async def test_claim_shows_its_sides_beside_each_other(get: Get) -> None:
    page = parsed((await get(RELEASE)).text)
    assert page.xpath("string(//h1)") == "Orion 什么时候发布？"
    sides = page.xpath("//div[@class='sides']/section")
    assert sides[0].xpath("string(h2)") == "OpenAI 员工：2025 年初"
    assert len(sides) == 3
    assert all(side.xpath(".//p[@class='source']/a[contains(@href, '#f-')]") for side in sides)


async def test_claims_and_entities_are_listed(get: Get) -> None:
    claims = (await get("/c/")).text
    assert "Orion 什么时候发布？" in text_of(claims)
    people = (await get("/e/?part=person")).text
    assert "Sam Altman" in text_of(people)
    assert "OpenAI" not in [a.text_content() for a in parsed(people).xpath("//ul[@class='cards']//a")]
    assert (await get("/e/?part=dragon")).status_code == 404
    assert (await get("/e")).headers["location"] == "e/"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", ["/", f"/a/{WALL}", ALTMAN, RELEASE, "/e/", "/c/", "/?q=Orion", "/nothing"])
async def test_page_says_its_language_and_offers_the_others(get: Get, path: str, language: Language) -> None:
    join = "&" if "?" in path else "?"
    answer = await get(f"{path}{join}lang={language}")
    page = parsed(answer.text)
    assert page.xpath("/html/@lang") == [language.value]
    assert answer.headers["content-language"] == language.value
    assert "Accept-Language" in answer.headers["vary"]
    switch = page.xpath("//nav[@class='tongues']/a")
    assert [one.get("hreflang") for one in switch] == [one.value for one in Language]
    assert [one.get("hreflang") for one in switch if one.get("aria-current")] == [language.value]
    within = [link for link in links(answer.text) if not link.startswith("#") and "lang=" not in link]
    assert within == []


async def test_language_is_the_browsers_and_links_do_not_insist(get: Get) -> None:
    page = (await get("/", "zh-TW")).text
    assert parsed(page).xpath("/html/@lang") == ["zh-Hant"]
    assert f"./a/{WALL}" in links(page)


async def test_preview_knows_title_description_and_address(get_public: Get) -> None:
    page = (await get_public(f"/a/{WALL}?lang=en")).text
    assert meta(page, "og:title") == "Scaling Laws 撞墙？下一步该怎么走"
    assert meta(page, "og:site_name") == "nowall"
    assert meta(page, "og:type") == "article"
    assert meta(page, "og:url") == f"{PUBLIC}/a/{WALL}?lang=en"
    assert (meta(page, "og:description") or "").startswith("36氪, 14 November 2024 · The article on scaling laws")
    assert meta(page, "description") == meta(page, "og:description")
    assert meta(page, "article:published_time") == "2024-11-14"
    alternates = parsed(page).xpath("//link[@rel='alternate']/@href")
    assert f"{PUBLIC}/a/{WALL}?lang=zh-Hant" in alternates
    assert f"{PUBLIC}/a/{WALL}" in alternates


async def test_page_that_nobody_outside_knows_does_not_say_where_it_is(get: Get) -> None:
    page = (await get(f"/a/{WALL}")).text
    assert meta(page, "og:url") is None
    assert not parsed(page).xpath("//link[@rel='canonical']")


async def test_pages_have_neither_scripts_nor_anything_from_elsewhere(get: Get) -> None:
    for path in ("/", f"/a/{WALL}", ALTMAN, RELEASE, "/?q=Altman"):
        page = parsed((await get(path)).text)
        assert not page.xpath("//script | //@onclick | //@onload | //@style | //style | //iframe | //object")
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
        assert all(re.match(r"\.{1,2}/(\.\./)*assets/", address) for address in loaded)


async def test_everything_that_a_page_loads_is_there(get: Get) -> None:
    for address in parsed((await get("/")).text).xpath("//link[@rel='stylesheet' or @rel='icon']/@href"):
        answer = await get(address.removeprefix("."))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


async def test_every_link_within_the_site_leads_somewhere(engine: Engine) -> None:
    """Read the whole site as a search engine would."""
    async with client_of(engine) as client:
        seen, coming = set(), ["http://site/"]
        while coming:
            address = coming.pop()
            answer = await getting(client)(address)
            assert answer.status_code == 200, address
            for link in links(answer.text):
                target = str(answer.url.join(link)).partition("#")[0]
                if "lang=" not in target and target not in seen:
                    seen.add(target)
                    coming.append(target)
    assert len(seen) > 150


async def test_empty_corpus_has_pages_too(tmp_path: object) -> None:
    from tests.catalogue.conftest import opened

    with opened(tmp_path, "none") as engine:  # type: ignore[arg-type]
        async with client_of(engine) as client:
            get = getting(client)
            assert "还没有任何文章" in text_of((await get("/")).text)
            for path in ("/e/", "/c/", "/?q=墙"):
                assert (await get(path)).status_code == 200


async def test_learned_articles_have_pages(learned_engine: Engine) -> None:
    async with client_of(learned_engine) as client:
        get = getting(client)
        home = (await get("/")).text
        assert "河口大桥主体完工" in text_of(home)
        article = next(link for link in links(home) if link.startswith("./a/"))
        page = (await get(article.removeprefix("."))).text
        fact = parsed(page).xpath("//ol[@class='facts']/li/@id")[0].removeprefix("f-")
        assert (await get(f"/f/{fact}")).headers["location"].endswith(f"#f-{fact}")
