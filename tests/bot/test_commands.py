"""The table of commands, what is near a mistyped one, and the prompts by which a reply is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import BY_NAME, COMMANDS, Audience, Kind, nearest_command, prompted
from bot.rendering.page import prompt
from nowall.answers import Language
from nowall.texts import say

PROMPTING = [command.kind for command in COMMANDS if command.prompts]


def test_every_command_can_be_registered_and_is_described() -> None:
    assert len(BY_NAME) == len(COMMANDS)
    for name in BY_NAME:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert all(1 <= len(say(language, f"bot.command_{name}")) <= 256 for language in Language)


def test_what_is_no_command_has_no_name() -> None:
    assert {Kind.EMPTY, Kind.MEDIA, Kind.UNKNOWN_COMMAND} == set(Kind) - {command.kind for command in COMMANDS}


def test_groups_are_not_offered_what_owners_or_people_have_for_themselves() -> None:
    private_only = {command.kind for command in COMMANDS if not command.groups}
    assert private_only == {Kind.PRIVACY, Kind.START}
    owners = {command.kind for command in COMMANDS if command.audience is Audience.OWNERS}
    assert owners == {Kind.GAPS, Kind.STATS, Kind.ADD, Kind.REMOVE}
    assert [command.kind for command in COMMANDS if command.audience is Audience.ADMINS] == [Kind.SETTINGS]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", PROMPTING)
def test_prompt_is_known_by_its_words_in_every_language(kind: Kind, language: Language) -> None:
    page = prompt(language, f"prompt_{kind}", f"example_{kind}")
    assert prompted(page.plain) is kind
    assert prompted(f" {page.plain}\n") is kind


def test_prompts_of_different_commands_differ() -> None:
    prompts = {say(language, f"bot.prompt_{kind}") for kind in PROMPTING for language in Language}
    kinds = {prompted(words) for words in prompts}
    assert kinds == set(PROMPTING)


@pytest.mark.parametrize("words", ["", "想问什么", "没有墙", "What would you like to know?"])
def test_other_words_are_no_prompt(words: str) -> None:
    assert prompted(words) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qoute", "quote"), ("quotes", "quote"), ("QUOTE1", "quote"), ("whois", "who"), ("time_line", "timeline"),
        ("topic", "topics"), ("source", "sources"), ("setting", "settings"), ("sttings", "settings"), ("hlep", "help"),
        ("strat", "start"), ("rnd", "random"), ("privat", "privacy"), ("asks", "ask"), ("frobnicate", None),
        ("x", None), ("newchat", None), ("吴语", None),
    ],
)  # fmt: skip
def test_mistyped_command_gets_the_nearest_one(typed: str, meant: str | None) -> None:
    assert nearest_command(typed, owner=False) == meant


@pytest.mark.parametrize("typed", ["gap", "stat", "addd", "remov"])
def test_commands_of_owners_are_named_to_owners_only(typed: str) -> None:
    assert nearest_command(typed, owner=True) is not None
    near = nearest_command(typed, owner=False)
    assert near is None or BY_NAME[near].audience is not Audience.OWNERS


@given(st.text(max_size=64), st.booleans())
def test_nearest_command_is_one_that_there_is(typed: str, owner: bool) -> None:
    near = nearest_command(typed, owner=owner)
    assert near is None or near in BY_NAME
