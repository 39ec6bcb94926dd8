"""getChat, getChatMember, getChatAdministrators, leaveChat."""

from __future__ import annotations

import pytest
from telegram import Bot, ChatMemberAdministrator

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.conftest import Refuses, news
from tests.telegram_server.methods import call

LI = Person(2, "Li")


def test_who_wrote_is_a_member_and_who_is_known_has_left(world: World, group: Chat, mei: Person) -> None:
    world.say(group, "x", mei)
    world.private(LI)
    statuses = [call(world, "getChatMember", {"chat_id": group.id, "user_id": p.id})["status"] for p in (mei, LI)]
    assert statuses == ["member", "left"]


@pytest.mark.parametrize("status", ["creator", "administrator", "member", "restricted", "left", "kicked"])
def test_status_is_what_a_test_says(world: World, group: Chat, status: str) -> None:
    world.set_member(group, LI, status)
    assert call(world, "getChatMember", {"chat_id": group.id, "user_id": LI.id})["status"] == status


def test_strangers_and_nonsense_are_refused(group: Chat, refuses: Refuses) -> None:
    refuses("PARTICIPANT_ID_INVALID", "getChatMember", chat_id=group.id, user_id=12345)
    refuses("invalid user_id specified", "getChatMember", chat_id=group.id, user_id="me")
    refuses("chat not found", "getChatMember", chat_id=5, user_id=5)


def test_hidden_members_are_shown_to_admins_only(world: World, group: Chat, mei: Person, refuses: Refuses) -> None:
    group.hidden_members = True
    world.set_member(group, mei, "creator")
    refuses("member list is inaccessible", "getChatMember", chat_id=group.id, user_id=mei.id)
    assert call(world, "getChatMember", {"chat_id": group.id, "user_id": world.bot_id})["status"] == "member"
    world.place(group, "administrator", mei)
    assert call(world, "getChatMember", {"chat_id": group.id, "user_id": mei.id})["status"] == "creator"


def test_administrators_are_people_and_the_bot_itself(world: World, group: Chat, mei: Person) -> None:
    world.set_member(group, mei, "creator")
    world.set_member(group, LI, "member")
    world.set_member(group, Person(8, "Robot", is_bot=True), "administrator")
    ids = [m["user"]["id"] for m in call(world, "getChatAdministrators", {"chat_id": group.id})]
    assert ids == [mei.id]


def test_private_chat_has_no_administrators(chat: Chat, refuses: Refuses) -> None:
    refuses("there are no administrators in the private chat", "getChatAdministrators", chat_id=chat.id)
    refuses("can't be changed in private chats", "leaveChat", chat_id=chat.id)


def test_leaving_is_told_and_final(world: World, group: Chat, refuses: Refuses) -> None:
    assert call(world, "leaveChat", {"chat_id": group.id})
    [(kind, update)] = news(world)
    assert (kind, update["new_chat_member"]["status"]) == ("my_chat_member", "left")
    refuses("bot is not a member", "sendMessage", 403, chat_id=group.id, text="x")
    refuses("bot is not a member", "leaveChat", 403, chat_id=group.id)


async def test_library_reads_members_and_chats(server: TelegramServer, bot: Bot, mei: Person) -> None:
    group = server.world.group()
    server.world.channel(group=group)
    server.world.set_member(group, mei, "administrator", is_anonymous=True)
    member = await bot.get_chat_member(group.id, mei.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert member.is_anonymous
    assert [admin.user.id for admin in await bot.get_chat_administrators(group.id)] == [mei.id]
    chat = await bot.get_chat(group.id)
    assert chat.linked_chat_id == server.world.channel().id
