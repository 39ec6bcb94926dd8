"""Learn the weights of the ranker and the decider from the corpus pack's own sample questions.

    python -m bench.quality.train [--write]

Ranker: each sample question is asked with itself taken out of its fact; the fact must come first
(conditional logit). Decider: each sample question is asked twice, with its fact there (answerable) and
with the fact and its like taken out (a near miss that must be refused). No question set is read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from nowall.answer.decide.evidence import EVIDENCE, evidence
from nowall.answer.match.features import NAMES, Features, Likeness
from nowall.answer.match.ranker import LinearModel
from nowall.answer.match.views import AskView, FactView, entity_terms
from nowall.answer.question import Question
from nowall.language.normalise import normalise
from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.pack import find_pack, read_pack
from nowall.semantic.embedder import Vectors, load_embedder
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.snapshot import Snapshot, texts_to_embed

Matrix = npt.NDArray[np.float64]
CANDIDATES = 40
RIDGE = 0.02
WEIGHTS = Path("src/nowall/answer/match/weights.toml")


@dataclass
class Sample:
    """One sample question with its candidates; ``right`` is the row of its own fact."""

    question: Question
    fact: str
    article: str
    ids: list[str]
    rows: Matrix
    right: int


class Laboratory:
    """The pack with its vectors, from which a sample question can be taken out."""

    def __init__(self, semantic: bool) -> None:
        folder = find_pack(None)
        assert folder is not None
        corpus = read_pack(folder)
        tokenizer = Tokenizer(rjieba_cutter())
        self.snapshot = Snapshot(corpus, 0, tokenizer, tokenizer)
        self.features = Features(self.snapshot.weights, self.snapshot.kind_of)
        self.views = [self.snapshot.views[fact.id] for fact in corpus.facts]
        self.embedder = load_embedder() if semantic else None
        self.vectors: dict[str, Vectors] = {}
        if self.embedder:
            texts = texts_to_embed(corpus)[1]
            cache = VectorCache(self.embedder, built_cache())
            cache.add(cache.missing(texts))
            matrix = cache.matrix(texts)
            assert matrix is not None
            self.vectors = dict(zip(texts, matrix, strict=True))

    def samples(self) -> Iterator[Sample]:
        """Every sample question twice: asked without itself, and with its fact having none at all.

        The second is like a reader whom no editor foresaw.
        """
        for place, view in enumerate(self.views):
            for ask in view.fact.asks:
                question = self.snapshot.understander.understand(ask)
                asked = normalise(ask).rstrip("?!. ")
                rest = tuple(a for a in view.asks if a.text != asked)
                for kept in (rest, ()):
                    yield self._sample(question, ask, place, without_asks(view, kept))

    def _sample(self, question: Question, ask: str, place: int, own: FactView) -> Sample:
        """One question with the candidates that a search would give; ``own`` is its fact's view."""
        likenesses = self._likenesses(ask, place, bool(own.asks))
        terms = frozenset((*question.words, *entity_terms(question.entities)))
        overlap = np.array([self.snapshot.weights.total(terms & v.everything) for v in self.views])
        meaning = np.array([max(n.text, n.ask) for n in likenesses])
        near = {*np.argsort(-overlap)[:CANDIDATES].tolist(), *np.argsort(-meaning)[: CANDIDATES // 2].tolist()}
        fact = own.fact
        chosen = [place, *(i for i in near if i != place and not alike(self.views[i], own))]
        views = [own, *(self.views[i] for i in chosen[1:])]
        rows = [self.features.of(question, v, likenesses[i]) for i, v in zip(chosen, views, strict=True)]
        return Sample(question, fact.id, fact.article, [v.fact.id for v in views], np.array(rows), 0)

    def _likenesses(self, ask: str, place: int, has_asks: bool) -> list[Likeness]:
        """The likeness of each fact, the question itself left out; all zero without a model."""
        if not self.embedder:
            return [Likeness()] * len(self.views)
        vector = self._question_vector(ask)
        texts, asks = self._cosines(vector)
        own = self.views[place].fact
        others = [float(self.vectors[a] @ vector) for a in own.asks if a != ask] if has_asks else []
        asks[place] = max(others, default=0.0)
        best = float(max(texts.max(), asks.max()))
        return [Likeness(float(t), float(a), best) for t, a in zip(texts, asks, strict=True)]

    @cached_property
    def _rows(self) -> tuple[Vectors, npt.NDArray[np.int64], Vectors, npt.NDArray[np.int64]]:
        texts = [(t, i) for i, v in enumerate(self.views) for t in (v.fact.zh, v.fact.en) if t]
        asks = [(a, i) for i, v in enumerate(self.views) for a in v.fact.asks]
        return (
            np.stack([self.vectors[t] for t, _ in texts]),
            np.array([i for _, i in texts]),
            np.stack([self.vectors[a] for a, _ in asks]),
            np.array([i for _, i in asks]),
        )

    def _cosines(self, vector: Vectors) -> tuple[Vectors, Vectors]:
        text_rows, text_owner, ask_rows, ask_owner = self._rows
        texts = np.zeros(len(self.views), dtype=np.float32)
        asks = np.zeros(len(self.views), dtype=np.float32)
        np.maximum.at(texts, text_owner, text_rows @ vector)
        np.maximum.at(asks, ask_owner, ask_rows @ vector)
        return texts, asks

    @cache  # noqa: B019  one laboratory lives as long as the program
    def _question_vector(self, ask: str) -> Vectors:
        assert self.embedder is not None
        return self.embedder.question(ask)


def without_asks(view: FactView, kept: tuple[AskView, ...]) -> FactView:
    """A view that keeps only these sample questions."""
    return replace(view, asks=kept, everything=view.text.union(*(ask.terms for ask in kept)))


def alike(one: FactView, other: FactView) -> bool:
    """Whether two facts may answer the same questions: then neither is a wrong answer for the other's."""
    if one.fact.subject == other.fact.subject and one.fact.attribute == other.fact.attribute:
        return True
    shared = len(one.text & other.text)
    return 2 * shared / (len(one.text) + len(other.text)) > 0.5


def train_ranker(samples: list[Sample]) -> LinearModel:
    """Weights under which the right candidate's share of exp(score) is greatest, with a ridge penalty."""

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = RIDGE * len(samples) * float(weights @ weights), 2 * RIDGE * len(samples) * weights
        for sample in samples:
            scores = sample.rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= float(np.log(shares[sample.right] + 1e-12))
            gradient = gradient - sample.rows[sample.right] + shares @ sample.rows
        return total / len(samples), gradient / len(samples)

    found = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B")
    return LinearModel(NAMES, tuple(map(float, found.x)), 0.0)


def first_right(model: LinearModel, samples: list[Sample]) -> float:
    """The share of samples whose own fact is ranked first."""
    weights = np.array(model.weights)
    return float(np.mean([int(np.argmax(s.rows @ weights)) == s.right for s in samples]))


def decisions(model: LinearModel, samples: list[Sample]) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """For each sample the evidence of its best candidate with its fact there, and with it taken out."""
    weights = np.array(model.weights)
    rows, labels = [], []
    for sample in samples:
        scores = sample.rows @ weights
        for keep in (True, False):
            order = [i for i in np.argsort(-scores) if keep or i != sample.right]
            best, second = order[0], order[1]
            rows.append(evidence(sample.question, list(sample.rows[best]), scores[best], scores[second]))
            labels.append(int(keep and best == sample.right))
    return np.array(rows), np.array(labels)


def train_decider(model: LinearModel, samples: list[Sample]) -> LinearModel:
    """A logistic regression that tells right answers from near misses."""
    rows, labels = decisions(model, samples)
    fitted = LogisticRegression(C=0.3, max_iter=2000).fit(rows, labels)
    return LinearModel(EVIDENCE, tuple(map(float, fitted.coef_[0])), float(fitted.intercept_[0]))


def report(samples: list[Sample]) -> None:
    """Cross-validate by article: trained on four, measured on the fifth."""
    for article in sorted({s.article for s in samples}):
        train = [s for s in samples if s.article != article]
        test = [s for s in samples if s.article == article]
        ranker = train_ranker(train)
        decider = train_decider(ranker, train)
        rows, labels = decisions(ranker, test)
        auc = roc_auc_score(labels, rows @ np.array(decider.weights))
        print(f"  {article:28} n {len(test):4}  first {first_right(ranker, test):.3f}  AUC {auc:.3f}", file=sys.stderr)


def main() -> None:
    """Train both layers, with and without the embedding model, and print or write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    args = parser.parse_args()
    lines = ["# Written by bench/quality/train.py; do not edit by hand.", ""]
    for name in ("lexical", "semantic"):
        samples = list(Laboratory(semantic=name == "semantic").samples())
        print(f"{name}: {len(samples)} questions", file=sys.stderr)
        report(samples)
        ranker = train_ranker(samples)
        for layer, model in (("rank", ranker), ("decide", train_decider(ranker, samples))):
            lines += [f"[{layer}_{name}]", *(f"{n} = {w:.4f}" for n, w in zip(model.names, model.weights, strict=True))]
            lines += [f"bias = {model.bias:.4f}", ""]
    text = "\n".join(lines)
    if args.write:
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
