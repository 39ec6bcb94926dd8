"""Conversations with the real bot, written down: ``python -m tests.end_to_end.transcripts`` makes a page of docs/.

What people say is scripted; every word of the bot is what ``python -m bot`` sent to the Telegram server of the tests.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nowall.engine import Engine
from nowall.settings import Settings
from tests.end_to_end.conftest import ROOT, Launcher
from tests.telegram_server import Chat, Person, TelegramServer, World

PAGE = ROOT / "docs" / "conversations.md"
HEAD = """# Conversations

Written by `python -m tests.end_to_end.transcripts`: people are scripted, the bot is the real one with the shipped
corpus, before a Telegram server on loopback. `⟦ ⟧` are buttons; *(edited)* means that a press changed the message.
"""
MEI, LI, ADA, BOSS = Person(101, "Mei"), Person(102, "Li"), Person(103, "Ada", "en"), Person(104, "Owner")
LIN = Person(105, "Lin", "zh-hant")
QUIET_SECONDS = 0.4
Json = dict[str, Any]


@dataclass
class Stage:
    """A chat in which a scene plays, and what was said so far."""

    world: World
    chat: Chat
    lines: list[str] = field(default_factory=list)

    def says(self, person: Person, text: str, **more: Any) -> Json:
        """Somebody writes; gives what the bot answers, or the message itself where it is silent."""
        before = len(self.world.said(self.chat))
        message = self.world.say(self.chat, text, person, **more)
        to = " *(in reply)*" if more.get("reply_to_message") else ""
        self._write(f"**{person.name}**{to}: {text}")
        answer = self._next(before)
        if answer is None:
            self.lines.append("*(silence)*\n")
            return message
        self._write(f"**nowall**: {shown(answer)}")
        return answer

    def presses(self, person: Person, message: Json, button: str) -> Json:
        """Somebody presses a button; gives the message as it reads then."""
        number = message["message_id"]
        query = self.world.press(message, button, person)
        told = self.world.wait_callback(query).get("text")
        self._write(f"**{person.name}** presses ⟦{button}⟧" + (f" and is told: {told}" if told else ""))
        now = self._settled(number, message)
        if now != message:
            self._write(f"**nowall** *(edited)*: {shown(now)}")
        return now

    def _next(self, before: int) -> Json | None:
        try:
            return self.world.wait_said(self.chat, before + 1, 2.5)[before]
        except AssertionError:
            return None

    def _settled(self, number: int, before: Json) -> Json:
        """The message once nothing changes any more."""
        deadline = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < deadline and self._now(number) == before:
            time.sleep(0.02)
        time.sleep(QUIET_SECONDS / 2)
        return self._now(number)

    def _now(self, number: int) -> Json:
        return next(m for m in self.world.said(self.chat) if m["message_id"] == number)

    def _write(self, text: str) -> None:
        self.lines.append("\n".join(f"> {line}".rstrip() for line in text.split("\n")) + "\n")


def shown(message: Json) -> str:
    """A message of the bot's in Markdown: its marks, its lines, and its buttons."""
    if document := message.get("document"):
        return f"*{document['file_name']}*, a document: {message.get('caption', '')}"
    text = marked(message["text"], message.get("entities", [])).replace("\n#", "\n\\#")
    text = text.replace("\n\n", "\n \n").replace("\n", "\\\n")
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = "\\\n".join(" ".join(f"⟦{button['text']}⟧" for button in row) for row in rows)
    return f"{text}\\\n{buttons}" if buttons else text


def marked(text: str, entities: list[Json]) -> str:
    """Bold and italics as Markdown; links are left out, to be read easily."""
    units = text.encode("utf-16-le")
    signs = {"bold": "**", "italic": "*", "code": "`"}
    cuts: list[tuple[int, int, str]] = []
    for entity in entities:
        if sign := signs.get(entity["type"]):
            cuts += [(entity["offset"], 1, sign), (entity["offset"] + entity["length"], 0, sign)]
    done, at = "", 0
    for offset, _, sign in sorted(cuts):
        done += units[2 * at : 2 * offset].decode("utf-16-le") + sign
        at = offset
    return done + units[2 * at :].decode("utf-16-le")


