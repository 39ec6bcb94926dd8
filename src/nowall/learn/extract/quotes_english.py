"""Who an English clause of speech has as its subject, before its verb or after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.quotes_scene import Named, Scene, Subject
from nowall.learn.extract.quotes_words import listed, words


@dataclass(frozen=True, slots=True)
class _Patterns:
    pronoun: re.Pattern[str]
    company: re.Pattern[str]
    plural: re.Pattern[str]
    spokesperson: re.Pattern[str]
    possessive: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    return _Patterns(
        pronoun=re.compile(rf"(?:{listed('pronouns_en')})"),
        company=re.compile(rf"(?:{listed('company_en')})"),
        plural=re.compile(rf"(?:{listed('plurals_en')})"),
        spokesperson=re.compile(rf"(?:{listed('spokesperson_en')})"),
        possessive=re.compile(rf"(?:{listed('associates_en')})\s*[a-z]"),
    )


def is_english(clause: str) -> bool:
    """Whether a clause has English words and no Chinese ones."""
    return not re.search(r"[\u4e00-\u9fff]", clause) and bool(re.search(r"[A-Za-z]{2}", clause))


def find_english_subject(scene: Scene, start: int, end: int) -> Subject | None:
    """The subject of the verb at ``end``: in the words after the last comma, or else at the sentence's start."""
    near = max(scene.masked.rfind(",", start, end) + 1, start)
    subject = _within(scene, near, end, last=True)
    if subject is not None:
        return subject
    strange = set(re.findall(r"[a-z]+", scene.masked[near:end].lower())) - words("fillers_en")
    if strange and near > start:
        return Subject(None, near)
    return _within(scene, start, end, last=False) or (Subject(None, start) if strange else None)


def find_inverted_subject(scene: Scene, start: int, end: int) -> Subject | None:
    """The subject that stands after its verb: said Jane Roe, the chief executive."""
    names = [name for name in scene.named_within(start, end) if name.start == start]
    if names:
        return Subject(names[0].entity, start)
    comma = scene.masked.find(",", start, end)
    return _within(scene, start, comma if comma >= 0 else end, last=False) or Subject(None, start)


def _within(scene: Scene, start: int, end: int, *, last: bool) -> Subject | None:
    names = scene.named_within(start, end)
    people = [name for name in names if name.person and scene.is_free(name)]
    clause = scene.masked[start:end]
    if people:
        return _named(scene, people[-1] if last else people[0], end)
    patterns = _patterns()
    if match := patterns.company.search(clause):
        return Subject(scene.last_subject(start + match.start(), person=False), start + match.start())
    if match := patterns.pronoun.search(clause):
        return Subject(scene.last_subject(start + match.start(), person=True), start + match.start())
    if patterns.plural.search(clause):
        return Subject(None, start)
    organisations = [name for name in names if not name.person]
    voiced = patterns.spokesperson.search(clause) is not None
    free = [name for name in organisations if voiced or scene.is_free(name)]
    return _named(scene, free[-1] if last else free[0], end) if free else None


def _named(scene: Scene, name: Named, end: int) -> Subject:
    """The name, unless somebody speaks who only belongs to it: Foo Labs' founder said."""
    after = scene.masked[name.end : end]
    owned = _patterns().possessive.match(after) and not _patterns().spokesperson.search(after)
    stranger = not name.person and len(after.split()) > 2 and not _patterns().spokesperson.search(after)
    return Subject(None if owned or stranger else name.entity, name.start)
