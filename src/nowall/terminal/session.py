"""What every command shares: the options before it, the settings they make, and the engine that it opens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nowall.answers import Language
from nowall.errors import SettingsError
from nowall.terminal.locale import language_of
from nowall.texts import say

if TYPE_CHECKING:
    from nowall.engine import Engine
    from nowall.learn.sources.addresses import Permits
    from nowall.learn.sources.fetching import Fetcher
    from nowall.library import Library
    from nowall.settings import Settings


@dataclass(frozen=True)
class Session:
    """One run of the command. Heavy modules are imported when they are needed, for the sake of ``--help``."""

    home: Path | None = None
    pack: str | None = None
    debug: bool = False
    permits: Permits | None = None
    """Which addresses may be read from; None: the public ones. No option and no setting reaches it."""

    @cached_property
    def language(self) -> Language:
        """The language of the terminal's own sentences."""
        return language_of()

    @cached_property
    def settings(self) -> Settings:
        """The settings of the environment, with the options that were given before the command."""
        from pydantic import ValidationError  # noqa: PLC0415

        from nowall.settings import Settings  # noqa: PLC0415

        given: dict[str, Any] = {"home": self.home, "pack": self.pack}
        try:
            return Settings(**{name: value for name, value in given.items() if value is not None})
        except (ValidationError, OSError, UnicodeDecodeError) as error:
            raise SettingsError(self.say("bad_settings", reason=str(error).partition("\n")[0])) from error

    @contextmanager
    def engine(self, *, warm: bool = False) -> Iterator[Engine]:
        """Open the engine for the length of a command; ``warm`` where many questions are to come."""
        from nowall.engine import Engine  # noqa: PLC0415

        with Engine.open(self.settings, warm=warm) as engine:
            yield engine

    @contextmanager
    def library(self) -> Iterator[Library]:
        """Open the library for the length of a command that learns."""
        from nowall.library import Library  # noqa: PLC0415
        from nowall.store.home import Home  # noqa: PLC0415

        settings = self.settings
        library = Library(Home(settings.home, settings.server), settings.pack, None, settings.search)
        try:
            yield library
        finally:
            library.close()

    def fetcher(self, sleep: Callable[[float], object] = time.sleep) -> Fetcher:
        """What reads from the web; ``sleep`` may return early where reading is to stop."""
        from nowall.learn.sources.addresses import is_public  # noqa: PLC0415
        from nowall.learn.sources.fetching import Fetcher  # noqa: PLC0415

        return Fetcher(self.permits or is_public, sleep=sleep)

    def say(self, key: str, **values: object) -> str:
        """One of the terminal's sentences, in its language."""
        return say(self.language, f"terminal.{key}", **values)


Work = Callable[[Session], int]
"""What a command does: its exit status comes back."""
