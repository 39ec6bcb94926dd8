"""``nowall pack check``, ``new`` and ``adopt``: an editor's pack, from the first file to the last check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from rich.text import Text

from nowall.errors import InputError
from nowall.learn.pack.adoption import adopt as adopt_article
from nowall.learn.pack.beginning import SAMPLE_QUESTION, begin_pack
from nowall.learn.pack.quotes import Outcome, Report, check_pack
from nowall.records import Corpus
from nowall.terminal.console import console, put
from nowall.terminal.guard import FAILED, OK
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session


def check(session: Session, folder: Path, raw_articles: Path | None, *, strict: bool) -> int:
    """Tell all problems of a pack, and quotes that their article does not have; ``strict``: what is unfinished too."""
    if raw_articles is not None and not raw_articles.is_dir():
        raise InputError(session.say("no_such_folder", folder=raw_articles))
    report = check_pack(folder, raw_articles)
    put(console(), *_lines(session, report, quotes_checked=raw_articles is not None, strict=strict))
    return OK if report.is_good and not (strict and report.shortfalls) else FAILED


def _lines(session: Session, report: Report, *, quotes_checked: bool, strict: bool) -> Iterator[Text]:
    for problem in (*report.problems, *(report.shortfalls if strict else ())):
        yield Text.assemble(("✗ ", "red"), one_line(problem))
    for verdict in report.verdicts:
        if verdict.outcome is not Outcome.FOUND:
            outcome = session.say(f"quote_{verdict.outcome.value}")
            told = f"{verdict.place}: fact {verdict.fact}: {outcome}: {verdict.reason}"
            yield Text.assemble(("✗ ", "red"), one_line(told))
    if report.corpus is not None:
        yield Text(_summary(session, report.corpus))
    if quotes_checked:
        found = sum(verdict.outcome is Outcome.FOUND for verdict in report.verdicts)
        yield Text(session.say("pack_quotes", found=found, quotes=len(report.verdicts)))
    elif report.corpus is not None:
        yield Text(session.say("pack_quotes_unchecked"), style="dim")
    if report.shortfalls and not strict:
        yield Text(session.say("pack_unfinished", shortfalls=len(report.shortfalls)), style="dim")


def _summary(session: Session, corpus: Corpus) -> str:
    return session.say(
        "pack_summary",
        articles=len(corpus.articles),
        facts=len(corpus.facts),
        entities=len(corpus.entities),
        claims=len(corpus.claims),
    )


def begin(session: Session, folder: Path) -> int:
    """Make a small pack to start from."""
    for path in begin_pack(folder):
        put(console(), Text.assemble(("+ ", "green"), one_line(str(path))))
    put(console(), session.say("pack_begun", pack=quote(str(folder)), question=SAMPLE_QUESTION))
    return OK


def adopt(session: Session, article: str, folder: Path) -> int:
    """Write a learned article into a pack, where an editor can correct what was found in it."""
    with session.library() as library:
        known = library.learned.articles([article]).get(article)
        if known is None:
            key = "pack_adopt_curated" if article in library.curated_articles() else "pack_adopt_unknown"
            raise InputError(session.say(key, article=one_line(article)))
        facts = library.learned.facts_of([article])[article]
        adopted = adopt_article(known, facts, library.learned.names_in(article), folder, session.language)
    told = session.say(
        "pack_adopted",
        file=one_line(str(adopted.path)),
        facts=adopted.facts,
        entities=adopted.entities,
        pack=quote(str(folder)),
    )
    put(console(), told)
    return OK
