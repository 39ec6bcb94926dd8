"""The made-up pack as a snapshot, and facts and questions of it by name."""

from __future__ import annotations

import pytest

from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.pack.reader import read_pack
from nowall.snapshot import Snapshot
from tests.answer.tiny import write_tiny_pack


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Twelve facts and two claims, as answering sees them."""
    tokenizer = Tokenizer(rjieba_cutter())
    return Snapshot(read_pack(write_tiny_pack(tmp_path_factory.mktemp("tiny"))), 1, tokenizer, tokenizer)
