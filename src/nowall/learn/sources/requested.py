"""What somebody asks a running nowall to learn: addresses, or a file that was handed over as bytes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from nowall.learn.sources.feeds import read_address
from nowall.learn.sources.fetching import Fetcher
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import FORMS, LINES, find_files
from nowall.learn.sources.naming import safe_id, split_name
from nowall.learn.sources.results import Failure, Read

_TOGETHER_SECONDS = 5.0


def read_addresses(addresses: Iterable[str], fetcher: Fetcher) -> Iterator[list[Read]]:
    """Read pages and feeds, and give what a few seconds brought: nobody should hold a lock while a network is slow."""
    results = (result for address in addresses for result in read_address(address, fetcher))
    together: list[Read] = []
    ends = time.monotonic() + _TOGETHER_SECONDS
    for result in results:
        together.append(Read(result, 0))
        if time.monotonic() >= ends:
            yield together
            together, ends = [], time.monotonic() + _TOGETHER_SECONDS
    if together:
        yield together


def read_upload(name: str, data: bytes) -> Iterator[Read]:
    """Read a file of this name, packed or not; unlike on a disk, its ending has to say what it is."""
    parts = split_name(name)
    if parts.ending not in FORMS and parts.ending not in LINES:
        kinds = " ".join([*FORMS, *sorted(LINES)])
        yield Read(Failure(safe_id(name), f"It is none of the files that nowall reads: {kinds}, each also .gz."), 0)
        return
    with TemporaryDirectory(prefix="nowall-") as folder:
        path = Path(folder, f"{safe_id(parts.stem)}{parts.ending}{'.gz' if parts.packed else ''}")
        path.write_bytes(data)
        for read in read_files(find_files([path])):
            origin = read.result.origin.replace(f"{folder}/", "", 1)
            yield replace(read, result=replace(read.result, origin=origin))
