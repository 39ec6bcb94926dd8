"""``nowall export-site``: the pages as files."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from nowall.errors import InputError, StoreError
from nowall.site.export import Export, is_ours
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.progress import progress_bar
from nowall.terminal.session import Session


def export_site(session: Session, folder: Path) -> int:
    """Write all pages into a folder that is empty or holds an earlier export."""
    if not is_ours(folder):
        raise InputError(session.say("site_not_ours", folder=folder))
    pages = 0
    with session.engine() as engine:
        export = Export(engine.catalogue, folder, session.settings.public_url)
        try:
            with progress_bar(session.say("site_label"), export.steps) as step:
                for pages in export.run():  # noqa: B007 - the last number is told
                    step(1)
        except OSError as error:
            raise StoreError(f"{folder} cannot be written to: {error.strerror or error}.") from error
    put(console(), Text(session.say("site_done", pages=pages, folder=folder)))
    return OK
