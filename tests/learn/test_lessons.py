"""One document: what it depends on, and what is done about one that was made to take for ever."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import replace
from typing import Any

import pytest

from nowall.errors import InputError
from nowall.learn.documents import Document, Form
from nowall.learn.lessons import digest_of, learn, time_limit
from tests.learn.articles import article

_HOSTILE = {
    "colons": "：" * 50_000,
    "labels": "L1:" * 8_000,
    "question marks": "?" * 50_000,
    "brackets": "（" * 50_000,
    "quotation marks": "“" * 50_000,
    "titles": "《a》、" * 8_000,
    "surnames": "张" * 30_000,
    "said": "他说：“" * 5_000,
    "sources": "据" * 30_000,
    "digits": "1" * 50_000,
    "percents": "1%" * 10_000,
    "addresses": "http://" * 5_000,
    "rows": "a\n" * 8_000,
    "unbalanced": "（“《" * 15_000,
    "never a full stop": "中国经济发展迅速，" * 5_000,
    "blanks": " \t\u3000" * 15_000,
}


def take_for_ever() -> None:
    re.fullmatch(r"(?:a+)+b", "a" * 40)


def spin(seconds: float) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


class TestTimeLimit:
    def test_what_takes_too_long_is_stopped(self) -> None:
        with pytest.raises(InputError, match="no ordinary article"), time_limit(0.05):
            take_for_ever()

    def test_who_catches_everything_is_told_again(self) -> None:
        def catching() -> None:
            try:
                take_for_ever()
            except InputError:  # as libraries do that catch everything
                take_for_ever()

        with pytest.raises(InputError), time_limit(0.05):
            catching()

    def test_nothing_happens_after_it(self) -> None:
        with time_limit(0.01):
            pass
        spin(0.05)

    def test_other_threads_are_left_alone(self) -> None:
        done = []

        def work() -> None:
            with time_limit(0.01):
                spin(0.05)
            done.append(True)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert done


class TestDigest:
    def test_place_does_not_matter(self) -> None:
        assert digest_of(article(1)) == digest_of(replace(article(1), origin="elsewhere"))

    @pytest.mark.parametrize("change", [{"text": "x"}, {"title": "x"}, {"form": Form.HTML}, {"published": "2024"}])
    def test_everything_else_does(self, change: dict[str, Any]) -> None:
        assert digest_of(article(1)) != digest_of(replace(article(1), **change))


class TestHostile:
    @pytest.mark.parametrize("form", [Form.TEXT, Form.MARKDOWN, Form.HTML])
    @pytest.mark.parametrize("name", list(_HOSTILE))
    def test_text_made_of_one_thing_takes_seconds_at_most(self, name: str, form: Form) -> None:
        started = time.process_time()
        try:
            learn(Document("hostile", _HOSTILE[name], form))
        except InputError as error:
            assert "No sentence" in str(error)  # noqa: PT017  most say something somewhere
        assert time.process_time() - started < 10

    def test_too_long_an_article_is_refused(self) -> None:
        with pytest.raises(InputError, match="1,400,000 characters"):
            learn(Document("long", "今天天气很好。" * 200_000))
