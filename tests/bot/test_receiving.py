"""What is in an update that nothing can hold stops neither it nor those behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.inbox import Arrival
from bot.receiving import Receiver


class Heap:
    """Takes whatever comes."""

    def __init__(self) -> None:
        self.sorted: list[Any] = []
        self.express: list[Any] = []
        self.receiver = Receiver(self.sort, self.store, lambda: None, self.express.append)

    def sort(self, batch: Sequence[Any]) -> list[Arrival]:
        self.sorted += batch
        return []

    async def store(self, arrivals: list[Arrival]) -> int:
        return len(arrivals)


@pytest.fixture
def heap() -> Heap:
    return Heap()


async def test_half_a_surrogate_pair_is_replaced(heap: Heap) -> None:
    await heap.receiver.take([{"update_id": 1, "message": {"text": "a\ud800b", "\udc00": ["😀", 1, None]}}])
    assert heap.sorted == [{"update_id": 1, "message": {"text": "a?b", "?": ["😀", 1, None]}}]


async def test_number_that_no_database_holds_is_passed_over_and_the_next_update_taken(heap: Heap) -> None:
    await heap.receiver.take([{"update_id": 1, "x": [2**63]}, {"update_id": 2, "x": [2**63 - 1, -(2**63), True]}])
    assert [update["update_id"] for update in heap.sorted] == [2]


async def test_bottomless_update_is_passed_over(heap: Heap) -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    await heap.receiver.take([{"update_id": 1, "x": deep}, {"update_id": 2, "inline_query": {}}])
    assert [update["update_id"] for update in heap.sorted] == [2]
    assert len(heap.express) == 1
