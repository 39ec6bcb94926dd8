"""``nowall pack draft``: from a question that was answered badly, or not at all, to the fact that answers it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from nowall.answer.question import Question, QuestionKind
from nowall.answer.understand.cues import attributes
from nowall.answers import Answer, Language
from nowall.language.script import in_script
from nowall.learn.pack.adoption import fact_prefix
from nowall.learn.pack.draft import Draft
from nowall.learn.pack.flaws import Flaw
from nowall.learn.pack.reader import find_pack, read_draft
from nowall.learn.pack.toml_text import comment, text
from nowall.records import Fact, FactKind, Origin
from nowall.terminal.ask import article_id
from nowall.terminal.guard import OK
from nowall.terminal.printable import one_line, printable
from nowall.terminal.session import Session
from nowall.texts import say

_NEAREST = 5
_KINDS = {QuestionKind.HOW_MANY: FactKind.NUMBER, QuestionKind.WHAT_IS: FactKind.DEFINITION}
_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)


@dataclass(frozen=True)
class _Desk:
    """What an editor has before him: the question, what comes near it, and the pack."""

    session: Session
    question: Question
    answer: Answer
    nearest: Sequence[Fact]
    article: str | None
    """Whose fact it will be."""
    records: int
    """How many the article has."""
    folder: Path | None
    pack: Draft | None

    def say(self, key: str, **values: object) -> str:
        return say(self.session.language, f"pack.{key}", **values)

    @property
    def is_curated(self) -> bool:
        return self.pack is not None and self.article in self.pack.identifiers("article")

    def place(self, fact: Fact) -> str:
        """The file and line of a fact of the pack, the article of a learned one."""
        if fact.origin is Origin.EXTRACTED or self.pack is None:
            return self.say("draft_learned", article=fact.article)
        stands = self.pack.located(Flaw("fact", fact.id, ""))
        return f"{stands.file}:{stands.line}"


def draft(session: Session, question: str, article: str | None) -> int:
    """Print a fact to be filled in, and as comments above it what there is already and where it belongs."""
    desk = _desk(session, question, article)
    sys.stdout.write(printable("".join(map(comment, (*_known(desk), *_where(desk)))) + "\n" + _table(desk)))
    return OK


def _desk(session: Session, question: str, named: str | None) -> _Desk:
    with session.engine() as engine:
        only = [article_id(session, engine, named)] if named else None
        answer = engine.ask(question, only=only)
        understood, matches = engine.candidates(question, only=only)
        facts = [match.record for match in matches if isinstance(match.record, Fact)]
        article = only[0] if only else facts[0].article if facts else None
        card = engine.catalogue.article(article, session.language) if article else None
    folder = find_pack(session.settings.pack)
    pack = read_draft(folder) if folder else None
    records = card.facts if card else 0
    return _Desk(session, understood, answer, facts[:_NEAREST], article, records, folder, pack)


def _known(desk: _Desk) -> Iterator[str]:
    """What is answered now, and with what."""
    used = desk.answer.facts
    yield (
        desk.say("draft_answered", fact=", ".join(f.id for f in used), text=one_line(desk.answer.text))
        if used
        else (desk.say("draft_unknown"))
    )
    yield desk.say("draft_nearest" if desk.nearest else "draft_nothing")
    for fact in desk.nearest:
        english = fact.en if desk.question.language is Language.EN else None
        told = one_line(english or in_script(fact.zh, desk.session.language))
        yield f"  {fact.id} ({one_line(desk.place(fact))}): {told}"


def _where(desk: _Desk) -> Iterator[str]:
    """Where the fact belongs, and what to do first."""
    if desk.answer.facts:
        yield desk.say("draft_correct", fact=desk.answer.facts[0].id)
    folder = desk.folder or Path("mypack")
    if desk.article is None:
        yield desk.say("draft_begin") if desk.folder is None else desk.say("draft_any_article", pack=quote(str(folder)))
        return
    if not desk.is_curated:
        yield desk.say("draft_adopt", article=quote(desk.article), pack=quote(str(folder)))
    file = folder / "articles" / f"{desk.article}.toml"
    yield desk.say("draft_paste", file=one_line(str(file)), pack=quote(str(folder)))


def _table(desk: _Desk) -> str:
    question = desk.question
    kind = _KINDS.get(question.kind, FactKind.FACT)
    known = desk.pack.identifiers("entity") if desk.pack else ()
    subject = next((entity for entity in question.entities if entity in known), None)
    wanted = [name for name in attributes() if name in question.attributes]
    return "\n".join(
        [
            "[[fact]]",
            f"id = {text(_next_id(desk))}",
            f'kind = "{kind}"  # {", ".join(FactKind)}',
            f'zh = ""  # {desk.say("draft_sentence")}',
            f'# en = ""  # {desk.say("draft_english")}',
            f'# claimant = ""  # {desk.say("draft_claimant")}',
            f'# when = ""  # {desk.say("draft_when")}',
            f"subject = {text(subject)}" if subject else f'# subject = ""  # {desk.say("draft_subject")}',
            f"attribute = {text(wanted[0])}" if wanted else f'# attribute = ""  # {desk.say("draft_attribute")}',
            f"asks = [{text(one_line(question.original))}]  # {desk.say('draft_asks')}",
            "",
        ]
    )


def _next_id(desk: _Desk) -> str:
    """An id that continues those of the article."""
    if not desk.is_curated or desk.pack is None:
        return f"{fact_prefix(desk.article or 'fact')}-{desk.records + 1:02}"
    taken = desk.pack.identifiers("fact")
    own = [fact.id for fact in desk.pack.corpus().facts if fact.article == desk.article]
    numbered = [match for match in map(_NUMBERED.fullmatch, own) if match]
    prefix = numbered[-1][1] if numbered else f"{fact_prefix(desk.article or 'fact')}-"
    width = max((len(match[2]) for match in numbered), default=2)
    number = max((int(match[2]) for match in numbered if match[1] == prefix), default=0) + 1
    while f"{prefix}{number:0{width}}" in taken:
        number += 1
    return f"{prefix}{number:0{width}}"
