"""👍 and 👎 under an answer, and why not."""

from __future__ import annotations

import time
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.commands import Kind
from bot.handlers import OnCommand, OnPress, Pressed, Services
from bot.presses import Action
from bot.rendering.keyboards import REASONS, with_reasons, with_tally, without_reasons
from bot.state.feedback import explain, judge
from bot.state.tallies import count, day_of
from bot.state.votes import Tally, Vote, vote_of


class Voting:
    """Counts one vote a person. The vote is stored with the update, so that a repeated press does not undo it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {}
        self.presses: Mapping[Action, OnPress] = {
            Action.UP: self.voted,
            Action.DOWN: self.voted,
            Action.REASON: self.explained,
        }

    async def voted(self, pressed: Pressed) -> None:
        """A vote, a changed one, or the same one taken back."""
        up = pressed.press.action is Action.UP
        place = pressed.message.chat_id, pressed.message.message_id, pressed.user
        tally, mine = Tally(), None

        def write(connection: Connection) -> None:
            nonlocal tally, mine
            now, before = time.time(), vote_of(connection, *place)
            tally = judge(connection, *place, up=up, language=pressed.language, at=now)
            mine = vote_of(connection, *place)
            for vote, change in ((before, -1), (mine, 1)):
                if vote:
                    count(connection, "vote.up" if vote.up else "vote.down", day_of(now), change)

        await self._services.sender.close("voted", write)
        await pressed.confirm(_thanks(mine))
        if under := pressed.message.reply_markup:
            under = with_tally(without_reasons(under), tally)
            asks_why = mine is not None and not mine.up
            buttons = with_reasons(under, pressed.language) if asks_why else under
            await self._services.sender.exchange_buttons(pressed.message, buttons)

    async def explained(self, pressed: Pressed) -> None:
        """Why an answer is disliked."""
        reason = pressed.press.key
        place = pressed.message.chat_id, pressed.message.message_id, pressed.user
        counted = False

        def write(connection: Connection) -> None:
            nonlocal counted
            counted = reason in REASONS and explain(connection, *place, reason)

        await self._services.sender.close("explained", write)
        await pressed.confirm("voted_why" if counted else "vote_first")
        if counted and pressed.message.reply_markup:
            buttons = without_reasons(pressed.message.reply_markup)
            await self._services.sender.exchange_buttons(pressed.message, buttons)


def _thanks(vote: Vote | None) -> str:
    if vote is None:
        return "vote_back"
    return "voted_up" if vote.up else "voted_down"
