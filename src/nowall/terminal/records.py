"""``nowall sources`` and ``nowall facts``: what the corpus is made of."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import groupby
from typing import Any

from rich.table import Table
from rich.text import Text

from nowall.answers import ArticleCard, Language
from nowall.language.script import in_script
from nowall.records import Fact
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.jsonlines import write_line
from nowall.terminal.printable import one_line
from nowall.terminal.rendering import source_lines
from nowall.terminal.session import Session


def show_sources(session: Session) -> int:
    """List the articles, each with what is known of it."""
    out = console()
    with session.engine() as engine:
        cards = engine.catalogue.sources(session.language)
    if not cards:
        put(out, session.say("no_sources"))
    heads = source_lines((card.citation for card in cards), session.language)
    for head, card in zip(heads, cards, strict=True):
        put(out, head, *_details(session, card))
    return OK


def _details(session: Session, card: ArticleCard) -> Iterator[Text]:
    known = (card.author, card.published_note, card.provenance)
    yield Text(f"    {one_line(card.citation.article)} · {session.say('facts_count', facts=card.facts)}")
    for detail in filter(None, known):
        yield Text(f"    {one_line(detail)}", style="dim")
    if card.reposts:
        yield Text(f"    {session.say('article_reposts', value=one_line(', '.join(card.reposts)))}", style="dim")


def show_facts(session: Session) -> int:
    """List the records in tables, one for each article; a file gets long lines instead of folded ones."""
    out = console()
    if not out.is_terminal:
        out.width = 10_000
    with session.engine() as engine:
        for article, facts in groupby(engine.facts(), key=lambda fact: fact.article):
            put(out, Text(one_line(article), style="bold"))
            out.print(_table(session, facts))
    return OK


def _table(session: Session, facts: Iterable[Fact]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("id", "when", "kind", "text"):
        table.add_column(session.say(f"column_{column}"), no_wrap=column in {"when", "kind"}, overflow="fold")
    for fact in facts:
        english = fact.en if session.language is Language.EN else None
        text = english or in_script(fact.zh, session.language)
        table.add_row(*(Text(one_line(cell)) for cell in (fact.id, fact.when or "", fact.kind.value, text)))
    return table


def write_facts(session: Session) -> int:
    """Write every record as a line of JSON."""
    with session.engine() as engine:
        name = cache(partial(engine.name, language=session.language))
        for fact in engine.facts():
            write_line(sys.stdout, _record(fact, name))
    return OK


def _record(fact: Fact, name: Callable[[str], str]) -> dict[str, Any]:
    return {
        "id": fact.id,
        "key": fact.key,
        "article": fact.article,
        "kind": fact.kind.value,
        "text": fact.zh,
        "text_en": fact.en,
        "quote": fact.quote,
        "speaker": fact.speaker and name(fact.speaker),
        "claimant": fact.claimant and name(fact.claimant),
        "when": fact.when,
        "span": list(fact.span) if fact.span else None,
        "subject": fact.subject,
        "attribute": fact.attribute,
        "value": fact.value_zh,
        "entities": list(fact.entities),
        "items": list(fact.items_zh),
        "asks": list(fact.asks),
        "origin": fact.origin.value,
    }
