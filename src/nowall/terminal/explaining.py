"""``nowall add --explain``: what learning makes of a source, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import CleanArticle, Document, Dropped
from nowall.learn.extract.extractor import extract
from nowall.learn.sources.feeds import read_address
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import find_files
from nowall.learn.sources.results import Failure
from nowall.records import Article, Entity, Fact
from nowall.terminal.adding import is_address
from nowall.terminal.console import console, put
from nowall.terminal.guard import FAILED, OK
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session

_SHOWN = 80
"""Characters of a line that was dropped."""


def explain(session: Session, sources: Sequence[str]) -> int:
    """Tell of each article what is known of it, what was dropped and why, and what was found."""
    failed = False
    for result in _results(session, sources):
        if isinstance(result, Failure):
            failed = True
            put(console(), Text.assemble(("✗ ", "red"), one_line(f"{result.origin}: {result.message}")))
        else:
            put(console(), *_told(session, clean(result)))
    return FAILED if failed else OK


def _results(session: Session, sources: Sequence[str]) -> Iterator[Document | Failure]:
    paths = [Path(source) for source in sources if not is_address(source)]
    yield from (read.result for read in read_files(find_files(paths)))
    with session.fetcher() as fetcher:
        for address in filter(is_address, sources):
            yield from read_address(address, fetcher)


def _told(session: Session, cleaned: CleanArticle) -> Iterator[Text]:
    facts, names = extract(cleaned)
    yield Text(one_line(f"{cleaned.article.id}: {cleaned.article.title}"), style="bold")
    yield from _known(session, cleaned.article)
    if cleaned.altered:
        yield Text(f"  {session.say('explain_altered')}", style="yellow")
    for dropped in cleaned.dropped:
        yield _dropped(session, dropped, cleaned.source)
    yield from map(_found, facts)
    yield from map(_named, names)
    yield Text(session.say("explain_found", facts=len(facts), names=len(names), dropped=len(cleaned.dropped)))


def _known(session: Session, article: Article) -> Iterator[Text]:
    known = {
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published,
        "url": article.url,
        "reposts": ", ".join(article.reposts),
    }
    for name, value in known.items():
        if value:
            yield Text(f"  {session.say(f'article_{name}', value=one_line(value))}", style="dim")


def _dropped(session: Session, dropped: Dropped, source: str) -> Text:
    words = one_line(source[dropped.start : dropped.end])
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    instead = f" → {one_line(dropped.replacement)}" if dropped.replacement else ""
    return Text.assemble(("− ", "red"), f"{session.say(f'dropped_{dropped.step}')}: ", (f"{shown}{instead}", "dim"))


def _found(fact: Fact) -> Text:
    return Text.assemble(("+ ", "green"), (f"{fact.kind.value:10} ", "dim"), one_line(fact.zh))


def _named(entity: Entity) -> Text:
    forms = " / ".join(entity.names)
    ties = ", ".join(f"{relation.role} {relation.of}" for relation in entity.relations)
    return Text.assemble(("@ ", "blue"), (f"{entity.kind.value:10} ", "dim"), one_line(f"{forms}  {ties}".strip()))
