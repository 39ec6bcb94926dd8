"""Store, index and names in step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nowall.engine import Engine
from nowall.learn.documents import Document
from nowall.learn.sources.results import Read
from nowall.settings import Settings

FIRST = "艾克米公司首席执行官林爱达（Ada Lin）表示，新灯将于三月上市，售价为三百九十九元。"
SECOND = "西风公司首席执行官陈博（Bo Chen）表示，旧灯不再出售，仓库里还有两千盏。"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with Engine.open(Settings(home=tmp_path, pack="none", semantic=False, _env_file=None)) as opened:
        yield opened


def learn(engine: Engine, identifier: str, text: str) -> None:
    list(engine.add([Read(Document(identifier, text), 0)]))


def named(engine: Engine, question: str) -> bool:
    return bool(engine.candidates(question)[0].entities)


class TestManyNames:
    def test_names_are_kept_for_a_while_and_learned_words_are_found_at_once(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("nowall.library._MANY_NAMES", 1)
        learn(engine, "one", FIRST)
        assert named(engine, "Ada Lin 怎么说？")
        learn(engine, "two", SECOND)
        assert named(engine, "Ada Lin 怎么说？")
        assert not named(engine, "Bo Chen 怎么说？")
        assert "两千盏" in engine.ask("仓库里还有多少盏旧灯？", always=True).text

    def test_names_are_read_again_when_they_are_due(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("nowall.library._MANY_NAMES", 1)
        learn(engine, "one", FIRST)
        learn(engine, "two", SECOND)
        assert not engine.refresh()
        monkeypatch.setattr("nowall.library._KEEP_NAMES_SECONDS", 0.0)
        assert engine.refresh()
        assert named(engine, "Bo Chen 怎么说？")
        assert not engine.refresh()

    def test_few_names_are_known_at_once(self, engine: Engine) -> None:
        learn(engine, "one", FIRST)
        learn(engine, "two", SECOND)
        assert named(engine, "Bo Chen 怎么说？")
