"""Telegram's webhook: 200 is said when the update is committed to the inbox, and not before (decision 8).

Telegram keeps one update of a chat in flight until then and repeats what was not confirmed, so order holds and
nothing is lost; what comes twice is known by its number.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.receiving import RawUpdate
from nowall.errors import StoreError

LARGEST_UPDATE = 1_000_000
"""Bytes. Telegram's largest updates, long texts with their entities and the message they reply to, have a tenth."""
BODY_SECONDS = 10.0
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of the header


class Webhook:
    """Takes updates that Telegram posts, one at a time."""

    def __init__(
        self,
        secret: str,
        take: Callable[[list[RawUpdate]], Awaitable[None]],
        heard: Callable[[], None] = lambda: None,
    ) -> None:
        """``take`` keeps a batch (see `Receiver`); ``heard`` is told whenever Telegram calls."""
        self._secret = secret.encode()
        self._take = take
        self._heard = heard

    async def receive(self, request: Request) -> Response:
        """Answer one POST. A failure is a 5xx, on which Telegram sends the update again."""
        given = request.headers.get(_SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._secret):
            return PlainTextResponse("Forbidden", 403)
        if not _is_json(request.headers.get("content-type", "")):
            return PlainTextResponse("Unsupported Media Type", 415)
        update = _update(await _body(request))
        if update is None:
            return PlainTextResponse("Bad Request", 400)
        self._heard()
        try:
            await self._take([update])
        except StoreError:  # the inbox has told it
            return PlainTextResponse("Service Unavailable", 503)
        return Response(status_code=200)


def _is_json(content_type: str) -> bool:
    """Whatever parameters stand behind it: proxies add a charset."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


async def _body(request: Request) -> bytes:
    """The body; where it is too large or takes too long, no more of it is read."""
    if int(request.headers.get("content-length") or 0) > LARGEST_UPDATE:
        raise HTTPException(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_UPDATE:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    is_update = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if is_update and 0 <= update["update_id"] < 2**63 else None
