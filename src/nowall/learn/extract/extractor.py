"""clean ─► extract: an article becomes facts, quotes, lists and names, each with the span that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nowall.answers import Language
from nowall.learn.clean.boilerplate import notice
from nowall.learn.documents import CleanArticle, Dropped, Traced
from nowall.learn.extract.lists import FoundList, find_lists
from nowall.learn.extract.names import find_names
from nowall.learn.extract.places import Place, Placed
from nowall.learn.extract.quotations import Quotations
from nowall.learn.extract.records import Extract, Recorder
from nowall.learn.extract.statements import LONGEST
from nowall.learn.extract.tellings import Tellings
from nowall.lexicon import lexicon
from nowall.records import Entity, Fact, FactKind
from nowall.texts import say

_ENGLISH = 2.4
"""English takes so many letters where Chinese takes one."""
_QUOTED_AT_ONCE = 140
_BAR = re.compile(r"[|｜]")
_TOLD = "metadata"
"""The step of cleaning that takes away what a text says of itself: author, date, where it comes from."""


def extract(article: CleanArticle) -> tuple[tuple[Fact, ...], tuple[Entity, ...]]:
    """All records of an article in reading order, and the names that it gives."""
    names = find_names([paragraph.text.text for paragraph in article], article.article.title)
    scale = _ENGLISH if article.article.language == Language.EN else 1.0
    quotations = Quotations(article.paragraphs, names, int(_QUOTED_AT_ONCE * scale))
    lists = find_lists([p.text.text for p in article], [p.kind for p in article])
    recorder = Recorder(article, names)
    for record in (
        *_about(article),
        *quotations.records(),  # before the statements: of the same words, the quote is kept
        *_listed(article, lists, int(2 * LONGEST * scale)),
        *Tellings(names, quotations, scale).records(article.paragraphs, lists),
    ):
        recorder.add(record)
    return recorder.facts(), tuple(name for name in names.entities if not _is_bare(name.zh))


def _is_bare(name: str) -> bool:
    """Whether a name is a surname with a title (王先生): in the next article it is somebody else."""
    return any(name.endswith(title) and len(name) - len(title) <= 2 for title in lexicon("names")["surname_titles"])


def _about(article: CleanArticle) -> Iterator[Placed[Extract]]:
    """The title, and what the text says of itself."""
    title = article.article.title
    start = article.source.find(title)
    if title and start >= 0:
        yield Placed(-1, 0, Extract(FactKind.FACT, title, Traced.whole(title, start)))
    parts = [_cut(article, dropped) for dropped in article.dropped if dropped.step == _TOLD]
    parts = [part for part in parts if part.text and part.text != title]
    lines = [line for part in parts if (line := _without_links(part.text))]
    language = Language.EN if article.article.language == Language.EN else Language.ZH_HANS
    text = say(language, "record.about", title=title, told="；".join(lines))
    if lines and len(text) <= LONGEST:
        own = parts[0]
        for part in parts[1:]:
            own = own.followed_by(part)
        yield Placed(-1, 1, Extract(FactKind.FACT, text, own))


def _without_links(line: str) -> str:
    """A byline without what the page offers beside it: 发表于 2024-11-14 | 只看该作者."""
    return " | ".join(piece for piece in map(str.strip, _BAR.split(line)) if piece and notice(piece) is None)


def _cut(article: CleanArticle, told: Dropped) -> Traced:
    """A line that was taken away, without what other steps took away within it."""
    within = [d for d in article.dropped if d is not told and told.start <= d.start and d.end <= told.end]
    text = Traced.whole(article.source[told.start : told.end], told.start)
    return text.replaced([(d.start - told.start, d.end - told.start, d.replacement) for d in within])


def _listed(article: CleanArticle, lists: Sequence[FoundList], longest: int) -> Iterator[Placed[Extract]]:
    """Lists that go over several paragraphs, each as one record."""

    def cut(place: Place) -> Traced:
        return article.paragraphs[place.paragraph].text.cut(place.start, place.end)

    for found in lists:
        if found.title is None or len({item.place.paragraph for item in found.items}) < 2:
            continue
        own = cut(found.title)
        items = [f"{item.label}{cut(item.place).text}" for item in found.items]
        text = f"{own.text.rstrip('：:')}：{'；'.join(items)}"
        for item in found.items:
            own = own.followed_by(cut(item.place))
        if len(text) <= longest:
            record = Extract(FactKind.LIST, text, own, items=tuple(items))
            yield Placed(found.title.paragraph, found.title.start, record)
