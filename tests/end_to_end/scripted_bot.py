"""The real bot with the scripted engine in the place of the real one; see `conftest.scripted`."""

from __future__ import annotations

import sys

import nowall.engine
from tests.bot.scripted_engine import ScriptedEngine

nowall.engine.Engine = ScriptedEngine  # type: ignore[assignment,misc]

from bot.__main__ import main  # noqa: E402 - the engine is exchanged before the bot sees it

if __name__ == "__main__":
    sys.exit(main())
