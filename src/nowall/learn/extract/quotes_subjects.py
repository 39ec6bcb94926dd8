"""Who a clause of speech has as its subject: a name, a pronoun, somebody unnamed, or nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.quotes_english import find_english_subject, is_english
from nowall.learn.extract.quotes_scene import Named, Scene, Subject
from nowall.learn.extract.quotes_words import listed, words

_LONGEST_CLAUSE = 120
_PERSON = "\u25a0"
"""Stands for each character of a person's name: a phrase does not swallow the subject."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    phrase: re.Pattern[str]
    filler: re.Pattern[str]
    pronoun: re.Pattern[str]
    plural: re.Pattern[str]
    this_person: re.Pattern[str]
    company: re.Pattern[str]
    associate: re.Pattern[str]
    spokesperson: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    opener, closer = listed("phrase_openers_zh"), listed("phrase_closers_zh")
    date = r"(?:\d{4}\s*年)?(?:\d{1,2}\s*月)?(?:\d{1,2}\s*[日号號])?"
    return _Patterns(
        phrase=re.compile(
            rf"(?:{opener})*(?:{listed('meeting_openers_zh')})[^,，。]{{0,30}}?(?:{listed('meetings_zh')})(?:{closer})*"
            rf"|(?:{opener})[^,，。{_PERSON}]{{0,40}}(?:{closer})(?!的)"
            rf"|[（(][^（）()]*[)）]|(?:{listed('toward_zh')})(?!方)[^,，]{{1,14}}$"
        ),
        filler=re.compile(
            rf"{listed('fillers_zh')}|[\u4e00-\u9fff]{{1,6}}[{''.join(words('manners_zh'))}]|{date}[\d:：]*|[\s,，、:：/|]"
        ),
        pronoun=re.compile(rf"(?:{listed('pronouns_zh')})(?![们們的])"),
        plural=re.compile(listed("plurals_zh")),
        this_person=re.compile(rf"(?!{listed('company_zh')})(?:{listed('this_person_zh')})[^,，。的]{{1,12}}"),
        company=re.compile(listed("company_zh")),
        associate=re.compile(rf"\s*(?:{listed('associates_zh')})"),
        spokesperson=re.compile(listed("spokesperson_zh")),
    )


def find_subject(scene: Scene, start: int, end: int) -> Subject | None:
    """The subject of the verb at ``end``, looked for from there back to ``start``; None where there is none."""
    start = max(start, end - _LONGEST_CLAUSE)
    if is_english(scene.masked[start:end]):
        return find_english_subject(scene, start, end)
    clause_end, last = end, True
    while clause_end > start:
        clause_start = max(scene.masked.rfind(comma, start, clause_end) for comma in ",，") + 1
        clause_start = max(clause_start, start)
        subject = _clause_subject(scene, clause_start, clause_end, last)
        if subject is not None:
            return subject
        last = False
        clause_end = clause_start - 1
    return None


def _clause_subject(scene: Scene, start: int, end: int, last: bool) -> Subject | None:
    within = scene.named_within(start, end)
    blanked = _patterns().phrase.sub(lambda match: " " * len(match.group()), _hide_people(scene, within, start, end))
    names = [n for n in within if blanked[n.start - start].strip() and scene.is_free(n)]
    people = [name for name in names if name.person]
    if people:
        return _of_person(people[-1] if last else people[0], blanked, start)
    pronoun = _pronoun(scene, blanked, start)
    if pronoun is not None:
        return pronoun
    if names:
        return _of_organisation(names[-1], blanked, start)
    company = _company(scene, blanked, start)
    if company is not None:
        return company
    if not last:
        return None
    return Subject(None, start) if _residue(blanked) else None


def _hide_people(scene: Scene, names: list[Named], start: int, end: int) -> str:
    clause = scene.masked[start:end]
    for name in names:
        if name.person:
            clause = clause[: name.start - start] + _PERSON * (name.end - name.start) + clause[name.end - start :]
    return clause


def _of_person(name: Named, blanked: str, start: int) -> Subject:
    between = blanked[name.end - start :]
    associate = _patterns().associate.match(between)
    if associate and not _patterns().spokesperson.search(between) and _residue(between[associate.end() :]):
        return Subject(None, start)
    return Subject(name.entity, name.start)


def _of_organisation(name: Named, blanked: str, start: int) -> Subject:
    return Subject(name.entity if _speaks_for(blanked[name.end - start :]) else None, name.start)


def _speaks_for(between: str) -> bool:
    """Whether nobody but an organisation's voice stands between its name and the verb."""
    patterns = _patterns()
    return not _residue(patterns.spokesperson.sub("", between))


def _pronoun(scene: Scene, blanked: str, start: int) -> Subject | None:
    patterns = _patterns()
    if match := patterns.this_person.search(blanked):
        return Subject(scene.last_subject(start + match.start(), person=True), start + match.start())
    if patterns.plural.search(blanked):
        return Subject(None, start)
    if match := patterns.pronoun.search(blanked):
        return Subject(scene.last_subject(start + match.start(), person=True), start + match.start())
    return None


def _company(scene: Scene, blanked: str, start: int) -> Subject | None:
    match = _patterns().company.search(blanked)
    if match is None:
        return None
    entity = scene.last_subject(start + match.start(), person=False)
    return Subject(entity if _speaks_for(blanked[match.end() :]) else None, start + match.start())


def _residue(text: str) -> bool:
    """Whether something is left that could be a subject."""
    return len(_patterns().filler.sub("", text).strip(f" 的{_PERSON}“”「」\"'")) > 1
