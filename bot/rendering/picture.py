"""A quote as a picture: the source below it, which a picture cannot link to, and the button for the other colours."""

from __future__ import annotations

from bot.markup import Markup, clip, italic, join, link, text
from bot.presses import Action, Press
from bot.rendering.keyboards import button, keyboard
from bot.rendering.page import Page, Reader, one_line
from bot.rendering.sources import address_of, title_of
from nowall.answers import AnswerFact, Citation
from nowall.texts import say

_NOTE_UNITS = 300
_NAME_UNITS = 100


def picture_page(fact: AnswerFact, citation: Citation, reader: Reader, *, dark: bool) -> Page:
    """What stands below the picture: whose words they are, where they are to be read, and what is odd about them."""
    speaker, publisher = (clip(one_line(name), _NAME_UNITS) for name in (_speaker(fact), citation.publisher))
    title = link(address_of(citation, reader, fact.key), text(title_of(citation, reader.language)))
    source = join(" ", (title, text(", ".join(filter(None, (publisher, citation.published))))))
    other = Press(Action.PICTURE, fact.key, 0 if dark else 1)
    row = [button(say(reader.language, f"picture.{'light' if dark else 'dark'}"), other)]
    return Page(join("\n", (text(speaker), source, _note(fact, reader))), keyboard([row]))


def _speaker(fact: AnswerFact) -> str:
    return fact.speaker or fact.claimant or ""


def _note(fact: AnswerFact, reader: Reader) -> Markup:
    if not fact.note:
        return Markup()
    return italic(text(say(reader.language, "picture.note", note=clip(one_line(fact.note), _NOTE_UNITS))))
