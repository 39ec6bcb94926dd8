"""Who claims what a sentence says: a source that it names, or the one of the sentence before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from nowall.language.normalise import is_cjk
from nowall.learn.extract.naming import Names
from nowall.learn.extract.quotes_scene import Scene
from nowall.learn.extract.quotes_subjects import find_subject
from nowall.learn.extract.quotes_unmarked import find_unmarked, may_have_unmarked
from nowall.learn.extract.quotes_words import both_scripts, one_of, words
from nowall.lexicon import lexicon

_LONGEST_SOURCE = 24


class How(StrEnum):
    """By what a sentence shows its claimant."""

    REPORTED = "reported"
    """据……报道, according to …, … reported"""
    DOCUMENT = "document"
    """……的研究显示, ……发布的公告称"""
    SAID = "said"
    CONTINUED = "continued"
    """The report, or the speaker, of the sentence before goes on."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims a sentence. ``source`` is an entity id, or where the article names nobody the literal words.

    ``start`` and ``end`` are offsets in the sentence, of the source's words or of those that continue a report.
    """

    source: str
    start: int
    end: int
    how: How
    named: bool
    """Whether ``source`` is an entity id."""


def claimant(sentence: str, names: Names, earlier: Claimant | None = None) -> Claimant | None:
    """The claimant of a sentence, given that of the sentence before; None for the author's own word."""
    if (continuing := _continuing().match(sentence)) and not _own_source(sentence, continuing.end()):
        if earlier is None:
            return None
        return Claimant(earlier.source, continuing.start(1), continuing.end(1), How.CONTINUED, earlier.named)
    return _reported(sentence, names) or _said(sentence, names) or _anonymous(sentence)


@cache
def _words(name: str) -> str:
    return one_of(_both_scripts(name))


@cache
def _both_scripts(name: str) -> frozenset[str]:
    return frozenset(both_scripts(lexicon("speech")["claim"][name]))


@cache
def _continuing() -> re.Pattern[str]:
    return re.compile(rf"\s*({_words('continuing_zh')}|{_words('continuing_en')}|(?:{_words('nobody_zh')})(?=[，,]))")


def _own_source(sentence: str, start: int) -> bool:
    """Whether after 此外 and the like another source is named: 此外，据……报道."""
    return (
        _according().match(sentence, start + len(sentence[start:]) - len(sentence[start:].lstrip("，, "))) is not None
    )


@cache
def _according() -> re.Pattern[str]:
    """据 or 根据, then the source, then what it gives: a report, figures, an account."""
    return re.compile(
        rf"(?:根据|根據|依据|依據|按照|按|据|據)(?!悉|说|說|了解|此)(?P<source>[^，,。；;：:]{{1,{_LONGEST_SOURCE}}}?)"
        rf"(?:{_words('reported_zh')})+(?=[，,：:\s]|[^，,。]{{0,6}}[，,：:])"
    )


@dataclass(frozen=True, slots=True)
class _Pattern:
    """``trigger`` is quick to look for; without it ``whole`` is not tried."""

    trigger: re.Pattern[str]
    whole: re.Pattern[str]
    how: How


@cache
def _patterns() -> tuple[_Pattern, ...]:
    source = rf"(?:^|[，,])\s*(?P<source>[^，,。：:]{{1,{_LONGEST_SOURCE}}}?)"
    show = rf"(?:{_words('show_zh')})(?![得為为作呼])"
    document = rf"(?:{_words('documents_zh')})(?![局部院所司中])"
    citing, reporting, reporting_en = (f"(?:{_words(name)})" for name in ("citing_zh", "reporting_zh", "reporting_en"))
    return (
        _Pattern(re.compile("[据據按]"), _according(), How.REPORTED),
        _Pattern(re.compile(citing), re.compile(source + citing), How.REPORTED),
        _Pattern(re.compile(document), re.compile(rf"{source}{document}[^，,。：:]{{0,6}}?{show}"), How.DOCUMENT),
        _Pattern(re.compile(reporting), re.compile(source + reporting), How.REPORTED),
        _Pattern(re.compile("ccord"), re.compile(r"\b[Aa]ccording to (?P<source>[^,.;]{2,60})"), How.REPORTED),
        _Pattern(
            re.compile(reporting_en),
            re.compile(rf"^(?P<source>[A-Z][^,.;]{{1,60}}?)\s+{reporting_en}"),
            How.REPORTED,
        ),
    )


