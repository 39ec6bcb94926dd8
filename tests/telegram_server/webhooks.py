"""setWebhook and its neighbours: where updates are posted to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.posting import LOOPBACK
from tests.telegram_server.state import DEFAULT_UPDATES
from tests.telegram_server.world import World

_PORTS = frozenset({80, 88, 443, 8443})
DEFAULT_CONNECTIONS, MOST_CONNECTIONS = 40, 100


def set_webhook(world: World, parameters: Json) -> bool:
    """Post updates to an address from now on, or, where it is empty, to none."""
    url = str(parameters.get("url") or "")
    if not url:
        return delete_webhook(world, parameters)
    _check_address(url)
    secret = _secret(parameters)
    if (allowed := parameters.get("allowed_updates")) is not None:
        if not isinstance(allowed, list):
            raise bad_request("expected an Array of String as allowed_updates")
        world.allowed = frozenset(allowed) or DEFAULT_UPDATES
    connections = int(parameters.get("max_connections") or DEFAULT_CONNECTIONS)
    world.max_connections = min(max(connections, 1), MOST_CONNECTIONS)
    world.webhook_url, world.webhook_secret, world.delivery_error = url, secret, None
    _drop(world, parameters)
    return True


def delete_webhook(world: World, parameters: Json) -> bool:
    """Go back to polling."""
    world.webhook_url, world.webhook_secret, world.delivery_error = "", "", None
    _drop(world, parameters)
    return True


def get_webhook_info(world: World, _: Json) -> Json:
    """Whether a webhook is set, and how it does."""
    pending = len(world.updates)
    info: Json = {"url": world.webhook_url, "has_custom_certificate": False, "pending_update_count": pending}
    if world.allowed != DEFAULT_UPDATES:
        info["allowed_updates"] = sorted(world.allowed)
    if not world.webhook_url:
        return info
    if world.delivery_error:
        info["last_error_date"], info["last_error_message"] = world.delivery_error
    return info | {"max_connections": world.max_connections}


def _check_address(url: str) -> None:
    """HTTPS on one of four ports; on loopback, as a local Bot API server allows it, any HTTP."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise bad_request("bad webhook: Wrong URL") from None
    if host in LOOPBACK and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not host:
        raise bad_request("bad webhook: Wrong URL host")
    if (port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _secret(parameters: Json) -> str:
    secret = str(parameters.get("secret_token") or "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _drop(world: World, parameters: Json) -> None:
    if parameters.get("drop_pending_updates") in {True, "true", "True", "1"}:
        world.updates.clear()
