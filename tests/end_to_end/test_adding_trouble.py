"""What is being learned when the bot is killed, or Telegram does not hand a file over."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import SCRIPTED, Launcher
from tests.end_to_end.test_adding import ARTICLE, OWNER
from tests.telegram_server import Fault, World
from tests.telegram_server.errors import flood

pytestmark = pytest.mark.skipif(SCRIPTED, reason="this is about what is learned")
SETTINGS = {"BOT_OWNERS": str(OWNER.id), "NOWALL_SEMANTIC": "false"}


def test_killed_bot_learns_and_tells_after_the_restart(world: World, launcher: Launcher) -> None:
    bot = launcher.start_polling(**SETTINGS)
    office = world.private(OWNER)
    world.break_next("sendMessage", Fault(error=flood(3)))
    world.send_file(office, OWNER, "a.txt", ARTICLE.encode(), caption="/add")
    world.wait(lambda: world.made("sendMessage"))
    bot.kill()
    launcher.start_polling(**SETTINGS)
    [told] = world.wait_said(office)
    assert "没有变化" in told["text"]
    launcher.wait_settled()
    assert len(world.said(office)) == 1


def test_download_that_breaks_off_shows_no_token(world: World, launcher: Launcher) -> None:
    bot = launcher.start_polling(**SETTINGS)
    office = world.private(OWNER)
    world.break_next("download", Fault(drop=True))
    world.send_file(office, OWNER, "a.txt", ARTICLE.encode(), caption="/add")
    assert "没能从 Telegram" in world.wait_said(office)[0]["text"]
    assert bot.stop() == 0
    assert launcher.telegram.token.partition(":")[2] not in bot.output
    assert "/file/bot" not in bot.output
