"""OpenCC's converters between scripts: each loads its dictionaries once for the whole process."""

from __future__ import annotations

from functools import cache

import opencc


@cache
def converter(config: str) -> opencc.OpenCC:
    """The converter of an OpenCC configuration: ``t2s`` to simplified characters, ``s2t`` to traditional ones.

    ``s2tw`` to those that Taiwan writes; ``tw2sp`` makes Taiwan's words the mainland's too.
    """
    return opencc.OpenCC(config)
