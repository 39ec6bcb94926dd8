"""The settings of a chat as a message, and what its buttons change."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from bot.presses import Action, read
from bot.rendering.page import Page
from bot.rendering.settings import changed, settings_page
from bot.state.preferences import DEFAULT, Listens, Preferences
from nowall.answers import Language


def choices(page: Page) -> list[list[tuple[str, str]]]:
    assert page.buttons is not None
    return [[(button.text, str(button.callback_data)) for button in row] for row in page.buttons.inline_keyboard]


def chosen(page: Page) -> set[str]:
    return {data for row in choices(page) for words, data in row if words.startswith("✓")}


def test_private_chat_has_no_say_in_when_to_answer() -> None:
    page = settings_page(DEFAULT, Language.EN, group=False, hears_all=False)
    assert [len(row) for row in choices(page)] == [4, 2, 2]
    assert not any("listens" in data for row in choices(page) for _, data in row)
    assert "privacy mode" not in page.plain


def test_group_chooses_when_to_answer_too() -> None:
    page = settings_page(DEFAULT, Language.EN, group=True, hears_all=True)
    assert [len(row) for row in choices(page)] == [4, 3, 2, 2]
    assert "privacy mode" not in page.plain


@pytest.mark.parametrize(("listens", "warned"), [("commands", False), ("mentions", True), ("everything", True)])
def test_group_is_warned_that_telegram_hands_over_less_than_was_chosen(listens: str, warned: bool) -> None:
    now = Preferences(listens=Listens(listens))
    assert ("privacy mode" in settings_page(now, Language.EN, group=True, hears_all=False).plain) is warned


def test_what_holds_is_ticked() -> None:
    assert chosen(settings_page(DEFAULT, Language.ZH_HANS, group=True, hears_all=True)) == {
        "v1:z:language-auto", "v1:z:listens-mentions", "v1:z:long_sources-long", "v1:z:previews-off",
    }  # fmt: skip
    now = Preferences(Language.ZH_HANT, Listens.EVERYTHING, long_sources=False, previews=True)
    assert chosen(settings_page(now, Language.ZH_HANT, group=True, hears_all=True)) == {
        "v1:z:language-zh-Hant", "v1:z:listens-everything", "v1:z:long_sources-short", "v1:z:previews-on",
    }  # fmt: skip


@pytest.mark.parametrize("language", Language)
def test_every_button_changes_what_it_says_and_nothing_else(language: Language) -> None:
    now = Preferences(Language.EN, Listens.COMMANDS, long_sources=False, previews=True)
    for row in choices(settings_page(now, language, group=True, hears_all=True)):
        for words, data in row:
            press = read(data)
            assert press is not None
            assert press.action is Action.SETTING
            after = changed(now, press.key)
            assert after is not None
            name = press.key.partition("-")[0]
            others = [field.name for field in fields(Preferences) if field.name != name]
            assert all(getattr(after, other) == getattr(now, other) for other in others)
            assert (after == now) is words.startswith("✓")
            ticked = chosen(settings_page(after, language, group=True, hears_all=True))
            assert data in ticked


def test_automatic_language_is_none() -> None:
    assert changed(replace(DEFAULT, language=Language.EN), "language-auto") == DEFAULT


@pytest.mark.parametrize(
    "choice",
    [
        "", "-", "language", "language-", "language-fr", "language-zh", "listens-", "listens-always", "long_sources-on",
        "previews-long", "long-sources-long", "colour-red", "language-en-", "LANGUAGE-en",
    ],
)  # fmt: skip
def test_choice_that_there_is_not_changes_nothing(choice: str) -> None:
    assert changed(DEFAULT, choice) is None
