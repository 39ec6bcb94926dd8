"""A trouble that goes on: told when it begins, now and then while it lasts, and when it is over."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

_REMINDER_SECONDS = 600.0
_log = structlog.get_logger(__name__)


class Outage:
    """Logs ``began`` as an error, with the sentence of what keeps failing, and ``ended`` when it works again."""

    def __init__(self, began: str, ended: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._began = began
        self._ended = ended
        self._clock = clock
        self._times = 0
        self._since = 0.0
        self._told: tuple[str, float] = "", 0.0

    def failed(self, error: Exception) -> None:
        """It has failed, perhaps again; another sentence than before is told at once."""
        now, sentence = self._clock(), str(error)
        if not self._times:
            self._since = now
        self._times += 1
        before, at = self._told
        if self._times == 1 or sentence != before or now - at >= _REMINDER_SECONDS:
            self._told = sentence, now
            _log.error(self._began, error=sentence, times=self._times)

    def worked(self) -> None:
        """It has worked."""
        if self._times:
            _log.info(self._ended, seconds=round(self._clock() - self._since), times=self._times)
            self._times = 0
