"""Puts the parts of understanding together: raw text in, `Question` out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from nowall.answer.question import OF_SEVERAL, Question, QuestionKind
from nowall.answer.understand import cues
from nowall.answer.understand.descriptions import Descriptions
from nowall.answer.understand.foreign_names import foreign_names
from nowall.answer.understand.side_by_side import asked_of_each
from nowall.answers import Language
from nowall.language.mentions import EntityMatcher, Mention
from nowall.language.normalise import normalise
from nowall.language.opencc_converter import converter
from nowall.language.script import detect
from nowall.language.tokenizer import Tokenizer, bigrams
from nowall.records import Entity, EntityKind

_ADDRESS = re.compile(
    r"^\s*/[A-Za-z0-9_]+(?:@[A-Za-z0-9_]+)?\s*|(?<![\w@])@[A-Za-z0-9_]*bot(?![A-Za-z0-9_])", re.IGNORECASE
)
_END = re.compile(r"[\s?!.,;~]+$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_KEEPS_WORDS = frozenset({EntityKind.CONCEPT, EntityKind.EVENT, EntityKind.SOURCE, EntityKind.PRODUCT})
"""Kinds of entity whose names are words of the language too, and stay searchable as such."""


def without_address(text: str) -> str:
    """A message without what only addresses the bot: ``/ask@name``, ``@name_bot``."""
    return _ADDRESS.sub(" ", text).strip()


class Understander:
    """Understands questions with the names of one corpus. Immutable once built, so thread-safe."""

    def __init__(
        self,
        entities: Iterable[Entity],
        tokenizer: Tokenizer,
        matcher: EntityMatcher,
        is_known: Callable[[str], bool],
    ) -> None:
        """``is_known``: whether a normalised word occurs in any record."""
        self._entities = {entity.id: entity for entity in entities}
        self._tokenizer = tokenizer
        self._matcher = matcher
        self._descriptions = Descriptions(self._entities.values())
        self._is_known = is_known

    def understand(self, original: str) -> Question:
        """Everything that can be read from one question alone."""
        plain = without_address(original)
        language = detect(plain)
        text = self._read(plain, language)
        mentions = self._matcher.find(text, plain)
        entities, hints = self._named(text, mentions)
        kinds = cues.kinds_of(text)
        attributes = cues.wanted_attributes(text)
        known = cues.attributes()
        return Question(
            original=original,
            text=text,
            language=language,
            kind=kinds[0],
            kinds=frozenset(kinds),
            attributes=attributes,
            entities=entities,
            hints=hints,
            words=tuple(self._tokenizer.terms(self.without_names(text, mentions))),
            numbers=frozenset(_numbers(text, mentions)),
            units=cues.units_asked(text),
            foreign_names=self._foreign(plain, text, mentions),
            several_voices=cues.has("several_voices", text),
            one_for_each=cues.has("one_for_each", text),
            of_each=asked_of_each(text, mentions) if _of_several(text, kinds) else (),
            either_or=cues.has("either_or", text),
            name_of=cues.name_asked(text),
            follow_up=cues.has("follow_up", text),
            private=any(known[name].private for name in attributes),
        )

    def _read(self, plain: str, language: Language) -> str:
        """The normalised question; in mainland words (芯片 for 晶片) where the corpus knows more of those."""
        text = _END.sub("", normalise(plain))
        if language is not Language.ZH_HANT:
            return text
        mainland = _END.sub("", normalise(converter("tw2sp").convert(plain)))
        return min(text, mainland, key=self._unknown) if mainland != text else text

    def _unknown(self, text: str) -> int:
        return sum(not self._is_known(pair) for pair in bigrams(text))

    def without_names(self, text: str, mentions: Iterable[Mention]) -> str:
        """The text with names blanked out, save those that are words of the language too."""
        kinds = self._entities
        return blanked(text, (m for m in mentions if not m.exact or kinds[m.entity].kind not in _KEEPS_WORDS))

    def _named(self, text: str, mentions: list[Mention]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The entities that the question names or describes, and those that only help."""
        described = self._descriptions.read(text, mentions)
        replaced = {d.built_on for d in described}
        entities = [e for d in described if len(d.entities) == 1 for e in d.entities]
        entities += [m.entity for m in mentions if m.entity not in replaced]
        hints = [e for d in described if len(d.entities) > 1 for e in d.entities]
        hints += [d.built_on for d in described]
        beside = {m.entity for m in mentions if cues.has("beside", text[: m.start])}
        if beside and not beside.issuperset(entities):
            hints += [e for e in entities if e in beside]
            entities = [e for e in entities if e not in beside]
        return tuple(dict.fromkeys(entities)), tuple(e for e in dict.fromkeys(hints) if e not in entities)

    def described(self, text: str, mention: Mention) -> tuple[str, ...]:
        """What a mention, such as a pronoun whose referent is known, describes with the words around it."""
        return next((d.entities for d in self._descriptions.read(text, [mention])), ())

    def _foreign(self, plain: str, text: str, mentions: list[Mention]) -> tuple[str, ...]:
        named = [text[m.start : m.end] for m in mentions]
        rest = blanked(text, mentions)
        return foreign_names(plain, rest, lambda word: self._is_known(word) or any(word in name for name in named))


def _of_several(text: str, kinds: Iterable[QuestionKind]) -> bool:
    return not OF_SEVERAL.isdisjoint(kinds) or cues.has("one_for_each", text) or cues.has("of_all", text)


def blanked(text: str, mentions: Iterable[Mention]) -> str:
    """A text with blanks in place of these mentions."""
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _numbers(text: str, mentions: Iterable[Mention]) -> Iterable[str]:
    for match in _NUMBER.finditer(text):
        if not any(m.start <= match.start() < m.end for m in mentions):
            yield match.group().replace(",", "")
