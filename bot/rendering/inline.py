"""Facts and quotes as results of an inline query: a line to choose by, and the message that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from unicodedata import east_asian_width

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.helpers import create_deep_linked_url

from bot.markup import text
from bot.rendering.answers import answer_page
from bot.rendering.keyboards import Button
from bot.rendering.page import Page, Reader, one_line
from nowall.answers import Answer, AnswerFact, Citation, FactPage, Language, Status
from nowall.texts import say

ASK = "ask"
"""The payload of ``/start`` for who comes from a query without results."""
_NAME_COLUMNS = 40
_TITLE_COLUMNS = 68
_TOLD_COLUMNS = 124
"""Lists show a line or two; what is longer would push the source out of sight."""


def inline_results(shown: FactPage, reader: Reader) -> list[InlineQueryResultArticle]:
    """A result for each fact, its id ``f:KEY``. The messages have no button that needs to know their chat."""
    return list({result.id: result for result in _results(shown, reader)}.values())


def ask_button(language: Language) -> InlineQueryResultsButton:
    """What stands where nothing is found: the way into the private chat."""
    return InlineQueryResultsButton(say(language, "inline.unknown"), start_parameter=ASK)


def _results(shown: FactPage, reader: Reader) -> Iterator[InlineQueryResultArticle]:
    cited = {citation.article: citation for citation in shown.citations}
    for fact in shown.facts:
        citation, title = cited.get(fact.article), _title(fact, reader.language)
        if citation and title:
            yield InlineQueryResultArticle(
                id=f"f:{fact.key}",
                title=title,
                description=_description(fact, citation, title),
                input_message_content=InputTextMessageContent(_message(fact, citation, reader).html, ParseMode.HTML),
                reply_markup=_keyboard(fact, reader),
            )


def _message(fact: AnswerFact, citation: Citation, reader: Reader) -> Page:
    answer = Answer(Status.ANSWERED, reader.language, fact.text, fact.short, 1.0, (fact,), (citation,))
    return answer_page(answer, reader)


def _keyboard(fact: AnswerFact, reader: Reader) -> InlineKeyboardMarkup:
    address = create_deep_linked_url(reader.username, f"f_{fact.key}")
    return InlineKeyboardMarkup.from_button(Button(say(reader.language, "inline.ask_more"), url=address))


def _title(fact: AnswerFact, language: Language) -> str:
    """A quote with its speaker, else the answering words, else the fact; empty where there is nothing to see."""
    quoted = _line(next((words for words in (fact.quote, fact.translation) if words and words in fact.text), ""))
    if quoted and fact.speaker:
        speaker = _clip(_line(fact.speaker), _NAME_COLUMNS)
        return say(language, "inline.quote", words=_clip(quoted, _TITLE_COLUMNS), speaker=speaker)
    return _clip(_line(fact.short or "") or _line(fact.text), _TITLE_COLUMNS)


def _description(fact: AnswerFact, citation: Citation, title: str) -> str:
    """The fact, unless the title is all of it, and where it stands."""
    told = _clip(_line(fact.text), _TOLD_COLUMNS)
    source = ", ".join(filter(None, (_clip(_line(citation.publisher), _NAME_COLUMNS), citation.published)))
    return " · ".join(part for part in (told if told != title else "", source) if part)


def _line(words: str) -> str:
    """One line of what can be sent; empty where none of it can be seen."""
    line = text(one_line(words)).plain
    return line if any(character.isprintable() and not character.isspace() for character in line) else ""


def _clip(line: str, columns: int) -> str:
    """What fits into columns of a list, where a Chinese character takes two."""
    widths = accumulate(2 if east_asian_width(character) in "WF" else 1 for character in line)
    fitting = sum(1 for width in widths if width <= columns)
    return line if fitting == len(line) else line[: fitting - 1].rstrip() + "…"
