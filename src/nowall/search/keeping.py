"""Which index a home has."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from nowall.database.extensions import usable
from nowall.errors import StoreError
from nowall.search.index import IndexKeeper
from nowall.search.tantivy_index import FolderKeeper
from nowall.settings import Search

_EXTENSION = "pg_textsearch"


def index_keeper(search: Search, database: Engine, folder: Path, fingerprint: str) -> IndexKeeper:
    """What keeps the index: the folder for files; for a server, the server where it can and shall.

    Raises StoreError where it shall and cannot.
    """
    is_server = database.dialect.name == "postgresql"
    if not is_server or search is Search.FOLDER:
        return FolderKeeper(folder, fingerprint)
    if usable(database, _EXTENSION, preloaded=True):
        from nowall.search.postgres_keeper import ServerKeeper  # noqa: PLC0415  only where there is a server

        return ServerKeeper(database, fingerprint)
    if search is Search.SERVER:
        raise StoreError(
            f"The database server has no extension {_EXTENSION}, or it is not in shared_preload_libraries: install it, "
            "or set NOWALL_SEARCH=folder, which keeps the index in each process's own home (nowall doctor tells more)."
        )
    return FolderKeeper(folder, fingerprint)
