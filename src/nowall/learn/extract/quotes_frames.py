"""What introduces words in quotation marks: a clause before them, after them, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from nowall.learn.extract.quotes_marks import Marked
from nowall.learn.extract.quotes_scene import Scene
from nowall.learn.extract.quotes_words import listed, verb

_LONGEST_TAIL = 90
_SENTENCE_LIKE = 6
"""Characters that words need to stand for a remark where nothing but their place says so."""
_CLAUSE_LIKE = 12
"""Characters that words need to be more than a term within a sentence of somebody's speech."""
_INNER_STOP = re.compile(r"[，,。！？!?；;…]|\.\s")
_IS_SENTENCE = re.compile(r"[。！？!?…]$")
_ENDS_SENTENCE = re.compile(r"[。！？!?…]$|[.,，]$")
_TAIL_END = re.compile(r"[。！？!?；;：:\n“「\"]")
_FOLLOWED_BY_END = re.compile(r"[\s）)]*(?:[。，,；;！!？?：:.\n“「『\"—]|$)")


class Position(Enum):
    """Where the clause stands that introduces the words."""

    BEFORE = "before"
    AFTER = "after"
    WITHIN = "within"
    """The words are a part of somebody's indirect speech."""
    NONE = "none"
    """They are a sentence of their own, which nothing introduces."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause of speech: its subject stands between ``start`` and ``verb_at``, or after the verb in English."""

    position: Position
    verb: str
    start: int
    verb_at: int
    end: int


@cache
def _lead() -> re.Pattern[str]:
    """What ends right before the opening mark: a verb, perhaps with whom it addresses, perhaps a comma or colon."""
    return re.compile(
        rf"(?P<verb>{verb().pattern})"
        rf"(?P<rest>(?<![A-Za-z])[^\s，,。：:、]{{0,12}}[：:，,]|[，,：:]|[^：:。\n]{{0,24}}[：:]|(?:\s+[A-Za-z]+){{0,4}}[,:]|)\s*$"
    )


@cache
def _addressing() -> re.Pattern[str]:
    return re.compile(listed("addressing_zh"))


@cache
def _tail_stop() -> re.Pattern[str]:
    """What ends the clause after a verb that follows the words: at once, or after a short object."""
    return re.compile(r"(?:(?<=[\u4e00-\u9fff])[^\s，,。：:、；;！!？?]{0,10})?\s*(?:[。，,：:；;！!？?\n“「\"]|\.(?:\s|$)|$)")


@cache
def _tail_english() -> re.Pattern[str]:
    """Inverted English: … said Jane Roe, the chief executive."""
    return re.compile(rf"[\s,]*(?P<verb>{listed('verbs_en')})\s+(?P<clause>[^.!?;\n“”\"]{{2,90}})")


@cache
def _not_announcing() -> re.Pattern[str]:
    return re.compile(listed("not_announcing_zh"))


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{listed('ordinals_zh')})[，,、：:]?\s*")


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('datelines_zh')})\s*(?:[（(【\[][^（()）】\]]*[)）】\]]\s*$|\s+$)")


@cache
def _evaluating() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('evaluating_zh', 'evaluating_en')})")


@cache
def _so_called() -> re.Pattern[str]:
    return re.compile(rf"(?:{listed('so_called_en')})\s*$")


def find_frame(scene: Scene, marked: Marked) -> Frame | None:
    """What stands before words in marks and makes the words in marks speech; None for a term, a title or irony."""
    start = lead_start(scene, marked)
    lead = scene.masked[start : marked.opener] if not marked.continues else ""
    if _dateline().search(lead):
        lead = ""
    if lead.strip() and not _ordinal().fullmatch(lead):
        return _before(scene, marked, start, lead)
    if not lead.strip() and not stands_alone(scene, marked):
        return None
    return Frame(Position.NONE, "", marked.opener, marked.opener, marked.opener)


def lead_start(scene: Scene, marked: Marked) -> int:
    """Where the clause before the opening mark starts; a colon at the end of the paragraph before leads over."""
    place = marked.opener
    before = place
    while before > 0 and scene.text[before - 1].isspace():
        before -= 1
    if before and scene.text[before - 1] in "：:":
        return scene.sentence_start(before - 1)
    return scene.sentence_start(place)


