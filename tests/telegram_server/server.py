"""The Bot API over HTTP on loopback, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from typing import Any, Self
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.telegram_server.errors import ApiError
from tests.telegram_server.faults import Fault
from tests.telegram_server.methods import call
from tests.telegram_server.world import World

_TICK = 0.01
_JSON_PARAMETERS = frozenset(
    {"allowed_updates", "reply_markup", "reply_parameters", "link_preview_options", "commands", "scope", "entities"}
)


class _Dropped(Response):
    """An answer that breaks off: the headers promise a body and the connection closes."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"64")]})


class TelegramServer:
    """Telegram for one bot: ``base_url`` and ``token`` for the bot, ``world`` for the test."""

    def __init__(self, token: str = "7000000001:AAtest-token_for-the-test-server_0001") -> None:
        self.token = token
        self.world = World()
        routes = [
            Route("/bot{token}/{method}", self._handle, methods=["GET", "POST"]),
            Route("/file/bot{token}/documents/{file}", self._download),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="telegram", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(_TICK)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=5)

    @property
    def base_url(self) -> str:
        """What the bot's BOT_BASE_URL is."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/bot"

    async def _handle(self, request: Request) -> Response:
        method = request.path_params["method"]
        parameters = await _parameters(request)
        if request.path_params["token"] != self.token:
            return _refused(ApiError(401, "Unauthorized"))
        fault = self.world.take_fault(method)
        if method.lower() == "getupdates" and fault == Fault():
            return await self._get_updates(parameters)
        return await self._call(method, parameters, fault)

    async def _download(self, request: Request) -> Response:
        """Hand out a file; mishaps and the transcript know this as the method ``download``."""
        identifier = request.path_params["file"]
        if request.path_params["token"] != self.token or identifier not in self.world.files:
            return _refused(ApiError(404, "Not Found"))
        fault = self.world.take_fault("download")
        self.world.record("download", {"file": identifier}, None, _told(fault.error, fault))
        await asyncio.sleep(fault.delay)
        if fault.drop:
            return _Dropped()
        return _refused(fault.error) if fault.error else Response(self.world.files[identifier])

    async def _call(self, method: str, parameters: dict[str, Any], fault: Fault) -> Response:
        result, error = None, fault.error
        if fault.accept or (error is None and not fault.drop):
            try:
                result = call(self.world, method, parameters)
            except ApiError as refusal:
                error = refusal
        self.world.record(method, parameters, result, _told(error, fault))
        await asyncio.sleep(fault.delay)
        if fault.drop:
            return _Dropped()
        return _refused(error) if error else JSONResponse({"ok": True, "result": result})

    async def _get_updates(self, parameters: dict[str, Any]) -> Response:
        world = self.world
        with world.changed:
            if world.webhook_url:
                return _refused(
                    ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
                )
            world.polls += 1
            mine = world.polls
            if (allowed := parameters.get("allowed_updates")) is not None:
                world.allowed = frozenset(allowed) or world.allowed
            offset = int(parameters.get("offset") or 0)
            while world.updates and world.updates[0]["update_id"] < offset:
                world.updates.popleft()
            world.changed.notify_all()
        deadline = time.monotonic() + float(parameters.get("timeout") or 0)
        while not world.updates and time.monotonic() < deadline and not self._server.should_exit:
            if world.polls != mine:
                return _refused(
                    ApiError(
                        409,
                        "Conflict: terminated by other getUpdates request; "
                        "make sure that only one bot instance is running",
                    )
                )
            await asyncio.sleep(_TICK)
        with world.lock:
            batch = list(world.updates)[: int(parameters.get("limit") or 100)]
        return JSONResponse({"ok": True, "result": batch})


def _told(error: ApiError | None, fault: Fault) -> str | None:
    return error.description if error else ("connection dropped" if fault.drop else None)


def _refused(error: ApiError) -> JSONResponse:
    return JSONResponse(error.as_json(), status_code=error.code)


async def _parameters(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    form = parse_qsl((await request.body()).decode(), keep_blank_values=True)
    plain = {**request.query_params, **dict(form)}
    return {name: json.loads(value) if name in _JSON_PARAMETERS else value for name, value in plain.items()}
