"""What is remembered of conversations."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.state.feedback import explain, judge
from bot.state.gaps import open_gaps
from bot.state.memory import PRIVATE_SECONDS, Memory
from bot.state.replies import remember_reply
from bot.state.turns import MOST_TURNS, Spoken, remember_turn
from bot.state.votes import Tally
from nowall.answers import Language, Turn
from nowall.database import Writer
from tests.bot.conftest import Clock

DAY = 86_400


def write(writer: Writer, work: Callable[[Connection], None]) -> None:
    writer.submit(work).result()


def spoke(writer: Writer, clock: Clock, reply: int, question: str, **more: int | None) -> None:
    spoken = Spoken(question, (f"fact-{reply}",), **more)  # type: ignore[arg-type]
    write(writer, lambda connection: remember_turn(connection, 1, reply, spoken, clock.now))


async def test_private_question_follows_the_last_one(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")
    clock.now += 60
    spoke(writer, clock, 11, "second", follows=10)
    before = await memory.before(1, 0, replied=None, private=True)
    assert before.turns == (Turn("first", ("fact-10",)), Turn("second", ("fact-11",)))
    assert before.follows == 11


async def test_private_question_after_a_pause_follows_nothing(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")
    clock.now += PRIVATE_SECONDS + 1
    assert (await memory.before(1, 0, replied=None, private=True)).turns == ()
    assert (await memory.before(1, 0, replied=10, private=True)).turns != ()


async def test_group_question_follows_only_what_it_replies_to(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")
    spoke(writer, clock, 11, "somebody else's")
    assert (await memory.before(1, 0, replied=None, private=False)).turns == ()
    assert (await memory.before(1, 0, replied=10, private=False)).turns == (Turn("first", ("fact-10",)),)


async def test_topics_are_conversations_of_their_own(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "in a topic", topic=5)
    assert (await memory.before(1, 0, replied=None, private=True)).turns == ()
    assert (await memory.before(1, 5, replied=None, private=True)).turns != ()


async def test_only_the_last_turns_count(memory: Memory, writer: Writer, clock: Clock) -> None:
    for reply in range(10, 20):
        spoke(writer, clock, reply, str(reply), follows=reply - 1)
    turns = (await memory.before(1, 0, replied=19, private=False)).turns
    assert [turn.question for turn in turns] == ["17", "18", "19"]
    assert len(turns) == MOST_TURNS


async def test_edited_question_follows_what_it_followed_before(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")
    spoke(writer, clock, 11, "edited", follows=10)
    spoke(writer, clock, 12, "later", follows=11)
    before = await memory.before_reply(1, 11)
    assert before.turns == (Turn("first", ("fact-10",)),)


async def test_replies_are_found_and_forgotten(memory: Memory, writer: Writer, clock: Clock) -> None:
    write(writer, lambda connection: remember_reply(connection, 1, 5, 6, clock.now))
    write(writer, lambda connection: remember_reply(connection, 1, 5, 7, clock.now))
    assert await memory.reply_to(1, 5) == 7
    assert await memory.reply_to(2, 5) is None
    clock.now += 7 * DAY + 1
    await memory.prune()
    assert await memory.reply_to(1, 5) is None


async def test_migrated_group_starts_with_new_numbers(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")
    write(writer, lambda connection: remember_reply(connection, 1, 5, 10, clock.now))
    await memory.note(1, active=True)
    for _ in range(2):
        await memory.move(1, -100)
    assert await memory.reply_to(-100, 5) is None
    assert await memory.reply_to(1, 5) is None
    rows = writer.submit(
        lambda c: c.exec_driver_sql("SELECT chat, active, moved_to FROM chats ORDER BY chat DESC").fetchall()
    ).result()
    assert [tuple(row) for row in rows] == [(1, 0, -100), (-100, 1, None)]


async def test_turn_is_found_for_a_week(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first", follows=9, topic=5)
    clock.now += 7 * DAY
    await memory.prune()
    assert await memory.turn(1, 10) == Spoken("first", ("fact-10",), 5, 9)
    assert await memory.turn(2, 10) is None
    clock.now += 1
    await memory.prune()
    assert await memory.turn(1, 10) is None


async def test_votes_are_cast_explained_and_forgotten(memory: Memory, writer: Writer, clock: Clock) -> None:
    spoke(writer, clock, 10, "first")

    def vote(connection: Connection) -> Tally:
        return judge(connection, 1, 10, 1001, up=False, language=Language.EN, at=clock.now)

    assert not writer.submit(lambda connection: explain(connection, 1, 10, 1001, "wrong")).result()
    assert writer.submit(vote).result() == Tally(0, 1)
    assert writer.submit(lambda connection: explain(connection, 1, 10, 1001, "wrong")).result()
    (gap,), _ = writer.submit(lambda connection: open_gaps(connection, 0, 1)).result()
    assert (gap.question, gap.language, gap.reasons) == ("first", Language.EN, {"wrong": 1})
    clock.now += 30 * DAY + 1
    await memory.prune()
    assert await memory.tally(1, 10) == Tally(0, 0)
