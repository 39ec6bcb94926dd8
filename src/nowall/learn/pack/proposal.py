"""From a question that was answered badly, or not at all, to the fact that answers it: a table to be filled in."""

from __future__ import annotations

import re
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
from nowall.learn.pack.toml_text import comment, plain, text
from nowall.records import Fact, FactKind, Origin
from nowall.texts import say

_KINDS = {QuestionKind.HOW_MANY: FactKind.NUMBER, QuestionKind.WHAT_IS: FactKind.DEFINITION}
_NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)


@dataclass(frozen=True)
class Proposal:
    """What an editor has before him: the question, what comes near it, and the pack."""

    language: Language
    """That of the comments."""
    question: Question
    answer: Answer
    nearest: Sequence[Fact]
    article: str | None
    """Whose fact it will be."""
    records: int
    """How many the article has."""
    folder: Path | None
    """The pack's, as the comments name it."""
    pack: Draft | None

    def toml(self) -> str:
        """A ``[[fact]]`` to be filled in, and as comments above it what there is already and where it belongs."""
        return "".join(map(comment, (*_known(self), *_where(self)))) + "\n" + _table(self)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the comments."""
        return say(self.language, f"pack.{key}", **values)

    @property
    def is_curated(self) -> bool:
        """Whether the article is in the pack."""
        return self.pack is not None and self.article in self.pack.identifiers("article")

    def place(self, fact: Fact) -> str:
        """The file and line of a fact of the pack, the article of a learned one."""
        if fact.origin is Origin.EXTRACTED or self.pack is None:
            return self.say("draft_learned", article=fact.article)
        stands = self.pack.located(Flaw("fact", fact.id, ""))
        return f"{stands.file}:{stands.line}"


def _known(proposal: Proposal) -> Iterator[str]:
    """What is answered now, and with what."""
    used = proposal.answer.facts
    if used:
        names = ", ".join(fact.id for fact in used)
        yield proposal.say("draft_answered", fact=names, text=plain(proposal.answer.text))
    else:
        yield proposal.say("draft_unknown")
    yield proposal.say("draft_nearest" if proposal.nearest else "draft_nothing")
    for fact in proposal.nearest:
        english = fact.en if proposal.question.language is Language.EN else None
        told = plain(english or in_script(fact.zh, proposal.language))
        yield f"  {fact.id} ({plain(proposal.place(fact))}): {told}"


def _where(proposal: Proposal) -> Iterator[str]:
    """Where the fact belongs, and what to do first."""
    if proposal.answer.facts:
        yield proposal.say("draft_correct", fact=proposal.answer.facts[0].id)
    folder = proposal.folder or Path("mypack")
    named = quote(str(folder))
    if proposal.article is None:
        begun = proposal.folder is not None
        yield proposal.say("draft_any_article", pack=named) if begun else proposal.say("draft_begin")
        return
    if not proposal.is_curated:
        yield proposal.say("draft_adopt", article=quote(proposal.article), pack=named)
    file = folder / "articles" / f"{proposal.article}.toml"
    yield proposal.say("draft_paste", file=plain(str(file)), pack=named)


def _table(proposal: Proposal) -> str:
    question, words = proposal.question, proposal.say
    kind = _KINDS.get(question.kind, FactKind.FACT)
    known = proposal.pack.identifiers("entity") if proposal.pack else ()
    subject = next((entity for entity in question.entities if entity in known), None)
    wanted = [name for name in attributes() if name in question.attributes]
    return "\n".join(
        [
            "[[fact]]",
            f"id = {text(_next_id(proposal))}",
            f'kind = "{kind}"  # {", ".join(FactKind)}',
            f'zh = ""  # {words("draft_sentence")}',
            f'# en = ""  # {words("draft_english")}',
            f'# claimant = ""  # {words("draft_claimant")}',
            f'# when = ""  # {words("draft_when")}',
            f"subject = {text(subject)}" if subject else f'# subject = ""  # {words("draft_subject")}',
            f"attribute = {text(wanted[0])}" if wanted else f'# attribute = ""  # {words("draft_attribute")}',
            f"asks = [{text(plain(question.original))}]  # {words('draft_asks')}",
            "",
        ]
    )


def _next_id(proposal: Proposal) -> str:
    """An id that continues those of the article."""
    prefix = f"{fact_prefix(proposal.article or 'fact')}-"
    if not proposal.is_curated or proposal.pack is None:
        return f"{prefix}{proposal.records + 1:02}"
    taken = proposal.pack.identifiers("fact")
    own = [fact.id for fact in proposal.pack.corpus().facts if fact.article == proposal.article]
    numbered = [match for match in map(_NUMBERED.fullmatch, own) if match]
    prefix = numbered[-1][1] if numbered else prefix
    width = max((len(match[2]) for match in numbered), default=2)
    number = max((int(match[2]) for match in numbered if match[1] == prefix), default=0) + 1
    while f"{prefix}{number:0{width}}" in taken:
        number += 1
    return f"{prefix}{number:0{width}}"
