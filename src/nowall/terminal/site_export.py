"""``nowall export-site``: the pages as files."""

from __future__ import annotations

from pathlib import Path

from nowall.errors import InputError
from nowall.terminal.session import Session


def export_site(session: Session, folder: Path) -> int:
    """Write all pages into a folder that is empty or holds an earlier export."""
    raise InputError(f"{session.settings.home} is not exported to {folder} yet.")
