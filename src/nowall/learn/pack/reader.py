"""The corpus pack: files that editors write, read into records, with every problem told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

import nowall
from nowall.errors import PackError
from nowall.learn.pack.draft import Draft
from nowall.learn.pack.rules import Names, broken_rules
from nowall.lexicon import lexicon
from nowall.records import Corpus
from nowall.store.corpus_store import PACK, Changes, CorpusStore

_SHOWN_PROBLEMS = 5


def find_pack(setting: str | None) -> Path | None:
    """Find the pack's folder: the setting's, or the one that ships; None for ``none`` and where none ships."""
    if setting is not None and setting.strip().lower() == "none":
        return None
    if setting:
        folder = Path(setting).expanduser()
        _files(folder)
        return folder
    package = Path(nowall.__file__).parent
    shipped = (package / "pack", package.parent.parent / "data")
    return next((folder for folder in shipped if (folder / "entities.toml").is_file()), None)


def pack_digest(folder: Path) -> str:
    """Compute what changes whenever a file of the pack, or nowall itself, does."""
    digest = hashlib.blake2b(nowall.__version__.encode(), digest_size=16)
    for path in _files(folder):
        content = _content(path)
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def sync_pack(store: CorpusStore, folder: Path | None) -> Changes:
    """Bring the store's pack rows to the state of this pack (None: to none); cheap where nothing has changed."""
    digest = pack_digest(folder) if folder else "none"
    if store.digest(PACK) == digest:
        return Changes(put=0, deleted=0, seq=store.seq())
    return store.sync(read_pack(folder) if folder else Corpus(), PACK, digest)


def read_pack(
    folder: Path, *, attributes: Collection[str] | None = None, roles: Collection[str] | None = None
) -> Corpus:
    """Read and check a whole pack, or raise a PackError that lists all its problems.

    ``attributes`` and ``roles`` are the ids that facts and relations may name; the lexicon's by default.
    """
    return read_draft(folder, attributes=attributes, roles=roles).corpus()


def read_draft(
    folder: Path, *, attributes: Collection[str] | None = None, roles: Collection[str] | None = None
) -> Draft:
    """Do the same, for those who also want to know where each record stands."""
    draft = Draft()
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name == "entities.toml":
            draft.read_entities(path, name)
        elif name == "claims.toml":
            draft.read_claims(path, name)
        else:
            draft.read_article(path, name)
    names = Names(
        entities=draft.identifiers("entity"),
        facts=draft.identifiers("fact"),
        attributes=lexicon("attributes").keys() if attributes is None else attributes,
        roles={role["id"] for role in lexicon("roles")["role"]} if roles is None else roles,
    )
    broken = [] if draft.is_torn else map(draft.located, broken_rules(draft.corpus(), names))
    problems = [str(problem) for problem in sorted([*draft.problems, *broken])]
    if problems:
        shown = "; ".join(problems[:_SHOWN_PROBLEMS])
        more = f"; and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
        raise PackError(f"The pack {folder} is not valid: {shown}{more}.", problems)
    return draft


def _files(folder: Path) -> list[Path]:
    entities = folder / "entities.toml"
    if not entities.is_file():
        raise PackError(f"{folder} is no corpus pack: it has no entities.toml; nowall pack new makes a pack.")
    claims = folder / "claims.toml"
    return [entities, *([claims] if claims.is_file() else []), *sorted(folder.glob("articles/*.toml"))]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}.") from error
