"""What reaches a bot in a group, and what does not."""

from __future__ import annotations

import pytest

from tests.telegram_server import AnonymousAdmin, AsChannel, Chat, Person, World
from tests.telegram_server.conftest import news
from tests.telegram_server.methods import call


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("/ask@newsbot 墙", True),
        ("/ask@NewsBot 墙", True),
        ("/ask 墙", True),
        ("/ask@otherbot 墙", False),
        ("/ask没有墙", False),
        ("请 /ask@newsbot", False),
        ("@newsbot 墙", False),
        ("墙", False),
    ],
)
def test_group_message_with_privacy_mode(world: World, group: Chat, mei: Person, text: str, *, reaches: bool) -> None:
    world.say(group, text, mei)
    assert bool(news(world)) is reaches


def test_without_privacy_mode_everything_reaches(world: World, group: Chat, mei: Person) -> None:
    world.reads_all = True
    assert call(world, "getMe", {})["can_read_all_group_messages"]
    world.say(group, "@newsbot 墙", mei)
    assert len(news(world)) == 1


def test_admin_bot_reads_everything(world: World, group: Chat, mei: Person) -> None:
    world.place(group, "administrator", mei)
    world.updates.clear()
    world.say(group, "墙", mei)
    assert len(news(world)) == 1


def test_replies_to_the_bot_reach_it_and_others_do_not(world: World, group: Chat, mei: Person) -> None:
    mine = call(world, "sendMessage", {"chat_id": group.id, "text": "x"})
    theirs = world.say(group, "a", mei)
    world.say(group, "b", mei, reply_to_message=theirs)
    assert not news(world)
    world.say(group, "c", mei, reply_to_message=mine)
    assert [content["text"] for _, content in news(world)] == ["c"]


def test_captions_with_a_command_reach(world: World, group: Chat, mei: Person) -> None:
    world.send_file(group, mei, "a.txt", b"x", caption="/add@newsbot")
    world.send_file(group, mei, "a.txt", b"x", caption="look")
    assert len(news(world)) == 1


def test_edit_into_a_command_reaches(world: World, group: Chat, mei: Person) -> None:
    message = world.say(group, "x", mei)
    world.edit(message, "still x")
    world.edit(message, "/ask@newsbot x")
    assert [kind for kind, _ in news(world)] == ["edited_message"]


def test_service_messages_reach(world: World, group: Chat, mei: Person) -> None:
    world.post(group, mei, new_chat_title="New")
    assert len(news(world)) == 1


def test_other_bots_are_not_heard(world: World, group: Chat) -> None:
    world.reads_all = True
    world.say(group, "/ask@newsbot x", Person(9, "Robot", is_bot=True))
    assert not news(world)


def test_anonymous_admins_and_channels_are_heard(world: World, group: Chat) -> None:
    channel = world.channel()
    world.say(group, "/ask x", AnonymousAdmin())
    world.say(group, "/ask y", AsChannel(channel))
    first, second = [content for _, content in news(world)]
    assert (first["from"]["id"], first["sender_chat"]["id"]) == (1087968824, group.id)
    assert (second["from"]["id"], second["sender_chat"]["id"]) == (136817688, channel.id)


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_group_without_the_bot_is_not_heard(world: World, group: Chat, mei: Person, status: str) -> None:
    world.place(group, status, mei)
    world.updates.clear()
    world.say(group, "/ask@newsbot x", mei)
    assert not news(world)
