"""Learn the weights of the ranker, the decider and its calibration, for the records that are extracted from articles.

    python -m bench.quality.train_extracted SETS --corpus FOLDER [--write]

SETS are folders of public question sets (``articles.jsonl.gz``, ``questions.jsonl``): their articles are learned, and
the ranker is to put a record first that gives the answer; of each set only the first half of the questions is used, and
what is reported is measured on the second. FOLDER holds the raw articles of the pack: editors' sample questions and the
readers' questions of ``questions.yaml`` are asked of what is extracted from them, because people in chats ask less
plainly than those who wrote the public sets. The decider learns from best candidates that are right and wrong, also
with every right one taken out; the calibration (Platt 1999) from the readers' questions. The development questions are
not read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import yaml
from sklearn.metrics import roc_auc_score

from bench.quality import extracted
from bench.quality.extracted import Sample, best_candidates, first_right, groups
from bench.quality.fitting import conditional_logit, logistic
from bench.quality.weights import WEIGHTS, update
from nowall.answer.decide.evidence import EVIDENCE
from nowall.answer.match.features import NAMES
from nowall.answer.match.ranker import LinearModel
from nowall.terminal.referee import Item, read_item

QUESTIONS = Path(__file__).with_name("questions.yaml")
_RIDGE = 0.0005
_DECIDE_RIDGE = 0.001
_MOST = {"lexical": 500, "semantic": 160}
"""Questions of a set: embedding their candidates takes minutes for a hundred."""
_READERS_SHARE = 2.0
"""How much the readers' questions count in all, where the others count 1 a source."""


def main() -> None:
    """Train both layers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, required=True, help="the raw articles of the pack")
    parser.add_argument("--homes", type=Path, help="where what is learned is kept for the next run")
    parser.add_argument("--write", action="store_true", help=f"keep the weights in {WEIGHTS}")
    args = parser.parse_args()
    items = [read_item(fields) for fields in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))]
    items = [item for item in items if item.kind != "smalltalk"]
    with tempfile.TemporaryDirectory() as temporary:
        homes: Path = args.homes or Path(temporary)
        for folder in (*args.sets, args.corpus):
            extracted.learn_set(folder, homes / folder.name)
        trained: dict[str, LinearModel] = {}
        for layer in ("lexical", "semantic"):
            trained |= _train(layer, args.sets, args.corpus, homes, items)
    if args.write:
        update(trained)


def _train(layer: str, sets: list[Path], corpus: Path, homes: Path, items: list[Item]) -> dict[str, LinearModel]:
    semantic = layer == "semantic"
    public = [extracted.samples(folder, homes / folder.name, _MOST[layer], semantic) for folder in sets]
    editors = extracted.editors_samples(homes / corpus.name, semantic)
    readers = extracted.readers_samples(homes / corpus.name, items, semantic)
    seen = [sample for of_set in public for sample in of_set[0::2]]
    ranker = conditional_logit(groups([*seen, *editors, *readers]), NAMES, _RIDGE)
    for folder, of_set in zip(sets, public, strict=True):
        print(f"{layer} {folder.name}: first right {first_right(ranker, of_set[1::2]):.3f} (unseen)", file=sys.stderr)
    decider = _decider(ranker, [(seen, 1.0), ([e for e in editors if e.right.any()], 1.0)], readers)
    rows, right = best_candidates(ranker, readers, as_they_are=True)
    odds = np.array([[decider.score(row.tolist())] for row in rows])
    print(
        f"{layer} readers: first right {right.mean():.3f} AUC {roc_auc_score(right, odds[:, 0]):.3f} (seen)",
        file=sys.stderr,
    )
    calibration = logistic(odds, right, np.ones(len(right)), ("log_odds",), 0.0)
    named = {"rank": ranker, "decide": decider, "calibrate": calibration}
    return {f"{part}_extracted_{layer}": trained for part, trained in named.items()}


def _decider(ranker: LinearModel, sources: list[tuple[list[Sample], float]], readers: list[Sample]) -> LinearModel:
    parts = [(*best_candidates(ranker, samples), share) for samples, share in sources]
    parts.append((*best_candidates(ranker, readers, as_they_are=True), _READERS_SHARE))
    shares = np.concatenate([np.full(len(right), share / len(right)) for _, right, share in parts])
    rows, labels = np.vstack([rows for rows, _, _ in parts]), np.concatenate([right for _, right, _ in parts])
    return logistic(rows, labels, shares, EVIDENCE, _DECIDE_RIDGE)


if __name__ == "__main__":
    main()
