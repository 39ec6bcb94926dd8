"""Speech without quotation marks: words after a colon, and clauses that tell what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.quotes_frames import Frame, Position
from nowall.learn.extract.quotes_scene import Scene
from nowall.learn.extract.quotes_words import listed, verb, words

_SHORTEST = 6
_FEWEST_SENTENCES = 2
_LIST_ENTRY = re.compile(r"\s*(?:[•·\-*●▪]|[A-Za-z]?\d{1,2}\s*[.、:：)）]|[一二三四五六七八九十]+、)")
_OPENING_MARK = re.compile(r"\s*[“「『\"‘]")
_THIRD_PERSON = re.compile(r"[他她]|\b(?:he|she|his|her)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"[我咱]|\b(?:I|we|our|my)\b")
_ORDINAL = re.compile(r"\s*(?:第[一二三四五六七八九十]|其[一二三四]|首先|其次|最后|最後)")
_COLON = re.compile(r"[：:](?![/\d])")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Words and the clause that introduces them; not ``direct`` where they are told and not given."""

    start: int
    end: int
    frame: Frame
    direct: bool


def find_unmarked(scene: Scene) -> Iterator[Unmarked]:
    """All of them, in order, none within another."""
    done = 0
    for match in verb().finditer(scene.masked):
        if match.start() < done:
            continue
        found = _after_colon(scene, match) or _told(scene, match)
        if found is not None:
            yield found
            done = found.end


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(listed("announcing_zh"))


@cache
def _not_announcing() -> re.Pattern[str]:
    return re.compile(listed("not_announcing_zh"))


def _after_colon(scene: Scene, match: re.Match[str]) -> Unmarked | None:
    sentence_end = scene.sentence_end(match.end())
    colon = _COLON.search(scene.masked, match.end(), min(sentence_end, match.end() + 30))
    if colon is None or _not_announcing().search(scene.masked, match.start(), colon.start()):
        return None
    start = scene.sentence_start(match.start())
    frame = Frame(Position.BEFORE, match.group(), start, match.start(), colon.end())
    words_start = colon.end()
    if not scene.text[words_start : scene.line_end(words_start)].strip():
        return _next_paragraphs(scene, frame)
    if _OPENING_MARK.match(scene.text, words_start):
        return None
    end = _speech_end(scene, words_start)
    third = _THIRD_PERSON.search(scene.masked, words_start, min(words_start + 30, end))
    direct = third is None and end - words_start >= _SHORTEST
    return Unmarked(words_start, end, frame, direct) if end - words_start >= _SHORTEST else None


def _next_paragraphs(scene: Scene, frame: Frame) -> Unmarked | None:
    """The paragraphs after one that ends in a colon, as long as they do not end in a full stop."""
    start = frame.end
    while start < len(scene.text) and scene.text[start].isspace():
        start += 1
    if start >= len(scene.text) or _OPENING_MARK.match(scene.text, start) or _LIST_ENTRY.match(scene.text, start):
        return None
    end = scene.line_end(start)
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
def _indirect() -> frozenset[str]:
    return words("indirect_zh") | words("indirect_en")


@cache
def _performed() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('performed_zh')})")


@cache
def _object() -> re.Pattern[str]:
    """What stands between a verb that addresses somebody and the words."""
    return re.compile(r"[^，,。：:]{0,14}[，,：:]|\s+[A-Z][\w ]{1,30}?\s+that\b")


def _told(scene: Scene, match: re.Match[str]) -> Unmarked | None:
    verb_found = match.group()
    if not _is_indirect(verb_found) or _performed().match(scene.masked, match.end()):
        return None
    start = match.end()
    if verb_found.startswith(tuple(words("addressing_zh"))) and (found := _object().match(scene.masked, start)):
        start = found.end()
    end = scene.sentence_end(start)
    if end - start < _SHORTEST or _OPENING_MARK.match(scene.text, start + (scene.text[start] in "，,：:")):
        return None
    sentence = scene.sentence_start(match.start())
    return Unmarked(start, end, Frame(Position.BEFORE, verb_found, sentence, match.start(), match.end()), direct=False)


@cache
def _indirect_verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('indirect_zh', 'indirect_en')})")


def _is_indirect(found: str) -> bool:
    return bool(_indirect_verb().match(found))
