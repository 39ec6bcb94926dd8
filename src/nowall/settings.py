"""Settings of the engine, from the environment or a ``.env`` file; all have a default."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where nowall keeps its store and which corpus it loads (``NOWALL_HOME``, ``NOWALL_PACK``)."""

    model_config = SettingsConfigDict(env_prefix="NOWALL_", env_file=".env", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("nowall"))
    """The folder that holds the store and the index."""
    semantic: bool = True
    """Compare questions by meaning too, where the extra ``semantic`` is installed."""
    pack: str | None = None
    """A folder with a corpus pack, ``none`` to start empty, or None for the pack that ships."""
