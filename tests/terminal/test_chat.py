from __future__ import annotations

from nowall.answers import Language, Turn
from nowall.terminal.conversation import Conversation
from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import GREETED, QUOTED, REFUSED, ScriptedEngine


def conversation() -> tuple[Conversation, ScriptedEngine]:
    engine = ScriptedEngine()
    return Conversation(engine, Language.EN), engine


def test_follow_up_is_asked_with_the_turns_before_it() -> None:
    talk, engine = conversation()
    talk.reply("撞墙?")
    talk.reply("他是谁?")

    assert engine.asked[1][:2] == ("他是谁?", (Turn("撞墙?", ("wall-01",)),))


def test_greeting_is_no_turn() -> None:
    talk, engine = conversation()
    assert talk.reply("你好") is GREETED
    talk.reply("撞墙?")

    assert engine.asked[1][1] == ()


def test_refused_question_is_a_turn_without_facts() -> None:
    talk, engine = conversation()
    assert talk.reply("DeepMind?") is REFUSED
    talk.reply("撞墙?")

    assert engine.asked[1][1] == (Turn("DeepMind?", ()),)


def test_number_shows_the_offered_topic_and_counts_as_a_turn() -> None:
    talk, engine = conversation()
    talk.reply("DeepMind?")
    assert talk.reply("1.") is QUOTED
    talk.reply("他是谁?")

    assert engine.asked[1][1][-1] == Turn("Altman 怎么回应撞墙", ("wall-01",))


def test_number_without_such_an_offer_is_a_question() -> None:
    talk, engine = conversation()
    for words in ("1", "0", "3", "2024", "²", "99999999999999999999"):
        talk.reply(words)

    assert [asked[0] for asked in engine.asked] == ["1", "0", "3", "2024", "²", "99999999999999999999"]


def test_long_conversation_keeps_its_last_turns() -> None:
    talk, engine = conversation()
    for _ in range(30):
        talk.reply("撞墙?")

    assert len(engine.asked[-1][1]) == 10


def test_forgotten_conversation_begins_anew() -> None:
    talk, engine = conversation()
    talk.reply("DeepMind?")
    talk.forget()
    talk.reply("1")

    assert engine.asked[1][:2] == ("1", ())


def test_lines_of_a_file_are_answered_as_one_conversation(nowall: Nowall, engine: ScriptedEngine) -> None:
    result = nowall("chat", input="DeepMind?\n\n1\n他是谁?\n")

    assert result.exit_code == 0
    assert "  1. Altman 怎么回应撞墙\n" in result.stdout
    assert "Altman 回应：“there is no wall”。" in result.stdout
    assert len(engine.asked) == 2


def test_quit_ends_the_conversation(nowall: Nowall, engine: ScriptedEngine) -> None:
    result = nowall("chat", input="/QUIT\n撞墙?\n")

    assert (result.exit_code, result.stdout) == (0, "")
    assert not engine.asked


def test_unusable_line_is_told_and_the_conversation_goes_on(nowall: Nowall) -> None:
    result = nowall("chat", input="x\0y\n撞墙?\n")

    assert result.exit_code == 0
    assert result.stdout.startswith("The question cannot be read.\n")
    assert "there is no wall" in result.stdout


def test_line_that_is_no_utf8_does_not_end_the_conversation(nowall: Nowall) -> None:
    result = nowall("chat", input=b"\xff\xfe\n\xe5\xa2\x99\n")

    assert result.exit_code == 0
    assert "there is no wall" in result.stdout


def test_help_and_new_are_commands(nowall: Nowall, engine: ScriptedEngine) -> None:
    result = nowall("chat", input="撞墙?\n/new\n/help\n他?\n", env={"LC_ALL": "zh_TW.UTF-8"})

    assert "好，重新開始。" in result.stdout
    assert "/quit 結束" in result.stdout
    assert engine.asked[1][1] == ()
