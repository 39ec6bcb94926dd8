"""Every kind of message and every action of a button belongs to exactly one topic."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.admins import Admins
from bot.assembly import _dispatch
from bot.commands import Kind
from bot.dispatch import Dispatch
from bot.handlers import Services
from bot.handlers.browsing import Browsing
from bot.handlers.commands import Commands
from bot.handlers.gaps import Gaps
from bot.handlers.gate import Gate
from bot.handlers.lessons import Lessons
from bot.handlers.pictures import Pictures
from bot.handlers.privacy import Privacy
from bot.handlers.questions import Questions
from bot.handlers.reading import Reading
from bot.handlers.removal import Removal
from bot.handlers.settings import Settings
from bot.handlers.stats import Stats
from bot.handlers.voting import Voting
from bot.inbox import Inbox
from bot.learning import Learning
from bot.presses import Action
from bot.sending import Sender
from bot.settings import BotSettings
from bot.state.desk import Desk
from bot.state.memory import Memory
from bot.state.people import People
from bot.state.preferred import Preferred
from nowall.database import Writer
from tests.bot.scripted_engine import ScriptedEngine

ALONE = (Browsing, Commands, Gaps, Pictures, Privacy, Questions, Reading, Removal, Settings, Stats, Voting)


@pytest.fixture
def services(writer: Writer, inbox: Inbox, memory: Memory) -> Services:
    preferred = Preferred(writer)
    return Services(
        settings=BotSettings(_env_file=None),
        engine=ScriptedEngine(),
        sender=Sender(inbox, memory),
        memory=memory,
        preferred=preferred,
        desk=Desk(writer),
        people=People(writer, preferred),
        admins=Admins(),
        asking=ThreadPoolExecutor(1),
    )


@pytest.fixture
def dispatch(services: Services) -> Dispatch:
    return _dispatch(services, Questions(services), Learning(), Gate(services.settings))


def test_everything_that_can_be_wanted_or_pressed_is_answered(dispatch: Dispatch) -> None:
    assert set(dispatch._commands) == set(Kind)
    assert set(dispatch._presses) == set(Action)


def test_no_two_topics_claim_the_same(services: Services) -> None:
    topics = (*(topic(services) for topic in ALONE), Lessons(services, Learning()))
    claimed = Counter([each for topic in topics for each in (*topic.commands, *topic.presses)])
    assert set(claimed.values()) == {1}
    assert len(claimed) == len(Kind) + len(Action)
