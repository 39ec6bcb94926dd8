"""The least that a bot can do: echo, on the same library with the same settings; what nowall's bot is measured against.

python -m bench.speed.echo_bot, with BOT_TOKEN and BOT_BASE_URL
"""

from __future__ import annotations

import os
from typing import Any

from telegram import Message, Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot.intake import ALLOWED_UPDATES

WORKERS = 32


async def echo(update: Update, _: Any) -> None:
    """Say what was said."""
    message = update.effective_message
    if isinstance(message, Message) and message.text:
        await message.reply_text(message.text)


def main() -> None:
    """Poll until stopped."""
    application = (
        ApplicationBuilder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(os.environ["BOT_BASE_URL"])
        .concurrent_updates(WORKERS)
        .job_queue(None)
        .connection_pool_size(64)
        .pool_timeout(5.0)
        .connect_timeout(5.0)
        .read_timeout(15.0)
        .write_timeout(15.0)
        .get_updates_connection_pool_size(4)
        .get_updates_pool_timeout(5.0)
        .get_updates_connect_timeout(5.0)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=ALLOWED_UPDATES, timeout=30)


if __name__ == "__main__":
    main()
