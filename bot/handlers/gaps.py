"""``/gaps``: questions without a good answer, and a way to write the fact that each lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Pressed, Services, aside, confirm
from bot.incoming import is_private
from bot.markup import text
from bot.presses import Action
from bot.rendering.gaps import GAPS_A_PAGE, NEAREST, gap_page, gaps_page
from bot.rendering.page import Page
from bot.state.gaps import Gap
from nowall.answers import Language
from nowall.errors import NowallError
from nowall.texts import say


class Gaps:
    """Shows owners, in private, what people asked in vain or did not like the answer of."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {Kind.GAPS: self.gaps}
        self.presses: Mapping[Action, OnPress] = {
            Action.GAPS: self.turned,
            Action.GAP: self.opened,
            Action.GAP_DONE: self.done,
        }

    async def gaps(self, heard: Heard) -> None:
        """The open ones, most frequent first."""
        if not heard.by_owner:
            await heard.say("owners_only")
        elif not is_private(heard.message.chat):
            await heard.answer(Page(text(say(heard.language, "owners.gaps_private"))))
        else:
            await heard.answer(await self._list(0, heard.language))

    async def turned(self, pressed: Pressed) -> None:
        """Another page of them."""
        if await self._may(pressed):
            await pressed.confirm()
            await pressed.show(await self._list(pressed.press.number, pressed.language))

    async def opened(self, pressed: Pressed) -> None:
        """One of them."""
        if not await self._may(pressed):
            return
        gap = await self._services.desk.gap(_number(pressed))
        if gap is None or gap.closed_at is not None:
            await confirm(pressed.query, say(pressed.language, "owners.gap_gone"))
            await pressed.show(await self._list(pressed.press.number, pressed.language))
        else:
            await pressed.confirm()
            await pressed.show(await aside(self._page, gap, pressed.press.number, pressed.language))

    async def done(self, pressed: Pressed) -> None:
        """Something was done about it: close it, and show the list again."""
        if await self._may(pressed):
            closed = await self._services.desk.close(_number(pressed))
            await confirm(pressed.query, say(pressed.language, "owners.gap_closed" if closed else "owners.gap_gone"))
            await pressed.show(await self._list(pressed.press.number, pressed.language))

    async def _may(self, pressed: Pressed) -> bool:
        if self._services.settings.owns(pressed.user) and is_private(pressed.message.chat):
            return True
        await pressed.confirm("owners_only")
        return False

    async def _list(self, start: int, language: Language) -> Page:
        """A page; the last one where this one is empty now."""
        gaps, total = await self._services.desk.gaps(start, GAPS_A_PAGE)
        if not gaps and total:
            start = (total - 1) // GAPS_A_PAGE * GAPS_A_PAGE
            gaps, total = await self._services.desk.gaps(start, GAPS_A_PAGE)
        return gaps_page(gaps, start, total, language)

    def _page(self, gap: Gap, start: int, language: Language) -> Page:
        nearest = self._services.engine.catalogue.nearest(gap.question, language, NEAREST)
        answered, draft = self._answered(gap.facts, language), self._draft(gap, language)
        return gap_page(gap, answered, nearest, draft, start=start, language=language)

    def _answered(self, facts: Sequence[str], language: Language) -> list[str]:
        """What these facts say, as far as they are still there."""
        cards = (self._services.engine.catalogue.card(fact, language) for fact in facts)
        return [card.text for card in cards if card]

    def _draft(self, gap: Gap, language: Language) -> str:
        """The fact to be filled in; nothing where the pack's files cannot be read at the moment."""
        try:
            return self._services.engine.draft(gap.question, language)
        except NowallError:
            return ""


def _number(pressed: Pressed) -> int:
    return int(pressed.press.key) if pressed.press.key.isdecimal() else 0
