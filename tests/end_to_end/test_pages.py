"""The pages of the real bot: what its sources link to, while it answers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import lxml.html
import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer, links
from tests.end_to_end.test_conversations import WALL_QUESTION
from tests.processes import free_port
from tests.telegram_server import Chat, Person, TelegramServer, World


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module")
def site(one_launcher: Launcher) -> Iterator[httpx.Client]:
    """A client of a bot whose pages the world can see."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    bot = one_launcher.start_polling(BOT_HTTP_PORT=str(port), NOWALL_PUBLIC_URL=address, NOWALL_SEMANTIC="false")
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client
    bot.stop()


def test_source_of_an_answer_leads_to_the_fact_on_its_page(
    site: httpx.Client, world: World, chat: Chat, mei: Person
) -> None:
    [source] = links(answer(world, chat, WALL_QUESTION, mei))
    address, _, anchor = source.partition("#")
    assert address.startswith(str(site.base_url))
    page = lxml.html.document_fromstring(site.get(address).text)
    assert "there is no wall" in page.get_element_by_id(anchor).text_content()
    assert page.xpath("//link[@rel='canonical']/@href") == [address]


def test_pages_stand_beside_health_and_metrics(site: httpx.Client) -> None:
    assert site.get("/healthz").text == "ok\n"
    assert "nowall_corpus" in site.get("/metrics").text
    assert "there is no wall" in site.get("/", params={"q": WALL_QUESTION}).text
    assert site.get("/nothing").status_code == 404
