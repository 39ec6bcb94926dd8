"""Many at once, and while the corpus changes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.learn.sources.results import Read
from tests.catalogue.conftest import DOCUMENTS, opened

HANS = Language.ZH_HANS

LOOKS: tuple[Callable[[Catalogue], object], ...] = (
    lambda catalogue: catalogue.find("河口大桥 通车", HANS, 0, 9),
    lambda catalogue: catalogue.quotes("", HANS, 0, 9),
    lambda catalogue: catalogue.timeline("方岚", HANS, 0, 9),
    lambda catalogue: catalogue.topics(HANS, None, 0, 9),
    lambda catalogue: catalogue.named("陆明远", HANS),
    lambda catalogue: catalogue.size(),
)


def test_threads_see_what_one_sees(tmp_path: Path) -> None:
    with opened(tmp_path, "none") as engine:
        list(engine.add(Read(document, n) for n, document in enumerate(DOCUMENTS)))
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda look: look(engine.catalogue), LOOKS * 8))
        assert together == [look(engine.catalogue) for look in LOOKS] * 8


def test_article_that_is_learned_is_seen_in_the_next_catalogue(tmp_path: Path) -> None:
    with opened(tmp_path, "none") as engine:
        list(engine.add([Read(DOCUMENTS[0], 1)]))
        before = engine.catalogue
        list(engine.add([Read(DOCUMENTS[1], 1)]))
        assert before.find("图书馆", HANS, 0, 1).total == 0
        assert engine.catalogue.find("图书馆", HANS, 0, 1).total == 1
        assert engine.catalogue.size().articles == 2
        engine.remove(["library"])
        assert engine.catalogue.find("图书馆", HANS, 0, 1).total == 0
