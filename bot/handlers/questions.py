"""Questions: ask the engine, answer with its answer."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import structlog
from sqlalchemy import Connection
from telegram import Message, Update

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Services, spoken_of
from bot.incoming import is_private, language_of, topic
from bot.metrics import ANSWERS, STAGE_SECONDS
from bot.presses import Action
from bot.rendering.answers import answer_page
from bot.rendering.page import notice, prompt
from bot.sending import Also
from bot.state.gaps import note_unknown
from bot.state.memory import Before
from bot.state.tallies import count, day_of
from nowall.answers import Answer, Status
from nowall.errors import InputError

_log = structlog.get_logger(__name__)


class Questions:
    """Answers what is asked, and remembers it for the next question."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {Kind.ASK: self.asked, Kind.EMPTY: self.empty}
        self.presses: Mapping[Action, OnPress] = {}

    async def asked(self, heard: Heard) -> None:
        """A question, new or edited. One that was only overheard is answered, or passed over in silence."""
        message, what = heard.message, heard.what
        before = await self._before(heard)
        if before is None:
            return  # an edit of something that was never answered
        try:
            client = language_of(message.from_user)
            answer = await self._services.ask(what.text, before.turns, message.chat_id, client)
        except InputError:
            if not what.overheard:
                await heard.say("bad_question")
            return
        ANSWERS.labels(answer.status.value).inc()
        STAGE_SECONDS.labels("engine").observe(answer.took_ms / 1000)
        _log.info("question.answered", status=answer.status.value, took_ms=round(answer.took_ms, 1))
        if what.overheard and answer.status not in {Status.ANSWERED, Status.CONFLICTING}:
            return
        page = answer_page(answer, replace(heard.reader, language=answer.language))
        spoken = None if answer.status is Status.SMALLTALK else spoken_of(answer, message, what.text, before.follows)
        await heard.answer(page, spoken, _counted(what.text, answer))

    async def empty(self, heard: Heard) -> None:
        """Ask for the question; whoever replies is answered."""
        await heard.answer(prompt(heard.language, "prompt_ask", "example_ask"))

    async def failed(self, update: Update) -> None:
        """Our own mistake: say so, in one sentence."""
        message = update.effective_message
        if isinstance(message, Message) and not update.callback_query:
            reader = self._services.reader(update.get_bot(), message.chat_id, message.from_user)
            await self._services.sender.answer(update, notice(reader.language, "failed"))

    async def _before(self, heard: Heard) -> Before | None:
        message: Message = heard.message
        if heard.update.edited_message is None:
            private = is_private(message.chat)
            return await self._services.memory.before(
                message.chat_id, topic(message), replied=heard.what.follows, private=private
            )
        reply = await self._services.memory.reply_to(message.chat_id, message.message_id)
        return None if reply is None else await self._services.memory.before_reply(message.chat_id, reply)


def _counted(question: str, answer: Answer) -> Also:
    """Numbers for the owners, and what nobody could answer; neither says who asked."""

    def also(connection: Connection) -> None:
        now = time.time()
        count(connection, f"answer.{answer.status}", day_of(now))
        if answer.status is Status.UNKNOWN:
            note_unknown(connection, question, answer.language, now)

    return also
