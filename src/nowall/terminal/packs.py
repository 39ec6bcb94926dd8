"""``nowall pack check``: an editor's look at a pack before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from nowall.errors import InputError
from nowall.learn.pack.quotes import Outcome, Report, check_pack
from nowall.records import Corpus
from nowall.terminal.console import console, put
from nowall.terminal.guard import FAILED, OK
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session


def check(session: Session, folder: Path, raw_articles: Path | None) -> int:
    """Tell all problems of a pack, and every quote that its article does not have."""
    if raw_articles is not None and not raw_articles.is_dir():
        raise InputError(session.say("no_such_folder", folder=raw_articles))
    report = check_pack(folder, raw_articles)
    put(console(), *_lines(session, report, quotes_checked=raw_articles is not None))
    return OK if report.is_good else FAILED


def _lines(session: Session, report: Report, *, quotes_checked: bool) -> Iterator[Text]:
    for problem in report.problems:
        yield Text.assemble(("✗ ", "red"), one_line(problem))
    for verdict in report.verdicts:
        if verdict.outcome is not Outcome.FOUND:
            outcome = session.say(f"quote_{verdict.outcome.value}")
            told = f"{verdict.article}, {verdict.fact}: {outcome}: {verdict.reason}"
            yield Text.assemble(("✗ ", "red"), one_line(told))
    if report.corpus is not None:
        yield Text(_summary(session, report.corpus))
    if quotes_checked:
        found = sum(verdict.outcome is Outcome.FOUND for verdict in report.verdicts)
        yield Text(session.say("pack_quotes", found=found, quotes=len(report.verdicts)))
    elif report.corpus is not None:
        yield Text(session.say("pack_quotes_unchecked"), style="dim")


def _summary(session: Session, corpus: Corpus) -> str:
    return session.say(
        "pack_summary",
        articles=len(corpus.articles),
        facts=len(corpus.facts),
        entities=len(corpus.entities),
        claims=len(corpus.claims),
    )
