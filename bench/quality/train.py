"""Learn the weights of the ranker, the decider and its calibration, for the records that editors write.

    python -m bench.quality.train [--write]

Ranker: each sample question of the pack is asked without itself; its own fact must come first. Decider: the
same questions, with their fact there (answerable) and taken out (a near miss that must be refused), and the
questions of ``questions.yaml``, whose writer had not seen the records, since editors' sample questions are
nearer to the records than readers' questions are. The calibration (two numbers: Platt 1999) is fitted to the
latter. The development questions are not read: what is reported on them is unseen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bench.quality.fitting import Choice, Matrix, conditional_logit, logistic
from bench.quality.laboratory import Laboratory, Sample
from bench.quality.questions import readers_questions
from bench.quality.weights import WEIGHTS, update
from nowall.answer.decide.evidence import EVIDENCE, evidence
from nowall.answer.match.features import NAMES
from nowall.answer.match.ranker import LinearModel
from nowall.answers import Turn
from nowall.engine import Engine
from nowall.records import Origin
from nowall.settings import Settings
from nowall.terminal.referee import Item, fault

RANK_RIDGE = 0.002
DECIDE_RIDGE = 0.001
READERS_SHARE = 3.0
"""How much the readers' questions count in all, against the editors' counting 1."""


def train_ranker(samples: list[Sample]) -> LinearModel:
    """Weights that put each sample question's own fact first."""
    return conditional_logit([Choice(s.rows, np.arange(len(s.rows)) == 0) for s in samples], NAMES, RANK_RIDGE)


def first_right(ranker: LinearModel, samples: list[Sample]) -> float:
    """The share of samples whose own fact is ranked first."""
    weights = np.array(ranker.weights)
    return float(np.mean([int(np.argmax(s.rows @ weights)) == 0 for s in samples]))


def editors_rows(ranker: LinearModel, samples: list[Sample]) -> tuple[Matrix, Matrix]:
    """The evidence for each sample's best candidate with its fact there and with it taken out; whether it is right."""
    weights = np.array(ranker.weights)
    rows, labels = [], []
    for sample in samples:
        scores = sample.rows @ weights
        for first in (0, 1):
            order = first + np.argsort(-scores[first:])
            best, second = order[0], order[1] if len(order) > 1 else order[0]
            rows.append(evidence(sample.question, sample.rows[best].tolist(), scores[best], scores[second]))
            labels.append(float(best == 0))
    return np.array(rows), np.array(labels)


def readers_rows(items: list[Item], semantic: bool) -> tuple[Matrix, Matrix, Matrix]:
    """The evidence for each reader's question; whether it can be answered; whether the best candidate is right."""
    rows, answerable, right = [], [], []
    with tempfile.TemporaryDirectory() as home, Engine.open(Settings(home=Path(home), semantic=semantic)) as engine:
        for item in items:
            context = [Turn(question) for question in item.context]
            question, matches = engine.candidates(item.question, context)
            rows.append(evidence(question, matches[0].features, matches[0].score, matches[1].score))
            answerable.append(float(not item.refuse))
            right.append(float(not item.refuse and not fault(item, engine.ask(item.question, context, always=True))))
    return np.array(rows), np.array(answerable), np.array(right)


def train_scale(ranker: LinearModel, readers: tuple[Matrix, Matrix, Matrix]) -> LinearModel:
    """The log odds of the best candidate being right, from its score alone."""
    scores = readers[0][:, : len(NAMES)] @ np.array(ranker.weights)
    return logistic(scores[:, None], readers[2], np.ones(len(scores)), ("score",), 0.0)


def train_decider(
    editors: tuple[Matrix, Matrix], readers: tuple[Matrix, Matrix, Matrix]
) -> tuple[LinearModel, LinearModel]:
    """The decider, and the calibration of its log odds."""
    rows = np.vstack([editors[0], readers[0]])
    labels = np.concatenate([editors[1], readers[1]])
    shares = np.concatenate(
        [np.full(len(editors[1]), 1 / len(editors[1])), np.full(len(readers[1]), READERS_SHARE / len(readers[1]))]
    )
    decider = logistic(rows, labels, shares, EVIDENCE[Origin.CURATED], DECIDE_RIDGE)
    odds = np.array([[decider.score(row.tolist())] for row in readers[0]])
    calibration = logistic(odds, readers[2], np.ones(len(odds)), ("log_odds",), 0.0)
    return decider, calibration


def report(name: str, samples: list[Sample]) -> None:
    """Cross-validate the ranker by article: trained on four, measured on the fifth."""
    print(f"{name}: {len(samples)} questions", file=sys.stderr)
    for article in sorted({s.article for s in samples}):
        ranker = train_ranker([s for s in samples if s.article != article])
        test = [s for s in samples if s.article == article]
        shares = (
            f"{first_right(ranker, test[0::2]):.3f}, without sample questions {first_right(ranker, test[1::2]):.3f}"
        )
        print(f"  {article:28} n {len(test):4}  first {shares}", file=sys.stderr)


def main() -> None:
    """Train all layers, without and with the embedding model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"keep the weights in {WEIGHTS}")
    args = parser.parse_args()
    items = readers_questions()
    before, sections = WEIGHTS.read_text(encoding="utf-8"), dict[str, LinearModel]()
    try:
        for layer in ("lexical", "semantic"):
            samples = list(Laboratory(semantic=layer == "semantic").samples())
            report(layer, samples)
            ranker = sections[f"rank_curated_{layer}"] = train_ranker(samples)
            update(sections)
            readers = readers_rows(items, semantic=layer == "semantic")
            decider, calibration = train_decider(editors_rows(ranker, samples), readers)
            scale = train_scale(ranker, readers)
            named = {"decide": decider, "calibrate": calibration, "scale": scale}
            sections |= {f"{part}_curated_{layer}": trained for part, trained in named.items()}
            odds = [decider.score(row.tolist()) for row in readers[0]]
            print(
                f"  readers (seen): right {readers[2].mean():.3f} AUC {roc_auc_score(readers[1], odds):.3f}",
                file=sys.stderr,
            )
        update(sections)
    finally:
        if not args.write:
            WEIGHTS.write_text(before, encoding="utf-8")


if __name__ == "__main__":
    main()
