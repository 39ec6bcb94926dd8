"""The search: what the engine answers, and what else fits."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from nowall.answers import Language
from nowall.engine import Engine
from nowall.site.searching import readable
from tests.site.conftest import Get
from tests.site.reading import links, meta, parsed, text_of


def asking(words: str) -> str:
    return f"/?q={quote(words)}"


@pytest.mark.parametrize("question", ["Altman 怎么回应撞墙？", "Orion 训练到多少就追平 GPT-4？"])
async def test_answer_is_the_engines_with_voice_date_and_source(get: Get, engine: Engine, question: str) -> None:
    answer = engine.ask(question, client=Language.ZH_HANS)
    page = parsed((await get(asking(question))).text)
    section = page.xpath("//section[contains(@class, 'answer')]")[0]
    told = section.text_content()
    assert "answered" in section.get("class")
    assert (answer.short or "") in told
    assert (answer.facts[0].speaker or answer.facts[0].claimant or "") in told
    assert answer.citations[0].title in told
    assert section.xpath(".//time")
    assert any(link.endswith(f"#f-{answer.facts[0].key}") for link in section.xpath(".//a/@href"))


async def test_answering_words_are_strong(get: Get) -> None:
    page = parsed((await get(asking("谁最早提出 Scaling Law?"))).text)
    assert page.xpath("//section[contains(@class, 'answer')]//strong")


async def test_disagreement_shows_its_sides(get: Get) -> None:
    page = parsed((await get(asking("Orion 什么时候发布？"))).text)
    assert len(page.xpath("//section[contains(@class, 'conflicting')]//section[@class='side']")) > 1


async def test_refusal_offers_topics_that_lead_on(get: Get) -> None:
    page = (await get(asking("苹果公司今年卖了多少手机"))).text
    assert "资料里没有提到这一点" in text_of(page)
    topics = [link for link in links(page) if link.startswith("./f/")]
    assert topics
    assert (await get(topics[0].removeprefix("."))).status_code == 302


async def test_smalltalk_is_answered(get: Get) -> None:
    assert "不客气" in text_of((await get(asking("谢谢"))).text)


async def test_answer_is_in_the_language_of_the_question_unless_one_is_chosen(get: Get) -> None:
    question = asking("How did Altman respond to the wall?")
    section = "//section[contains(@class, 'answer')]"
    assert parsed((await get(question)).text).xpath(f"{section}/@lang") == ["en"]
    chosen = (await get(f"{question}&lang=zh-Hans")).text
    assert "Sam Altman 在 X 上回应" in parsed(chosen).xpath(f"string({section})")


async def test_name_leads_to_who_has_it(get: Get) -> None:
    assert "./e/" in " ".join(links((await get(asking("Altman"))).text))


async def test_preview_of_a_search_is_the_answer(get: Get, engine: Engine) -> None:
    question = "Altman 怎么回应撞墙？"
    page = (await get(asking(question))).text
    assert question in (meta(page, "og:title") or "")
    assert meta(page, "og:description") == engine.ask(question).text
    assert meta(page, "robots") == "noindex"


async def test_list_of_what_fits_has_pages(get: Get) -> None:
    first = (await get(asking("OpenAI"))).text
    following = parsed(first).xpath("//a[@rel='next']/@href")
    assert following == ["./?q=OpenAI&page=2"]
    second = (await get(following[0].removeprefix("."))).text
    assert not parsed(second).xpath("//section[contains(@class, 'answer')]")
    assert parsed(second).xpath("//ol[@class='found']/li")
    assert (await get(asking("OpenAI") + "&page=999")).status_code == 404


async def test_search_is_neither_indexed_nor_kept_by_others(get: Get) -> None:
    answer = await get(asking("Altman"))
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["cache-control"].startswith("private")


async def test_nothing_to_look_for_is_home(get: Get) -> None:
    for words in ("", "%20%09", "%00", "+"):
        assert "最新文章" in text_of((await get(f"/?q={words}")).text)


async def test_what_is_looked_for_stays_in_its_field(get: Get) -> None:
    page = parsed((await get(asking("墙 在哪里"))).text)
    assert page.xpath("//input[@name='q']/@value") == ["墙 在哪里"]
    assert not page.xpath("//input[@name='lang']")
    assert parsed((await get("/?lang=en")).text).xpath("//input[@name='lang']/@value") == ["en"]


def test_term_is_clipped_and_one_line() -> None:
    assert readable("a\n\tb\0c " * 500) == ("a b c " * 500)[:200].strip()
    assert readable("墙" * 10_000) == "墙" * 200
    assert readable("\ud800墙") == "墙"
