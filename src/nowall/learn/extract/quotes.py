"""Who said what: direct speech with its exact words and its speaker, and indirect speech."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.learn.extract.naming import Names
from nowall.learn.extract.quotes_english import find_inverted_subject
from nowall.learn.extract.quotes_frames import Frame, Position, find_frame, frames_after, is_enumerated, is_sentence
from nowall.learn.extract.quotes_marks import Marked
from nowall.learn.extract.quotes_scene import Scene, Subject
from nowall.learn.extract.quotes_subjects import find_subject
from nowall.learn.extract.quotes_unmarked import Unmarked, find_unmarked

_REACH_AFTER = 40
"""Within how many characters after words that nothing introduces their speaker is named as a subject."""
_REACH_BEFORE = 2
"""How many sentences before them he may be named, unless pronouns stand for him."""
_BETWEEN_PARTS = " ，,：:.。\n"
_MARGIN = " \u3000，,\n"


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Somebody's words: ``start`` to ``end`` of a paragraph, quotation marks excluded.

    For indirect speech (``direct`` is False) they are the words of the clause that tells it. Parts of one remark,
    as in “A，”他说，“B。”, have the same ``utterance``. ``introduction`` is the clause that says who speaks.
    """

    paragraph: int
    start: int
    end: int
    speaker: str | None
    """Entity id; None for somebody whom the article does not name."""
    verb: str
    """As it stands in the text; empty where none does."""
    direct: bool
    introduction: tuple[int, int, int] | None
    """Its paragraph, start and end."""
    utterance: int


def find_quotes(paragraphs: Sequence[str], names: Names) -> list[FoundQuote]:
    """Everything that somebody says or writes in an article, in the order of the text."""
    scene = Scene(paragraphs, names)
    return sorted(_Finder(scene).find(), key=lambda quote: (quote.paragraph, quote.start))


class _Finder:
    """One pass over an article; what was found before says who goes on speaking."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._utterance = 0
        self._last: tuple[Marked, Subject | None, Frame] | None = None
        self._last_end = -1
        self._last_subject: Subject | None = None

    def find(self) -> Iterator[FoundQuote]:
        events: list[Marked | Unmarked] = [*self._scene.marked, *find_unmarked(self._scene)]
        for event in sorted(events, key=lambda event: event.start):
            if isinstance(event, Unmarked):
                yield from self._unmarked(event)
            elif found := self._marked(event):
                yield found

    def _unmarked(self, found: Unmarked) -> Iterator[FoundQuote]:
        scene, frame = self._scene, found.frame
        if frame.position is Position.NONE:
            subject = self._last_speaker_near(found.start)
        else:
            subject = find_subject(scene, frame.start, frame.verb_at)
        speaker = subject.entity if subject else None
        if subject is not None and frame.end > frame.start:
            scene.remember(frame.start, speaker)
        if speaker is None:
            return
        self._utterance += 1
        if found.direct:
            self._last_end, self._last_subject = found.end, subject
        start = found.start
        for line in scene.text[found.start : found.end].split("\n"):
            if line.strip(_MARGIN):
                yield self._quote(start, start + len(line), speaker, frame, direct=found.direct)
            start += len(line) + 1

    def _marked(self, marked: Marked) -> FoundQuote | None:
        frame = find_frame(self._scene, marked)
        if frame is None:
            return None
        if frame.position is Position.NONE:
            if not marked.closed and not self._scene.goes_on(marked):
                return None
            frame, subject = self._alone(marked, frame)
            if not (frame.verb or is_sentence(self._scene, marked) or is_enumerated(self._scene, marked)):
                return None
        else:
            subject = self._subject_before(frame)
            if subject is None and (frame.position is not Position.BEFORE or not frame.verb):
                return None
        self._utterance += not self._goes_on(marked, frame)
        self._last = (marked, subject, frame)
        self._last_end, self._last_subject = marked.after, subject
        speaker = subject.entity if subject else None
        self._scene.remember(frame.start, speaker)
        return self._quote(marked.start, marked.end, speaker, frame, direct=True)

    def _subject_before(self, frame: Frame) -> Subject | None:
        subject = find_subject(self._scene, frame.start, frame.verb_at)
        if subject is not None or frame.position is Position.WITHIN:
            return subject
        if self._last and self._last[0].after >= frame.start - 1:
            return self._last[1]
        return self._carried(frame.start)

    def _last_speaker_near(self, offset: int) -> Subject | None:
        """Whose direct words end in this paragraph or the one before."""
        near = self._last_end >= 0 and self._scene.place(offset)[0] - self._scene.place(self._last_end)[0] <= 1
        return self._last_subject if near else None

    def _alone(self, marked: Marked, none: Frame) -> tuple[Frame, Subject | None]:
        """The speaker of words without a clause before them: told after them, or whoever spoke last."""
        if marked.continues and self._last:
            return self._last[2], self._last[1]
        scene = self._scene
        first: Frame | None = None
        if is_enumerated(scene, marked) and (subject := self._last_speaker_near(marked.start)):
            return none, subject
        for frame in frames_after(scene, scene.last_in_row(marked)):
            find = find_inverted_subject if frame.inverted else find_subject
            subject = find(scene, frame.start, frame.verb_at)
            if subject is not None:
                return frame, subject
            first = first or frame
        if subject := self._acting_after(marked):
            return first or none, subject
        return first or none, self._carried(marked.opener)

    def _acting_after(self, marked: Marked) -> Subject | None:
        """The person with whom the text goes on right after the words, as in “……。”张三笑了."""
        end = min(
            self._scene.line_end(marked.after), marked.after + _REACH_AFTER, self._scene.sentence_end(marked.after)
        )
        subject = find_subject(self._scene, marked.after, end)
        return subject if subject and subject.entity else None

    def _carried(self, offset: int) -> Subject | None:
        entity = self._scene.last_subject(max(offset - 1, 0), person=True, reach=_REACH_BEFORE)
        return Subject(entity, offset) if entity else None

    def _goes_on(self, marked: Marked, frame: Frame) -> bool:
        """Whether the words are another part of the last remark, as in “……，”他说，“……。”."""
        if self._last is None:
            return False
        last, _, before = self._last
        between = self._scene.text[max(last.after, before.end) : marked.opener]
        split = before.position is Position.AFTER and frame.position is not Position.AFTER
        return marked.continues or (split and len(between) <= 3 and not between.strip(_BETWEEN_PARTS))

    def _quote(self, start: int, end: int, speaker: str | None, frame: Frame, *, direct: bool) -> FoundQuote:
        scene = self._scene
        words = scene.text[start:end]
        start += len(words) - len(words.lstrip(_MARGIN))
        end -= len(words) - len(words.rstrip(_MARGIN))
        paragraph, first = scene.place(start)
        introduction = (*scene.place(frame.start), scene.place(frame.end)[1]) if frame.end > frame.start else None
        return FoundQuote(
            paragraph, first, first + end - start, speaker, frame.verb, direct, introduction, self._utterance
        )
