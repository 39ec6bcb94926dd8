"""Quotes as records: somebody's exact words, with who says them in front."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nowall.learn.documents import Paragraph
from nowall.learn.extract.names import ArticleNames
from nowall.learn.extract.places import Placed
from nowall.learn.extract.quotes import FoundQuote, find_quotes
from nowall.learn.extract.quotes_pieces import split_utterance
from nowall.learn.extract.records import Extract
from nowall.records import FactKind

_LONGEST_INTRODUCTION = 50
_GOES_ON = ("，", ",")
"""What is left of a paragraph whose sentence goes on in the next one."""
_QUOTED_PART = 0.6
"""A sentence of which more is quoted says nothing beside its quotes."""


class Quotations:
    """The direct quotes of an article whose speakers it names."""

    def __init__(self, paragraphs: Sequence[Paragraph], names: ArticleNames, limit: int) -> None:
        """``limit``: characters of a record's quoted words, as far as sentences end there."""
        self._paragraphs = paragraphs
        self._names = names
        self._limit = limit
        every = find_quotes([paragraph.text.text for paragraph in paragraphs], names)
        self._quotes = [quote for quote in every if quote.direct and quote.speaker]

    def records(self) -> Iterator[Placed[Extract]]:
        """Every quote, a long one in pieces, one that is broken over lines as a whole."""
        for run in self._runs():
            whole = [self._paragraphs[quote.paragraph].text for quote in run]
            words = whole[-1].cut(run[-1].start, run[-1].end)
            for quote, text in zip(run[-2::-1], whole[-2::-1], strict=True):
                words = text.cut(quote.start, len(text.text.rstrip())).followed_by(words)
            for start, end in split_utterance(words.text, 0, len(words.text), self._limit):
                own = words.cut(start, end)
                said = f"{self._introduction(run[0], is_first=start == 0)}“{own.text}”"
                record = Extract(FactKind.QUOTE, said, own, own.text, run[0].speaker, run[0].speaker)
                yield Placed(run[0].paragraph, run[0].start + start, record)

    def _runs(self) -> Iterator[list[FoundQuote]]:
        """Quotes one by one; together where a sentence goes on in the next paragraph."""
        run: list[FoundQuote] = []
        for quote in self._quotes:
            if run and not self._goes_on(run[-1], quote):
                yield run
                run = []
            run.append(quote)
        if run:
            yield run

    def _goes_on(self, last: FoundQuote, quote: FoundQuote) -> bool:
        rest = self._paragraphs[last.paragraph].text.text[last.end :].strip()
        same = quote.utterance == last.utterance and quote.paragraph == last.paragraph + 1
        return same and quote.start == 0 and rest in _GOES_ON

    def _introduction(self, quote: FoundQuote, *, is_first: bool) -> str:
        """Who says it: in the article's words where they name the speaker and are short."""
        colon = ": " if self._paragraphs[quote.paragraph].text.text.isascii() else "："
        if quote.introduction and is_first:
            paragraph, start, end = quote.introduction
            words = self._paragraphs[paragraph].text.text[start:end].strip().rstrip("：:，,")
            named = any(mention.entity == quote.speaker for mention in self._names.mentions(words))
            before = (paragraph, end) <= (quote.paragraph, quote.start)
            if named and before and len(words) <= _LONGEST_INTRODUCTION:
                return f"{words}{colon}"
        speaker = self._names.entity(quote.speaker or "")
        return f"{speaker.zh if speaker else ''}{colon}"

    def covers(self, paragraph: int, start: int, end: int) -> bool:
        """Whether most of a piece of a paragraph is quoted."""
        here = [q for q in self._quotes if q.paragraph == paragraph and q.start < end and q.end > start]
        return sum(min(q.end, end) - max(q.start, start) for q in here) > _QUOTED_PART * (end - start)
