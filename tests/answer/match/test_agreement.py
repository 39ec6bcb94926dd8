"""Whether a record gives something of the sort that is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answer.match.agreement import DATE, agreement, names_what_is_asked
from nowall.answer.question import NameOf, Question, QuestionKind
from nowall.answers import Language

KINDS = {"mei": "person", "haigang": "organisation", "daily": "publication", "berth": "place"}
QUESTION = Question("谁", "谁", Language.ZH_HANS, QuestionKind.WHO, entities=("haigang",))


@pytest.mark.parametrize(
    ("wanted", "given", "value"), [(True, True, 1), (True, False, -1), (False, True, 0), (False, False, 0)]
)
def test_only_what_is_wanted_counts(wanted: bool, given: bool, value: float) -> None:
    assert agreement(wanted, given) == value


@pytest.mark.parametrize(
    ("name_of", "about", "value"),
    [
        (None, ["mei"], 0),
        (NameOf.SOMEBODY, ["mei"], 1),
        (NameOf.SOMEBODY, ["daily"], 0),
        (NameOf.SOMEBODY, ["berth"], -1),
        (NameOf.SOMEBODY, ["haigang"], -1),
        (NameOf.ORGANISATION, ["daily"], 1),
        (NameOf.ORGANISATION, ["mei"], -1),
        (NameOf.ANYTHING, ["berth"], 1),
        (NameOf.ANYTHING, ["haigang"], -1),
        (NameOf.ANYTHING, [], -1),
    ],
)
def test_name_must_be_new_and_of_the_sort_that_is_asked_for(
    name_of: NameOf | None, about: list[str], value: float
) -> None:
    assert names_what_is_asked(replace(QUESTION, name_of=name_of), about, KINDS.get) == value


@pytest.mark.parametrize(
    ("text", "dated"),
    [("2024年", True), ("3 月", True), ("in may 3", True), ("凌晨", True), ("三百人", False), ("", False)],
)
def test_date_is_recognised(text: str, dated: bool) -> None:
    assert bool(DATE.search(text)) is dated
