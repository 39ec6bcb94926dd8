"""What goes wrong between the bot and Telegram, and what must not be lost then."""

from __future__ import annotations

import json
import time

import pytest

from tests.end_to_end.conftest import Launcher, StartBot
from tests.end_to_end.test_conversations import NO_WALL, UNKNOWN_QUESTION, WALL_QUESTION
from tests.telegram_server import Chat, Fault, Person, World
from tests.telegram_server.errors import ApiError, flood


def test_flood_wait_is_respected_and_holds_nobody_else_up(
    world: World, start: StartBot, chat: Chat, mei: Person
) -> None:
    start()
    world.break_next("sendMessage", Fault(error=flood(2)))
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: world.made("sendMessage"))
    other = Person(2002, "Li")
    world.say(world.private(other), WALL_QUESTION, other)
    world.wait_said(world.private(other), timeout=1.5)
    assert not world.said(chat)
    world.wait_said(chat)
    refused, *_, sent = world.made("sendMessage")
    assert sent.at - refused.at >= 2
    assert len(world.said(chat)) == 1


@pytest.mark.parametrize(
    "fault", [Fault(error=ApiError(500, "Internal Server Error"), accept=True), Fault(drop=True, accept=True)]
)
def test_lost_confirmation_repeats_the_answer_once(
    world: World, start: StartBot, chat: Chat, mei: Person, fault: Fault
) -> None:
    start()
    world.break_next("sendMessage", fault)
    world.say(chat, WALL_QUESTION, mei)
    assert len(world.wait_said(chat, 2)) == 2
    time.sleep(1.5)
    assert len(world.said(chat)) == 2


def test_refused_connection_and_5xx_while_polling_are_survived(
    world: World, start: StartBot, chat: Chat, mei: Person
) -> None:
    world.break_next("getUpdates", Fault(error=ApiError(502, "Bad Gateway")), Fault(drop=True))
    start()
    world.say(chat, WALL_QUESTION, mei)
    world.wait_said(chat)


def test_killed_bot_loses_nothing(world: World, start: StartBot, mei: Person) -> None:
    bot = start()
    people = [Person(3000 + n, f"P{n}") for n in range(20)]
    world.break_next("sendMessage", *[Fault(delay=0.3)] * 5)
    for person in people:
        world.say(world.private(person), WALL_QUESTION, person)
    world.wait(lambda: len(world.made("sendMessage")) >= 3)
    bot.kill()
    start()
    for person in people:
        assert NO_WALL in world.wait_said(world.private(person), timeout=30)[0]["text"]
    counts = [len(world.said(world.private(person))) for person in people]
    assert all(1 <= count <= 2 for count in counts)


def test_order_is_kept_within_a_chat(world: World, start: StartBot, chat: Chat, mei: Person) -> None:
    start()
    world.break_next("sendMessage", Fault(error=flood(1)))
    asked = [world.say(chat, f"{WALL_QUESTION}{'！' * n}", mei)["message_id"] for n in range(6)]
    world.wait_said(chat, 6)
    assert len(asked) == 6
    with_reply = [m["message_id"] for m in world.said(chat)]
    assert with_reply == sorted(with_reply)


def test_terminated_bot_finishes_what_it_is_doing(world: World, start: StartBot, chat: Chat, mei: Person) -> None:
    bot = start()
    world.break_next("sendMessage", Fault(delay=1.0))
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: world.made("sendMessage"))
    assert bot.stop() == 0
    again = start()
    assert len(world.said(chat)) == 1
    assert again.stop() == 0
    assert "Traceback" not in bot.output + again.output


def test_questions_asked_while_the_bot_is_away_are_answered_later(
    world: World, start: StartBot, chat: Chat, mei: Person
) -> None:
    start().stop()
    world.say(chat, WALL_QUESTION, mei)
    start()
    world.wait_said(chat)


def test_edit_after_a_restart_edits_the_answer(world: World, launcher: Launcher, chat: Chat, mei: Person) -> None:
    bot = launcher.start_polling()
    question = world.say(chat, UNKNOWN_QUESTION, mei)
    world.wait_said(chat)
    launcher.wait_settled()
    bot.kill()
    world.edit(question, WALL_QUESTION)
    launcher.start_polling()
    world.wait(lambda: NO_WALL in world.said(chat)[0]["text"])
    assert len(world.said(chat)) == 1


