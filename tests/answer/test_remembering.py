"""Answers that are remembered: the same for the same question alone, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from nowall.answer.answerer import Answerer
from nowall.answers import Language, Status, Turn
from nowall.library import Library
from nowall.snapshot import Snapshot
from nowall.store.home import Home
from tests.answer.tiny import write_tiny_pack

RELEASE = "Zephyr 什么时候发布？"
MANY = 1_500


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("remembering")
    library = Library(Home(folder / "home"), str(write_tiny_pack(folder / "pack")), None)
    yield library.open_snapshot()
    library.close()


@pytest.fixture
def answerer(snapshot: Snapshot) -> Answerer:
    return Answerer(snapshot, None)


def test_question_asked_again_gets_the_very_same_answer(answerer: Answerer) -> None:
    assert answerer.answer(RELEASE) is answerer.answer(RELEASE)


def test_answer_after_equal_turns_is_remembered_however_they_are_held(answerer: Answerer) -> None:
    turn = Turn(RELEASE, ("d-release",))
    assert answerer.answer("谁说的？", [turn]) is answerer.answer("谁说的？", (turn,))


@pytest.mark.parametrize(
    "otherwise",
    [
        {"language": Language.ZH_HANT},
        {"language": Language.EN},
        {"context": [Turn("Breeze 是什么？")]},
        {"only": ["t"]},
        {"always": True},
    ],
)
def test_question_asked_otherwise_is_thought_about(answerer: Answerer, otherwise: dict[str, Any]) -> None:
    first = answerer.answer(RELEASE)
    fresh = Answerer(answerer.snapshot, None)
    assert answerer.answer(RELEASE, **otherwise) == fresh.answer(RELEASE, **otherwise)
    assert answerer.answer(RELEASE, **otherwise) is not first


def test_languages_are_remembered_apart(answerer: Answerer) -> None:
    languages = (Language.ZH_HANS, Language.ZH_HANT, Language.EN)
    assert [answerer.answer(RELEASE, language=language).language for language in languages] == list(languages)


def test_no_articles_are_not_all_articles(answerer: Answerer) -> None:
    assert answerer.answer(RELEASE).status is Status.CONFLICTING
    assert answerer.answer(RELEASE, only=[]).status is Status.UNKNOWN


def test_oldest_answer_is_forgotten_when_there_are_many(answerer: Answerer) -> None:
    first = answerer.answer("你好")
    for blanks in range(1, MANY):
        answerer.answer(" " * blanks + "你好")
    again = answerer.answer("你好")
    assert again == first
    assert again is not first


def test_another_snapshot_remembers_nothing_of_the_first(answerer: Answerer) -> None:
    first = answerer.answer(RELEASE)
    assert Answerer(answerer.snapshot, None).answer(RELEASE) is not first
