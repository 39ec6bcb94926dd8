"""Catalogues: of the pack that ships, of the made-up one, of learned articles alone, and of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nowall.catalogue import Catalogue
from nowall.engine import Engine
from nowall.learn.documents import Document
from nowall.learn.sources.results import Read
from nowall.settings import Settings
from tests.answer.tiny import write_tiny_pack
from tests.learn.articles import articles

BRIDGE = """河口大桥主体工程2024年10月8日完工，总投资18亿元。
河口建工集团董事长方岚说：“这座桥等了二十年。”
方岚表示：“我们还要再建一座桥。”
河口大桥的通车仪式定于2025年1月6日举行。"""
LIBRARY = """东湖图书馆新馆2024年11月2日开放，藏书120万册。
馆长陆明远说：“读书的人比我们预想的要多。”"""
DOCUMENTS = (
    Document("bridge", BRIDGE, title="河口大桥主体完工", publisher="河口日报", published="2024-11-01"),
    Document("library", LIBRARY, title="东湖图书馆开放", publisher="东湖晚报", published="2024-11-02"),
    *articles(6),
)


def opened(home: Path, pack: str) -> Engine:
    return Engine.open(Settings(home=home, pack=pack, semantic=False, _env_file=None))


@pytest.fixture(scope="session")
def shipped(engine: Engine) -> Catalogue:
    """The pack that ships."""
    return engine.catalogue


@pytest.fixture(scope="session")
def tiny_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Twelve facts and two claims."""
    folder = tmp_path_factory.mktemp("catalogue")
    with opened(folder / "home", str(write_tiny_pack(folder / "pack"))) as engine:
        yield engine.catalogue


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Eight learned articles, of which two are about a bridge and a library."""
    with opened(tmp_path_factory.mktemp("learned"), "none") as engine:
        list(engine.add(Read(document, n) for n, document in enumerate(DOCUMENTS)))
        yield engine.catalogue


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """The made-up pack, and the same learned articles."""
    folder = tmp_path_factory.mktemp("both")
    with opened(folder / "home", str(write_tiny_pack(folder / "pack"))) as engine:
        list(engine.add(Read(document, n) for n, document in enumerate(DOCUMENTS)))
        yield engine.catalogue


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Nothing at all."""
    with opened(tmp_path_factory.mktemp("empty"), "none") as engine:
        yield engine.catalogue
