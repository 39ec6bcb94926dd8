"""The real bot with one prepared answer in the place of the engine: what all but answering costs.

python -m bench.speed.adapter_bot
"""

from __future__ import annotations

import sys
from typing import Any

import nowall.engine
from nowall.answers import Answer
from tests.bot.scripted_engine import ScriptedEngine, wall


class PreparedEngine(ScriptedEngine):
    """Knows one answer."""

    def ask(self, *_: Any, **__: Any) -> Answer:
        """Give it."""
        return wall()


nowall.engine.Engine = PreparedEngine  # type: ignore[assignment,misc]

from bot.__main__ import main  # noqa: E402 - the engine is exchanged before the bot sees it

if __name__ == "__main__":
    sys.exit(main())