def reading_on(world: World) -> Stage:
    stage = Stage(world, world.private(MEI))
    answer = stage.says(MEI, "Altman 怎么回应撞墙？")
    answer = stage.presses(MEI, answer, "相关")
    answer = stage.presses(MEI, answer, "‹ 返回答案")
    answer = stage.presses(MEI, answer, "前后文")
    answer = stage.presses(MEI, answer, "‹ 返回答案")
    answer = stage.presses(MEI, answer, "👎")
    stage.presses(MEI, answer, "不完整")
    stage.says(MEI, "那他什么时候说的？")
    return stage


def differing(world: World) -> Stage:
    stage = Stage(world, world.private(ADA))
    stage.says(ADA, "When will Orion be released?")
    stage.says(ADA, "What did Sutskever tell Reuters?")
    return stage


def refusing(world: World) -> Stage:
    stage = Stage(world, world.private(LI))
    refusal = stage.says(LI, "GPT-4 训练一次耗多少电？")
    topic = refusal["reply_markup"]["inline_keyboard"][0][0]["text"]
    stage.presses(LI, refusal, topic)
    return stage


def traditional(world: World) -> Stage:
    stage = Stage(world, world.private(LIN))
    stage.says(LIN, "/start")
    stage.says(LIN, "OpenAI 把 AGI 分成哪五級？")
    return stage


def browsing(world: World) -> Stage:
    stage = Stage(world, world.private(MEI))
    stage.says(MEI, "/quote Altman 墙")
    stage.says(MEI, "/who 苏茨克维尔")
    timeline = stage.says(MEI, "/timeline Orion")
    if any(b["text"] == "▶" for row in timeline.get("reply_markup", {}).get("inline_keyboard", []) for b in row):
        stage.presses(MEI, timeline, "▶")
    topics = stage.says(MEI, "/topics")
    people = stage.presses(MEI, topics, topics["reply_markup"]["inline_keyboard"][0][0]["text"])
    stage.presses(MEI, people, people["reply_markup"]["inline_keyboard"][0][1]["text"])
    stage.says(MEI, "/sources")
    stage.says(MEI, "/timelin Orion")
    stage.says(MEI, "/who")
    return stage


def in_a_group(world: World) -> Stage:
    group = world.group(title="AI 新闻群")
    world.set_member(group, MEI, "administrator")
    stage = Stage(world, group)
    stage.says(LI, "今天天气不错")
    stage.says(LI, "Altman 怎么回应撞墙？")
    answer = stage.says(LI, "/ask@newsbot Altman 怎么回应撞墙？")
    stage.says(MEI, "那他什么时候说的？", reply_to_message=answer)
    stage.says(LI, "/settings@newsbot")
    settings = stage.says(MEI, "/settings@newsbot")
    settings = stage.presses(LI, settings, "出处：简短")
    stage.presses(MEI, settings, "出处：简短")
    stage.says(LI, "/ask@newsbot Orion 什么时候发布？")
    return stage


def for_owners(world: World) -> Stage:
    stage = Stage(world, world.private(BOSS))
    gaps = stage.says(BOSS, "/gaps")
    first = gaps.get("reply_markup", {}).get("inline_keyboard", [[{"text": ""}]])[0][0]["text"]
    if first:
        stage.presses(BOSS, gaps, first)
    stage.says(BOSS, "/stats")
    return stage


def private_matters(world: World) -> Stage:
    stage = Stage(world, world.private(MEI))
    page = stage.says(MEI, "/privacy")
    page = stage.presses(MEI, page, "删除")
    stage.presses(MEI, page, "全部删除")
    return stage


SCENES: tuple[tuple[str, Callable[[World], Stage]], ...] = (
    ("A question, and reading on", reading_on),
    ("Sources that differ, in English", differing),
    ("What the articles do not say", refusing),
    ("Traditional Chinese", traditional),
    ("Looking around", browsing),
    ("In a group", in_a_group),
    ("For the owners", for_owners),
    ("Privacy", private_matters),
)


def main() -> None:
    """Play all scenes and write the page."""
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as server:
        seed = Path(folder) / "seed"
        Engine.open(Settings(home=seed)).close()
        launcher = Launcher(server, Path(folder), seed)
        try:
            launcher.start_polling(BOT_OWNERS=str(BOSS.id))
            scenes = [f"## {title}\n\n" + "\n".join(play(server.world).lines) for title, play in SCENES]
        finally:
            launcher.close()
    PAGE.write_text("\n".join([HEAD, *scenes]), encoding="utf-8")


if __name__ == "__main__":
    main()
