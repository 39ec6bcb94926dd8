from __future__ import annotations

import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.terminal.lines import answer_stream
from nowall.terminal.session import Session
from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import ScriptedEngine


def answers_to(*lines: bytes | str | dict[str, Any], engine: ScriptedEngine | None = None) -> list[dict[str, Any]]:
    """Answer these lines and read what came out, one JSON object a line."""
    encoded = [json.dumps(line) if isinstance(line, dict) else line for line in lines]
    source = b"\n".join(line.encode() if isinstance(line, str) else line for line in encoded)
    target = StringIO()
    answer_stream(Session(), engine or ScriptedEngine(), BytesIO(source), target)
    return [json.loads(line) for line in target.getvalue().split("\n")[:-1]]


def test_answers_come_in_order_with_their_ids() -> None:
    answers = answers_to({"id": "a", "question": "撞墙?"}, {"id": 7, "question": "别的?"}, {"question": "Orion?"})

    assert [(a["id"], a["status"]) for a in answers] == [("a", "answered"), (7, "unknown"), (None, "conflicting")]


def test_fields_reach_the_engine() -> None:
    engine = ScriptedEngine()
    answers_to({"question": "三", "context": ["一", "二"], "only": ["x"], "always": True}, engine=engine)

    question, context, only, always = engine.asked[0]
    assert (question, [t.question for t in context], only, always) == ("三", ["一", "二"], ("x",), True)


def test_fields_that_are_null_or_empty_count_as_left_out() -> None:
    engine = ScriptedEngine()
    answers_to({"id": None, "question": "三", "context": None, "only": [], "always": None}, engine=engine)

    assert engine.asked == [("三", (), None, False)]


@pytest.mark.parametrize(
    ("line", "identifier", "error"),
    [
        ("{", None, "not_json"),
        ("撞墙?", None, "not_json"),
        ('{"id": NaN, "question": "撞墙?"}', None, "not_json"),
        ("[" * 100_000, None, "not_json"),
        ("9" * 5000, None, "not_json"),
        ("[]", None, "not_an_object"),
        ("null", None, "not_an_object"),
        ('"撞墙?"', None, "not_an_object"),
        ('{"id": "a"}', "a", "no_question"),
        ('{"id": "a", "question": null}', "a", "no_question"),
        ('{"id": "a", "question": 5}', "a", "wrong_type"),
        ('{"id": "a", "question": ["撞墙?"]}', "a", "wrong_type"),
        ('{"id": "a", "question": "撞墙?", "context": "一"}', "a", "wrong_type"),
        ('{"id": "a", "question": "撞墙?", "context": [1]}', "a", "wrong_type"),
        ('{"id": "a", "question": "撞墙?", "only": {}}', "a", "wrong_type"),
        ('{"id": "a", "question": "撞墙?", "always": "yes"}', "a", "wrong_type"),
        ('{"id": {}, "question": "撞墙?"}', None, "wrong_type"),
        ('{"id": true, "question": "撞墙?"}', None, "wrong_type"),
        ('{"id": 1e999, "question": "撞墙?"}', None, "wrong_type"),
        ('{"id": "a", "question": "\\ud800"}', "a", "not_text"),
        (b'{"id": "a", "question": "\xff\xfe"}', "a", "not_text"),
        (b"\xff\xfe\x00", None, "not_json"),
        ('{"id": "a", "question": ""}', "a", "unusable"),
        ('{"id": "a", "question": "x\\u0000"}', "a", "unusable"),
        ('{"id": "a", "question": "' + "x" * 1_000_000 + '"}', "a", "unusable"),
        ('{"id": "a", "question": "坏"}', "a", "failed"),
    ],
)
def test_bad_line_is_told_and_the_next_one_answered(line: bytes | str, identifier: object, error: str) -> None:
    bad, good = answers_to(line, {"id": "next", "question": "撞墙?"})

    assert (bad["id"], bad["status"], bad["error"]) == (identifier, "unknown", error)
    assert (bad["facts"], bad["citations"], bad["suggestions"]) == ([], [], [])
    assert bad["text"]
    assert (good["id"], good["status"]) == ("next", "answered")
    assert "error" not in good


def test_line_longer_than_the_limit_is_skipped() -> None:
    bad, good = answers_to(b"x" * (9 * 2**20), {"question": "撞墙?"})

    assert bad["error"] == "too_long"
    assert good["status"] == "answered"


def test_blank_lines_byte_order_mark_and_crlf_do_no_harm() -> None:
    answers = answers_to(b"", b"  \r", b'\xef\xbb\xbf{"question": "\xe5\xa2\x99"}\r', b"\t")

    assert [a["status"] for a in answers] == ["answered"]


def test_last_line_needs_no_newline() -> None:
    assert len(answers_to({"question": "撞墙?"})) == 1


def test_lone_surrogate_in_an_id_comes_back_as_an_escape() -> None:
    assert answers_to('{"id": "\\ud800", "question": "撞墙?"}')[0]["id"] == "\ud800"


def test_each_answer_is_flushed_before_the_next_line_is_read() -> None:
    target = StringIO()
    seen: list[int] = []

    class Watched(BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            seen.append(target.getvalue().count("\n"))
            return super().readline(size)

    answer_stream(Session(), ScriptedEngine(), Watched(b'{"question": "x"}\n' * 3), target)

    assert seen == [0, 1, 2, 3]


@given(st.lists(st.binary(max_size=60).map(lambda line: line.replace(b"\n", b" "))))
def test_random_bytes_give_one_line_each(lines: list[bytes]) -> None:
    assert len(answers_to(*lines)) == sum(bool(line.strip()) for line in lines)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
requests = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("id", "question", "context", "only", "always"), json_values)
)


@given(st.lists(requests | json_values, max_size=5))
def test_random_json_gives_one_line_each(values: list[Any]) -> None:
    answers = answers_to(*(json.dumps(value) for value in values))

    assert len(answers) == len(values)
    assert all(answer["text"] for answer in answers)


def test_command_reads_stdin_and_exits_with_zero(nowall: Nowall) -> None:
    result = nowall("ask", "--json", "--stdin", input=b'{"id": 1, "question": "x"}\n\xff\n{"id": 2, "question": ""}\n')

    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, None, 2]


def test_command_with_nothing_on_stdin_says_nothing(nowall: Nowall) -> None:
    result = nowall("ask", "--json", "--stdin", input=b"")

    assert (result.exit_code, result.stdout) == (0, "")
