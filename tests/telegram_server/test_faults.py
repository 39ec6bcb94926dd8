"""Mishaps by number and by chance, and a transcript that does not grow."""

from __future__ import annotations

import httpx

from tests.telegram_server import Fault, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError, flood
from tests.telegram_server.methods import call

ERROR = Fault(error=ApiError(502, "Bad Gateway"))


def fates(world: World, count: int, method: str = "sendMessage") -> list[bool]:
    return [world.take_fault(method) != Fault() for _ in range(count)]


def test_faults_by_the_number_of_the_call(world: World) -> None:
    world.break_when("sendMessage", lambda number: ERROR if number % 3 == 0 else None)
    assert fates(world, 6) == [False, False, True] * 2
    world.break_when("sendMessage", None)
    assert not any(fates(world, 6))


def test_ordered_faults_come_before_the_rule(world: World) -> None:
    world.break_when("sendMessage", lambda number: ERROR if number == 1 else None)
    world.break_next("sendMessage", Fault(error=flood(1)))
    assert fates(world, 3) == [True, True, False]


def test_chaos_is_a_share_and_repeats_with_its_seed(world: World) -> None:
    world.chaos("sendMessage", 0.05, [ERROR, Fault(drop=True)], seed=7)
    first = fates(world, 4000)
    assert 0.03 < sum(first) / 4000 < 0.07
    world.chaos("sendMessage", 0.05, [ERROR, Fault(drop=True)], seed=7)
    assert fates(world, 4000) == first
    world.chaos("sendMessage", 0, [])
    assert not any(fates(world, 100))


def test_chaos_everywhere_spares_polling_and_what_has_a_rule_of_its_own(world: World) -> None:
    world.chaos("*", 1, [ERROR])
    world.break_when("getMe", lambda _: None)
    assert fates(world, 1)
    assert not any(fates(world, 2, "getUpdates"))
    assert not any(fates(world, 2, "getMe"))


def test_transcript_is_bounded_and_counts_go_on(server: TelegramServer, client: httpx.Client) -> None:
    server.world.keep_calls = 3
    server.world.chaos("getMe", 1, [ERROR])
    for _ in range(5):
        assert client.post("getMe").status_code == 502
    assert len(server.world.made("getMe")) == 3
    assert server.world.counts["getme"] == 5
    server.world.keep_calls = None
    client.post("getMe")
    assert len(server.world.made("getMe")) == 4


def test_answers_are_kept_like_calls(world: World, mei: Person) -> None:
    world.keep_calls = 2
    for _ in range(3):
        call(world, "answerInlineQuery", {"inline_query_id": world.inline(mei, "x")})
    assert len(world.inline_answers) == 2
