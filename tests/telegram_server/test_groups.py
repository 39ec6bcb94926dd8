"""Forums, channels with their discussion groups, migration, and the bot's comings and goings."""

from __future__ import annotations

import pytest

from tests.telegram_server import Chat, Person, World
from tests.telegram_server.conftest import Refuses, news, parsed
from tests.telegram_server.errors import ApiError
from tests.telegram_server.methods import call

LI = Person(2, "Li")


@pytest.fixture
def forum(world: World) -> Chat:
    return world.forum()


def test_message_in_a_topic_says_so(world: World, forum: Chat, mei: Person) -> None:
    topic = world.topic(forum, "新闻", mei)
    message = world.say(forum, "/ask x", mei, topic=topic)
    assert message["message_thread_id"] == topic.id
    assert message["is_topic_message"]
    assert message["reply_to_message"]["forum_topic_created"]["name"] == "新闻"
    assert message["chat"]["is_forum"]
    created, asked = parsed(world)
    assert created.message
    assert created.message.forum_topic_created
    assert asked.message
    assert asked.message.is_topic_message


def test_general_has_no_thread(world: World, forum: Chat, mei: Person, refuses: Refuses) -> None:
    assert "message_thread_id" not in world.say(forum, "x", mei)
    refuses("message thread not found", "sendMessage", chat_id=forum.id, text="x", message_thread_id=1)
    sent = call(world, "sendMessage", {"chat_id": forum.id, "text": "x"})
    assert "message_thread_id" not in sent


def test_topic_has_to_be_there_and_open(world: World, forum: Chat, mei: Person, refuses: Refuses) -> None:
    topic = world.topic(forum, "a", mei)
    sent = call(world, "sendMessage", {"chat_id": forum.id, "text": "x", "message_thread_id": topic.id})
    assert sent["is_topic_message"]
    topic.closed = True
    refuses("TOPIC_CLOSED", "sendMessage", chat_id=forum.id, text="x", message_thread_id=topic.id)
    topic.deleted = True
    for thread in (topic.id, 999):
        refuses("message thread not found", "sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)


def test_reply_lands_in_the_topic_of_what_it_answers(world: World, forum: Chat, mei: Person) -> None:
    topic = world.topic(forum, "a", mei)
    asked = world.say(forum, "/ask x", mei, topic=topic)
    reply = {"message_id": asked["message_id"]}
    sent = call(world, "sendMessage", {"chat_id": forum.id, "text": "x", "reply_parameters": reply})
    assert sent["message_thread_id"] == topic.id
    assert world.say(forum, "y", mei, reply_to_message=sent)["message_thread_id"] == topic.id


def test_plain_thread_of_replies_is_no_topic(world: World, group: Chat, mei: Person) -> None:
    first = world.say(group, "a", mei)
    second = world.say(group, "b", mei, reply_to_message=first)
    third = world.say(group, "c", mei, reply_to_message=second)
    assert second["message_thread_id"] == third["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in third
    sent = call(world, "sendMessage", {"chat_id": group.id, "text": "x", "message_thread_id": first["message_id"]})
    assert "is_topic_message" not in sent


def test_private_chat_has_no_threads(chat: Chat, refuses: Refuses) -> None:
    refuses("message thread not found", "sendMessage", chat_id=chat.id, text="x", message_thread_id=5)


def test_channel_post_appears_in_the_discussion(world: World, group: Chat, mei: Person) -> None:
    world.reads_all = True
    channel = world.channel(group=group)
    post = world.publish(channel, "没有墙")
    world.say(group, "真的吗", mei, reply_to_message=list(group.messages.values())[-1])
    told, forwarded, comment = parsed(world)
    assert told.channel_post
    assert told.channel_post.sender_chat
    assert not told.channel_post.from_user
    assert forwarded.message
    assert forwarded.message.is_automatic_forward
    assert forwarded.message.from_user
    assert forwarded.message.from_user.id == 777000
    origin = forwarded.message.forward_origin
    assert origin
    assert origin.to_dict()["message_id"] == post["message_id"]
    assert comment.message
    assert comment.message.message_thread_id == forwarded.message.message_id


def test_bots_own_post_goes_to_the_discussion_but_not_back_to_it(world: World, group: Chat) -> None:
    world.reads_all = True
    channel = world.channel(group=group)
    sent = call(world, "sendMessage", {"chat_id": channel.id, "text": "x"})
    assert "from" not in sent
    assert world.said(channel)
    assert [content.get("is_automatic_forward") for _, content in news(world)] == [True]


def test_channel_needs_an_admin(world: World, mei: Person, refuses: Refuses) -> None:
    channel = world.channel()
    world.place(channel, "member", mei)
    refuses("need administrator rights in the channel chat", "sendMessage", chat_id=channel.id, text="x")


def test_migration_tells_both_chats_and_the_old_one_refuses(world: World, mei: Person) -> None:
    old = world.group(-55, "Old", "group")
    new = world.migrate(old, mei)
    assert [content.get("migrate_to_chat_id") for _, content in news(world)] == [new.id, None]
    assert news(world)[1][1]["migrate_from_chat_id"] == old.id
    with pytest.raises(ApiError, match="upgraded to a supergroup chat") as caught:
        call(world, "sendMessage", {"chat_id": old.id, "text": "x"})
    assert caught.value.parameters == {"migrate_to_chat_id": new.id}
    assert call(world, "sendMessage", {"chat_id": new.id, "text": "x"})


def test_bot_that_is_added_is_told_and_greeted(world: World, group: Chat, mei: Person) -> None:
    group.members.clear()
    world.place(group, "member", mei)
    changed, joined = parsed(world)
    assert changed.my_chat_member
    assert changed.my_chat_member.new_chat_member.status == "member"
    assert joined.message
    assert joined.message.new_chat_members[0].id == world.bot_id


@pytest.mark.parametrize("status", ["creator", "administrator", "member", "restricted", "left", "kicked"])
def test_every_status_is_read_by_the_library(world: World, group: Chat, mei: Person, status: str) -> None:
    world.place(group, status, mei)
    update = parsed(world)[0].my_chat_member
    assert update
    assert update.new_chat_member.status == status


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("supergroup", "left", "is not a member of"),
        ("supergroup", "kicked", "was kicked from"),
        ("group", "kicked", "was kicked from"),
        ("channel", "left", "is not a member of"),
    ],
)
def test_bot_that_was_removed_may_not_write(world: World, refuses: Refuses, kind: str, status: str, words: str) -> None:
    chat = world.add_chat(-77, kind, "T")
    world.place(chat, status, LI)
    refuses(f"Forbidden: bot {words} the {kind} chat", "sendMessage", 403, chat_id=chat.id, text="x")


def test_blocking_and_unblocking(world: World, chat: Chat, mei: Person, refuses: Refuses) -> None:
    world.block(mei)
    refuses("Forbidden: bot was blocked by the user", "sendMessage", 403, chat_id=chat.id, text="x")
    world.unblock(mei)
    assert call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    assert [kind for kind, _ in news(world)] == ["my_chat_member"] * 2


def test_restricted_bot_may_not_write(world: World, group: Chat, mei: Person, refuses: Refuses) -> None:
    world.place(group, "restricted", mei)
    refuses("not enough rights to send text messages to the chat", "sendMessage", chat_id=group.id, text="x")


def test_album_is_several_messages_of_one_group(world: World, chat: Chat, mei: Person) -> None:
    world.album(chat, mei, 3, "看")
    photos = [content for _, content in news(world)]
    assert len({photo["media_group_id"] for photo in photos}) == 1
    assert [photo.get("caption") for photo in photos] == ["看", None, None]
