"""General knowledge of language, as data: attributes, kinds of question, roles, smalltalk, stop words.

Nothing here belongs to one corpus; what does stands in the corpus pack.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The parsed file ``name``.toml of this folder. Treat it as read-only: it is shared."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
