"""The lines of tables and keys, in files as editors write them."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.pack.lines import Lines

TEXT = '''# a comment = 1
[article]
id = "x"
note = """
[[fact]]
zh = "not a key"
"""

[[fact]]
id = "a"
"zh" = 'b = """'
[[fact]] # the second
id = "c"
asks = [
  "one = 1",
  "[[fact]]",
]
  en = "d"
[[claim]]
id = "e"
[[claim.side]]
id = "f"
[[claim.side]]
facts = []
'''


def test_keys_of_tables_have_their_lines() -> None:
    lines = Lines(TEXT)
    assert tomllib.loads(TEXT)["fact"][1]["id"] == "c"
    places = [("article", "id"), ("fact", 0, "zh"), ("fact", 1), ("fact", 1, "asks"), ("fact", 1, "en")]
    assert [lines.of(place) for place in places] == [3, 11, 12, 14, 18]
    assert [lines.of(("claim", 0, "side", number)) for number in (0, 1)] == [21, 23]


def test_place_without_a_line_has_that_of_what_is_around_it() -> None:
    lines = Lines(TEXT)
    assert lines.of(("fact", 1, "quote")) == 12
    assert lines.of(("fact", 1, "asks", 0)) == 14
    assert lines.of(("entity", 3)) == 1


def test_list_within_one_line_has_the_line_of_its_key() -> None:
    assert Lines('\nfact = [{ id = "a" }, { id = "b" }]').of(("fact", 1, "id")) == 2


@given(st.text())
def test_any_text_has_lines(text: str) -> None:
    assert 1 <= Lines(text).of(("fact", 0, "id")) <= text.count("\n") + 1


@given(st.lists(st.text(st.sampled_from("\"'\\#[]= \nab"), max_size=30), max_size=8))
def test_string_of_several_lines_hides_nothing_behind_it(strings: list[str]) -> None:
    tables = []
    for string in strings:
        escaped = string.replace("\\", "\\\\").replace('"', '\\"')
        tables.append(f'[[fact]]\nzh = """{escaped}"""\n')
    text = "".join(tables)
    assert len(tomllib.loads(text).get("fact", [])) == len(strings)
    number = 1
    for place, one in enumerate(tables):
        assert Lines(text).of(("fact", place)) == number
        number += one.count("\n")
