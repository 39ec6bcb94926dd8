"""The decision table, row by row, and what holds for any text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addressing import Addressed, Ignored, Incoming, Mark, Me, Reason, Replied, decide
from bot.commands import COMMANDS, Command, Kind
from bot.state.preferences import Listens

ME = Me(7, "NewsBot")
OPEN = Me(7, "NewsBot", reads_everything=True)
MINE = Replied(50, "没有墙", by_me=True)
THEIRS = Replied(51, "Orion 什么时候发布？")
PROMPT = Replied(52, "想了解谁？", by_me=True, prompt=Kind.WHO)
QUOTED = Replied(0, "只引了这句")
"""A reply to a message of another chat."""


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
    (private("那他呢", replied=THEIRS), Addressed(Kind.ASK, "那他呢")),
    (private(), Addressed(Kind.MEDIA)),
    (private(replied=MINE), Addressed(Kind.MEDIA)),
    (private("Sutskever", replied=PROMPT), Addressed(Kind.WHO, "Sutskever")),
    (private("/help", replied=PROMPT), Addressed(Kind.HELP)),
    (private("/start"), Addressed(Kind.START)),
    (private("/start f_abc"), Addressed(Kind.START, "f_abc")),
    (private("/START@newsbot a_x"), Addressed(Kind.START, "a_x")),
    (private("/help"), Addressed(Kind.HELP)),
    (private("/sources"), Addressed(Kind.SOURCES)),
    (private("/add https://e.org/1"), Addressed(Kind.ADD, "https://e.org/1")),
    (private("/add", replied=THEIRS), Addressed(Kind.ADD)),
    (private("/remove 新闻-1 "), Addressed(Kind.REMOVE, "新闻-1")),
    (group("/add@newsbot https://e.org/1"), Addressed(Kind.ADD, "https://e.org/1")),
    (private("/frobnicate"), Addressed(Kind.UNKNOWN_COMMAND, "frobnicate")),
    (private("/empty"), Addressed(Kind.UNKNOWN_COMMAND, "empty")),
    (private("/media"), Addressed(Kind.UNKNOWN_COMMAND, "media")),
    (private("/unknown_command"), Addressed(Kind.UNKNOWN_COMMAND, "unknown_command")),
    (private("/吴语是什么"), Addressed(Kind.ASK, "/吴语是什么")),
    (private("/ask"), Addressed(Kind.EMPTY)),
    (private("/ask ，："), Addressed(Kind.EMPTY)),
    (private("/ask Orion\n什么时候 "), Addressed(Kind.ASK, "Orion\n什么时候")),
    (private("/ask没有墙"), Addressed(Kind.ASK, "没有墙")),
    (private("/ask：没有墙"), Addressed(Kind.ASK, "没有墙")),
    (private("/ask", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (private("/ask谁说的", replied=THEIRS), Addressed(Kind.ASK, "谁说的")),
    (private("/ask", replied=QUOTED), Addressed(Kind.ASK, "只引了这句")),
    (private("/quote Altman 墙"), Addressed(Kind.QUOTE, "Altman 墙")),
    (private("/quote", replied=THEIRS), Addressed(Kind.QUOTE)),
    (private("/who奥特曼"), Addressed(Kind.WHO, "奥特曼")),
    (private("/timeline\nOrion"), Addressed(Kind.TIMELINE, "Orion")),
    (group("/ask@newsbot 谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask@NEWSBOT谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask 谁说的"), Addressed(Kind.ASK, "谁说的")),
    (group("/ask@newsbot", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (group("/ask@newsbot", replied=MINE), Addressed(Kind.EMPTY)),
    (group("/ask@newsbot 后来呢", replied=MINE), Addressed(Kind.ASK, "后来呢", 50)),
    (group("/help"), Addressed(Kind.HELP)),
    (group("/start@newsbot a_x"), Addressed(Kind.START, "a_x")),
    (group("/nonsense@newsbot"), Addressed(Kind.UNKNOWN_COMMAND, "nonsense")),
    (group("@newsbot 谁说的", marks=mention("@newsbot 谁说的", "@newsbot")), Addressed(Kind.ASK, "谁说的")),
    (group("谁说的，@NewsBot ？", marks=mention("谁说的，@NewsBot ？", "@NewsBot")), Addressed(Kind.ASK, "谁说的 ？")),
    (group("你好@newsbot没有墙"), Addressed(Kind.ASK, "你好 没有墙")),
    (group("谁说的@newsbot"), Addressed(Kind.ASK, "谁说的")),
    (group("@newsbot"), Addressed(Kind.EMPTY)),
    (group("@newsbot", replied=MINE), Addressed(Kind.EMPTY)),
    (group("@newsbot", replied=THEIRS), Addressed(Kind.ASK, "Orion 什么时候发布？")),
    (group("@newsbot 那他呢", replied=MINE), Addressed(Kind.ASK, "那他呢", 50)),
    (group("新闻机器人 谁说的", marks=(Mark("text_mention", 0, 5, 7),)), Addressed(Kind.ASK, "谁说的")),
    (group("原话呢", replied=MINE), Addressed(Kind.ASK, "原话呢", 50)),
    (group("Sutskever", replied=PROMPT), Addressed(Kind.WHO, "Sutskever")),
    (group("Sutskever", replied=PROMPT, listens=Listens.COMMANDS), Addressed(Kind.WHO, "Sutskever")),
    (group("/ask@newsbot 谁说的", listens=Listens.COMMANDS), Addressed(Kind.ASK, "谁说的")),
    (group("谁说的？", listens=Listens.EVERYTHING), Addressed(Kind.ASK, "谁说的？", overheard=True)),
    (
        group("看 https://e.org/?a=1 谁说的？", marks=(Mark("url", 2, 20),), listens=Listens.EVERYTHING),
        Addressed(Kind.ASK, "看 https://e.org/?a=1 谁说的？", overheard=True),
    ),
    (group("who said it?", listens=Listens.EVERYTHING), Addressed(Kind.ASK, "who said it?", overheard=True)),
    (group("谁说的？@newsbot", listens=Listens.EVERYTHING), Addressed(Kind.ASK, "谁说的？")),
    (group("原话呢？", replied=MINE, listens=Listens.EVERYTHING), Addressed(Kind.ASK, "原话呢？", 50)),
]

IGNORED = [
    (group("没有墙是谁说的"), Reason.UNADDRESSED),
    (group("没有墙是谁说的？"), Reason.UNADDRESSED),
    (group("谁说的", replied=THEIRS), Reason.UNADDRESSED),
    (group("", replied=MINE), Reason.UNADDRESSED),
    (group("", replied=PROMPT), Reason.UNADDRESSED),
    (group("@newsbot2 谁说的"), Reason.UNADDRESSED),
    (group("@newsbot_dev谁说的"), Reason.UNADDRESSED),
    (group("写信到 me@newsbot"), Reason.UNADDRESSED),
    (group("写信到@newsbot.com"), Reason.UNADDRESSED),
    (group("见 https://t.me/@newsbot", marks=(Mark("url", 2, 23),)), Reason.UNADDRESSED),
    (group("@newsbot 是代码", marks=(Mark("code", 0, 8),)), Reason.UNADDRESSED),
    (group("张三 你好", marks=(Mark("text_mention", 0, 2, 8),)), Reason.UNADDRESSED),
    (group("/ask@otherbot 谁说的"), Reason.OTHER_BOT),
    (group("/ask@otherbot 谁说的", replied=MINE), Reason.OTHER_BOT),
    (group("/ask@otherbot 谁说的", replied=PROMPT), Reason.OTHER_BOT),
    (group("/ask@otherbot 谁说的？", listens=Listens.EVERYTHING), Reason.OTHER_BOT),
    (private("/ask@otherbot 谁说的"), Reason.OTHER_BOT),
    (group("/frobnicate"), Reason.UNADDRESSED),
    (group("/frobnicate 谁说的？", listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (group("/吴语"), Reason.UNADDRESSED),
    (group("谁说的@newsbot", listens=Listens.COMMANDS), Reason.COMMANDS_ONLY),
    (group("原话呢？", replied=MINE, listens=Listens.COMMANDS), Reason.COMMANDS_ONLY),
    (group("谁说的？", listens=Listens.COMMANDS), Reason.UNADDRESSED),
    (group("谁说的？", replied=THEIRS, listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (group("谁说的？", replied=QUOTED, listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (group("没有墙。", listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (group("", listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (group("看 https://e.org/?a=1", marks=(Mark("url", 2, 20),), listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (
        group("@zhangsan 谁说的？", marks=mention("@zhangsan 谁说的？", "@zhangsan"), listens=Listens.EVERYTHING),
        Reason.UNADDRESSED,
    ),
    (group("SELECT ?", marks=(Mark("code", 0, 8),), listens=Listens.EVERYTHING), Reason.UNADDRESSED),
    (private("谁说的", channel=True), Reason.CHANNEL),
    (private("谁说的", via_bot=True), Reason.VIA_BOT),
    (group("/ask@newsbot x", from_bot=True), Reason.FROM_BOT),
    (group("谁说的？", from_bot=True, listens=Listens.EVERYTHING), Reason.FROM_BOT),
    (group("/ask@newsbot x", automatic_forward=True), Reason.AUTOMATIC_FORWARD),
    (group("谁说的？", automatic_forward=True, listens=Listens.EVERYTHING), Reason.AUTOMATIC_FORWARD),
    (group("谁说的？", via_bot=True, listens=Listens.EVERYTHING), Reason.VIA_BOT),
    (private(content=False), Reason.SERVICE),
    (private(album=True), Reason.ALBUM),
]


def named(value: object) -> str:
    return f"{value.text}-{value.listens}" if isinstance(value, Incoming) else ""


@pytest.mark.parametrize(("message", "expected"), ADDRESSED, ids=named)
def test_addressed(message: Incoming, expected: Addressed) -> None:
    assert decide(message, ME) == expected


@pytest.mark.parametrize(("message", "reason"), IGNORED, ids=named)
def test_ignored(message: Incoming, reason: Reason) -> None:
    assert decide(message, ME) == Ignored(reason)


@pytest.mark.parametrize("listens", Listens)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.kind)
def test_command_with_the_bots_name_is_obeyed_whatever_a_group_chose(command: Command, listens: Listens) -> None:
    for me in (ME, OPEN):
        decided = decide(group(f"/{command.kind}@newsbot 某事", listens=listens), me)
        assert decided == Addressed(command.kind, "某事")


@pytest.mark.parametrize("kind", [command.kind for command in COMMANDS if command.kind is not Kind.ASK])
def test_general_command_is_left_to_others_where_the_bot_hears_everything(kind: Kind) -> None:
    assert decide(group(f"/{kind} x"), OPEN) == Ignored(Reason.UNADDRESSED)
    assert decide(group(f"/{kind} x"), ME) == Addressed(kind, "x")
    assert decide(private(f"/{kind} x"), OPEN) == Addressed(kind, "x")


def test_ask_is_the_bots_own_also_where_it_hears_everything() -> None:
    assert decide(group("/ask 谁说的"), OPEN) == Addressed(Kind.ASK, "谁说的")


texts = st.text() | st.text(alphabet="汉字没有墙，。？?🙂 @/newsbotask\n")
replies = st.none() | st.sampled_from([THEIRS, QUOTED])


def names_nobody(text: str) -> bool:
    return "@newsbot" not in text.lower() and not text.startswith("/")


@given(texts)
def test_any_private_text_is_addressed_or_another_bots(text: str) -> None:
    decided = decide(private(text), ME)
    assert isinstance(decided, Addressed) or decided == Ignored(Reason.OTHER_BOT)


@given(texts.filter(names_nobody), replies, st.sampled_from([Listens.COMMANDS, Listens.MENTIONS]))
def test_group_chatter_without_the_name_is_never_addressed(
    text: str, replied: Replied | None, listens: Listens
) -> None:
    assert decide(group(text, replied=replied, listens=listens), OPEN) == Ignored(Reason.UNADDRESSED)


@given(texts.filter(names_nobody).filter(lambda text: not set(text) & set("?？")), replies, st.sampled_from(Listens))
def test_group_chatter_that_asks_nothing_is_never_addressed(
    text: str, replied: Replied | None, listens: Listens
) -> None:
    assert decide(group(text, replied=replied, listens=listens), OPEN) == Ignored(Reason.UNADDRESSED)


@given(texts, replies | st.sampled_from([MINE, PROMPT]), st.sampled_from(Listens), st.booleans())
def test_only_who_names_nobody_is_overheard_and_never_a_reply(
    text: str, replied: Replied | None, listens: Listens, alone: bool
) -> None:
    message = group(text, replied=replied, listens=listens)
    decided = decide(private(text, replied=replied) if alone else message, OPEN)
    if isinstance(decided, Addressed) and decided.overheard:
        assert not alone
        assert listens is Listens.EVERYTHING
        assert replied is None
        assert names_nobody(text)
        assert decide(replace(message, listens=Listens.MENTIONS), OPEN) == Ignored(Reason.UNADDRESSED)


@given(st.text(alphabet="汉字没有墙，。🙂 "), st.text(alphabet="汉字没有墙，。🙂 "))
def test_name_within_chinese_is_found_and_taken_out(before: str, after: str) -> None:
    decided = decide(group(f"{before}@newsbot{after}"), ME)
    assert isinstance(decided, Addressed)
    assert "@newsbot" not in decided.text
