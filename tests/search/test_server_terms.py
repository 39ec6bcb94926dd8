"""Terms as words of a server: each is one word for its parser, and none is another one's."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import connect

from nowall.search.index import FIELDS
from nowall.search.server_terms import PROBE, word, words

HOSTILE = [
    "",
    " ",
    "\0",
    "x",
    "xx",
    "x41x",
    "A",
    "xA",
    "xlong",
    "'; DROP TABLE documents; --",
    "a & b | !c <-> d:*",
    "100%",
    "%s",
    "{schema}",
    "$1",
    "\\",
    "1e5",
    "-3.5",
    "http://a.b/c?d=e",
    "me@example.org",
    "/usr/bin",
    "a-b",
    "e:@sam-altman",
    "_中文",
    "\ud800",
    "\u202e",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "𠮷",
    "〇",
    "中" * 300,
    "中" * 301,
    "x" * 150,
    "the",
]
ANY_TERM = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(HOSTILE)


class TestWords:
    @given(st.sampled_from(FIELDS), ANY_TERM, st.sampled_from(FIELDS), ANY_TERM)
    def test_different_terms_are_different_words(self, field: str, term: str, other: str, another: str) -> None:
        assert (word(field, term) == word(other, another)) == ((field, term) == (other, another))

    def test_hostile_terms_are_different_words(self) -> None:
        assert len({word(field, term) for field in FIELDS for term in HOSTILE}) == len(FIELDS) * len(HOSTILE)

    @given(st.sampled_from(FIELDS), ANY_TERM)
    def test_word_is_short_and_of_letters_and_digits(self, field: str, term: str) -> None:
        made = word(field, term)
        assert made.isalnum()
        assert made.islower() or not any(character.isascii() for character in made)
        assert len(made) <= 201

    def test_chinese_and_small_letters_stay_readable(self) -> None:
        assert words("text", ["中文", "gpt4"]) == ["t中文", "tgpt4"]


class TestServer:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    @given(terms=st.lists(st.tuples(st.sampled_from(FIELDS), ANY_TERM), min_size=1))
    def test_each_word_is_one_lexeme(self, index_database: str, terms: list[tuple[str, str]]) -> None:
        self._hold(index_database, [word(*term) for term in terms])

    def test_hostile_terms_are_one_lexeme_each(self, index_database: str) -> None:
        self._hold(index_database, [PROBE, *(word(field, term) for field in FIELDS for term in HOSTILE)])

    @pytest.mark.parametrize("first", range(0x4E00, 0xA000, 0x1000))
    def test_every_letter_stands_within_a_word(self, index_database: str, first: int) -> None:
        self._hold(index_database, [f"t{chr(code)}a1{chr(code)}" for code in range(first, min(first + 0x1000, 0xA000))])

    @staticmethod
    def _hold(address: str, made: list[str]) -> None:
        with connect(address.replace("+psycopg", "")) as connection:
            lexemes = "SELECT tsvector_to_array(to_tsvector('simple', %s))"
            row = connection.execute(lexemes, (" ".join(made),)).fetchone()
        assert row is not None
        assert sorted(row[0]) == sorted(set(made))
