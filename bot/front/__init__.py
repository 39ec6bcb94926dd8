"""The bot's HTTP front: Telegram's webhook, health, and metrics, in the bot's own process."""
