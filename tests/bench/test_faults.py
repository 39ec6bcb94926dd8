"""The verdict over a run under fire: what was lost, said twice, and what the bot could not know."""

from __future__ import annotations

from bench.faults.numbers import number_of, numbered, without_number
from bench.faults.record import Asked, Killed, Record, record
from tests.telegram_server import Call, World


def send(number: int, at: float, *, effect: bool = True, error: str | None = None) -> Call:
    text = f"没有墙 #{number}"
    return Call("sendMessage", {"text": f"<b>{text}</b>"}, {"text": text} if effect else None, error, at)


def seen(*calls: Call, asked: int = 2, kills: tuple[Killed, ...] = ()) -> Record:
    world = World()
    world.calls.extend(calls)
    return record(world, [Asked(number, 1, float(number)) for number in range(asked)], kills)


def test_number_goes_and_comes_back() -> None:
    assert number_of(numbered("Orion 何时发布？", 17)) == 17
    assert without_number(numbered("Orion 何时发布？", 17)) == "Orion 何时发布？"
    assert number_of("Orion 何时发布？") is None


def test_all_answered_once_holds() -> None:
    result = seen(send(0, 0.5), send(1, 1.25))
    assert (result.lost, result.twice, result.ambiguous, result.disordered) == ((), 0, 0, 0)
    assert result.waits == (0.25, 0.5)
    assert result.finished == 0.25
    assert result.holds


def test_unanswered_question_is_lost() -> None:
    result = seen(send(0, 0.5), send(1, 1.2, effect=False, error="Bad Gateway"))
    assert result.lost == (1,)
    assert not result.holds


def test_second_answer_without_need_does_not_hold() -> None:
    assert not seen(send(0, 0.5), send(0, 0.6), send(1, 1.2)).holds


def test_answer_whose_confirmation_was_lost_may_come_again() -> None:
    result = seen(send(0, 0.5, error="connection dropped"), send(0, 0.6), send(1, 1.2))
    assert (result.twice, result.unconfirmed) == (1, 1)
    assert result.holds


def test_answer_that_a_kill_cut_may_come_again() -> None:
    kill = Killed(0.6, frozenset({0}))
    result = seen(send(0, 0.5), send(0, 3.0), send(1, 3.2), kills=(kill,))
    assert (result.twice, result.killed_sending) == (1, 1)
    assert result.holds


def test_kill_before_the_answer_had_arrived_excuses_nothing() -> None:
    kills = (Killed(0.6, frozenset({0, 1})), Killed(0.7, frozenset({0})))
    assert seen(send(0, 3.0), send(1, 3.1), kills=kills).killed_sending == 0
    lost = seen(send(0, 0.5, error="connection dropped"), send(0, 3.0), send(1, 3.1), kills=kills)
    assert (lost.unconfirmed, lost.killed_sending) == (1, 0)


def test_later_question_answered_first_is_disorder() -> None:
    assert seen(send(1, 1.1), send(0, 1.2)).disordered == 1
