"""Names put in for the pronouns and descriptions that a sentence begins with (他, 该公司, the model).

A wrong name is a lie: only what can be one thing alone is put in. That is the one fitting candidate, or the only one
that was a subject if it is also the last. The words within quotation marks are their speaker's, and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.levelled import level
from nowall.lexicon import lexicon
from nowall.records import EntityKind

_WORDS = lexicon("references")
_KINDS = {name: frozenset(map(EntityKind, kinds)) for name, kinds in _WORDS["kinds"].items()}
_BEFORE = rf"(?:{_WORDS['before']['quotation']})?(?:{_WORDS['before']['connective']}){{0,2}}"
_UNNAMED = re.compile(_WORDS["unnamed"]["person"], re.IGNORECASE)
_POSSESSIVE = "_possessive"


@cache
def _pattern(ascii_only: bool) -> re.Pattern[str]:
    words = _WORDS["words_en" if ascii_only else "words"]
    groups = "|".join(f"(?P<{name}>{pattern})" for name, pattern in words.items())
    return re.compile(rf"\s*{_BEFORE}(?P<word>{groups})(?!{_WORDS['before']['never_behind']})")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A name that stands before the sentence: near enough to be meant, which the caller sees to.

    After a sentence that `speaks_of_unnamed_person` and was not resolved, the caller has no person to give.
    """

    entity: str
    name: str
    kind: EntityKind
    was_subject: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """What to put in the place of the characters ``start`` to ``end``."""

    start: int
    end: int
    replacement: str


def resolve_references(text: str, antecedents: Sequence[Antecedent]) -> list[Edit]:
    """The edits that make a sentence speak of names; ``antecedents`` have the most recent first.

    At most one: what follows in the sentence is understood from its beginning.
    """
    if not antecedents or any(text.count(closing) > text.count(opening) for opening, closing in ("“”", "「」")):
        return []  # the end of a quotation: its speaker's words
    match = _pattern(text.isascii()).match(level(text))
    if match is None:
        return []
    kind = next(name for name in match.groupdict() if name != "word" and match[name])
    name = _meant(antecedents, _KINDS[kind.removesuffix(_POSSESSIVE)])
    if name is None or name in text:
        return []
    start, end = match.span("word")
    return [Edit(start, end, f"{name}'s" if kind.endswith(_POSSESSIVE) else _spaced(text, start, end, name))]


def speaks_of_unnamed_person(text: str) -> bool:
    """Whether a sentence speaks of somebody by a pronoun or as 一名男子: whom the next one's 他 may then mean."""
    return _UNNAMED.search(level(text)) is not None


def leans_back(text: str) -> bool:
    """Whether a sentence begins with what only the one before it explains: 这, 其, 后者, This."""
    return _dependent(text.isascii()).match(level(text)) is not None


@cache
def _dependent(ascii_only: bool) -> re.Pattern[str]:
    return re.compile(rf"\s*{_BEFORE}{_WORDS['dependent']['en' if ascii_only else 'zh']}")


def _meant(antecedents: Sequence[Antecedent], kinds: frozenset[EntityKind]) -> str | None:
    """The one that is meant for certain: alone of its kind, or the last one, and the only subject among them."""
    fitting = [one for one in antecedents if one.kind in kinds]
    if not fitting:
        return None
    first = fitting[0]
    others = [one for one in fitting if one.entity != first.entity]
    leads = first.was_subject and len(kinds) == 1 and not any(one.was_subject for one in others)
    return first.name if leads or not others else None


def _spaced(text: str, start: int, end: int, name: str) -> str:
    """The name, with a blank where it would run into Latin letters."""
    before = " " if start and _latin(text[start - 1]) and _latin(name[0]) else ""
    after = " " if _latin(text[end : end + 1]) and _latin(name[-1]) else ""
    return f"{before}{name}{after}"


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
