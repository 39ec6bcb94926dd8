"""The Bot API over HTTP on loopback, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any, Self

import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError
from tests.telegram_server.faults import Fault
from tests.telegram_server.methods import call
from tests.telegram_server.parameters import parameters_of
from tests.telegram_server.polling import Polling
from tests.telegram_server.posting import Posting
from tests.telegram_server.world import World

_TICK = 0.01
_NOT_FOUND = ApiError(404, "Not Found")


class _Dropped(Response):
    """An answer that breaks off: the headers promise a body and the connection closes."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"64")]})


class TelegramServer:
    """Telegram for one bot: ``base_url`` and ``token`` for the bot, ``world`` for the test."""

    def __init__(self, token: str = "7000000001:AAtest-token_for-the-test-server_0001") -> None:
        self.token = token
        self.world = World()
        self._polling: Polling | None = None
        self._posting: asyncio.Task[None] | None = None
        config = uvicorn.Config(
            self._serve, interface="asgi3", host="127.0.0.1", port=0, log_level="critical", lifespan="off", ws="none"
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

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. A router and middleware would cost more than most methods do."""
        try:
            response = await self._answer(Request(scope, receive))
        except ApiError as refusal:
            response = _refused(refusal)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        _, *parts = request.scope["path"].split("/")
        if len(parts) == 4 and parts[0] == "file" and parts[2] == "documents":
            return await self._download(parts[1], parts[3])
        if len(parts) != 2 or not parts[0].startswith("bot"):
            raise _NOT_FOUND
        parameters = await parameters_of(request)
        if parts[0] != f"bot{self.token}":
            raise ApiError(401, "Unauthorized")
        return await self._call(parts[1], parameters, self.world.take_fault(parts[1]))

    async def _download(self, bot: str, identifier: str) -> Response:
        """Hand out a file; mishaps and the transcript know this as the method ``download``."""
        if bot != f"bot{self.token}" or identifier not in self.world.files:
            raise _NOT_FOUND
        fault = self.world.take_fault("download")
        self.world.record("download", {"file": identifier}, None, _told(fault.error, fault))
        await asyncio.sleep(fault.delay)
        if fault.drop:
            return _Dropped()
        return _refused(fault.error) if fault.error else Response(self.world.files[identifier])

    async def _call(self, method: str, parameters: Json, fault: Fault) -> Response:
        if method.lower() == "getupdates" and fault.error is None and not fault.drop:
            await asyncio.sleep(fault.delay)
            self._polling = self._polling or Polling(self.world)
            return _given(await self._polling.get_updates(parameters))
        result, error = None, fault.error
        if fault.accept or (error is None and not fault.drop):
            try:
                result = call(self.world, method, parameters)
            except ApiError as refusal:
                error = refusal
        self.world.record(method, parameters, result, _told(error, fault))
        if self.world.webhook_url and self._posting is None:
            self._posting = asyncio.create_task(Posting(self.world).run())
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop:
            return _Dropped()
        return _refused(error) if error else _given(result)


def _given(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _told(error: ApiError | None, fault: Fault) -> str | None:
    return error.description if error else ("connection dropped" if fault.drop else None)


def _refused(error: ApiError) -> JSONResponse:
    return JSONResponse(error.as_json(), status_code=error.code)
