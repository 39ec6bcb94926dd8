"""Questions: ask the engine, answer with its answer."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Message, Update, User

from bot.addressing import Addressed
from bot.handlers import Context
from bot.incoming import addressed, is_private, language_of, topic
from bot.rendering import answer_page, notice
from bot.sending import Sender
from bot.state.memory import Before, Memory
from bot.state.turns import Spoken
from nowall.answers import Answer, Status
from nowall.engine import Engine
from nowall.errors import InputError

_log = structlog.get_logger(__name__)


class Questions:
    """Answers what is asked, and remembers it for the next question."""

    def __init__(self, engine: Engine, memory: Memory, sender: Sender) -> None:
        self._engine = engine
        self._memory = memory
        self._sender = sender

    async def asked(self, update: Update, context: Context) -> None:
        """A question, new or edited."""
        message, what = _question(update, context.bot.bot)
        before = await self._before(update, message, what)
        if before is None:
            return  # an edit of something that was never answered
        try:
            answer = await asyncio.to_thread(self._engine.ask, what.text, before.turns)
        except InputError:
            await self._sender.answer(update, notice(language_of(update.effective_user), "bad_question"))
            return
        _log.info("question.answered", status=answer.status.value, took_ms=round(answer.took_ms, 1))
        page = answer_page(answer, context.bot.username)
        await self._sender.answer(update, page, _spoken(what.text, answer, topic(message), before.follows))

    async def failed(self, update: Update) -> None:
        """Our own mistake: say so, in one sentence."""
        if isinstance(update.effective_message, Message) and not update.callback_query:
            await self._sender.answer(update, notice(language_of(update.effective_user), "failed"))

    async def _before(self, update: Update, message: Message, what: Addressed) -> Before | None:
        if update.edited_message is None:
            private = is_private(message.chat)
            return await self._memory.before(message.chat_id, topic(message), replied=what.follows, private=private)
        reply = await self._memory.reply_to(message.chat_id, message.message_id)
        return None if reply is None else await self._memory.before_reply(message.chat_id, reply)


def _question(update: Update, bot: User) -> tuple[Message, Addressed]:
    message, what = update.effective_message, addressed(update, bot)
    if not isinstance(message, Message) or not isinstance(what, Addressed):
        raise TypeError("not a question")
    return message, what


def _spoken(question: str, answer: Answer, where: int, follows: int | None) -> Spoken | None:
    """What a follow-up may rest on; small talk is nothing to come back to."""
    if answer.status is Status.SMALLTALK:
        return None
    return Spoken(question, tuple(fact.id for fact in answer.facts), where, follows)
