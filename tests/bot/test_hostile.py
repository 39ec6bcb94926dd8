"""Thousands of hostile updates, posted to the webhook of the bot in this process, with the engine that ships.

Nothing crashes, nothing that somebody wrote becomes markup, what must stay silent stays silent, and the log has
neither traces nor anybody's words.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import logging
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from telegram import Message

from bot.addressing import Ignored
from bot.application import build_application
from bot.assembly import Parts, assemble
from bot.incoming import addressed
from bot.logs import set_up_logs
from bot.receiving import _whole
from bot.settings import load_settings
from nowall.database import Writer, migrate, open_database
from nowall.engine import Engine
from tests.bot.hostile import CANARY, EVIL, UNASKED, Json, updates
from tests.telegram_server import Call, Person, TelegramServer, World
from tests.telegram_server.state import copied

T = TypeVar("T")

EXAMPLES = 500
BROKEN = 300
PLACES = ("private", "private", "group", "supergroup", "channel", "nowhere")
NOWHERE = (0, -1, 7, 2**40, -(10**13), 2**52 - 1, 2**63 - 1, -(2**63), 2**63, -(2**70))
AT_ONCE = len(NOWHERE)
GOOD_ENDS = {"answered", "done", "edited", "rejected", "voted", "explained", "expired"}
"""Telegram rejects only what goes to a chat that it does not know."""
THEIRS = {"spoiler", "underline", "strikethrough", "custom_emoji", "pre"}
"""Markup that people write here, and the bot never."""
JUNK: tuple[Any, ...] = (
    None,
    [],
    {},
    5,
    -1,
    1.5,
    True,
    "x",
    [[[]]],
    {"id": {}},
    [None],
    10**30,
    float("nan"),
    "\ud800",
    {"message": 1},
)
_placed = st.lists(st.tuples(st.sampled_from(PLACES), updates), min_size=AT_ONCE, max_size=AT_ONCE)
_numbers = itertools.count(1_000_000)


class Besieged:
    """The bot behind its webhook, in a thread with a loop of its own."""

    def __init__(self, telegram: TelegramServer, writer: Writer, engine: Engine, log: io.StringIO) -> None:
        self.world = telegram.world
        self.writer = writer
        self.log = log
        self.tally: Counter[str] = Counter()
        self.settings = load_settings(
            token=telegram.token, base_url=telegram.base_url, mode="webhook", webhook_url="http://bot/telegram",
            questions_per_minute=0, group_questions_per_minute=0, _env_file=None,
        )  # fmt: skip
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.parts = self.run(self._start(engine))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it in the bot's loop."""
        future: Future[T] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(60)

    async def _start(self, engine: Engine) -> Parts:
        self.application = build_application(self.settings)
        await self.application.initialize()
        parts = assemble(self.settings, self.application, engine, self.writer)
        await parts.services.preferred.load()
        self._lanes = asyncio.create_task(parts.lanes.run())
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(parts.front), base_url="http://bot")
        return parts

    def stop(self) -> None:
        """End it all."""
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _stop(self) -> None:
        self._lanes.cancel()
        await asyncio.gather(self._lanes, return_exceptions=True)
        await self._client.aclose()
        await self.application.shutdown()
        await self.application.bot.shutdown()

    def post(self, batch: list[Json]) -> list[int]:
        """Post all of them at once, and wait until nothing is left to do; gives the statuses."""
        return self.run(self._post(batch))

    async def _post(self, batch: list[Json]) -> list[int]:
        headers = {
            "content-type": "application/json",
            "x-telegram-bot-api-secret-token": self.settings.webhook_secret.get_secret_value(),
        }
        posts = (self._client.post("/telegram", content=json.dumps(update), headers=headers) for update in batch)
        answers = await asyncio.gather(*posts)
        async with asyncio.timeout(30):
            while (await self.parts.inbox.open_updates())[0] or self.parts.express._running:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return [answer.status_code for answer in answers]

    def ends(self, numbers: list[int]) -> dict[int, str]:
        """What became of updates, as far as they were kept."""
        asked = ",".join(map(str, numbers))
        query = f"SELECT update_id, outcome FROM inbox WHERE update_id IN ({asked})"
        return dict(self.writer.submit(lambda c: [tuple(row) for row in c.exec_driver_sql(query)]).result())

    def speaks(self, message: Json) -> bool:
        """Whether the decision table says that a message speaks to the bot."""
        read = Message.de_json(_whole(message), self.application.bot)
        return not isinstance(addressed(read, self.application.bot.bot), Ignored)


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs("", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory, engine: Engine, log: io.StringIO) -> Iterator[Besieged]:
    path: Path = tmp_path_factory.mktemp("besieged") / "state.db"
    database = open_database(path)
    migrate(database, "bot.state.migrations")
    writer = Writer(database)
    with TelegramServer() as telegram:
        telegram.world.keep_messages = 20
        besieged = Besieged(telegram, writer, engine, log)
        yield besieged
        besieged.stop()
    writer.close()
    database.dispose()


