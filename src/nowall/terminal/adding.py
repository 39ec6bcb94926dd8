"""``nowall add`` and ``nowall remove``: what is learned, and what is forgotten."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from rich.text import Text

from nowall.learn.learner import Learner
from nowall.learn.sources.feeds import read_address
from nowall.learn.sources.fetching import Fetcher
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import Found, find_files
from nowall.learn.sources.results import Read
from nowall.outcomes import Fate, Outcome
from nowall.terminal.console import console, put
from nowall.terminal.embedding import embed_what_lacks
from nowall.terminal.guard import FAILED, OK
from nowall.terminal.printable import one_line
from nowall.terminal.progress import progress_bar
from nowall.terminal.session import Session
from nowall.terminal.vectors import Vectors

_ADDRESS_BEGINNINGS = ("http://", "https://")
_SHOWN_FAILURES = 50


@dataclass(frozen=True)
class AddRequest:
    """What the command line asks for."""

    sources: Sequence[str]
    vectors: Vectors | None = None
    dry_run: bool = False


@dataclass
class _Tally:
    """What came of everything so far."""

    fates: Counter[Fate] = field(default_factory=Counter)
    facts: int = 0
    failures: list[Outcome] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def count(self, outcome: Outcome) -> None:
        self.fates[outcome.fate] += 1
        self.facts += outcome.facts
        if outcome.fate is Fate.FAILED:
            self.failures.append(outcome)


def add(session: Session, request: AddRequest) -> int:
    """Learn all sources with a progress bar, then tell what came of it, and what failed and why."""
    addresses = [source for source in request.sources if is_address(source)]
    found = find_files([Path(source) for source in request.sources if not is_address(source)])
    tally = _Tally()
    with session.library() as library, session.fetcher() as fetcher:
        learner = Learner(library, dry_run=request.dry_run)
        with progress_bar(session.say("add_learning"), found.size or len(addresses)) as advance:
            before = 0
            with closing(learner.add(_readings(found, addresses, fetcher))) as outcomes:
                for outcome in outcomes:
                    tally.count(outcome)
                    advance(outcome.done - before if found.size else 1)
                    before = max(before, outcome.done)
        put(console(), *_summary(session, tally, found, dry_run=request.dry_run))
        if not request.dry_run:
            embed_what_lacks(session, library, request.vectors)
    return FAILED if tally.failures else OK


def is_address(source: str) -> bool:
    """Whether a source is a page or feed on the web, and no file."""
    return source.lower().startswith(_ADDRESS_BEGINNINGS)


def _readings(found: Found, addresses: Sequence[str], fetcher: Fetcher) -> Iterator[Read]:
    yield from read_files(found)
    for address in addresses:
        yield from (Read(result, found.size) for result in read_address(address, fetcher))


def _summary(session: Session, tally: _Tally, found: Found, *, dry_run: bool) -> Iterator[Text]:
    for failure in tally.failures[:_SHOWN_FAILURES]:
        yield Text.assemble(("✗ ", "red"), one_line(f"{failure.origin}: {failure.message}"))
    if len(tally.failures) > _SHOWN_FAILURES:
        yield Text(session.say("add_more_failures", failures=len(tally.failures) - _SHOWN_FAILURES))
    seconds = time.monotonic() - tally.begun
    done = sum(tally.fates.values())
    learned = tally.fates[Fate.ADDED] + tally.fates[Fate.CHANGED]
    key = "add_would" if dry_run else "add_done"
    yield Text(session.say(key, articles=learned, facts=tally.facts))
    for fate in (Fate.CHANGED, Fate.UNCHANGED, Fate.COPY, Fate.CURATED, Fate.FAILED):
        if tally.fates[fate]:
            yield Text(f"  {session.say(f'add_{fate.value}', articles=tally.fates[fate])}")
    if found.skipped:
        yield Text(f"  {session.say('add_skipped', files=found.skipped)}", style="dim")
    rate = f"{done / max(seconds, 0.001):.0f}"
    yield Text(session.say("add_rate", seconds=f"{seconds:.1f}", rate=rate), style="dim")


def remove(session: Session, articles: Sequence[str]) -> int:
    """Forget articles; what is not there, or belongs to the pack, is told and changes nothing."""
    with session.library() as library:
        known = library.learned.digests(articles)
        curated = library.curated_articles()
        if known:
            Learner(library).remove(list(known))
    lines = [session.say("remove_done", article=one_line(article)) for article in known]
    for article in dict.fromkeys(articles):
        if article not in known:
            key = "remove_curated" if article in curated else "remove_unknown"
            lines.append(session.say(key, article=one_line(article)))
    put(console(), *map(Text, lines))
    return OK if len(known) == len(set(articles)) else FAILED
