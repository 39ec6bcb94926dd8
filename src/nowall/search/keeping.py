"""Which index a home has."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from nowall.search.index import IndexKeeper
from nowall.search.tantivy_index import FolderKeeper
from nowall.settings import Search


def index_keeper(search: Search, database: Engine, folder: Path, fingerprint: str) -> IndexKeeper:  # noqa: ARG001
    """What keeps the index: the folder for files; for a server, the server where it can."""
    return FolderKeeper(folder, fingerprint)
