"""The settings of a chat as a message: what holds now, and a button for each choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.presses import Action, Press
from bot.rendering.keyboards import Button, Row, button, keyboard
from bot.rendering.page import Page, notice
from bot.state.preferences import Listens, Preferences
from nowall.answers import Language
from nowall.texts import say

_LANGUAGES = (None, *Language)


def settings_page(now: Preferences, language: Language, *, group: bool, hears_all: bool) -> Page:
    """The page; a group also chooses to what the bot listens. ``hears_all``: Telegram's privacy mode is off."""
    keys = ["settings_head", *(["settings_group"] if group else [])]
    words = "\n".join(say(language, f"bot.{key}") for key in keys)
    if group and not hears_all and now.listens is not Listens.COMMANDS:
        words += "\n\n" + say(language, "bot.settings_privacy_mode")
    rows: list[Row] = [_row(now, "language", [(_code(code), code) for code in _LANGUAGES], language)]
    if group:
        rows.append(_row(now, "listens", [(each.value, each) for each in Listens], language))
    rows.append(_row(now, "long_sources", [("long", True), ("short", False)], language))
    rows.append(_row(now, "previews", [("on", True), ("off", False)], language))
    page = notice(language, "settings", words=words)
    return page.under(keyboard(rows))


def changed(now: Preferences, choice: str) -> Preferences | None:
    """What holds after a choice (``name-value``) of a button; None for a choice that there is not."""
    name, _, value = choice.partition("-")
    match name, value:
        case "language", "auto":
            return replace(now, language=None)
        case "language", code if code in set(Language):
            return replace(now, language=Language(code))
        case "listens", to if to in set(Listens):
            return replace(now, listens=Listens(to))
        case "long_sources", "long" | "short":
            return replace(now, long_sources=value == "long")
        case "previews", "on" | "off":
            return replace(now, previews=value == "on")
    return None


def _row(now: Preferences, name: str, choices: Sequence[tuple[str, object]], language: Language) -> Row:
    return [_choice(name, value, language, chosen=getattr(now, name) == stands_for) for value, stands_for in choices]


def _choice(name: str, value: str, language: Language, *, chosen: bool) -> Button:
    words = say(language, f"bot.set_{name}_{value}")
    return button(f"✓ {words}" if chosen else words, Press(Action.SETTING, f"{name}-{value}"))


def _code(language: Language | None) -> str:
    return language.value if language else "auto"
