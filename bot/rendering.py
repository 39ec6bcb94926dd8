"""From the engine's values to what Telegram shows: HTML, and buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit
from telegram.helpers import create_deep_linked_url

from bot.markup import Markup, bold, clip, code, italic, join, link, text
from nowall.answers import Answer, AnswerFact, ArticleCard, Citation, Language, Status, Suggestion
from nowall.texts import say

MOST_SOURCES = 3
MOST_SUGGESTIONS = 4
_MOST_SIDES = 6
_MOST_SAMPLES = 6
_MOST_ARTICLES = 20
_TITLE_UNITS = 160
_NAME_UNITS = 60
_NOTE_UNITS = 300
_BUTTON_UNITS = 60

_WEB = re.compile(r"https?://[^\s/][^\s]*")

CARD_DATA = "v1:f:"
"""What a button's data begins with that shows a fact."""
REMOVE_DATA = "v1:r:"
KEEP_DATA = "v1:k:"
"""What the data of buttons begins with that remove an article, or do not."""


@dataclass(frozen=True, slots=True)
class Page:
    """A message that is ready to be sent."""

    markup: Markup
    keyboard: InlineKeyboardMarkup | None = None

    @property
    def html(self) -> str:
        """The text in Telegram's HTML."""
        return self.markup.html

    @property
    def plain(self) -> str:
        """The same without markup."""
        return self.markup.plain


def notice(language: Language, key: str, **values: object) -> Page:
    """One of the bot's own sentences."""
    return Page(text(clip(say(language, f"bot.{key}", **values), MessageLimit.MAX_TEXT_LENGTH)))


def answer_page(answer: Answer, username: str) -> Page:
    """An answer with its sources; a refusal or smalltalk is its text alone, perhaps with topics to press."""
    keyboard = suggestion_buttons(answer.suggestions[:MOST_SUGGESTIONS])
    if answer.status in {Status.UNKNOWN, Status.SMALLTALK}:
        return Page(text(clip(answer.text, MessageLimit.MAX_TEXT_LENGTH)), keyboard)
    conflicting = answer.status is Status.CONFLICTING
    citations = answer.citations[: _MOST_SIDES if conflicting else MOST_SOURCES]
    head = text(say(answer.language, "bot.sources_differ")) if conflicting else Markup()
    sources = (_source(n, c, answer.language, _address(c, username)) for n, c in enumerate(citations, 1))
    tail = join("\n\n", (join("\n", _notes(answer)), join("\n", sources)))
    room = MessageLimit.MAX_TEXT_LENGTH - head.length - tail.length - 2 * len("\n\n")
    body = _body(answer, answer.text, _markers(citations, username))
    if body.length > room:
        body = text(clip(answer.text, room))
    return Page(join("\n\n", (head, body, tail)), keyboard)


def article_page(card: ArticleCard, language: Language) -> Page:
    """What is known of an article, and a few of its topics."""
    cited = card.citation
    about = (clip(_one_line(part), _NAME_UNITS) for part in (cited.publisher, card.author, cited.published) if part)
    notes = (text(clip(_one_line(note), _NOTE_UNITS)) for note in (card.published_note, card.provenance) if note)
    lines = (
        bold(_title(cited, language, _web_address(cited))),
        text(" · ".join(about)),
        *notes,
        text(say(language, "bot.facts_count", facts=card.facts)),
    )
    return Page(join("\n", lines), suggestion_buttons(card.samples[:_MOST_SAMPLES]))


def removal_page(card: ArticleCard, language: Language) -> Page:
    """The question whether to remove an article."""
    page = notice(language, "remove_ask", title=title_of(card.citation, language), facts=card.facts)
    choices = (("bot.remove_yes", REMOVE_DATA), ("bot.remove_no", KEEP_DATA))
    buttons = [InlineKeyboardButton(say(language, key), callback_data=d + card.citation.key) for key, d in choices]
    return Page(page.markup, InlineKeyboardMarkup([buttons]))


def title_of(citation: Citation, language: Language) -> str:
    """The title of an article, as this language writes titles."""
    return say(language, "bot.title", title=clip(_one_line(citation.title) or citation.article, _TITLE_UNITS))


def card_link(citation: Citation, language: Language, username: str) -> Markup:
    """The title of an article, leading to the bot's card of it."""
    return link(_card_address(citation, username), text(title_of(citation, language)))


