"""Every string that a user can see, in three languages."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Sequence
from pathlib import Path

import opencc
import pytest

import nowall.texts
from nowall.answers import Language
from nowall.texts import _table, keys, say

CHINESE = [Language.ZH_HANS, Language.ZH_HANT]
SENTENCES = re.compile(r"[\u4e00-\u9fff][,.;:!?()]|[,.;:!?()][\u4e00-\u9fff]")
IN_TEMPLATE = re.compile(r'"(\w+)"')
# in both scripts correct, although OpenCC would write them another way
SAME_IN_BOTH = frozenset("台群")
# what stands beside them needs the blank in English
JOINED = frozenset(
    {"bot.side", "record.dates", "site.also", "site.between", "site.comma", "site.concerns", "site.listed"}
)


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
    assert [key for key, text in table.items() if not text.strip()] == []
    assert [key for key, text in table.items() if text != text.strip("\n") or text.endswith("  ")] == []
    trimmed = [key for key, text in table.items() if text != text.strip()]
    assert [key for key in trimmed if key not in JOINED and not key.startswith("terminal.eval_")] == []


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
    words, built = _words_of_the_code()
    assert [key for key in sorted(keys(Language.EN)) if not _is_said(key, words, built)] == []


def _is_said(key: str, words: frozenset[str], built: Sequence[re.Pattern[str]]) -> bool:
    """Whether the code has a key as a word, or builds it, as ``f"add_{fate}"``, around words that it has."""
    names = (key, key.partition(".")[2])
    matches = (pattern.fullmatch(name) for pattern in built for name in names)
    return any(name in words for name in names) or any(words.issuperset(m.groups()) for m in matches if m)


def _words_of_the_code() -> tuple[frozenset[str], list[re.Pattern[str]]]:
    """All strings and enums of the code, strings of templates and keys of lexicons, and patterns of keys it builds."""
    root = Path(nowall.__file__).parents[2]
    files = [file for folder in ("src", "bot") for file in (root / folder).rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    words |= {
        ast.unparse(node.targets[0]).lower() for node in nodes if isinstance(node, ast.Assign) and _is_automatic(node)
    }
    for lexicon in (root / "src" / "nowall" / "lexicon").glob("*.toml"):
        words |= tomllib.loads(lexicon.read_text(encoding="utf-8")).keys()
    for template in (root / "src" / "nowall" / "site" / "templates").glob("*.html"):
        words |= set(IN_TEMPLATE.findall(template.read_text(encoding="utf-8")))
    patterns = [_pattern(node) for node in nodes if isinstance(node, ast.JoinedStr)]
    return frozenset(words), [re.compile(pattern) for pattern in patterns if re.match(r"[a-z][a-z_]*[_.]", pattern)]


def _is_automatic(node: ast.Assign) -> bool:
    """Whether this is a member of an enum, whose value is its name: ``TOPICS = auto()``."""
    return ast.unparse(node.value) == "auto()"


def _pattern(node: ast.JoinedStr) -> str:
    parts = (re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([\w-]+)" for part in node.values)
    return "".join(parts).replace(r"\.", ".")


def test_placeholder_is_filled_in() -> None:
    assert say(Language.EN, "bot.title", title="There is no wall") == "There is no wall"
    assert say(Language.ZH_HANS, "bot.title", title="没有墙") == "《没有墙》"


def test_unknown_key_or_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        say(Language.EN, "bot.nothing_of_the_sort")
    with pytest.raises(KeyError):
        say(Language.EN, "bot.title")
