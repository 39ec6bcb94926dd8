"""Cards: an article, the list of articles, somebody or something that is known, the topics to browse."""

from __future__ import annotations

from collections.abc import Sequence

from bot.markup import Markup, bold, clip, code, join, link, text
from bot.presses import Action, Press
from bot.rendering.keyboards import Row, button, keyboard, paging_row, suggestion_rows
from bot.rendering.page import ROOM, Page, Reader, notice, one_line
from bot.rendering.sources import own_address, title_of, web_address
from nowall.answers import ArticleCard, EntityCard, Language
from nowall.texts import say

ARTICLES_A_PAGE = 10
TOPICS_A_PAGE = 8
_MOST_SAMPLES = 6
_NAME_UNITS = 60
_NOTE_UNITS = 300
_MOST_ALIASES = 8
_MOST_RELATIONS = 5


def article_page(card: ArticleCard, reader: Reader, rows: Sequence[Row] = (), *, fact: str = "") -> Page:
    """What is known of an article, and a few of its topics; our page of it, at a fact, where the world can see it."""
    cited = card.citation
    about = (clip(one_line(part), _NAME_UNITS) for part in (cited.publisher, card.author, cited.published) if part)
    carried = say(reader.language, "bot.reposted", names=_joined(card.reposts, reader.language)) if card.reposts else ""
    notes = (clip(one_line(note), _NOTE_UNITS) for note in (card.published_note, card.provenance or carried) if note)
    page = own_address(cited, reader, fact) if reader.site else None
    lines = (
        bold(_linked(web_address(cited) or page, text(title_of(cited, reader.language)))),
        text(" · ".join(about)),
        *map(text, notes),
        _linked(page, text(say(reader.language, "bot.facts_count", facts=card.facts))),
    )
    return Page(join("\n", lines), keyboard([*suggestion_rows(card.samples, _MOST_SAMPLES), *rows]))


def removal_page(card: ArticleCard, language: Language) -> Page:
    """The question whether to remove an article."""
    page = notice(language, "remove_ask", title=title_of(card.citation, language), facts=card.facts)
    choices = (("bot.remove_yes", Action.REMOVE), ("bot.remove_no", Action.KEEP))
    row = [button(say(language, key), Press(action, card.citation.key)) for key, action in choices]
    return page.under(keyboard([row]))


def library_page(cards: Sequence[ArticleCard], start: int, total: int, reader: Reader, *, ids: bool = False) -> Page:
    """A page of all articles, newest first; with ``ids`` also by what name they can be removed."""
    if not cards:
        return notice(reader.language, "no_sources")
    lines = [_article_line(number, card, reader, ids=ids) for number, card in enumerate(cards, start + 1)]
    head = bold(text(say(reader.language, "bot.sources_head", articles=total)))
    pages = paging_row(lambda at: Press(Action.LIBRARY, number=at), start, ARTICLES_A_PAGE, total)
    while join("\n\n", (head, join("\n", lines))).length > ROOM:
        lines.pop()
    return Page(join("\n\n", (head, join("\n", lines))), keyboard([pages]))


def entity_head(card: EntityCard, reader: Reader) -> Markup:
    """Who or what it is: name, what is said of it, or its ties to others, other names."""
    names = [alias for alias in card.aliases if alias != card.name][:_MOST_ALIASES]
    also = say(reader.language, "bot.also_called", names=_joined(names, reader.language)) if names else ""
    known = say(reader.language, "bot.known_of", facts=card.facts, quotes=card.quotes)
    told = [card.about] if card.about else card.relations[:_MOST_RELATIONS]
    return join("\n", (bold(text(card.name)), *map(text, filter(None, (*told, also, known)))))


def topics_page(kinds: Sequence[tuple[str, int]], reader: Reader) -> Page:
    """The kinds of things that are known, to choose one."""
    page = notice(reader.language, "topics_head")
    words = [(kind, say(reader.language, f"bot.kind_{kind}", number=number)) for kind, number in kinds]
    buttons = [button(name, Press(Action.TOPICS, kind)) for kind, name in words]
    return page.under(keyboard([buttons[at : at + 2] for at in range(0, len(buttons), 2)]))


def kind_page(kind: str, cards: Sequence[EntityCard], start: int, total: int, reader: Reader) -> Page:
    """A page of the things of one kind, those with most facts first."""
    page = notice(reader.language, f"kind_{kind}", number=total)
    buttons = [button(f"{card.name} ({card.facts})", Press(Action.ABOUT, card.key)) for card in cards]
    rows: list[Row] = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    rows.append(paging_row(lambda at: Press(Action.TOPICS, kind, at), start, TOPICS_A_PAGE, total))
    rows.append([button(say(reader.language, "bot.button_all_topics"), Press(Action.TOPICS))])
    return page.under(keyboard(rows))


def _article_line(number: int, card: ArticleCard, reader: Reader, *, ids: bool) -> Markup:
    cited = card.citation
    title = _linked(own_address(cited, reader), text(title_of(cited, reader.language)))
    about = ", ".join(filter(None, (clip(one_line(cited.publisher), _NAME_UNITS), cited.published)))
    named = code(text(cited.article)) if ids else Markup()
    return join(" ", (text(f"{number}."), title, text(about), named))


def _linked(address: str | None, title: Markup) -> Markup:
    return link(address, title) if address else title


def _joined(names: Sequence[str], language: Language) -> str:
    return (", " if language is Language.EN else "、").join(names)
