"""/add and /remove before a strict Telegram, with a scripted engine."""

from __future__ import annotations

import asyncio

import pytest

import bot.handlers.lessons
from bot.commands import COMMANDS
from nowall.database import Writer
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import ORION, WALL, ScriptedEngine
from tests.bot.waiting import said, until
from tests.telegram_server import Chat, Fault, Person, World
from tests.telegram_server.errors import ApiError, flood

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
PAGE = "https://news.example.org/1"


@pytest.fixture
async def engine(serving: Serve, mei: Person) -> ScriptedEngine:
    served: ScriptedEngine = await serving(owners=[mei.id])
    return served


async def test_address_is_learned_and_its_card_linked(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.say(chat, f"/add {PAGE}", mei)
    [told] = await said(world, chat)
    assert told["text"] == f"已收录，12 条事实：《{WALL.title}》 {WALL.article}"
    assert {e["url"] for e in told["entities"] if e["type"] == "text_link"} == {
        f"https://t.me/newsbot?start=a_{WALL.key}"
    }
    assert engine.learned == [PAGE]


async def test_several_addresses_come_with_a_summary(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.say(chat, f"/add {PAGE} {PAGE}\nhttps://bad.example.org https://news.example.org/2", mei)
    [told] = await said(world, chat)
    assert told["text"].startswith("学到 2 篇文章、24 条事实。\n1 处失败\n\n已收录")
    assert "没有收录：https://bad.example.org：It is no article." in told["text"]
    assert len(world.made("sendMessage")) == 1


async def test_same_address_again_changes_nothing(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    for _ in range(2):
        world.say(chat, f"/add {PAGE}", mei)
    assert "没有变化" in (await said(world, chat, 2))[1]["text"]


async def test_reply_to_an_address_and_to_a_document(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.say(chat, "/add", mei, reply_to_message=world.say(chat, f"看 {PAGE} ！", mei))
    await said(world, chat, 2)
    document = world.send_file(chat, mei, "a.txt", "文".encode())
    world.say(chat, "/add", mei, reply_to_message=document)
    await said(world, chat, 4)
    assert engine.learned == [PAGE, "a.txt: 文"]


async def test_document_with_the_caption_is_learned_and_without_it_explained(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.send_file(chat, mei, "a.txt", b"1")
    world.send_file(chat, mei, "b.txt", b"2", caption="/add")
    hint, told = await said(world, chat, 2)
    assert "/add" in hint["text"]
    assert told["text"].startswith("已收录")
    assert engine.learned == ["b.txt: 2"]


async def test_album_is_told_that_one_document_was_read(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.send_file(chat, mei, "a.txt", b"1", media_group_id="7")
    world.send_file(chat, mei, "b.txt", b"2", media_group_id="7", caption="/add")
    [told] = await said(world, chat)
    assert "其余的" in told["text"]
    assert engine.learned == ["b.txt: 2"]


async def test_nothing_to_learn_is_explained(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    world.say(chat, "/add", mei)
    assert ".jsonl" in (await said(world, chat))[0]["text"]


async def test_too_large_document_is_refused_without_a_download(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    document = {"file_id": "x", "file_unique_id": "x", "file_name": "a.txt", "file_size": 20_000_001}
    world.post(chat, mei, document=document, caption="/add")
    assert "20 MB" in (await said(world, chat))[0]["text"]
    assert not world.made("getFile")


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getFile", Fault(error=ApiError(400, "Bad Request: file is too big"))),
        ("download", Fault(error=ApiError(404, "Not Found"))),
        ("download", Fault(drop=True)),
    ],
)
async def test_download_that_fails_is_told(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine, *, method: str, fault: Fault
) -> None:
    world.break_next(method, fault)
    world.send_file(chat, mei, "a.txt", b"1", caption="/add")
    assert "没能从 Telegram" in (await said(world, chat))[0]["text"]
    assert not engine.learned


async def test_download_waits_for_a_flood_to_pass(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.break_next("getFile", Fault(error=flood(1)))
    world.send_file(chat, mei, "a.txt", b"1", caption="/add")
    assert (await said(world, chat))[0]["text"].startswith("已收录")


async def test_others_are_refused_in_one_sentence(world: World, engine: ScriptedEngine) -> None:
    stranger = Person(77, "Li")
    chat, group = world.private(stranger), world.group()
    for text in (f"/add {PAGE}", "/add", f"/remove {WALL.article}"):
        world.say(chat, text, stranger)
    world.send_file(chat, stranger, "a.txt", b"1", caption="/add")
    world.say(group, f"/add@newsbot {PAGE}", stranger)
    world.say(group, f"/add@otherbot {PAGE}", stranger)
    texts = [message["text"] for message in [*await said(world, chat, 4), *await said(world, group)]]
    assert {text[:2] for text in texts} == {"抱歉"}
    await asyncio.to_thread(world.wait_taken)
    assert len(world.said(group)) == 1
    assert not engine.learned
    assert not world.made("getFile")


async def test_owner_may_add_in_a_group(world: World, mei: Person, engine: ScriptedEngine) -> None:
    group = world.group()
    world.say(group, f"/add@newsbot {PAGE}", mei)
    assert (await said(world, group))[0]["text"].startswith("已收录")


async def test_busy_home_is_told(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    world.say(chat, "/add https://busy.example.org", mei)
    assert "另一个 nowall" in (await said(world, chat))[0]["text"]


async def test_bug_is_told_in_one_sentence(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    world.say(chat, "/add https://bug.example.org", mei)
    assert "抱歉" in (await said(world, chat))[0]["text"]


async def test_what_takes_long_goes_on_and_its_outcome_replaces_the_answer(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.handlers.lessons, "_ANSWER_SECONDS", 0.2)
    world.say(chat, "/add https://slow.example.org", mei)
    [message] = await said(world, chat)
    assert message["text"].startswith("还在读，目前读了 1 篇")
    world.say(chat, "撞墙了吗", mei)
    await said(world, chat, 2)
    world.break_next("editMessageText", Fault(error=ApiError(502, "Bad Gateway")))
    engine.may_go_on.set()
    await until(world, lambda: world.said(chat)[0]["text"].startswith("已收录"))
    assert len(world.made("sendMessage")) == 2


async def test_bug_in_what_takes_long_is_told_too(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.handlers.lessons, "_ANSWER_SECONDS", 0.2)
    world.say(chat, "/add https://slow.example.org https://bug.example.org", mei)
    await said(world, chat)
    engine.may_go_on.set()
    await until(world, lambda: "抱歉" in world.said(chat)[0]["text"])


async def test_requests_are_learned_one_after_the_other(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.say(chat, "/add https://slow.example.org", mei)
    await asyncio.to_thread(engine.has_begun.wait, 15)
    group = world.group()
    world.say(group, f"/add@newsbot {PAGE}", mei)
    await asyncio.to_thread(world.wait_taken)
    await asyncio.sleep(0.1)
    assert engine.learned == ["https://slow.example.org"]
    engine.may_go_on.set()
    await said(world, group)
    assert engine.learned == ["https://slow.example.org", PAGE]


async def test_edited_command_edits_its_answer(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    written = world.say(chat, "/add", mei)
    await said(world, chat)
    world.edit(written, f"/add {PAGE}")
    await until(world, lambda: world.said(chat)[0]["text"].startswith("已收录"))
    assert len(world.said(chat)) == 1


async def test_chatter_edited_into_a_command_teaches_nothing(world: World, mei: Person, engine: ScriptedEngine) -> None:
    group = world.group()
    world.edit(world.say(group, "没事", mei), f"/add@newsbot {PAGE}")
    await asyncio.to_thread(world.wait_taken)
    await asyncio.sleep(0.2)
    assert not engine.learned
    assert not world.said(group)


async def test_ambiguous_send_repeats_the_request_without_harm(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine
) -> None:
    world.break_next("sendMessage", Fault(drop=True, accept=True))
    world.say(chat, f"/add {PAGE}", mei)
    first, second = await said(world, chat, 2)
    assert first["text"].startswith("已收录")
    assert "没有变化" in second["text"]


async def test_removal_asks_and_then_removes(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine, writer: Writer
) -> None:
    world.say(chat, f"/remove {WALL.key}", mei)
    [question] = await said(world, chat)
    assert question["text"] == f"要删除《{WALL.title}》吗？它的 12 条事实会一起删掉。"
    yes, _ = question["reply_markup"]["inline_keyboard"][0]
    world.press(question, yes["callback_data"], mei)
    await until(world, lambda: world.said(chat)[0]["text"] == f"已删除《{WALL.title}》。")
    assert engine.removed == [WALL.article]
    world.press(question, yes["callback_data"], mei)
    await until(world, lambda: len(world.made("answerCallbackQuery")) == 2)
    assert engine.removed == [WALL.article]


async def test_kept_article_stays(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    world.say(chat, f"/remove {WALL.article}", mei)
    [question] = await said(world, chat)
    world.press(question, question["reply_markup"]["inline_keyboard"][0][1]["callback_data"], mei)
    await until(world, lambda: "没有删除" in world.said(chat)[0]["text"])
    assert not engine.removed


async def test_button_of_an_owner_does_nothing_for_others(world: World, mei: Person, engine: ScriptedEngine) -> None:
    group = world.group()
    world.say(group, f"/remove@newsbot {WALL.article}", mei)
    [question] = await said(world, group)
    world.press(question, question["reply_markup"]["inline_keyboard"][0][0]["callback_data"], Person(77, "Li"))
    await until(world, lambda: world.made("answerCallbackQuery"))
    assert "抱歉" in world.made("answerCallbackQuery")[0].parameters["text"]
    assert not engine.removed


@pytest.mark.parametrize(
    ("command", "words"),
    [("/remove", "/sources"), ("/remove 无此文", "没有编号为 无此文"), (f"/remove {ORION.article}", "编辑维护")],
)
async def test_removal_that_cannot_be_is_explained(
    world: World, mei: Person, chat: Chat, engine: ScriptedEngine, *, command: str, words: str
) -> None:
    world.say(chat, command, mei)
    [told] = await said(world, chat)
    assert words in told["text"]
    assert "reply_markup" not in told


async def test_owners_are_shown_ids_and_commands(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    stranger = Person(77, "Li")
    for person in (mei, stranger):
        world.say(world.private(person), "/sources", person)
        world.say(world.private(person), "/help", person)
    sources, manual = await said(world, chat, 2)
    others = [message["text"] for message in await said(world, world.private(stranger), 2)]
    assert WALL.article in sources["text"]
    assert "/remove" in manual["text"]
    assert not any(WALL.article in text or "/remove" in text for text in others)


async def test_owners_have_commands_of_their_own(world: World, mei: Person, chat: Chat, engine: ScriptedEngine) -> None:
    await until(world, lambda: (f"chat {mei.id}", "zh") in world.profile["commands"])
    commands = world.profile["commands"][f"chat {mei.id}", "zh"]
    assert [c["command"] for c in commands] == [command.kind for command in COMMANDS]
