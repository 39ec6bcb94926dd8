"""Inline mode: ``@bot words`` in any chat offers facts and quotes to send."""

from __future__ import annotations

from telegram import Update

from bot.handlers import Services


class Inline:
    """Answers inline queries. Nothing is stored, and nothing is asked of the semantic model."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def asked(self, update: Update) -> None:
        """Offer what fits the words."""
