"""What of a batch is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, User

from bot.intake import Intake
from bot.settings import BotSettings
from bot.state.preferences import Listens, Preferences
from bot.state.preferred import Preferred
from nowall.database import Writer

MEI = {"id": 1, "is_bot": False, "first_name": "Mei"}
PRIVATE = {"id": 1, "type": "private", "first_name": "Mei"}
GROUP = {"id": -5, "type": "group", "title": "G"}


class KnownBot(Bot):
    """A bot that knows who it is without asking."""

    @property
    def bot(self) -> User:
        return User(id=7, is_bot=True, first_name="News", username="newsbot")


def message(chat: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"message_id": 1, "date": 1, "chat": chat, "from": MEI, **fields}


Kept = Callable[..., list[int]]


@pytest.fixture
def preferred(writer: Writer) -> Preferred:
    return Preferred(writer)


@pytest.fixture
def kept(preferred: Preferred) -> Kept:
    def sort(*raw: dict[str, Any], **settings: Any) -> list[int]:
        values = {"token": "1:x", "_env_file": None, **settings}
        intake = Intake(KnownBot("1:x"), BotSettings(**values), preferred)
        return [arrival.update_id for arrival in intake.sort(raw)]

    return sort


@pytest.mark.parametrize(
    ("content", "is_kept"),
    [
        ({"message": message(PRIVATE, text="谁说的")}, True),
        ({"message": message(GROUP, text="谁说的")}, False),
        ({"message": message(GROUP, text="/ask@newsbot 谁说的")}, True),
        ({"message": message(GROUP, text="/ask@otherbot 谁说的")}, False),
        ({"edited_message": message(GROUP, text="@newsbot 谁说的")}, True),
        ({"channel_post": message({"id": -9, "type": "channel", "title": "C"}, text="@newsbot 谁说的")}, False),
        ({"message": message(GROUP, migrate_to_chat_id=-100)}, True),
        ({"message": message(GROUP, new_chat_title="x")}, False),
        ({"callback_query": {"id": "1", "from": MEI, "chat_instance": "1", "data": "x"}}, True),
        ({"inline_query": {"id": "1", "from": MEI, "query": "", "offset": ""}}, False),
        ({"poll": {}}, False),
        ({"message": {"nonsense": True}}, False),
    ],
)
def test_what_speaks_to_the_bot_is_kept(kept: Kept, content: dict[str, Any], is_kept: bool) -> None:
    assert kept({"update_id": 3, **content}) == ([3] if is_kept else [])


def test_one_malformed_update_does_not_cost_the_others(kept: Kept) -> None:
    good = {"update_id": 2, "message": message(PRIVATE, text="谁说的")}
    assert kept({"update_id": 1, "message": {}}, good) == [2]


def test_groups_that_are_not_served_are_not_kept_but_private_strangers_are_told(kept: Kept) -> None:
    group = {"update_id": 1, "message": message(GROUP, text="/ask@newsbot 谁说的")}
    private = {"update_id": 2, "message": message(PRIVATE, text="谁说的")}
    assert kept(group, private, allowed_chats=[-6]) == [2]
    assert kept(group, private, allowed_chats=[-5]) == [1, 2]


def test_payload_is_telegrams_own_json_in_the_lane_of_its_chat(preferred: Preferred) -> None:
    raw = {"update_id": 1, "message": message(GROUP, text="/ask 谁说的", brand_new_field={"x": 1})}
    values: dict[str, Any] = {"token": "1:x", "_env_file": None}
    [arrival] = Intake(KnownBot("1:x"), BotSettings(**values), preferred).sort([raw])
    assert json.loads(arrival.payload) == raw
    assert arrival.lane == -5
    assert arrival.lifetime == 24 * 3600


@pytest.mark.parametrize(
    ("listens", "are_kept"),
    [(Listens.COMMANDS, [4]), (Listens.MENTIONS, [3, 4]), (Listens.EVERYTHING, [2, 3, 4])],
)
async def test_what_a_group_chose_decides_what_is_kept(
    kept: Kept, preferred: Preferred, listens: Listens, are_kept: list[int]
) -> None:
    await preferred.set(-5, Preferences(listens=listens))
    said = ("没事。", "谁说的？", "谁说的@newsbot", "/ask 谁说的")
    updates = ({"update_id": n, "message": message(GROUP, text=text)} for n, text in enumerate(said, 1))
    assert kept(*updates) == are_kept


def test_update_is_read_once_and_again_from_its_payload_where_that_is_needed(preferred: Preferred) -> None:
    raw = {"update_id": 1, "message": message(PRIVATE, text="谁说的")}
    values: dict[str, Any] = {"token": "1:x", "_env_file": None}
    intake = Intake(KnownBot("1:x"), BotSettings(**values), preferred)
    [arrival] = intake.sort([raw])
    assert intake.read(1, "not even JSON").message == intake.read(1, arrival.payload).message


def test_updates_that_were_read_long_ago_are_let_go(preferred: Preferred, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake._MOST_READ", 1)
    values: dict[str, Any] = {"token": "1:x", "_env_file": None}
    intake = Intake(KnownBot("1:x"), BotSettings(**values), preferred)
    intake.sort([{"update_id": n, "message": message(PRIVATE, text="谁说的")} for n in (1, 2)])
    assert intake.read(2, "not even JSON").update_id == 2
    with pytest.raises(json.JSONDecodeError):
        intake.read(1, "not even JSON")
