"""What the Bot API says when it refuses: status, description and, for floods and migrations, parameters."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's own words."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body that Telegram sends."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """400, the most common refusal."""
    return ApiError(400, f"Bad Request: {reason}")


def flood(seconds: int) -> ApiError:
    """429: wait this long."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
