"""The Telegram adapter of nowall: the only code that knows Telegram. Start it with ``python -m bot``."""

from __future__ import annotations

import os

# python-telegram-bot: durations are timedelta, as they will be everywhere soon; without it every 429 warns.
os.environ.setdefault("PTB_TIMEDELTA", "1")
