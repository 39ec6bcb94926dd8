"""Finds the facts and claims that may answer a question, best first.

Layered (decision 4 of the design): candidates by words from the index, then by meaning where there is a
model, then one ranker over features of all kinds. Words alone are a look of their own, since to embed a question
takes far longer than all else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from operator import attrgetter

from nowall.answer.match.candidates import Candidates
from nowall.answer.match.features import Features
from nowall.answer.match.likeness import Likeness, typical
from nowall.answer.match.passage_ranker import PassageRanker
from nowall.answer.match.ranker import model
from nowall.answer.match.views import entity_terms
from nowall.answer.question import Question
from nowall.answer.span.finder import FoundSpan, find_spans, span_model
from nowall.records import Claim, Fact, Origin
from nowall.search.index import Query
from nowall.semantic.embedder import Embedder
from nowall.semantic.meaning import Meaning
from nowall.snapshot import Snapshot

_BY_WORDS = 60
_OWN_BY_WORDS = 36
"""How many of them are looked at where an editor wrote them: these are found by their sample questions too."""
_BY_MEANING = 25
_MOST_LEARNED = 8
"""Learned records that are read as a whole: an answer shows at most some of them."""
_COMPARED = 4
"""Records whose answering words are found where they may disagree, which only figures and dates can."""
_NEAR = 6
"""How many facts before and after an earlier answer count as near it."""
_HINT_BOOST = 0.5
_TITLE_BOOST = 0.3
_NEAR_BONUS = 1.0
"""Added to the score of facts near an earlier answer; by hand, since training has no conversations."""
_SAID_MALUS = 1.5
"""Taken from the score of an earlier answer itself: who goes on asking wants something else."""


@dataclass(frozen=True, slots=True)
class Match:
    """A fact, or a claim as a whole, with its score and the features behind it."""

    record: Fact | Claim
    score: float
    features: tuple[float, ...]
    around: frozenset[str] = frozenset()
    """The entities that it speaks of, and what they belong to."""
    layer: str = "lexical"
    """``semantic`` where meaning was compared too."""
    span: FoundSpan | None = None
    """Where in a learned record the answer seems to stand."""
    own_score: float = 0.0
    """Of a learned record: its score before it was made comparable with editors' facts."""

    @property
    def id(self) -> str:
        """The id of the fact or claim."""
        return self.record.id

    @property
    def origin(self) -> Origin:
        """Whether an editor wrote it."""
        return self.record.origin if isinstance(self.record, Fact) else Origin.CURATED


def _scaled(score: float, learned: str, own: str) -> float:
    """The score of a learned record as that of an editor's fact with equal odds of being right."""
    other, mine = model(f"scale_extracted_{learned}"), model(f"scale_curated_{own}")
    return (other.score([score]) - mine.bias) / mine.weights[0]


def _placed(question: Question, near: frozenset[str], match: Match) -> Match:
    """A match that counts where it stands to an earlier answer."""
    bonus = _NEAR_BONUS * (match.id in near) - _SAID_MALUS * (match.id in question.places)
    return replace(match, score=match.score + bonus) if bonus else match


