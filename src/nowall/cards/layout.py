"""Where everything stands on a card: how large the words are, what is below them, how high the card is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.cards.card import QuoteCard
from nowall.cards.fonts import CardFont
from nowall.cards.setting import Block, Setter, Steps
from nowall.cards.sheet import Bar, Ink, Run, Sheet
from nowall.language.script import detect

WIDTH = 1_200
_MARGIN = 108
_MEASURE = WIDTH - 2 * _MARGIN
_LEAST_HEIGHT = 630
_ABOVE_WORDS = 0.42
"""So much of the room that a short quote leaves is above it."""
_TRANSLATION, _SPEAKER, _OCCASION, _NOTE, _SOURCE = 36, 38, 30, 26, 27
_RULE = 44
"""The length of the rule before the speaker, in pixels."""
_INDENT = _RULE + 20
_ABOVE_SOURCE = 30
_SIGN = "nowall"
_SIGN_ROOM = 170


@dataclass(frozen=True, slots=True)
class Format:
    """How a card is made up. Distances are in pixels."""

    steps: Steps
    top: int
    above_speaker: int
    above_footer: int
    bottom: int
    brief: bool = False
    """A line for speaker and occasion, a line for the source, and nothing else."""


TALL = Format(
    ((100, 1), (88, 2), (76, 3), (68, 4), (62, 5), (56, 7), (50, 9), (46, 12), (42, 17), (38, 28)), 100, 56, 72, 56
)
"""As high as the words need, like a sheet of paper."""
WIDE = Format(((88, 1), (74, 2), (58, 3), (44, 4)), 76, 34, 40, 40, brief=True)
"""What previews of links show: 1200 × 630 pixels."""


@dataclass(frozen=True, slots=True)
class _Part:
    block: Block
    above: int
    left: int = _MARGIN
    ruled: bool = False

    @property
    def height(self) -> int:
        return self.above + self.block.height


def lay_out(card: QuoteCard, font: CardFont, shape: Format = TALL) -> Sheet:
    """Lay a card out. Words that are too many are cut at the end of a sentence, and show it."""
    setter = Setter(font, card.language)
    body = [*_said(card, font, shape), *_whose(card, setter, shape)]
    foot, sign = _source(card, setter, shape), setter.block(_SIGN, _SOURCE, _SIGN_ROOM, Ink.QUIET, 1)
    foot_height = max(_height(foot), _ABOVE_SOURCE + sign.height)
    least = shape.top + _height(body) + shape.above_footer + foot_height + shape.bottom
    height = max(least, _LEAST_HEIGHT)
    begin = shape.top + round(_ABOVE_WORDS * (height - least))
    line = height - shape.bottom - foot_height
    middle = height - shape.bottom - (foot[-1].block if foot else sign).leading / 2
    place = WIDTH - _MARGIN - round(sign.lines[0].width * _SOURCE), round(middle - sign.leading / 2)
    runs = (*_runs(body, begin), *_runs(foot, line), *sign.runs(*place))
    bars = (*_rules(body, begin), *_bricks(*place), Bar((_MARGIN, line, WIDTH - _MARGIN - 1, line), Ink.HAIRLINE))
    return Sheet(height, runs, bars)


def _said(card: QuoteCard, font: CardFont, shape: Format) -> Iterator[_Part]:
    """The quote, and below it what it means to those who do not read its language."""
    setter = Setter(font, detect(card.words))
    yield _Part(setter.quote(setter.cleaned(card.words), shape.steps, _MEASURE, Ink.WORDS), 0)
    if not shape.brief and (translation := setter.cleaned(card.translation)):
        theirs = Setter(font, detect(translation))
        yield _Part(theirs.block(translation, _TRANSLATION, _MEASURE, Ink.QUIET, 8), 28)


def _whose(card: QuoteCard, setter: Setter, shape: Format) -> Iterator[_Part]:
    speaker, *about = map(setter.cleaned, (card.speaker, card.occasion, card.date))
    circumstances, note = " · ".join(filter(None, about)), setter.cleaned(card.note)
    lines = [(speaker, _SPEAKER, Ink.WORDS, 1), (circumstances, _OCCASION, Ink.QUIET, 2), (note, _NOTE, Ink.QUIET, 2)]
    if shape.brief:
        lines = [(_briefly([speaker, *about], setter), _OCCASION, Ink.QUIET, 1)]
    above, ruled = shape.above_speaker, True
    for words, size, ink, most in filter(lambda line: line[0], lines):
        block = setter.block(words, size, _MEASURE - _INDENT, ink, most)
        yield _Part(block, above, _MARGIN + _INDENT, ruled)
        above, ruled = 6, False


def _briefly(parts: Sequence[str], setter: Setter) -> str:
    """Speaker, occasion and date in one line; the occasion goes first where that is too long."""
    ways = (parts, [parts[0], parts[-1]])
    told = [" · ".join(filter(None, way)) for way in ways]
    return next((one for one in told if setter.length(one) <= (_MEASURE - _INDENT) / _OCCASION), told[-1])


def _source(card: QuoteCard, setter: Setter, shape: Format) -> list[_Part]:
    """Publisher and title, and where it is to be read."""
    named = " ".join(filter(None, map(setter.cleaned, (card.publisher, card.title))))
    lines = list(filter(None, (named, setter.cleaned(card.address))))[: 1 if shape.brief else 2]
    blocks = (setter.block(words, _SOURCE, _MEASURE - _SIGN_ROOM, Ink.QUIET, 1) for words in lines)
    return [_Part(block, 0 if place else _ABOVE_SOURCE) for place, block in enumerate(blocks)]


def _height(parts: Sequence[_Part]) -> int:
    return sum(part.height for part in parts)


def _tops(parts: Sequence[_Part], begin: int) -> Iterator[tuple[_Part, int]]:
    for part in parts:
        yield part, begin + part.above
        begin += part.height


def _runs(parts: Sequence[_Part], begin: int) -> Iterator[Run]:
    for part, top in _tops(parts, begin):
        yield from part.block.runs(part.left, top)


def _rules(parts: Sequence[_Part], begin: int) -> Iterator[Bar]:
    for part, top in _tops(parts, begin):
        if part.ruled:
            middle = top + part.block.leading // 2
            yield Bar((_MARGIN, middle - 1, _MARGIN + _RULE - 1, middle + 1), Ink.ACCENT)


def _bricks(left: int, top: int) -> Iterator[Bar]:
    """Two bricks with a way between them, before the name of the program."""
    bottom = top + 28
    for right in (left - 30, left - 14):
        yield Bar((right - 6, bottom - 15, right, bottom), Ink.ACCENT)
