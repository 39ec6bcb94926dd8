"""Every string that a user can see, in three languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import opencc
import pytest

import nowall.texts
from nowall.answers import Language
from nowall.texts import _table, keys, say

CHINESE = [Language.ZH_HANS, Language.ZH_HANT]
SENTENCES = re.compile(r"[\u4e00-\u9fff][,.;:!?()]|[,.;:!?()][\u4e00-\u9fff]")
# in both scripts correct, although OpenCC would write them another way
SAME_IN_BOTH = frozenset("台群")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", Language)
def test_every_language_has_the_same_keys(language: Language) -> None:
    assert keys(language) == keys(Language.EN)


@pytest.mark.parametrize("language", CHINESE)
def test_every_language_has_the_same_placeholders(language: Language) -> None:
    english = _table(Language.EN)
    wrong = [key for key, text in _table(language).items() if placeholders(text) != placeholders(english[key])]
    assert wrong == []


@pytest.mark.parametrize("language", Language)
def test_no_text_is_empty_or_has_blanks_at_its_end(language: Language) -> None:
    table = _table(language)
    ends_in_a_blank = {"bot.side"}  # in English the fact follows the label
    assert [key for key, text in table.items() if not text.strip()] == []
    assert [key for key, text in table.items() if text != text.strip("\n") or text.endswith("  ")] == []
    trimmed = [key for key, text in table.items() if text != text.strip() and not key.endswith(".side")]
    assert [key for key in trimmed if key not in ends_in_a_blank and not key.startswith("terminal.eval_")] == []


def test_traditional_texts_have_no_simplified_characters() -> None:
    to_traditional = opencc.OpenCC("s2t")
    wrong = {}
    for key, text in _table(Language.ZH_HANT).items():
        changed = {a for a, b in zip(text, to_traditional.convert(text), strict=True) if a != b} - SAME_IN_BOTH
        if changed:
            wrong[key] = changed
    assert wrong == {}


def test_simplified_texts_have_no_traditional_characters() -> None:
    to_simplified = opencc.OpenCC("t2s")
    table = _table(Language.ZH_HANS)
    assert [key for key, text in table.items() if to_simplified.convert(text) != text] == []


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_texts_have_chinese_punctuation(language: Language) -> None:
    assert {key: SENTENCES.findall(text) for key, text in _table(language).items() if SENTENCES.search(text)} == {}


def test_english_texts_have_no_chinese() -> None:
    assert [key for key, text in _table(Language.EN).items() if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)] == []


def test_every_text_is_used() -> None:
    """A text that nothing says is forgotten, or its key was mistyped."""
    root = Path(nowall.__file__).parents[2]
    sources = "\n".join(
        file.read_text(encoding="utf-8") for folder in ("src", "bot") for file in (root / folder).rglob("*.py")
    )
    built = {"smalltalk", "part", "command", "doctor", "prepare", "eval", "column", "quote", "pack", "line"}
    unused = [
        key
        for key in keys(Language.EN)
        if (name := key.partition(".")[2]) not in sources
        and key.partition(".")[0] != "smalltalk"
        and name.partition("_")[0] not in built
    ]
    assert unused == []


def test_placeholder_is_filled_in() -> None:
    assert say(Language.EN, "bot.title", title="There is no wall") == "There is no wall"
    assert say(Language.ZH_HANS, "bot.title", title="没有墙") == "《没有墙》"


def test_unknown_key_or_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(Language.EN, "bot.nothing_of_the_sort")
    with pytest.raises(KeyError):
        say(Language.EN, "bot.title")
