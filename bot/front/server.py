"""The HTTP front's server, within the bot's event loop."""

from __future__ import annotations

import socket

from bot.poller import StartupError
from nowall import http_server
from nowall.errors import SettingsError

serve_http = http_server.serve_http


def listen(host: str, port: int) -> socket.socket:
    """Take the address now, so that a port in use is told before anything else happens. Raises StartupError."""
    try:
        return http_server.listen(host, port)
    except SettingsError as error:
        raise StartupError(str(error)) from None
