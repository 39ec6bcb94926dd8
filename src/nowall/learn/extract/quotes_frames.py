"""What introduces words in quotation marks: a clause before them, after them, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from nowall.learn.extract.quotes_marks import Marked
from nowall.learn.extract.quotes_scene import Scene
from nowall.learn.extract.quotes_words import listed, verb, words

_LONGEST_LEAD = 300
_LONGEST_TAIL = 90
_SENTENCE_LIKE = 6
"""Characters that words need to stand for a remark where nothing but their place says so."""
_WORDING = 4
"""Characters of a phrase that judges something."""
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
    inverted: bool = False
    """English: … said Jane Roe."""


@cache
def _rest() -> re.Pattern[str]:
    """What may stand between a verb and the opening mark: whom it addresses, a comma or a colon."""
    return re.compile(r"[^\s，,。：:、]{0,12}[：:，,]\s*|[^：:。\n]{0,24}[：:]\s*|(?:\s+[A-Za-z]+){0,6}[,:]\s*|\s*")


@cache
def _addressing() -> re.Pattern[str]:
    return re.compile(listed("addressing_zh", "addressing_en"))


@cache
def _tail_stop() -> re.Pattern[str]:
    """What ends the clause after a verb that follows the words: at once, or after a short object."""
    return re.compile(
        r"(?:(?<=[\u4e00-\u9fff])[^\s，,。：:、；;！!？?]{0,10})?\s*(?:[。，,：:；;！!？?\n“「\"]|\.(?:\s|$)|$)"
    )


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
    while before > max(place - 8, 0) and scene.text[before - 1].isspace():
        before -= 1
    colon = before > 0 and scene.text[before - 1] in "：:"
    return max(scene.sentence_start(before - 1 if colon else place), place - _LONGEST_LEAD)


def is_enumerated(scene: Scene, marked: Marked) -> bool:
    """Whether nothing but 第一, 其次 and the like stands before the words in their sentence."""
    return _ordinal().fullmatch(scene.masked, scene.sentence_start(marked.opener), marked.opener) is not None


def is_sentence(scene: Scene, marked: Marked) -> bool:
    """Whether the words end like a sentence."""
    return not marked.closed or bool(_ENDS_SENTENCE.search(scene.text[marked.start : marked.end].rstrip()))


def stands_alone(scene: Scene, marked: Marked) -> bool:
    """Whether the words are a sentence by themselves, or end as one before a clause that tells the speaker."""
    inner = scene.text[marked.start : marked.end].rstrip()
    if len(inner) < 2:
        return False
    return (
        bool(_ENDS_SENTENCE.search(inner))
        or not marked.closed
        or scene.text[marked.after : marked.after + 1] in tuple("，,")
    )


def _before(scene: Scene, marked: Marked, start: int, lead: str) -> Frame | None:
    inner = scene.text[marked.start : marked.end].strip()
    hits = list(verb().finditer(lead))
    last = hits[-1] if hits else None
    if last and _rest().fullmatch(lead, last.end()):
        rest = lead[last.end() :].strip()
        frame = Frame(Position.BEFORE, last.group(), start, start + last.start(), start + last.end())
        if rest.endswith(("：", ":")):
            return None if _not_announcing().search(lead[-12:]) else frame
        if _leads_in(scene, marked, inner, last.group(), rest):
            return frame
    elif lead.rstrip().endswith(("：", ":")):
        if _not_announcing().search(lead[-16:]) or not (len(inner) >= _SENTENCE_LIKE or _INNER_STOP.search(inner)):
            return None
        colon = start + len(lead.rstrip()) - 1
        return Frame(Position.BEFORE, "", start, colon, colon + 1)
    return _within(scene, marked, start, lead, hits)


def _leads_in(scene: Scene, marked: Marked, inner: str, verb_found: str, rest: str) -> bool:
    """Whether a verb without a colon has the words as what was said, and not as a term in an indirect sentence."""
    if len(rest) > 1 and not (_addressing().search(verb_found) or rest.isascii()):
        return False
    if rest and _is_whole(scene, marked, inner):
        return True
    return len(inner) >= _SENTENCE_LIKE and _is_remark(scene, marked, inner)


def _is_whole(scene: Scene, marked: Marked, inner: str) -> bool:
    """Whether the words end with the sentence around them, or are sentences themselves."""
    return bool(_FOLLOWED_BY_END.match(scene.text, marked.after)) or bool(_INNER_STOP.search(inner))


def _is_remark(scene: Scene, marked: Marked, inner: str) -> bool:
    return bool(_FOLLOWED_BY_END.match(scene.text, marked.after)) and bool(
        _INNER_STOP.search(inner) or len(inner) >= _CLAUSE_LIKE or inner.isascii()
    )


def _within(scene: Scene, marked: Marked, start: int, lead: str, hits: list[re.Match[str]]) -> Frame | None:
    """A part of somebody's sentence that is that person's own wording."""
    inner = scene.text[marked.start : marked.end].strip()
    sentence = bool(_IS_SENTENCE.search(inner)) and lead.rstrip().endswith(("，", ","))
    if not (sentence or _FOLLOWED_BY_END.match(scene.text, marked.after)) or _so_called().search(lead):
        return None
    evaluating = _evaluating().search(lead)
    if evaluating and len(inner) >= _WORDING and (evaluating.group() in words("opinion_zh") or hits):
        at = start + evaluating.start()
        return Frame(Position.WITHIN, evaluating.group(), start, at, start + evaluating.end())
    if hits and _is_own_wording(inner, lead):
        return Frame(Position.WITHIN, hits[0].group(), start, start + hits[0].start(), start + hits[0].end())
    if sentence and len(inner) >= _SENTENCE_LIKE:
        return Frame(Position.WITHIN, "", start, marked.opener, marked.opener)
    return None


def _is_own_wording(inner: str, lead: str) -> bool:
    """Whether words are too long for a term: a clause in Chinese, three words in English."""
    if inner.isascii():  # within a Chinese sentence rather a title
        return len(inner.split()) >= 3 and (lead.isascii() or bool(_INNER_STOP.search(inner)))
    return len(inner) >= _CLAUSE_LIKE or (len(inner) >= _SENTENCE_LIKE and bool(_INNER_STOP.search(inner)))


def frames_after(scene: Scene, marked: Marked) -> Iterator[Frame]:
    """The clauses of speech in the sentence that follows the words, nearest first."""
    if not marked.closed:
        return
    after = marked.after
    tail = scene.masked[after : min(after + _LONGEST_TAIL, scene.line_end(after))]
    if match := _tail_english().match(tail):
        start, end = after + match.start("clause"), after + match.end()
        yield Frame(Position.AFTER, match["verb"], start, end, end, inverted=True)
    tail = _TAIL_END.split(tail, maxsplit=1)[0]
    start = after + len(tail) - len(tail.lstrip(" ，,—"))
    for match in verb().finditer(tail):
        if _tail_stop().match(scene.masked, after + match.end()):
            yield Frame(Position.AFTER, match.group(), start, after + match.start(), after + match.end())