def test_redelivered_update_is_answered_once(world: World, launcher: Launcher, chat: Chat, mei: Person) -> None:
    bot = launcher.start_polling()
    world.say(chat, WALL_QUESTION, mei)
    update = dict(world.updates[0])
    world.wait_said(chat)
    launcher.wait_settled()
    bot.kill()
    world.updates.appendleft(update)
    launcher.start_polling()
    world.say(chat, UNKNOWN_QUESTION, mei)
    world.wait_said(chat, 2)
    launcher.wait_settled()
    assert len(world.said(chat)) == 2


def test_second_bot_on_the_same_home_is_refused_in_one_sentence(launcher: Launcher) -> None:
    launcher.start_polling()
    second = launcher.start()
    assert second.wait() == 1
    assert second.output.startswith("nowall: ")
    assert "in use" in second.output
    assert len(second.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"BOT_TOKEN": "123456:wrong-token-of-nobody-at-all-000000"}, "token"),
        ({"BOT_TOKEN": ""}, "BOT_TOKEN"),
        ({"BOT_MODE": "webhook"}, "BOT_MODE"),
        ({"BOT_OWNERS": "me"}, "BOT_OWNERS"),
    ],
)
def test_wrong_settings_are_told_in_one_sentence(launcher: Launcher, changes: dict[str, str], named: str) -> None:
    bot = launcher.start(**changes)
    assert bot.wait() == 1
    assert named in bot.output
    assert len(bot.output.strip().splitlines()) == 1
    assert "wrong-token" not in bot.output


def test_blocked_bot_closes_the_question(world: World, launcher: Launcher, chat: Chat, mei: Person) -> None:
    bot = launcher.start_polling()
    chat.refusal = ApiError(403, "Forbidden: bot was blocked by the user")
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: world.made("sendMessage"))
    assert bot.stop() == 0
    assert launcher.inbox("state", "outcome", "payload") == [("done", "rejected", None)]


def test_group_that_became_a_supergroup_is_answered_there(world: World, start: StartBot, mei: Person) -> None:
    start()
    old = world.group(-55, "Old", "group")
    new = world.group(-1_001_000_000_055, "New")
    old.refusal = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id)
    world.say(old, f"/ask@newsbot {WALL_QUESTION}", mei)
    assert NO_WALL in world.wait_said(new)[0]["text"]


def test_other_chats_are_not_served(world: World, start: StartBot, chat: Chat, mei: Person) -> None:
    start(BOT_ALLOWED_CHATS="-1001000000001, 77", BOT_OWNERS="5")
    stranger, served = world.group(-1_001_000_000_099), world.group()
    owner = Person(5, "Boss")
    world.say(stranger, f"/ask@newsbot {WALL_QUESTION}", mei)
    world.say(chat, WALL_QUESTION, mei)
    world.say(served, f"/ask@newsbot {WALL_QUESTION}", mei)
    world.say(world.private(owner), WALL_QUESTION, owner)
    assert NO_WALL in world.wait_said(served)[0]["text"]
    assert NO_WALL in world.wait_said(world.private(owner))[0]["text"]
    assert NO_WALL not in world.wait_said(chat)[0]["text"]
    assert not world.said(stranger)


def test_log_has_neither_token_nor_questions(world: World, start: StartBot, chat: Chat, mei: Person) -> None:
    bot = start()
    world.break_next("sendMessage", Fault(drop=True, accept=True))
    world.say(chat, WALL_QUESTION, mei)
    world.wait_said(chat, 2)
    bot.stop()
    lines = [json.loads(line) for line in bot.output.splitlines()]
    assert {"bot.started", "question.answered", "bot.stopped"} <= {line["event"] for line in lines}
    answered = next(line for line in lines if line["event"] == "question.answered")
    assert answered["update"]
    assert "AAtest-token" not in bot.output
    assert "撞墙" not in bot.output
