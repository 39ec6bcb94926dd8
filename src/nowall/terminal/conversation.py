"""A conversation: what a follow-up question and a picked number refer to."""

from __future__ import annotations

from nowall.answers import Answer, Language, Status, Suggestion, Turn
from nowall.engine import Engine

_MOST_TURNS = 10


class Conversation:
    """What was said so far: the turns, and the topics that were offered last."""

    def __init__(self, engine: Engine, language: Language) -> None:
        self._engine = engine
        self._language = language
        self._turns: list[Turn] = []
        self._offered: tuple[Suggestion, ...] = ()

    def reply(self, words: str) -> Answer:
        """Answer a question, or show the offered topic of this number. Raises InputError as the engine does."""
        self._engine.refresh()
        topic = self._picked(words)
        card = self._engine.catalogue.card(topic.key, self._language) if topic else None
        question = topic.text if topic else words
        answer = card or self._engine.ask(question, tuple(self._turns))
        self._remember(question, answer)
        return answer

    def forget(self) -> None:
        """Begin anew."""
        self._turns, self._offered = [], ()

    def _picked(self, words: str) -> Suggestion | None:
        number = words.strip().rstrip(".")
        if not number.isdecimal() or not 1 <= len(number) <= 2:
            return None
        place = int(number) - 1
        return self._offered[place] if 0 <= place < len(self._offered) else None

    def _remember(self, question: str, answer: Answer) -> None:
        if answer.status is not Status.SMALLTALK:
            self._turns.append(Turn(question, tuple(fact.id for fact in answer.facts)))
        del self._turns[:-_MOST_TURNS]
        self._offered = answer.suggestions
        self._language = answer.language