def chat_at(world: World, place: str, number: int) -> Json:
    """A chat of this kind; within a batch every update has its own."""
    if place == "nowhere":
        return {"id": NOWHERE[number], "type": "private", "first_name": CANARY}
    if place == "private":
        return world.private(Person(10_000 + number, CANARY)).as_json()
    return world.add_chat(-1_001_000_000_000 - number - 100 * PLACES.index(place), place, CANARY).as_json()


def numbered(world: World, place: str, update: Json, position: int) -> tuple[Json, Json]:
    """The update with its number, and the chat that it is put into."""
    number, chat = next(_numbers), chat_at(world, place, position)
    [(kind, body)] = update.items()
    person = {"from": {"is_bot": False, "id": 10_000 + position, "first_name": CANARY}} if "from" not in body else {}
    body = {**person, **body}
    if kind == "callback_query" and "message" in body:
        bot = {"id": world.bot_id, "is_bot": True, "first_name": "nowall", "username": "newsbot"}
        body["message"] = {**body["message"], "message_id": number, "chat": chat, "from": bot}
    elif kind not in {"callback_query", "inline_query"}:
        body = {"message_id": number, **body, "chat": chat}
    return {"update_id": number, kind: body}, chat


def created(call: Call, chat: Json) -> bool:
    """Whether a call puts something new into a chat."""
    return call.method in {"sendMessage", "sendDocument"} and call.parameters.get("chat_id") in {
        chat["id"],
        str(chat["id"]),
    }


def assert_harmless(call: Call) -> None:
    """Telegram took the markup, and none of it was anybody's but the bot's."""
    assert "can't parse" not in (call.error or ""), call
    if isinstance(call.result, dict):
        entities = call.result.get("entities", [])
        assert not THEIRS & {entity["type"] for entity in entities}, call
        assert not [entity for entity in entities if str(entity.get("url", "")).startswith(EVIL)], call


@settings(
    max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(_placed)
def _siege(besieged: Besieged, placed: list[tuple[str, Json]]) -> None:
    world = besieged.world
    batch = [numbered(world, place, update, position) for position, (place, update) in enumerate(placed)]
    before = len(besieged.log.getvalue())
    with world.lock:
        world.calls.clear()
    assert set(besieged.post([update for update, _ in batch])) == {200}
    with world.lock:
        calls = list(world.calls)
    ends = besieged.ends([update["update_id"] for update, _ in batch])
    log = besieged.log.getvalue()[before:]
    besieged.tally.update([*ends.values(), *["posted"] * len(batch)])
    assert set(ends.values()) <= GOOD_ENDS, (ends, log)
    assert "Traceback" not in log, log
    assert CANARY not in log, log
    for call in calls:
        assert_harmless(call)
    for update, chat in batch:
        assert_answered_as_decided(besieged, update, chat, calls)


def assert_answered_as_decided(besieged: Besieged, update: Json, chat: Json, calls: list[Call]) -> None:
    _, kind = update
    said = [call for call in calls if created(call, chat)]
    if kind in UNASKED or kind in {"inline_query", "callback_query", "edited_message"}:
        assert not said, (update, said)
    elif kind == "my_chat_member":  # a group is greeted
        assert len(said) <= (chat["type"] in {"group", "supergroup"}), (update, said)
    elif kind == "message" and abs(chat["id"]) < 2**63:
        assert len(said) <= 2, (update, said)
        assert bool(said) == besieged.speaks(update[kind]), (update, said)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.timeout(600)
def test_hostile_updates_do_no_harm(besieged: Besieged) -> None:
    _siege(besieged)
    assert besieged.tally["posted"] == EXAMPLES * AT_ONCE
    assert all(besieged.tally[end] > AT_ONCE for end in ("answered", "done", "rejected")), besieged.tally


def broken(update: Json, place: int, junk: object) -> Json:
    """The update with one of its values exchanged for something that has no business there."""
    places = list(places_of(update))
    container, key = places[place % len(places)]
    container[key] = junk
    return update


def places_of(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every value within JSON: what holds it, and under which name."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places_of(inner)


def test_values_of_the_wrong_kind_stop_nobody(besieged: Besieged) -> None:
    batch: list[Json] = []

    @settings(max_examples=BROKEN, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(updates, st.integers(0, 10**6), st.sampled_from(JUNK))
    def collect(update: Json, place: int, junk: object) -> None:
        whole, _ = numbered(besieged.world, "private", copied(update), 1_000 + len(batch))
        [kind] = set(whole) - {"update_id"}
        batch.append({"update_id": whole["update_id"], **broken({kind: whole[kind]}, place, copied(junk))})

    collect()
    before = len(besieged.log.getvalue())
    assert set(besieged.post(batch)) == {200}
    lines = [json.loads(line) for line in besieged.log.getvalue()[before:].splitlines()]
    ends = besieged.ends([update["update_id"] for update in batch])
    assert set(ends.values()) <= GOOD_ENDS | {"failed", "unclear"}, Counter(ends.values())
    assert {line["event"] for line in lines if "exception" in line} <= {"update.failed", "inline.failed"}
    assert CANARY not in json.dumps(lines)
    after, _ = numbered(besieged.world, "private", {"message": {"date": 1, "text": "没有墙是谁说的？"}}, 9)
    besieged.post([after])
    assert besieged.ends([after["update_id"]]) == {after["update_id"]: "answered"}
