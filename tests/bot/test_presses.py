"""What buttons carry: read as it was written, whatever the version that wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presses import Action, Press, read

keys = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-", max_size=52)
numbers = st.integers(0, 999_999)

# Buttons stay under messages for years: what is written here once must be read like this for ever. Only add to it.
VERSION_1 = {
    "v1:f:f1wallkey0": Press(Action.CARD, "f1wallkey0"),
    "v1:b:f1wallkey0": Press(Action.BACK, "f1wallkey0"),
    "v1:m:f1wallkey0": Press(Action.MORE, "f1wallkey0"),
    "v1:m:f1wallkey0:3": Press(Action.MORE, "f1wallkey0", 3),
    "v1:c:f1wallkey0": Press(Action.CONTEXT, "f1wallkey0"),
    "v1:a:f1wallkey0": Press(Action.ARTICLE, "f1wallkey0"),
    "v1:s:f1wallkey0": Press(Action.SOURCES, "f1wallkey0"),
    "v1:u": Press(Action.UP),
    "v1:d": Press(Action.DOWN),
    "v1:w:wrong": Press(Action.REASON, "wrong"),
    "v1:w:beside": Press(Action.REASON, "beside"),
    "v1:w:old": Press(Action.REASON, "old"),
    "v1:w:thin": Press(Action.REASON, "thin"),
    "v1:l:quote": Press(Action.LIST, "quote"),
    "v1:l:quote:5": Press(Action.LIST, "quote", 5),
    "v1:l:quotes:5": Press(Action.LIST, "quotes", 5),
    "v1:l:timeline:10": Press(Action.LIST, "timeline", 10),
    "v1:e:e1altman00": Press(Action.ABOUT, "e1altman00"),
    "v1:e:e1altman00:5": Press(Action.ABOUT, "e1altman00", 5),
    "v1:t": Press(Action.TOPICS),
    "v1:t:person": Press(Action.TOPICS, "person"),
    "v1:t:person:8": Press(Action.TOPICS, "person", 8),
    "v1:q": Press(Action.LIBRARY),
    "v1:q::10": Press(Action.LIBRARY, number=10),
    "v1:x": Press(Action.RANDOM),
    "v1:x::48282": Press(Action.RANDOM, number=48_282),
    "v1:z:language-zh-Hant": Press(Action.SETTING, "language-zh-Hant"),
    "v1:z:long_sources-short": Press(Action.SETTING, "long_sources-short"),
    "v1:p:export": Press(Action.PRIVACY, "export"),
    "v1:p:erase": Press(Action.PRIVACY, "erase"),
    "v1:p:erase-yes": Press(Action.PRIVACY, "erase-yes"),
    "v1:p:keep": Press(Action.PRIVACY, "keep"),
    "v1:g": Press(Action.GAPS),
    "v1:g::5": Press(Action.GAPS, number=5),
    "v1:h::42": Press(Action.GAP, number=42),
    "v1:i::42": Press(Action.GAP_DONE, number=42),
    "v1:r:a1wallkey0": Press(Action.REMOVE, "a1wallkey0"),
    "v1:k:a1wallkey0": Press(Action.KEEP, "a1wallkey0"),
    "v1:o:f1wallkey0": Press(Action.PICTURE, "f1wallkey0"),
    "v1:o:f1wallkey0:1": Press(Action.PICTURE, "f1wallkey0", 1),
}


@pytest.mark.parametrize("data", VERSION_1)
def test_button_of_version_1_is_read_for_ever(data: str) -> None:
    assert read(data) == VERSION_1[data]


@pytest.mark.parametrize("data", VERSION_1)
def test_button_of_version_1_is_still_written_like_this(data: str) -> None:
    assert VERSION_1[data].data == data


def test_every_action_is_in_the_table() -> None:
    assert {press.action for press in VERSION_1.values()} == set(Action)


@given(st.sampled_from(Action), keys, numbers)
def test_press_is_read_as_it_was_written_and_fits_a_button(action: Action, key: str, number: int) -> None:
    press = Press(action, key, number)
    assert len(press.data.encode()) <= 64
    assert read(press.data) == press


@pytest.mark.parametrize(
    "data",
    [
        None, "", "v1", "v1:", "v1:F:x", "v1:ff:x", "v0:f:x", "v2:f:x", "f:x", "v1:f:x:y", "v1:f:x:-1", "v1:f:x:1:2",
        "v1:f:x:1234567", "v1:f:x:", "v1:f:x\n", " v1:f:x", "v1:f:墙", "v1:f:x y", "v1:m:x:１", "v1:y:x", "墙",
        f"v1:f:{'x' * 53}", "v1:f:../x", "\x00",
    ],
)  # fmt: skip
def test_old_foreign_or_made_up_data_is_nothing(data: str | None) -> None:
    assert read(data) is None


@pytest.mark.parametrize(
    "press",
    [
        Press(Action.CARD, "墙"), Press(Action.CARD, "a b"), Press(Action.CARD, "a:b"), Press(Action.CARD, "x" * 53),
        Press(Action.MORE, "x", -1), Press(Action.MORE, "x", 1_000_000), Press(Action.CARD, "x\n"),
    ],
)  # fmt: skip
def test_what_no_button_can_carry_is_refused_where_it_is_made(press: Press) -> None:
    with pytest.raises(ValueError, match="no button can carry"):
        _ = press.data


@given(st.text() | st.from_regex(r"v1:[a-z](:[A-Za-z0-9_-]{0,60}(:[0-9]{0,9})?)?", fullmatch=True))
def test_any_data_is_read_or_nothing_and_never_an_error(data: str) -> None:
    press = read(data)
    if press is not None:
        assert read(press.data) == press
