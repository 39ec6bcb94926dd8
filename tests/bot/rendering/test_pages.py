"""Where sources lead when the world can see our pages: to the article where it is known, else to a fact's place."""

from __future__ import annotations

from dataclasses import replace

from bot.rendering.answers import answer_page
from bot.rendering.cards import article_page, library_page
from bot.rendering.inline import inline_results
from bot.rendering.learned import learned_page
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Page, Reader
from nowall.answers import ArticleCard, FactPage, Language
from nowall.outcomes import Fate, Outcome
from nowall.site import Addresses
from tests.bot.scripted_engine import EARLY, LATE, ORION, WALL, WALL_FACT, conflict, wall
from tests.telegram_server.markup import parse_html

SITE = "https://news.example.org"
READER = Reader(Language.ZH_HANS, "newsbot", site=Addresses(SITE))
OF_WALL = f"{SITE}/a/a1wallkey0?lang=zh-Hans"
CARD = ArticleCard(WALL, None, None, None, 12)


def links(page: Page) -> list[str]:
    return links_in(page.html)


def links_in(html: str) -> list[str]:
    return [entity["url"] for entity in parse_html(html)[1] if entity["type"] == "text_link"]


def test_source_without_an_address_leads_to_the_facts_place() -> None:
    assert links(answer_page(wall(), READER)) == [f"{OF_WALL}#f-{WALL_FACT.key}"]


def test_source_with_an_address_leads_there() -> None:
    known = replace(wall(), citations=(replace(WALL, url="https://36kr.com/p/1"),))
    assert links(answer_page(known, READER)) == ["https://36kr.com/p/1"]


def test_each_number_behind_a_fact_leads_to_that_fact() -> None:
    page = answer_page(conflict(), READER)
    assert links(page) == [ORION.url, f"{OF_WALL}#f-{LATE.key}", ORION.url, f"{OF_WALL}#f-{LATE.key}"]


def test_facts_of_a_list_lead_to_their_own_places() -> None:
    facts = (WALL_FACT, replace(LATE, key="f9other000"), EARLY)
    shown = FactPage(facts, (WALL, ORION), 0, 3)
    assert links(listing_page(headline("x"), shown, READER))[:3] == [
        f"{OF_WALL}#f-{WALL_FACT.key}", f"{OF_WALL}#f-f9other000", ORION.url,
    ]  # fmt: skip


def test_language_is_the_readers() -> None:
    english = replace(READER, language=Language.EN)
    assert links(answer_page(wall(Language.EN), english)) == [f"{SITE}/a/a1wallkey0?lang=en#f-{WALL_FACT.key}"]


def test_card_of_an_article_leads_to_all_that_we_have_of_it() -> None:
    assert links(article_page(CARD, READER)) == [OF_WALL, OF_WALL]
    assert links(article_page(CARD, READER, fact="f1wallkey0"))[1] == f"{OF_WALL}#f-f1wallkey0"
    known = replace(CARD, citation=ORION)
    assert links(article_page(known, READER)) == [ORION.url, f"{SITE}/a/a2orionkey?lang=zh-Hans"]


def test_list_of_articles_and_what_was_learned_lead_to_pages() -> None:
    assert links(library_page([CARD], 0, 1, READER)) == [OF_WALL]
    learned = learned_page([Outcome("x.txt", Fate.ADDED, "36kr-no-wall", 3)], {"36kr-no-wall": CARD}, READER)
    assert links(learned) == [OF_WALL]


def test_inline_results_lead_to_pages_too() -> None:
    [result] = inline_results(FactPage((WALL_FACT,), (WALL,), 0, 1), READER)
    assert links_in(result.to_dict()["input_message_content"]["message_text"]) == [f"{OF_WALL}#f-{WALL_FACT.key}"]


def test_preview_is_of_our_page_where_the_article_has_none() -> None:
    previewing = replace(READER, previews=True)
    assert answer_page(wall(), previewing).preview == f"{OF_WALL}#f-{WALL_FACT.key}"
    assert answer_page(conflict(), previewing).preview == ORION.url
    assert answer_page(wall(), replace(previewing, site=None)).preview is None


def test_without_a_public_address_links_stay_within_telegram() -> None:
    assert links(answer_page(wall(), replace(READER, site=None))) == ["https://t.me/newsbot?start=a_a1wallkey0"]
