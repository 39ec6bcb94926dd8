"""The buttons under an answer."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer, buttons, links, pressed, told
from tests.end_to_end.test_conversations import NO_WALL, UNKNOWN_QUESTION, WALL_QUESTION
from tests.telegram_server import Chat, Person, TelegramServer, World

CONFLICT = "Orion 什么时候发布？"


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> None:
    one_launcher.start_polling(NOWALL_SEMANTIC="false")


def test_more_pages_through_further_facts_and_back(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    more = pressed(world, asked, "相关", mei)
    assert links(more)
    further = pressed(world, more, "▶", mei)
    assert further["text"] != more["text"]
    assert pressed(world, further, "◀", mei)["text"] == more["text"]
    back = pressed(world, further, "‹ 返回答案", mei)
    assert back["text"] == asked["text"]
    assert buttons(back) == buttons(asked)


def test_context_shows_what_stands_around_it(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    context = pressed(world, asked, "前后文", mei)
    [here] = [line for line in context["text"].splitlines() if line.startswith("▸")]
    assert NO_WALL in here
    assert sum(line.startswith("•") for line in context["text"].splitlines()) >= 2


def test_source_shows_the_articles_card(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    card = pressed(world, asked, "出处", mei)
    assert "36氪" in card["text"]
    topic = buttons(card)[0]
    fact = pressed(world, card, topic, mei)
    assert links(fact)
    assert "‹ 返回答案" in buttons(fact)


def test_disagreement_comes_back_as_it_was(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, CONFLICT, mei)
    assert asked["text"].startswith("各方说法不一")
    assert asked["text"].index("2024-11-12") < asked["text"].index("2024-10-25")
    away = pressed(world, asked, "前后文", mei)
    assert pressed(world, away, "‹ 返回答案", mei)["text"] == asked["text"]


def test_votes_are_counted_once_a_person_and_taken_back(world: World, group: Chat, mei: Person) -> None:
    li = Person(mei.id + 50_000, "Li")
    asked = answer(world, group, f"/ask@newsbot {WALL_QUESTION}", mei)
    liked = pressed(world, asked, "👍", mei, "👍 1")
    liked = pressed(world, liked, "👍 1", li, "👍 2")
    disliked = pressed(world, liked, "👎", li, "👎 1")
    assert "👍 1" in buttons(disliked)
    assert "过时了" in buttons(disliked)
    explained = pressed(world, disliked, "过时了", li)
    assert "过时了" not in buttons(explained)
    back = pressed(world, explained, "👍 1", mei, "'👍'")
    assert "👎 1" in buttons(back)


def test_reason_is_for_who_disliked_it(world: World, group: Chat, mei: Person) -> None:
    li = Person(mei.id + 60_000, "Li")
    asked = answer(world, group, f"/ask@newsbot {WALL_QUESTION}", mei)
    disliked = pressed(world, asked, "👎", mei, "过时了")
    assert "👎" in told(world, disliked, "过时了", li)


def test_share_offers_the_very_fact_by_inline_mode(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    rows = asked["reply_markup"]["inline_keyboard"]
    [share] = [b["switch_inline_query"] for row in rows for b in row if "switch_inline_query" in b]
    offered = world.wait_inline(world.inline(mei, share))
    [result] = offered["results"]
    assert NO_WALL in str(result)


def test_topics_of_a_refusal_become_facts(world: World, chat: Chat, mei: Person) -> None:
    refusal = answer(world, chat, UNKNOWN_QUESTION, mei)
    assert not links(refusal)
    topics = buttons(refusal)
    assert 1 <= len(topics) <= 4
    fact = pressed(world, refusal, topics[0], mei)
    assert links(fact)
    assert topics[0] not in buttons(fact)
    assert set(topics[1:]) <= set(buttons(fact))


@pytest.mark.parametrize(
    "data", ["old:thing", "v0:f:abc", "v1:y:1", "v1:f:", "v1:f:nosuchfact", "v1:m:nosuchfact:3", "v1:z:x-y"]
)
def test_old_and_foreign_buttons_are_answered_politely(world: World, chat: Chat, mei: Person, data: str) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    assert told(world, asked, data, mei)
    assert world.said(chat)[0]["text"] == asked["text"]


def test_button_under_a_message_that_is_gone_is_answered_politely(world: World, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    world.make_inaccessible(asked)
    assert told(world, asked, "相关", mei)


def test_every_button_fits_and_survives_a_restart(
    world: World, one_launcher: Launcher, chat: Chat, mei: Person
) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    listed = answer(world, chat, "/timeline Orion", mei)
    one_launcher.wait_settled()
    one_launcher.close()
    one_launcher.start_polling(NOWALL_SEMANTIC="false")
    assert pressed(world, listed, "▶", mei)["text"] != listed["text"]
    more = pressed(world, asked, "相关", mei)
    assert pressed(world, more, "‹ 返回答案", mei)["text"] == asked["text"]
