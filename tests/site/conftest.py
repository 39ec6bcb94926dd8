"""The pages of the pack that ships, of a hostile one, and of learned articles, asked for in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from starlette.applications import Starlette

from nowall.engine import Engine
from nowall.learn.sources.results import Read
from nowall.settings import Settings
from nowall.site import site_routes
from tests.browser.hostile import write_hostile_pack
from tests.catalogue.conftest import DOCUMENTS

PUBLIC = "https://news.example.org/wall"


class Get(Protocol):
    """Asks for a page."""

    async def __call__(self, path: str, language: str = "zh-CN", **headers: str) -> httpx.Response:
        """The response, redirects not followed."""


def client_of(engine: Engine, public_url: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=site_routes(engine, public_url)))
    return httpx.AsyncClient(transport=transport, base_url="http://site")


def getting(client: httpx.AsyncClient) -> Get:
    async def get(path: str, language: str = "zh-CN", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.get(path, headers={"Accept-Language": language, **named})

    return get


@pytest.fixture
async def client(engine: Engine) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(engine) as client:
        yield client


@pytest.fixture
def get(client: httpx.AsyncClient) -> Get:
    """Pages of the pack that ships."""
    return getting(client)


@pytest.fixture
async def get_public(engine: Engine) -> AsyncIterator[Get]:
    """The same where the world can see them."""
    async with client_of(engine, PUBLIC) as client:
        yield getting(client)


@pytest.fixture(scope="session")
def hostile_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A pack that was written to break pages."""
    folder = tmp_path_factory.mktemp("hostile")
    with opened(folder / "home", str(write_hostile_pack(folder / "pack"))) as engine:
        yield engine


@pytest.fixture(scope="session")
def learned_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Eight learned articles."""
    with opened(tmp_path_factory.mktemp("learned"), "none") as engine:
        list(engine.add(Read(document, n) for n, document in enumerate(DOCUMENTS)))
        yield engine


def opened(home: Path, pack: str) -> Engine:
    return Engine.open(Settings(home=home, pack=pack, semantic=False, _env_file=None))