def stands_alone(scene: Scene, marked: Marked) -> bool:
    """Whether the words are a sentence by themselves, or end as one before a clause that tells the speaker."""
    inner = scene.text[marked.start : marked.end].rstrip()
    if len(inner) < 2:
        return False
    return bool(_ENDS_SENTENCE.search(inner)) or not marked.closed or scene.text[marked.after : marked.after + 1] in tuple("，,")


def _before(scene: Scene, marked: Marked, start: int, lead: str) -> Frame | None:
    inner = scene.text[marked.start : marked.end].strip()
    if match := _lead().search(lead):
        rest = match["rest"].strip()
        frame = Frame(Position.BEFORE, match["verb"], start, start + match.start(), start + match.end())
        if rest.endswith(("：", ":")):
            return None if _not_announcing().search(lead[-12:]) else frame
        if len(rest) > 1 and not (_addressing().search(match["verb"]) or rest.isascii()):
            return _within(scene, marked, start, lead)
        if rest and _is_whole(scene, marked, inner):
            return frame
        if len(inner) >= _SENTENCE_LIKE and _is_remark(scene, marked, inner):
            return frame
    if lead.rstrip().endswith(("：", ":")):
        colon = start + len(lead.rstrip()) - 1
        if _not_announcing().search(lead[-16:]) or (len(inner) < _SENTENCE_LIKE and not _INNER_STOP.search(inner)):
            return None
        return Frame(Position.BEFORE, "", start, colon, colon + 1)
    return _within(scene, marked, start, lead)


def _is_whole(scene: Scene, marked: Marked, inner: str) -> bool:
    """Whether the words end with the sentence around them, or are sentences themselves."""
    return bool(_FOLLOWED_BY_END.match(scene.text, marked.after)) or bool(_INNER_STOP.search(inner))


def _is_remark(scene: Scene, marked: Marked, inner: str) -> bool:
    return bool(_FOLLOWED_BY_END.match(scene.text, marked.after)) and bool(
        _INNER_STOP.search(inner) or len(inner) >= _CLAUSE_LIKE or inner.isascii()
    )


def _within(scene: Scene, marked: Marked, start: int, lead: str) -> Frame | None:
    """A part of somebody's sentence that is that person's own wording."""
    inner = scene.text[marked.start : marked.end].strip()
    sentence = bool(_IS_SENTENCE.search(inner)) and lead.rstrip().endswith(("，", ","))
    if not (sentence or _FOLLOWED_BY_END.match(scene.text, marked.after)) or _so_called().search(lead):
        return None
    hits = list(verb().finditer(lead))
    evaluating = _evaluating().search(lead)
    if evaluating and (len(inner) >= 4) and ("看来" in evaluating.group() or "看來" in evaluating.group() or hits):
        at = start + evaluating.start()
        return Frame(Position.WITHIN, evaluating.group(), start, at, start + evaluating.end())
    english = inner.isascii() and len(inner.split()) >= 3
    if hits and (english or len(inner) >= _CLAUSE_LIKE or (len(inner) >= _SENTENCE_LIKE and _INNER_STOP.search(inner))):
        hit = hits[0]
        return Frame(Position.WITHIN, hit.group(), start, start + hit.start(), start + hit.end())
    if sentence and len(inner) >= _SENTENCE_LIKE:
        return Frame(Position.WITHIN, "", start, marked.opener, marked.opener)
    return None


def frames_after(scene: Scene, marked: Marked) -> Iterator[Frame]:
    """The clauses of speech in the sentence that follows the words, nearest first."""
    if not marked.closed:
        return
    after = marked.after
    tail = scene.masked[after : min(after + _LONGEST_TAIL, scene.line_end(after))]
    if match := _tail_english().match(tail):
        yield Frame(Position.AFTER, match["verb"], after + match.start("clause"), after + match.end(), after + match.end())
    tail = _TAIL_END.split(tail, maxsplit=1)[0]
    start = after + len(tail) - len(tail.lstrip(" ，,—"))
    for match in verb().finditer(tail):
        if _tail_stop().match(scene.masked, after + match.end()):
            yield Frame(Position.AFTER, match.group(), start, after + match.start(), after + match.end())
