"""When vectors are made: a choice on the command line, in a module that costs nothing to import."""

from __future__ import annotations

from enum import StrEnum


class Vectors(StrEnum):
    """When the vectors of learned facts are made."""

    NOW = "now"
    BACKGROUND = "background"
    OFF = "off"
