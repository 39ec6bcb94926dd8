"""A new pack: small, valid, and every field explained where it stands."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from nowall.errors import InputError

SAMPLE_QUESTION = "新灯什么时候上市？"
"""What a new pack knows an answer to."""
_FILES = ("README.md", "entities.toml", "claims.toml", "articles/example.toml")


def begin_pack(folder: Path) -> tuple[Path, ...]:
    """Write a pack into a folder that is empty or not there yet; gives back its files."""
    starter = files("nowall.learn.pack") / "starter"
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError(f"{folder} is not an empty folder: name another one, so that nothing is overwritten.")
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            (folder / name).write_bytes(starter.joinpath(name).read_bytes())
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.") from error
    return tuple(folder / name for name in _FILES)
