"""Words within a text that are set apart: who says it, and those that answer."""

from __future__ import annotations

from collections.abc import Iterator

from nowall.catalogue.voices import Told

VOICE, SHORT = "voice", "short"


def name_of(one: Told) -> str:
    """Who says a fact, as it is shown."""
    return (one.voice.name if one.voice else None) or one.fact.speaker or one.fact.claimant or ""


def marks(text: str, name: str, short: str | None) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with its mark: the first place of the name, and of the answering words if not all.

    Where one lies within the other, the answering words are marked.
    """
    found = []
    if short and short.strip() and short != text and (place := text.find(short)) >= 0:
        found.append((place, place + len(short), SHORT))
    place = _outside(text, name, found)
    if place >= 0:
        found.append((place, place + len(name), VOICE))
    end = 0
    for start, stop, mark in sorted(found):
        yield "", text[end:start]
        yield mark, text[start:stop]
        end = stop
    yield "", text[end:]


def _outside(text: str, name: str, taken: list[tuple[int, int, str]]) -> int:
    """Where a name stands first without touching what is taken, or -1."""
    place = text.find(name) if name else -1
    while place >= 0 and any(place < stop and start < place + len(name) for start, stop, _ in taken):
        place = text.find(name, place + 1)
    return place
