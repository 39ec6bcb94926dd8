"""What the webhook takes and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route

from bot.front.webhook import LARGEST_UPDATE, Webhook
from nowall.errors import StoreBlockedError

SECRET = "s3cret_of-Telegram"
UPDATE = {"update_id": 7, "message": {"text": "谁说的？"}}


class Taken:
    """What was taken, or the failure with which it was not."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.failure: Exception | None = None

    async def take(self, batch: list[dict[str, Any]]) -> None:
        if self.failure:
            raise self.failure
        self.updates += batch


@pytest.fixture
def taken() -> Taken:
    return Taken()


async def post(taken: Taken, body: bytes, **headers: str) -> httpx.Response:
    webhook = Webhook(SECRET, taken.take)
    app = Starlette(routes=[Route("/telegram", webhook.receive, methods=["POST"])])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    given = {"content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.post("/telegram", content=body, headers=given)


async def test_update_is_taken(taken: Taken) -> None:
    assert (await post(taken, json.dumps(UPDATE).encode())).status_code == 200
    assert taken.updates == [UPDATE]


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/json;x"])
async def test_content_type_may_have_parameters(taken: Taken, kind: str) -> None:
    assert (await post(taken, json.dumps(UPDATE).encode(), content_type=kind)).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "application/jsonp"])
async def test_other_content_is_refused(taken: Taken, kind: str) -> None:
    assert (await post(taken, json.dumps(UPDATE).encode(), content_type=kind)).status_code == 415
    assert not taken.updates


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_forged_update_is_refused(taken: Taken, secret: str) -> None:
    response = await post(taken, json.dumps(UPDATE).encode(), x_telegram_bot_api_secret_token=secret)
    assert response.status_code == 403
    assert SECRET not in response.text
    assert not taken.updates


async def test_secret_of_strange_bytes_is_refused(taken: Taken) -> None:
    app = Starlette(routes=[Route("/telegram", Webhook(SECRET, taken.take).receive, methods=["POST"])])
    headers = [(b"content-type", b"application/json"), (b"x-telegram-bot-api-secret-token", b"\xff\xe9")]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        assert (await client.post("/telegram", content=json.dumps(UPDATE), headers=headers)).status_code == 403


async def test_giant_body_is_refused(taken: Taken) -> None:
    body = b'{"update_id": 1, "x": "' + b"x" * LARGEST_UPDATE + b'"}'
    assert (await post(taken, body)).status_code == 413
    assert not taken.updates


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b"null", b'"x"', b"{}", b'{"update_id": "7"}', b'{"update_id": true}',
     b'{"update_id": -1}', b'{"update_id": 9223372036854775808}', b'{"update_id": 1.5}', b"\xff\xfe", b"[" * 100_000],
)  # fmt: skip
async def test_what_is_no_update_is_refused(taken: Taken, body: bytes) -> None:
    assert (await post(taken, body)).status_code == 400
    assert not taken.updates


async def test_update_that_cannot_be_kept_is_not_confirmed(taken: Taken) -> None:
    taken.failure = OSError("disk full")
    assert (await post(taken, json.dumps(UPDATE).encode())).status_code == 500


async def test_state_that_takes_nothing_for_now_is_told_to_telegram(taken: Taken) -> None:
    taken.failure = StoreBlockedError("The disk is full.")
    assert (await post(taken, json.dumps(UPDATE).encode())).status_code == 503


@given(st.binary(max_size=200))
async def test_any_body_gets_a_status_and_no_crash(body: bytes) -> None:
    assert (await post(Taken(), body)).status_code in {200, 400}


async def test_only_post_is_answered(taken: Taken) -> None:
    app = Starlette(routes=[Route("/telegram", Webhook(SECRET, taken.take).receive, methods=["POST"])])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        assert (await client.get("/telegram")).status_code == 405
