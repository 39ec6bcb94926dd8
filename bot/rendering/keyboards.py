"""The buttons under the bot's messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.markup import clip
from bot.presses import Action, Press, read
from bot.rendering.page import one_line
from bot.state.votes import Tally
from nowall.answers import Answer, Language, Suggestion
from nowall.texts import say

MOST_SUGGESTIONS = 4
REASONS = ("wrong", "beside", "old", "thin")
"""Why somebody dislikes an answer; their words are ``bot.reason_…``."""
_BUTTON_UNITS = 60
_OFFERING = (Action.CARD, Action.BACK, Action.RANDOM, Action.GAPS)

Button = InlineKeyboardButton
Row = Sequence[InlineKeyboardButton]


def button(words: str, press: Press) -> Button:
    """A button that says one line."""
    return Button(clip(one_line(words), _BUTTON_UNITS), callback_data=press.data)


def keyboard(rows: Iterable[Row]) -> InlineKeyboardMarkup | None:
    """The rows that are not empty, if there are any."""
    kept = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None


def suggestion_buttons(suggestions: Iterable[Suggestion], most: int = MOST_SUGGESTIONS) -> InlineKeyboardMarkup | None:
    """A button for each topic, one under the other."""
    return keyboard(suggestion_rows(suggestions, most))


def suggestion_rows(suggestions: Iterable[Suggestion], most: int = MOST_SUGGESTIONS) -> list[Row]:
    """The rows of these."""
    named = [suggestion for suggestion in suggestions if suggestion.text.strip()]
    return [[button(topic.text, Press(Action.CARD, topic.key))] for topic in named[:most]]


def answer_buttons(
    answer: Answer, language: Language, *, more_sources: bool = False, pictures: bool = False
) -> InlineKeyboardMarkup | None:
    """What one can do with an answer: read on, see where it stands, vote, share, and topics beside it.

    ``pictures``: a quote can be had as a picture.
    """
    key = answer.facts[0].key
    reading = ((Action.MORE, "more"), (Action.CONTEXT, "context"), (Action.ARTICLE, "article"))
    rows: list[Row] = [[button(say(language, f"bot.button_{name}"), Press(action, key)) for action, name in reading]]
    if more_sources:
        words = say(language, "bot.button_all_sources", sources=len(answer.citations))
        rows.append([button(words, Press(Action.SOURCES, key))])
    drawn = [picture_button(key, language)] if pictures and len(answer.facts) == 1 and answer.facts[0].quote else []
    rows.append([*_votes(Tally(0, 0)), share_button(key, language), *drawn])
    return keyboard([*rows, *suggestion_rows(answer.suggestions)])


def offering_rows(under: InlineKeyboardMarkup | None, but: str) -> list[Row]:
    """Those rows that offer facts, ``but`` for this one, or lead back."""
    rows = under.inline_keyboard if under else ()
    offering = [row for row in rows if any(_is(old, *_OFFERING) for old in row)]
    return [row for row in offering if _data(row[0]) != Press(Action.CARD, but).data]


def share_button(fact_key: str, language: Language) -> Button:
    """Offer the fact in another chat, by inline mode, which knows it by its key."""
    return Button(say(language, "bot.button_share"), switch_inline_query=f"#{fact_key}")


def picture_button(fact_key: str, language: Language) -> Button:
    """Have the quote as a picture."""
    return button(say(language, "picture.button"), Press(Action.PICTURE, fact_key))


def back_button(fact_key: str, language: Language) -> Button:
    """Show the answer again."""
    return button(say(language, "bot.button_back"), Press(Action.BACK, fact_key))


def paging_row(at: Callable[[int], Press], start: int, count: int, total: int) -> Row:
    """Buttons to the page before and the page after, where there are such."""
    row = []
    if start > 0:
        row.append(button("◀", at(max(0, start - count))))
    if start + count < total:
        row.append(button("▶", at(start + count)))
    return row


def with_tally(under: InlineKeyboardMarkup, tally: Tally) -> InlineKeyboardMarkup:
    """The same buttons with the votes as they stand."""
    fresh = {Press(Action.UP).data: _votes(tally)[0], Press(Action.DOWN).data: _votes(tally)[1]}
    rows = ([fresh.get(_data(old), old) for old in row] for row in under.inline_keyboard)
    return InlineKeyboardMarkup(list(rows))


def with_reasons(under: InlineKeyboardMarkup, language: Language) -> InlineKeyboardMarkup:
    """The same buttons, and under them the reasons for a 👎, which nobody has to give."""
    row = [button(say(language, f"bot.reason_{reason}"), Press(Action.REASON, reason)) for reason in REASONS]
    return InlineKeyboardMarkup([*without_reasons(under).inline_keyboard, row])


def without_reasons(under: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """The same buttons without the reasons."""
    rows = [row for row in under.inline_keyboard if not any(_is(old, Action.REASON) for old in row)]
    return InlineKeyboardMarkup(rows)


def _votes(tally: Tally) -> tuple[Button, Button]:
    up, down = (f" {count}" if count else "" for count in (tally.up, tally.down))
    return button(f"👍{up}", Press(Action.UP)), button(f"👎{down}", Press(Action.DOWN))


def _data(one: Button) -> str:
    return one.callback_data if isinstance(one.callback_data, str) else ""


def _is(one: Button, *actions: Action) -> bool:
    press = read(_data(one))
    return press is not None and press.action in actions
