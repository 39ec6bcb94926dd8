"""``nowall add --explain``: what learning makes of a source, and nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from nowall.errors import InputError
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
    status = OK
    for result in map(_cleaned, _results(session, sources)):
        if isinstance(result, Failure):
            status = FAILED
            put(console(), Text.assemble(("✗ ", "red"), one_line(f"{result.origin}: {result.message}")))
        else:
            put(console(), *_told(session, result))
    return status


def _results(session: Session, sources: Sequence[str]) -> Iterator[Document | Failure]:
    paths = [Path(source) for source in sources if not is_address(source)]
    yield from (read.result for read in read_files(find_files(paths)))
    with session.fetcher() as fetcher:
        for address in filter(is_address, sources):
            yield from read_address(address, fetcher)


def _cleaned(result: Document | Failure) -> CleanArticle | Failure:
    if isinstance(result, Failure):
        return result
    try:
        return clean(result)
    except InputError as error:
        return Failure(result.origin or result.id, str(error))


def _told(session: Session, cleaned: CleanArticle) -> Iterator[Text]:
    facts, names = extract(cleaned)
    yield Text(one_line(f"{cleaned.article.id}: {cleaned.article.title}"), style="bold")
    yield from _known(session, cleaned.article)
    if cleaned.altered:
        yield Text(f"  {session.say('explain_altered')}", style="yellow")
    yield from _dropped(session, cleaned)
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


def _dropped(session: Session, cleaned: CleanArticle) -> Iterator[Text]:
    """Each reason, and what it took; the same words once, however often."""
    pieces: dict[str, Counter[str]] = {}
    for dropped in cleaned.dropped:
        pieces.setdefault(dropped.step, Counter())[_piece(dropped, cleaned.source)] += 1
    for step, words in pieces.items():
        yield Text.assemble(("− ", "red"), session.say(f"dropped_{step}"))
        for shown, times in words.items():
            yield Text(f"    {shown} ×{times}" if times > 1 else f"    {shown}", style="dim")


def _piece(dropped: Dropped, source: str) -> str:
    words = _visible(source[dropped.start : dropped.end])
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    return f"{shown} → {_visible(dropped.replacement)}" if dropped.replacement else shown


def _visible(text: str) -> str:
    """Text on one line, in which signs that cannot be seen are called by their numbers."""
    line = " ".join(text.split()) or "\N{OPEN BOX}"
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in line)


def _found(fact: Fact) -> Text:
    return Text.assemble(("+ ", "green"), (f"{fact.kind.value:10} ", "dim"), one_line(fact.zh))


def _named(entity: Entity) -> Text:
    forms = " / ".join(entity.names)
    ties = ", ".join(f"{relation.role} {relation.of}" for relation in entity.relations)
    return Text.assemble(("@ ", "blue"), (f"{entity.kind.value:10} ", "dim"), one_line(f"{forms}  {ties}".strip()))