def _reported(sentence: str, names: Names) -> Claimant | None:
    for pattern in _patterns():
        if not pattern.trigger.search(sentence):
            continue
        match = pattern.whole.search(sentence)
        found = match and _source(sentence, match.start("source"), match.end("source"), names, pattern.how)
        if found:
            return found
    return None


def _source(sentence: str, start: int, end: int, names: Names, how: How) -> Claimant | None:
    """The entity if the source's words are little more than its name; else the words, if they name somebody."""
    if citing := _citing().search(sentence, start + 1, end):
        end = citing.start()
    named_as = sentence[start:end]
    for mention in names.mentions(sentence):
        if not (start <= mention.start and mention.end <= end):
            continue
        rest = sentence[start : mention.start] + sentence[mention.end : end]
        if not _aside().sub("", rest).strip():
            return Claimant(mention.entity, mention.start, mention.end, how, named=True)
    stripped = _date().sub("", named_as).strip()
    if how is How.REPORTED and named_as.isascii():
        return Claimant(named_as.strip(), start, end, how, named=False)
    if _not_source().match(stripped):
        return None
    begins = start + named_as.find(stripped) if stripped else start
    is_institution = how is How.DOCUMENT and _institution().search(stripped)
    is_source = (
        is_institution or _anonymous_source().search(stripped) or sentence[start - 1 : start] in tuple("据據照按")
    )
    if len(stripped) >= 2 and is_source and is_cjk(stripped[-1]):
        return Claimant(stripped, begins, begins + len(stripped), how, named=False)
    return None


@cache
def _citing() -> re.Pattern[str]:
    return re.compile(_words("citing_zh"))


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(rf"{_words('aside_zh')}|[《》〈〉“”「」『』\"'（）()\s]|\d+[年月日號号时時]|the\b|of\b")


@cache
def _not_source() -> re.Pattern[str]:
    return re.compile(_words("not_sources_zh"))


@cache
def _date() -> re.Pattern[str]:
    return re.compile(r"(?:\d+[年月日號号])+|(?:的)$")


@cache
def _anonymous_source() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('sources_zh')}|{_words('sources_en')})")


@cache
def _institution() -> re.Pattern[str]:
    return re.compile(rf"^[^是为于，,]*(?:{_words('institutions_zh')})$")


def _said(sentence: str, names: Names) -> Claimant | None:
    """The named speaker of the sentence."""
    if not may_have_unmarked(sentence):
        return None
    scene = Scene([sentence], names)
    for found in find_unmarked(scene):
        subject = find_subject(scene, found.frame.start, found.frame.verb_at)
        if subject and subject.entity:
            end = next((name.end for name in scene.named if name.start == subject.start), subject.start)
            return Claimant(subject.entity, subject.start, end, How.SAID, named=True)
    return None


@cache
def _anonymous_said() -> re.Pattern[str]:
    verbs = one_of(words("indirect_zh") | words("indirect_en") | _both_scripts("show_zh"))
    return re.compile(
        rf"(?:^|[，,])\s*(?P<source>[^，,。：:]{{0,16}}?(?:{_words('sources_zh')}))[^，,。：:]{{0,4}}?(?:{verbs})"
        rf"|(?P<english>(?:{_words('sources_en')})[^,.;]{{0,40}}?)\s+(?:{verbs})"
    )


def _anonymous(sentence: str) -> Claimant | None:
    match = _anonymous_said().search(sentence) if _anonymous_source().search(sentence) else None
    if match is None:
        return None
    group = "source" if match["source"] else "english"
    return Claimant(match[group], match.start(group), match.end(group), How.SAID, named=False)
