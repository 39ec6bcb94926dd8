"""Speech without quotation marks: words after a colon, and clauses that tell what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge

from nowall.learn.extract.quotes_frames import Frame, Position
from nowall.learn.extract.quotes_scene import Scene
from nowall.learn.extract.quotes_words import listed, verb, words

_SHORTEST = 6
_LIST_ENTRY = re.compile(r"\s*(?:[•·\-*●▪]|[A-Za-z]?\d{1,2}\s*[.、:：)）]|[一二三四五六七八九十]+、)")
_REST_IS_BLANK = re.compile(r"[^\S\n]*(?:\n|\Z)")
_OPENING_MARK = re.compile(r"\s*[“「『\"‘]")
_THIRD_PERSON = re.compile(r"(?<![其吉])[他她](?![人国國])|\b(?:he|she|his|her)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"[我咱]|\b(?:I|we|our|my)\b")
_MYSELF = re.compile(r"我(?![们們国國])")
_GOES_ON = "，,、；;：:\n"
"""A paragraph of speech that ends in one of these goes on in the next."""
_COLONS = "：:"
_COLON = re.compile(f"[{_COLONS}]")
_LONGEST_LEAD = 80
_SHORT_OBJECT = 8
"""Characters between a verb and the colon: more of them tell what the words are, so that they are not the words."""


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words and the clause that introduces them; not ``direct`` where they are told and not given."""

    start: int
    end: int
    frame: Frame
    direct: bool


def find_unmarked(scene: Scene) -> Iterator[Unmarked]:
    """All of them, none within another."""
    enumerated = list(_enumerated(scene))
    yield from enumerated
    inside = {offset for found in enumerated for offset in range(found.start, found.end)}
    done = 0
    told, announced = verb().finditer(scene.masked), _COLON.finditer(scene.masked)
    for match in merge(told, announced, key=re.Match.start):
        if match.start() < done or match.start() in inside:
            continue
        found = _announced(scene, match.start()) if match.group() in _COLONS else _told(scene, match)
        if found is not None:
            yield found
            done = found.end


def may_have_unmarked(text: str) -> bool:
    """Whether a text has a verb of speech or a colon, without which nobody is introduced in it; quick to tell."""
    return verb().search(text) is not None or _COLON.search(text) is not None


def _enumerated(scene: Scene) -> Iterator[Unmarked]:
    """Paragraphs that begin with 第一, 第二 and speak of 我: somebody's explanation that goes on."""
    for match in _ordinal_start().finditer(scene.masked):
        start, end = match.end(), scene.line_end(match.end())
        if _OPENING_MARK.match(scene.text, start):
            start = scene.sentence_end(start)
        if third := _THIRD_PERSON.search(scene.masked, start, end):
            end = scene.sentence_start(third.start())
        if end - start >= _SHORTEST and _MYSELF.search(scene.masked, start, end):
            nothing = Frame(Position.NONE, "", start, start, start)
            yield Unmarked(start, end, nothing, direct=True)


@cache
def _ordinal_start() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{listed('ordinals_zh')})[，,、：:]\s*", re.MULTILINE)


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(listed("announcing_zh"))


@cache
def _not_announcing() -> re.Pattern[str]:
    return re.compile(listed("not_announcing_zh"))


def _announced(scene: Scene, colon: int) -> Unmarked | None:
    """The words after a colon, if what stands before it is a clause of speech."""
    start = scene.sentence_start(colon)
    lead = scene.masked[max(start, colon - _LONGEST_LEAD) : colon]
    words_start = colon + 1
    ends_paragraph = _REST_IS_BLANK.match(scene.text, words_start) is not None
    hits = list(verb().finditer(lead))
    announced = _announcing().search(lead[-8:]) is not None
    if _not_announcing().search(lead[-10:]) or not (hits or announced or ends_paragraph) or _is_ratio(scene, colon):
        return None
    verb_at = colon - len(lead) + hits[-1].start() if hits else colon
    frame = Frame(Position.BEFORE, hits[-1].group() if hits else "", start, verb_at, words_start)
    if ends_paragraph:
        return _next_paragraphs(scene, frame)
    if _OPENING_MARK.match(scene.text, words_start):
        return None
    end = _speech_end(scene, words_start)
    if end - words_start < _SHORTEST:
        return None
    short = bool(hits) and len(lead) - hits[-1].end() <= _SHORT_OBJECT
    near = announced or (short and _gives_words().match(frame.verb) is not None)
    return Unmarked(words_start, end, frame, near and not _THIRD_PERSON.search(scene.masked, words_start, end))


