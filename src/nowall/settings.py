"""Settings of the engine, from the environment or a ``.env`` file; all have a default."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from nowall.database.places import server_url
from nowall.errors import SettingsError


def _public_url(value: object) -> object:
    """Without the slash at its end. Raises SettingsError where it is no address of a web page."""
    if not isinstance(value, str) or not value.strip():
        return ""
    address = value.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in address):
        raise SettingsError("NOWALL_PUBLIC_URL must be where the world finds the pages, as https://news.example.org.")
    return address


class Search(StrEnum):
    """Where the full-text index is, for those whose database is on a server."""

    AUTO = "auto"
    """In the server where it has the extension pg_textsearch, else here."""
    SERVER = "server"
    FOLDER = "folder"
    """In the home folder of each process, which brings it up to date by itself."""


class Settings(BaseSettings):
    """Where nowall keeps its store and which corpus it loads (``NOWALL_HOME``, ``NOWALL_PACK``)."""

    model_config = SettingsConfigDict(env_prefix="NOWALL_", env_file=".env", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("nowall"))
    """The folder that holds the store and the index."""
    database_url: SecretStr = SecretStr("")
    """A PostgreSQL database for everything, shared by many: ``postgresql+psycopg://…``; without one, files of the home.

    It may carry a password, and hence is shown nowhere.
    """
    database_url_file: Path | None = None
    """A file that holds that address, for secrets that are mounted."""
    search: Search = Search.AUTO
    semantic: bool = True
    """Compare questions by meaning too, where the extra ``semantic`` is installed."""
    pack: str | None = None
    """A folder with a corpus pack, ``none`` to start empty, or None for the pack that ships."""
    font: Path | None = None
    """The font of quote cards: a file; without it the best one that is installed."""
    public_url: Annotated[str, BeforeValidator(_public_url)] = ""
    """Where the world finds the pages; empty where it does not."""

    @property
    def server(self) -> URL | None:
        """The database server; None where everything is in the home. Raises SettingsError where it is none."""
        address = self.database_url.get_secret_value().strip() or self._database_url_in_file()
        return server_url(address) if address else None

    def _database_url_in_file(self) -> str:
        if self.database_url_file is None:
            return ""
        try:
            address = self.database_url_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"NOWALL_DATABASE_URL_FILE cannot be read: {self.database_url_file}.") from error
        if not address:  # a secret that was not filled in must not lead to an empty corpus of this process's own
            raise SettingsError(f"NOWALL_DATABASE_URL_FILE is empty: {self.database_url_file}.")
        return address
