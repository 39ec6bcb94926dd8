"""The decision table, row by row, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addressing import Addressed, Ignored, Incoming, Kind, Mark, Me, Reason, Replied, decide

ME = Me(7, "NewsBot")
OPEN = Me(7, "NewsBot", reads_everything=True)
MINE = Replied(50, "没有墙", by_me=True)
THEIRS = Replied(51, "Orion 什么时候发布？")


def private(text: str = "", **more: object) -> Incoming:
    return Incoming(private=True, text=text, **more)  # type: ignore[arg-type]


def group(text: str = "", **more: object) -> Incoming:
    return Incoming(private=False, text=text, **more)  # type: ignore[arg-type]


def mention(text: str, name: str) -> tuple[Mark, ...]:
    start = text.index(name)
    return (Mark("mention", start, start + len(name)),)


ADDRESSED = [
    (private("没有墙是谁说的"), Addressed(Kind.ASK, "没有墙是谁说的")),
    (private("  ?\n "), Addressed(Kind.ASK, "?")),
    (private("那他呢", replied=MINE), Addressed(Kind.ASK, "那他呢", 50)),
    (private(), Addressed(Kind.MEDIA)),
    (private("/start"), Addressed(Kind.START)),
    (private("/start f_abc"), Addressed(Kind.START, "f_abc")),
    (private("/START@newsbot a_x"), Addressed(Kind.START, "a_x")),
    (private("/help"), Addressed(Kind.HELP)),
    (private("/sources"), Addressed(Kind.SOURCES)),
    (private("/add https://e.org/1"), Addressed(Kind.ADD, "https://e.org/1")),
    (private("/add", replied=THEIRS), Addressed(Kind.ADD)),
    (private("/remove 新闻-1 "), Addressed(Kind.REMOVE, "新闻-1")),
    (group("/add@newsbot https://e.org/1"), Addressed(Kind.ADD, "https://e.org/1")),
    (private("/frobnicate"), Addressed(Kind.UNKNOWN_COMMAND)),
    (private("/ask"), Addressed(Kind.EMPTY)),
    (private("/ask Orion\n什么时候 "), Addressed(Kind.ASK, "Orion\n什么时候")),
    (private("/ask没有墙"), Addressed(Kind.ASK, "没有墙")),
    (private("/ask", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (private("/ask谁说的", replied=THEIRS), Addressed(Kind.ASK, "谁说的")),
    (group("/ask@newsbot 谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask@NEWSBOT谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask 谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask@newsbot", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (group("/ask@newsbot", replied=MINE), Addressed(Kind.EMPTY)),
    (group("/ask@newsbot 后来呢", replied=MINE), Addressed(Kind.ASK, "后来呢", 50)),
    (group("/help"), Addressed(Kind.HELP)),
    (group("/start@newsbot a_x"), Addressed(Kind.START, "a_x")),
    (group("/nonsense@newsbot"), Addressed(Kind.UNKNOWN_COMMAND)),
    (group("@newsbot 谁说的", marks=mention("@newsbot 谁说的", "@newsbot")), Addressed(Kind.ASK, "谁说的")),
    (group("谁说的，@NewsBot ？", marks=mention("谁说的，@NewsBot ？", "@NewsBot")), Addressed(Kind.ASK, "谁说的 ？")),
    (group("你好@newsbot没有墙"), Addressed(Kind.ASK, "你好 没有墙")),
    (group("谁说的@newsbot"), Addressed(Kind.ASK, "谁说的")),
    (group("@newsbot"), Addressed(Kind.EMPTY)),
    (group("@newsbot", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (group("新闻机器人 谁说的", marks=(Mark("text_mention", 0, 5, 7),)), Addressed(Kind.ASK, "谁说的")),
    (group("原话呢", replied=MINE), Addressed(Kind.ASK, "原话呢", 50)),
]

IGNORED = [
    (group("没有墙是谁说的"), Reason.UNADDRESSED),
    (group("谁说的", replied=THEIRS), Reason.UNADDRESSED),
    (group("", replied=MINE), Reason.UNADDRESSED),
    (group("@newsbot2 谁说的"), Reason.UNADDRESSED),
    (group("@newsbot_dev谁说的"), Reason.UNADDRESSED),
    (group("写信到 me@newsbot"), Reason.UNADDRESSED),
    (group("写信到@newsbot.com"), Reason.UNADDRESSED),
    (group("见 https://t.me/@newsbot", marks=(Mark("url", 2, 23),)), Reason.UNADDRESSED),
    (group("@newsbot 是代码", marks=(Mark("code", 0, 8),)), Reason.UNADDRESSED),
    (group("张三 你好", marks=(Mark("text_mention", 0, 2, 8),)), Reason.UNADDRESSED),
    (group("/ask@otherbot 谁说的"), Reason.OTHER_BOT),
    (group("/ask@otherbot 谁说的", replied=MINE), Reason.OTHER_BOT),
    (private("/ask@otherbot 谁说的"), Reason.OTHER_BOT),
    (group("/frobnicate"), Reason.UNADDRESSED),
    (group("/吴语"), Reason.UNADDRESSED),
    (private("谁说的", channel=True), Reason.CHANNEL),
    (private("谁说的", via_bot=True), Reason.VIA_BOT),
    (group("/ask@newsbot x", from_bot=True), Reason.FROM_BOT),
    (group("/ask@newsbot x", automatic_forward=True), Reason.AUTOMATIC_FORWARD),
    (private(content=False), Reason.SERVICE),
    (private(album=True), Reason.ALBUM),
]


@pytest.mark.parametrize(("message", "expected"), ADDRESSED, ids=lambda v: v.text if isinstance(v, Incoming) else "")
def test_addressed(message: Incoming, expected: Addressed) -> None:
    assert decide(message, ME) == expected


@pytest.mark.parametrize(("message", "reason"), IGNORED, ids=lambda v: v.text if isinstance(v, Incoming) else "")
def test_ignored(message: Incoming, reason: Reason) -> None:
    assert decide(message, ME) == Ignored(reason)


@pytest.mark.parametrize("command", ["/start", "/help", "/sources", "/add x", "/remove x"])
def test_general_command_is_left_to_others_where_the_bot_hears_everything(command: str) -> None:
    assert decide(group(command), OPEN) == Ignored(Reason.UNADDRESSED)
    assert decide(group("@newsbot ".join(f"{command} ".split(" ", 1))), OPEN) != Ignored(Reason.UNADDRESSED)
    assert isinstance(decide(group("/ask 谁说的"), OPEN), Addressed)


@given(st.text())
def test_any_private_text_is_addressed_or_another_bots(text: str) -> None:
    decided = decide(private(text), ME)
    assert isinstance(decided, Addressed) or decided == Ignored(Reason.OTHER_BOT)


@given(st.text().filter(lambda text: "@newsbot" not in text.lower() and not text.startswith("/")))
def test_group_chatter_without_the_name_is_never_addressed(text: str) -> None:
    assert decide(group(text), OPEN) == Ignored(Reason.UNADDRESSED)


@given(st.text(alphabet="汉字没有墙，。🙂 "), st.text(alphabet="汉字没有墙，。🙂 "))
def test_name_within_chinese_is_found_and_taken_out(before: str, after: str) -> None:
    decided = decide(group(f"{before}@newsbot{after}"), ME)
    assert isinstance(decided, Addressed)
    assert "@newsbot" not in decided.text
