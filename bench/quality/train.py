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
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from nowall.answer.decide.evidence import EVIDENCE, evidence
from nowall.answer.match.features import NAMES, Features, Likeness
from nowall.answer.match.ranker import LinearModel
from nowall.answer.match.views import FactView
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
        self.snapshot = Snapshot(corpus, 0, Tokenizer(rjieba_cutter()))
        self.features = Features(self.snapshot.weights, self.snapshot.kind_of)
        self.views = list(self.snapshot.views.values())
        self.vectors: dict[str, Vectors] = {}
        embedder = load_embedder() if semantic else None
        self.embedder = embedder
        if embedder:
            _, texts, _ = texts_to_embed(corpus)
            cache = VectorCache(embedder, built_cache())
            if missing := cache.missing(texts):
                cache.add(missing)
            matrix = cache.matrix(texts)
            assert matrix is not None
            self.vectors = dict(zip(texts, matrix, strict=True))

    def samples(self) -> Iterator[Sample]:
        """Every sample question, asked without itself."""
        for view in self.views:
            for ask in view.fact.asks:
                yield self.sample(view, ask)

    def sample(self, own: FactView, ask: str) -> Sample:
        """One sample question with the candidates that a search would give."""
        question = self.snapshot.understander.understand(ask)
        asked = normalise(ask).rstrip("?!. ")
        views = [v if v is not own else without_ask(v, asked) for v in self.views]
        likenesses = self.likenesses(ask, views)
        rows = np.array(
            [self.features.of(question, v, n, frozenset()) for v, n in zip(views, likenesses, strict=True)]
        )
        rough = rows[:, NAMES.index("ask")] + rows[:, NAMES.index("all_cover")] + rows[:, NAMES.index("semantic_gap")]
        own_row = self.views.index(own)
        chosen = [i for i in np.argsort(-rough)[:CANDIDATES] if i == own_row or not alike(views[i], own)]
        if own_row not in chosen:
            chosen.append(own_row)
        ids = [views[i].fact.id for i in chosen]
        return Sample(question, own.fact.id, own.fact.article, ids, rows[chosen], chosen.index(own_row))

    def likenesses(self, ask: str, views: list[FactView]) -> list[Likeness]:
        """The likeness of each fact, its question ``ask`` left out; all zero without a model."""
        if not self.embedder:
            return [Likeness()] * len(views)
        vector = self.embedder.question(ask)
        pairs = []
        for view in views:
            text = max(float(self.vectors[t] @ vector) for t in (view.fact.zh, view.fact.en) if t)
            asks = [float(self.vectors[a] @ vector) for a in view.fact.asks if a != ask]
            pairs.append((text, max(asks, default=0.0)))
        best = max(max(pair) for pair in pairs)
        return [Likeness(text, likest, best) for text, likest in pairs]


def without_ask(view: FactView, asked: str) -> FactView:
    """A view without one of its sample questions."""
    return replace(view, asks=tuple(a for a in view.asks if a.text != asked))


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
        print(f"{name}: {len(samples)} sample questions", file=sys.stderr)
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
