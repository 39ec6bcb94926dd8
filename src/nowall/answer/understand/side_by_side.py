"""Things that a question names side by side (``A 和 B 谁更便宜``), and the question asked of each of them alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nowall.language.mentions import Mention
from nowall.lexicon import lexicon

_JOINED = re.compile(lexicon("questions")["side_by_side"]["joined"])
_LISTED = re.compile(lexicon("questions")["side_by_side"]["listed"])
_STOP = re.compile("[,.;?!]")
_MOST = 4


def asked_of_each(text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The normalised question once for each of the things side by side; empty where there are not two.

    Of a list of phrases (``A 的讲话、B 的帖子,都是哪天``) each phrase is kept whole.
    """
    in_order = sorted(mentions, key=lambda m: m.start)
    chain = max(_chains(text, in_order), key=len, default=[])
    if len({m.entity for m in chain}) < len(chain) or not _fewest(text, chain) <= len(chain) <= _MOST:
        return ()
    ends = [_end(text, one, two) for one, two in pairwise(chain)]
    last = chain[-1].end
    if any(end > m.end for end, m in zip(ends, chain, strict=False)):
        stop = _STOP.search(text, last)
        last = stop.start() if stop else last
    spans = zip((m.start for m in chain), (*ends, last), strict=True)
    head, tail = text[: chain[0].start], text[last:]
    return tuple(f"{head}{text[start:end]} {tail}" for start, end in spans)


def _chains(text: str, mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Runs of mentions with nothing but a joining word, or part of a listed phrase, between them."""
    chain: list[Mention] = []
    for mention in mentions:
        between = text[chain[-1].end : mention.start] if chain else ""
        if chain and not (_JOINED.fullmatch(between) or _LISTED.fullmatch(between)):
            yield chain
            chain = []
        chain.append(mention)
    yield chain


def _fewest(text: str, chain: Sequence[Mention]) -> int:
    """How many make a list: a comma behind a phrase may part two clauses as well."""
    phrases = any(not _JOINED.fullmatch(text, one.end, two.start) for one, two in pairwise(chain))
    return 3 if phrases else 2


def _end(text: str, one: Mention, two: Mention) -> int:
    """Where the phrase of a mention ends: before what joins it to the next."""
    listed = _LISTED.fullmatch(text, one.end, two.start)
    return listed.end("phrase") if listed else one.end