def _is_ratio(scene: Scene, colon: int) -> bool:
    return scene.text[colon - 1 : colon].isdigit() and scene.text[colon + 1 : colon + 2].isdigit()


def _next_paragraphs(scene: Scene, frame: Frame) -> Unmarked | None:
    """The paragraphs after one that ends in a colon, as long as they do not end in a full stop."""
    start = frame.end
    while start < len(scene.text) and scene.text[start].isspace():
        start += 1
    if start >= len(scene.text) or _OPENING_MARK.match(scene.text, start) or _LIST_ENTRY.match(scene.text, start):
        return None
    end = scene.line_end(start)
    while scene.text[end - 1] in _GOES_ON and end < len(scene.text):
        end = scene.line_end(end + 1)
    return Unmarked(start, end, frame, direct=True)


def _speech_end(scene: Scene, start: int) -> int:
    """Where words after a colon end: the narrator takes over with a name, a pronoun, or a verb of speech."""
    end = scene.sentence_end(start)
    line_end = scene.line_end(start)
    while end < line_end:
        following = scene.sentence_end(end)
        if following <= end or not _is_still_speech(scene, end, following):
            break
        end = following
    return end


def _is_still_speech(scene: Scene, start: int, end: int) -> bool:
    if _FIRST_PERSON.search(scene.masked, start, end):
        return True
    named = any(name.start - start < 16 for name in scene.named_within(start, end))
    return not named and not _THIRD_PERSON.search(scene.masked, start, end) and end == scene.line_end(start)


@cache
def _performed() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('performed_zh')})")


@cache
def _object() -> re.Pattern[str]:
    """What stands between a verb that addresses somebody and the words."""
    return re.compile(r"[^，,。：:]{0,14}[，,：:]|[^，,.：:“\"]{0,50}?(?:\bthat\b|[,:])")


def _told(scene: Scene, match: re.Match[str]) -> Unmarked | None:
    verb_found, start = match.group(), match.end()
    if not _indirect_verb().match(verb_found) or _performed().match(scene.masked, start):
        return None
    if _denied().search(scene.masked, max(match.start() - 12, 0), match.start()):
        return None
    if verb_found[-1] in "了过過" and scene.masked[start : start + 1] not in tuple("，,"):
        return None
    addressed = verb_found.isascii() or verb_found.startswith(tuple(words("addressing_zh")))
    if addressed and (found := _object().match(scene.masked, start)):
        start = found.end()
    end = scene.sentence_end(start)
    if scene.masked[start - 1 : start + 1].strip()[-1:] in tuple(_COLONS) or scene.masked[start : start + 1] in tuple(
        _COLONS
    ):
        return None
    if end - start < _SHORTEST or _OPENING_MARK.match(scene.text, start + (scene.text[start] in "，,：:")):
        return None
    sentence = scene.sentence_start(match.start())
    frame = Frame(Position.BEFORE, verb_found, sentence, match.start(), match.end())
    written = _writing().search(verb_found) and not _THIRD_PERSON.search(scene.masked, start, end)
    return Unmarked(start, end, frame, direct=bool(written))


@cache
def _indirect_verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('indirect_zh', 'indirect_en')})")


@cache
def _gives_words() -> re.Pattern[str]:
    """Verbs after which a colon gives the words also without marks."""
    return re.compile(rf"(?:{listed('indirect_zh', 'indirect_en', 'writing_zh', 'announcing_zh', 'opening_zh')})")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('denied_zh')}|\b(?:{listed('denied_en')})\s*)$")


@cache
def _writing() -> re.Pattern[str]:
    return re.compile(listed("writing_zh"))
