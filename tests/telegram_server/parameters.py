"""The parameters of a call, however it brings them: in the address, as JSON, as a form, with files."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.files import Upload

_JSON = frozenset(
    {
        "allowed_updates", "reply_markup", "reply_parameters", "link_preview_options", "commands", "scope", "entities",
        "results", "button", "caption_entities", "media",
    }
)  # fmt: skip


async def parameters_of(request: Request) -> Json:
    """What a call says."""
    kind, body = request.headers.get("content-type", ""), await request.body()
    if kind.startswith("application/json"):
        return dict(json.loads(body)) if body else {}
    plain: Json = dict(parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True))
    if kind.startswith("multipart/form-data"):
        plain |= multipart(kind, body)
    else:
        plain |= parse_qsl(body.decode(), keep_blank_values=True)
    return {name: _decoded(name, value) for name, value in plain.items()}


def multipart(kind: str, body: bytes) -> dict[str, str | Upload]:
    """The fields and files of a form with this content type."""
    boundary = _header(kind).get_param("boundary", header="content-type")
    if not isinstance(boundary, str):
        raise bad_request("can't parse multipart/form-data")
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    if parts[-1].strip() != b"--":
        raise bad_request("can't parse multipart/form-data")
    return dict(_part(part.removeprefix(b"\r\n")) for part in parts[1:-1])


def _part(part: bytes) -> tuple[str, str | Upload]:
    head, _, data = part.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
    headers = {name.lower(): value for name, value in fields.items()}
    disposition = _header(headers["content-disposition"])
    name = str(disposition.get_param("name", header="content-type"))
    file = disposition.get_param("filename", header="content-type")
    if file is None:
        return name, data.decode()
    return name, Upload(str(file), headers.get("content-type", "application/octet-stream"), data)


def _header(value: str) -> Message:
    """A header in whose parameters the standard library finds its way."""
    message = Message()
    message["content-type"] = value
    return message


def _decoded(name: str, value: Any) -> Any:
    if name not in _JSON or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object") from None