class Matcher:
    """Matches questions against one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder | None) -> None:
        """``snapshot`` has an index."""
        assert snapshot.index is not None  # noqa: S101  a draft answers nothing
        self._snapshot = snapshot
        self._index = snapshot.index
        self._meaning = Meaning(embedder) if embedder else None
        self._features = Features(snapshot.weights, snapshot.kind_of)
        self._words_may_do = bool(self._meaning and snapshot.likeness and snapshot.facts.known)
        self.passages = PassageRanker(snapshot, meaning=self._meaning)

    def match(self, question: Question, only: Collection[str] | None = None) -> list[Match]:
        """The candidates, best first; ``only`` keeps those of these articles."""
        return self._look(question, self._search(question, only), self._likeness(question), only)

    def looks(self, question: Question, only: Collection[str] | None = None) -> Iterator[list[Match]]:
        """The candidates by words alone where these may do, then those of `match`: take no more than are needed."""
        scores = self._search(question, only)
        if self._words_may_do:
            yield self._look(question, scores, {}, only, closely=False)
        yield self._look(question, scores, self._likeness(question), only)

    def _look(
        self,
        question: Question,
        scores: Mapping[str, float],
        likeness: Mapping[str, Likeness],
        only: Collection[str] | None,
        closely: bool = True,
    ) -> list[Match]:
        """The candidates, best first; ``scores`` are the index's, and no text is embedded unless ``closely``."""
        neighbours = self._neighbours(question.places)
        found, others = self._sorted_out(self._candidates(scores, likeness, neighbours, only))
        late = [i for i in found[_OWN_BY_WORDS:] if i not in scores]  # found by meaning, or near an earlier answer
        matches = list(self._own(question, [*found[:_OWN_BY_WORDS], *late], likeness))
        if others:
            learned = self.passages.candidates(question, others, scores, likeness)
            matches += self._learned(learned, "semantic" if likeness else "lexical", closely)
        if question.places:
            matches = [_placed(question, neighbours, match) for match in matches]
        return sorted(matches, key=attrgetter("score"), reverse=True)

    def learned_candidates(self, question: Question, only: Collection[str] | None = None) -> Candidates:
        """The learned candidates, not ranked yet: what training looks at."""
        scores, likeness = self._search(question, only), self._likeness(question)
        ids = self._candidates(scores, likeness, (), only)
        return self.passages.candidates(question, self._sorted_out(ids)[1], scores, likeness)

    def _sorted_out(self, ids: Iterable[str]) -> tuple[list[str], list[str]]:
        """The editors' records among these, and the learned ones."""
        facts, claims = self._snapshot.facts.known, self._snapshot.claims
        own: list[str] = []
        learned: list[str] = []
        for i in ids:
            (own if i in facts or i in claims else learned).append(i)
        return own, learned

    def _own(self, question: Question, own: Sequence[str], likeness: Mapping[str, Likeness]) -> Iterator[Match]:
        """The matches of these editors' records."""
        layer = "semantic" if likeness else "lexical"
        other, ranker = typical([likeness[i] for i in own if i in likeness]), model(f"rank_curated_{layer}")
        views, claims = self._snapshot.views.many(own), self._snapshot.claims
        rows = self._features.of(question, list(views.values()), [likeness.get(i, other) for i in views])
        for (i, view), features in zip(views.items(), rows, strict=True):
            yield Match(claims.get(i, view.fact), ranker.score(features), features, view.around, layer)

    def _learned(self, candidates: Candidates, own_layer: str, closely: bool) -> Iterator[Match]:
        """The best learned records, as facts; with the words that answer where an answer may need them."""
        passages = self.passages.rank(candidates, closely)[:_MOST_LEARNED]
        facts = self._snapshot.facts.many([ranked.view.passage.id for ranked in passages])
        spanned = [one.view for one in passages[: _COMPARED if candidates.question.wants_value else 1]]
        spans = find_spans(candidates.asked, self.passages.views.named_texts(spanned), span_model())
        for ranked, span in zip_longest(passages, spans):
            if fact := facts.get(ranked.view.passage.id):
                score = _scaled(ranked.place_score, ranked.layer, own_layer)
                around, layer = ranked.view.around, ranked.layer
                yield Match(fact, score, ranked.features, around, layer, span, ranked.score)

    def _likeness(self, question: Question) -> Mapping[str, Likeness]:
        if not (self._meaning and self._snapshot.likeness):
            return {}
        return self._snapshot.likeness.of(self._meaning.question(question.text))

    def _search(self, question: Question, only: Collection[str] | None) -> dict[str, float]:
        """What has the words, best first, with the index's scores."""
        return {hit.id: hit.score for hit in self._index.search(self._query(question), _BY_WORDS, only)}

    def _candidates(
        self,
        scores: Mapping[str, float],
        likeness: Mapping[str, Likeness],
        neighbours: Iterable[str],
        only: Collection[str] | None,
    ) -> list[str]:
        """What has the words, then what is nearest by meaning, then the neighbours."""
        by_meaning = sorted(likeness, key=lambda i: -max(likeness[i].text, likeness[i].ask))[:_BY_MEANING]
        more = [i for i in (*by_meaning, *neighbours) if only is None or self._is_of(i, only)]
        return list(dict.fromkeys((*scores, *more)))

    def _is_of(self, record: str, articles: Collection[str]) -> bool:
        fact = self._snapshot.facts.get(record)
        return fact is not None and fact.article in articles

    def _neighbours(self, places: Iterable[str]) -> frozenset[str]:
        near: set[str] = set()
        for fact in filter(None, map(self._snapshot.facts.get, places)):
            article = self._snapshot.facts_of.get(fact.article) or ()
            near.update(f.id for f in article if abs(f.place - fact.place) <= _NEAR)
        return frozenset(near)

    def _query(self, question: Question) -> Query:
        words = dict.fromkeys(question.words, 1.0)
        naming = self._snapshot.naming
        names = dict.fromkeys(entity_terms(m for e in question.entities for m in naming.members(e)), 1.0)
        hints = dict.fromkeys(entity_terms(m for e in question.hints for m in naming.members(e)), _HINT_BOOST)
        title = dict.fromkeys(question.words, _TITLE_BOOST)
        return Query({"text": words, "asks": words, "entities": {**hints, **names}, "title": title})
