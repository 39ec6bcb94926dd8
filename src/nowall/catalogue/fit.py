"""How much of what words say a fact says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from nowall.answer.match.views import entity_terms
from nowall.answer.question import Question
from nowall.language.normalise import normalise
from nowall.records import Fact
from nowall.snapshot import Snapshot

_REMEMBERED = 5_000
_LATIN = re.compile(r"[a-z0-9]+(?:[.][0-9]+)?%?")


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
        words = {_as_it_stands(term): weigh(term) for term in terms}
        entities = {e: weigh(term) for e in named for term in entity_terms([e])}
        total = sum(words.values()) + sum(entities.values())

        def share(fact: Fact) -> float:
            text, around = self.text(fact), self._snapshot.around(frozenset(fact.about)) if entities else frozenset()
            said = sum(weight for word, weight in words.items() if word in text)
            return (said + sum(weight for e, weight in entities.items() if e in around)) / total if total else 0.0

        return share

    def text(self, fact: Fact) -> str:
        """All that a fact says and is asked by, normalised, a blank before every word that is not Chinese."""
        text = self._texts.get(fact.id)
        if text is None:
            every = (fact.zh, fact.en, fact.occasion_zh, fact.occasion_en, *fact.asks)
            text = _LATIN.sub(r" \g<0>", " ".join(normalise(part) for part in every if part))
            if len(self._texts) >= _REMEMBERED:
                self._texts = {}  # a new one: another thread may be reading the old
            self._texts[fact.id] = text
        return text


def _as_it_stands(term: str) -> str:
    """A term as a text of this kind has it: at the beginning of a word, unless it is Chinese."""
    return f" {term}" if _LATIN.match(term) else term.removeprefix("_")