def sources_page(cards: Sequence[ArticleCard], language: Language, username: str, *, ids: bool = False) -> Page:
    """All articles, newest first; with ``ids`` also by what name they can be removed."""
    shown = cards[:_MOST_ARTICLES]
    if not shown:
        return notice(language, "no_sources")
    lines = [
        join(
            " ",
            (
                _source(number, card.citation, language, _card_address(card.citation, username)),
                code(text(card.citation.article)) if ids else Markup(),
            ),
        )
        for number, card in enumerate(shown, 1)
    ]
    head = text(say(language, "bot.sources_head", articles=len(cards)))
    rest = text(say(language, "bot.sources_more", articles=len(cards) - len(shown)) if len(cards) > len(shown) else "")
    while join("\n", lines).length + head.length + rest.length > MessageLimit.MAX_TEXT_LENGTH - 4:
        lines.pop()
    return Page(join("\n\n", (head, join("\n", lines), rest)))


def suggestion_buttons(suggestions: Iterable[Suggestion]) -> InlineKeyboardMarkup | None:
    """A button for each topic, one under the other."""
    limit = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    rows = [
        [InlineKeyboardButton(clip(_one_line(s.text), _BUTTON_UNITS), callback_data=CARD_DATA + s.key)]
        for s in suggestions
        if s.text.strip() and len((CARD_DATA + s.key).encode()) <= limit
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _body(answer: Answer, words: str, markers: Mapping[str, Markup]) -> Markup:
    """The text, line by line: the answering words in bold, and, where there are several sources, which one."""
    lines = []
    for line in words.split("\n"):
        fact = _fact_of(line, answer.facts)
        marked = _emphasised(line, (fact.short, answer.short) if fact else (answer.short,))
        if fact and fact.side_label and fact.side_label not in line:
            marked = bold(text(say(answer.language, "bot.side", side=fact.side_label))) + marked
        if fact and len(markers) > 1 and fact.article in markers:
            marked = marked + text(" ") + markers[fact.article]
        lines.append(marked)
    whole = lines[0]
    for line_markup in lines[1:]:
        whole = whole + text("\n") + line_markup
    return whole


def _fact_of(line: str, facts: Sequence[AnswerFact]) -> AnswerFact | None:
    """The fact that a line states: the one whose text it holds, or else whose answering words."""
    by_text = (fact for fact in facts if fact.text and fact.text in line)
    by_short = (fact for fact in facts if fact.short and fact.short in line)
    only = facts[0] if len(facts) == 1 else None
    return next(by_text, None) or next(by_short, None) or only


def _emphasised(line: str, candidates: Iterable[str | None]) -> Markup:
    words = next((c for c in candidates if c and c.strip() and c in line), None)
    if words is None or words == line.strip():
        return text(line)
    before, _, after = line.partition(words)
    return text(before) + bold(text(words)) + text(after)


def _notes(answer: Answer) -> list[Markup]:
    notes = list(dict.fromkeys(clip(fact.note, _NOTE_UNITS) for fact in answer.facts if fact.note))
    return [italic(text(say(answer.language, "bot.note", note=note))) for note in notes[:MOST_SOURCES]]


def _markers(citations: Sequence[Citation], username: str) -> dict[str, Markup]:
    return {c.article: link(_address(c, username), text(f"[{n}]")) for n, c in enumerate(citations, 1)}


def _source(number: int, citation: Citation, language: Language, address: str) -> Markup:
    """``[1] 《title》 publisher, date``: the title is the link."""
    about = ", ".join(_one_line(part) for part in (clip(citation.publisher, _NAME_UNITS), citation.published) if part)
    return join(" ", (text(f"[{number}]"), _title(citation, language, address), text(about)))


def _title(citation: Citation, language: Language, address: str | None) -> Markup:
    shown = text(title_of(citation, language))
    return link(address, shown) if address else shown


def _address(citation: Citation, username: str) -> str:
    """Where the article is to be read, or else the bot's own card of it."""
    return _web_address(citation) or _card_address(citation, username)


def _web_address(citation: Citation) -> str | None:
    url = citation.url or ""
    return url if _WEB.fullmatch(url) else None


def _card_address(citation: Citation, username: str) -> str:
    return create_deep_linked_url(username, f"a_{citation.key}")


def _one_line(words: str) -> str:
    return " ".join(words.split())
