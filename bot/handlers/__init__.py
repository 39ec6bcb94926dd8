"""What the bot does with an update, one module a topic."""

from __future__ import annotations

from typing import Any

from telegram.ext import CallbackContext, ExtBot

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
"""PTB's context; the handlers get what they need from their constructors instead."""
