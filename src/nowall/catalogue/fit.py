"""How much of what words say a fact says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nowall.answer.match.views import entity_terms
from nowall.answer.question import Question
from nowall.language.normalise import normalise
from nowall.records import Fact
from nowall.snapshot import Snapshot

_REMEMBERED = 5_000


class Fits:
    """Compares facts with words, without any ranking: by the weight of the words that they share. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._texts: dict[str, str] = {}

    def of(self, question: Question, *, names: bool = True) -> Callable[[Fact], float]:
        """The share of the words' weight that a fact has, 0 to 1; ``names`` as well, unless they are seen to."""
        return self.of_terms(question.words, question.entities if names else ())

    def of_terms(self, terms: Iterable[str], named: Iterable[str] = ()) -> Callable[[Fact], float]:
        """The same for words as the tokenizer cuts them, and entities."""
        weigh = self._snapshot.weights.weight
        words = {term.removeprefix("_"): weigh(term) for term in terms}
        entities = {e: weigh(term) for e in named for term in entity_terms([e])}
        total = sum(words.values()) + sum(entities.values())

        def share(fact: Fact) -> float:
            text, around = self.text(fact), self._snapshot.around(frozenset(fact.about)) if entities else frozenset()
            said = sum(weight for word, weight in words.items() if word in text)
            return (said + sum(weight for e, weight in entities.items() if e in around)) / total if total else 0.0

        return share

    def text(self, fact: Fact) -> str:
        """All that a fact says and is asked by, normalised."""
        text = self._texts.get(fact.id)
        if text is None:
            every = (fact.zh, fact.en, fact.occasion_zh, fact.occasion_en, *fact.asks)
            text = " ".join(normalise(part) for part in every if part)
            if len(self._texts) >= _REMEMBERED:
                self._texts = {}  # a new one: another thread may be reading the old
            self._texts[fact.id] = text
        return text
