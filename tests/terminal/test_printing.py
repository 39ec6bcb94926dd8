from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from nowall.terminal.console import console, put
from nowall.terminal.jsonlines import dump, read_lines
from nowall.terminal.printable import one_line, printable
from nowall.terminal.rendering import answer_lines
from tests.terminal.scripted_engine import QUOTED, SAID

EVIL = "a\x1b[31mb\x07c\x9bd\u202ee\ud800f"
ANY_TEXT = st.text(st.characters(exclude_categories=[]))


def bold_words(text: Text) -> list[str]:
    return [text.plain[span.start : span.end] for span in text.spans if span.style == "bold"]


def test_answering_words_are_bold() -> None:
    first, *_ = answer_lines(QUOTED)

    assert bold_words(first) == ["there is no wall"]


def test_answering_words_that_are_not_in_the_line_are_not_marked() -> None:
    answer = replace(QUOTED, text="别的。", short="there is no wall")

    assert bold_words(next(answer_lines(answer))) == []


def test_control_characters_of_a_record_do_not_reach_the_terminal() -> None:
    answer = replace(
        QUOTED, text=EVIL, facts=(replace(SAID, note=EVIL),), citations=(replace(QUOTED.citations[0], title=EVIL),)
    )
    shown = "\n".join(line.plain for line in answer_lines(answer))

    assert not set(shown) & set("\x1b\x07\x9b\u202e\ud800")


def test_markup_of_a_record_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    put(console(), *answer_lines(replace(QUOTED, text="[red]:smile: [link=x]")))

    assert capsys.readouterr().out.startswith("[red]:smile: [link=x]\n")


def test_long_line_is_not_folded_in_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    put(console(), "字" * 500)

    assert capsys.readouterr().out == "字" * 500 + "\n"


def test_newlines_and_tabs_stay_printable() -> None:
    assert printable("a\n\tb") == "a\n\tb"
    assert one_line(" a\n\tb ") == "a b"


@given(ANY_TEXT)
def test_printable_text_can_be_encoded_and_steers_nothing(text: str) -> None:
    shown = printable(text)

    assert len(shown) == len(text)
    assert "\x1b" not in shown.encode().decode()


@given(st.dictionaries(ANY_TEXT, ANY_TEXT))
def test_dump_is_one_line_of_utf8_that_reads_back(record: dict[str, str]) -> None:
    line = dump(record)

    assert line.encode().decode().splitlines() == [line]
    assert json.loads(line) == record


def test_dump_escapes_what_the_encoding_lacks() -> None:
    assert dump({"a": "墙"}) == '{"a": "墙"}'
    assert dump({"a": "墙"}, "ascii") == r'{"a": "\u5899"}'


@given(st.lists(st.binary(max_size=9)), st.integers(2, 6))
def test_lines_are_read_up_to_the_limit_and_none_is_lost(lines: list[bytes], longest: int) -> None:
    clean = [line.replace(b"\n", b"x") for line in lines]
    read = list(read_lines(BytesIO(b"".join(line + b"\n" for line in clean)), longest))
    expected = [
        None if len(line) >= longest else line + b"\n" for line in clean if len(line) >= longest or line.strip()
    ]

    assert read == expected


def test_progress_is_silent_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from nowall.terminal.progress import progress_bar

    with progress_bar("Embedding", 3) as advance:
        advance(3)

    assert capsys.readouterr() == ("", "")


def test_console_has_no_escapes_under_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = console()
    out.file = StringIO()
    put(out, *answer_lines(QUOTED))

    assert "\x1b" not in out.file.getvalue()
