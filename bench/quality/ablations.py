"""What each feature brings to ranking learned records, and each group of evidence to deciding about them.

    python -m bench.quality.ablations SETS --homes DIR --corpus FOLDER

Trains as `bench.quality.train_extracted` does, from the questions with even numbers of the public sets in SETS and of
the pack's over its raw articles in FOLDER (some of the editors'), and leaves out one feature at a time, or those of
meaning together; each fifth of the questions is judged by what was learned from the others. The decision does without
one group of its evidence at a time. With meaning the sets are asked as far as training does, and only what is nothing
without it is left out.

DIR holds a home for each set and one with FOLDER's name, in which everything is learned; nothing is written there. The
tables go into docs/quality.md. Takes minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from bench.quality import extracted
from bench.quality.questions import readers_questions
from bench.quality.studies.ablations_page import POOLED, Study, tables
from bench.quality.studies.folds import Asked, Source, asked
from bench.quality.studies.options import study_parser
from bench.quality.studies.page import put, tell, tracked
from bench.quality.studies.ranking import right, trained
from bench.quality.studies.refusing import Judged, groups, judged, refusing, scores
from nowall.answer.decide.evidence import EVIDENCE
from nowall.answer.match.passage_features import OF_MEANING, PASSAGE
from nowall.records import Origin

_MEANING = "with meaning"
_LAYERS = {"by words": 1_000, _MEANING: 200}
"""So many questions of a set, of which half are used: with meaning, training has no vectors for more."""

_MOST_EDITORS = 500
"""Sample questions of the pack, about: all together count the same, and else most of the time would be theirs."""


def main() -> None:
    """Train, judge, and write it down."""
    args = _arguments()
    with ExitStack() as stack:
        collected = {layer: _sources(stack, args, layer) for layer in _LAYERS}
        studies: list[Study] = []
        for layer, sources in collected.items():
            if sources:
                studied = {name for study in studies for name in (*study.without, *study.refusing_without)}
                studies.append(_study(layer, sources, args.sets, studied))
    put(args.docs / "quality.md", "ablations", tables(studies))


def _arguments() -> argparse.Namespace:
    parser = study_parser(__doc__, "crud,drcd,cmrc")
    parser.add_argument("--corpus", type=Path, required=True, metavar="FOLDER", help="the raw articles of the pack")
    return parser.parse_args()


def _sources(stack: ExitStack, args: argparse.Namespace, layer: str) -> list[Source]:
    """All questions of a layer with their candidates; none where no set has vectors for it."""
    most, semantic = args.questions or _LAYERS[layer], layer == _MEANING
    public = list(_public(stack, args, most, semantic=semantic))
    return [*public, *_of_pack(stack, args, semantic=semantic)] if public else []


def _public(stack: ExitStack, args: argparse.Namespace, most: int, *, semantic: bool) -> Iterator[Source]:
    for name in args.sets:
        answerer = stack.enter_context(extracted.answering(args.homes / name, semantic=semantic))
        if semantic and answerer.snapshot.likeness is None:
            continue
        tell(f"{name}: candidates")
        samples = extracted.public_samples(args.folder / name, answerer, most)
        yield Source(name, answerer, samples[0::2], 1.0)


def _of_pack(stack: ExitStack, args: argparse.Namespace, *, semantic: bool) -> list[Source]:
    items = readers_questions()[: args.questions]
    tell("the pack: candidates")
    answerer = stack.enter_context(extracted.answering(args.homes / args.corpus.name, semantic=semantic))
    editors = extracted.editors_samples(answerer)
    editors = editors[:: max(1, len(editors) // (args.questions or _MOST_EDITORS))]
    return [
        Source("editors", answerer, editors, 0.5),
        Source("readers", answerer, extracted.readers_samples(answerer, items), 1.0),
    ]


def _study(layer: str, sources: Sequence[Source], public: Sequence[str], studied: set[str]) -> Study:
    every = asked(sources)
    whole = trained(every)
    found = judged(every, whole)
    features = {name: members for name, members in _features(every).items() if name not in studied}
    evidence = [name for name in _evidence(found) if name not in studied]
    known = right(every, whole)
    tell(f"{layer}: first right {known.mean():.3f} of {len(every)}")
    return Study(
        layer,
        [one.source.name for one in every],
        public,
        known,
        {
            name: right(every, trained(every, features[name]))
            for name in tracked(f"{layer}: without a feature", features)
        },
        _refusing(found, (), sources, public),
        {name: _refusing(found, groups()[name], sources, public) for name in evidence},
    )


def _features(every: Sequence[Asked]) -> dict[str, tuple[str, ...]]:
    """Those that are not the same for all candidates, each alone, and those of meaning together."""
    rows = np.vstack([one.rows for one in every if len(one.rows)])
    varying = {name for name, low, high in zip(PASSAGE, rows.min(axis=0), rows.max(axis=0), strict=True) if low < high}
    features: dict[str, tuple[str, ...]] = {name: (name,) for name in PASSAGE if name in varying}
    return features if varying.isdisjoint(OF_MEANING) else {**features, "all of meaning": OF_MEANING}


def _evidence(found: Sequence[Judged]) -> Iterator[str]:
    """The groups that are not the same for all questions."""
    rows = np.array([one.evidence for one in found])
    varying = rows.min(axis=0) < rows.max(axis=0)
    idle = {name for name, varies in zip(EVIDENCE[Origin.EXTRACTED], varying, strict=True) if not varies}
    for name, members in groups().items():
        if not idle.issuperset(members):
            yield name


def _refusing(
    found: Sequence[Judged], without: Sequence[str], sources: Sequence[Source], public: Sequence[str]
) -> dict[str, float]:
    odds = scores(found, without)
    by_source = {source.name: refusing(found, odds, [source.name]) for source in sources}
    return {POOLED: refusing(found, odds, public), **by_source}


if __name__ == "__main__":
    main()
