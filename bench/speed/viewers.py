"""People who look at pages, in a process of their own: at random moments, on connections that stay open.

python -m bench.speed.viewers PORT RATE SECONDS < paths.txt

Prints one line of JSON: how often which status came, and the times in milliseconds, each from when the page was wanted.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence

CONNECTIONS = 32
_LANGUAGES = ("zh-CN,zh;q=0.9", "zh-TW", "en-GB,en;q=0.8")
_PATIENCE = 10.0


class Viewers:
    """They share connections as they would behind a proxy."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        self._port = port
        self._paths = paths
        self._dice = random.Random(11)
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self.statuses: Counter[str] = Counter()
        self.times: list[float] = []

    async def look(self, rate: float, seconds: float) -> None:
        """So many pages a second, on average."""
        for _ in range(CONNECTIONS):
            await self._connect()
        begun, moment, looks = time.perf_counter(), 0.0, []
        while (moment := moment + self._dice.expovariate(rate)) < seconds:
            await asyncio.sleep(max(begun + moment - time.perf_counter(), 0))
            looks.append(asyncio.create_task(self._look(begun + moment)))
        await asyncio.gather(*looks)

    async def _look(self, wanted: float) -> None:
        path, language = self._dice.choice(self._paths), self._dice.choice(_LANGUAGES)
        connection = await self._free.get()
        try:
            async with asyncio.timeout(_PATIENCE):
                status = await _get(*connection, path, language)
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self.statuses[type(error).__name__] += 1
            await self._connect()
            return
        self._free.put_nowait(connection)
        self.statuses[status] += 1
        self.times.append((time.perf_counter() - wanted) * 1000)

    async def _connect(self) -> None:
        self._free.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, language: str) -> str:
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Language: {language}\r\nAccept-Encoding: gzip\r\n\r\n"
    writer.write(head.encode())
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = answer.partition("content-length:")[2].partition("\r\n")[0]
    await reader.readexactly(int(length))
    return answer.split(" ", 2)[1]


def main() -> None:
    """Look, and tell."""
    port, rate, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    viewers = Viewers(port, sys.stdin.read().split())
    asyncio.run(viewers.look(rate, seconds))
    print(json.dumps({"statuses": viewers.statuses, "times": sorted(viewers.times)}))


if __name__ == "__main__":
    main()
