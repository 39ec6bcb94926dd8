"""Learn how learned records are ranked and decided about, and which of their words answer.

    python -m bench.quality.train_extracted SETS --corpus FOLDER [--homes FOLDER] [--write]

SETS are folders of public question sets (``articles.jsonl.gz``, ``questions.jsonl``): their articles are learned, and
a record is to come first that gives the answer; of each set only the questions with even numbers are used, and what is
reported is measured on the others. FOLDER holds the raw articles of the pack: editors' sample questions and the
readers' questions of ``questions.yaml`` are asked of what is extracted from them, because people in chats ask less
plainly than those who wrote the public sets. The decider learns from best candidates that are right, and from those
that come first when every article with the answer is taken out; the calibration (Platt 1999) from all of them, and
from best candidates that are wrong. The development questions are not read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.quality import extracted
from bench.quality.passages import Fold, SpanWeights, train_layer
from bench.quality.questions import readers_questions
from bench.quality.spans import write
from bench.quality.weights import WEIGHTS, update
from nowall.answer.match.ranker import LinearModel
from nowall.terminal.referee import Item

_MOST = {"lexical": 1_000, "semantic": 200}
"""Questions of a set: embedding their candidates takes minutes for a hundred."""
_MOST_EMBEDDED = 20_000
"""Records of a set whose meaning is compared: the engine compares no more than some ten thousand."""


def main() -> None:
    """Train both layers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--corpus", type=Path, required=True, help="the raw articles of the pack")
    parser.add_argument("--homes", type=Path, help="where what is learned is kept for the next run")
    parser.add_argument("--layers", default="lexical,semantic", help="which to train")
    parser.add_argument("--write", action="store_true", help=f"keep the weights in {WEIGHTS}")
    args = parser.parse_args()
    items = readers_questions()
    with tempfile.TemporaryDirectory() as temporary:
        homes: Path = args.homes or Path(temporary)
        for folder in (*args.sets, args.corpus):
            extracted.learn_set(folder, homes / folder.name)
        trained: dict[str, LinearModel] = {}
        spans: SpanWeights | None = None
        for layer in args.layers.split(","):
            with ExitStack() as stack:
                public = _public(stack, layer, args.sets, homes)
                of_pack = _of_pack(stack, layer, args.corpus, homes, items)
                models, spans = train_layer(layer, [*public, *of_pack], spans)
                trained |= models
    if args.write and spans:
        update(trained)
        write(spans)


def _public(stack: ExitStack, layer: str, sets: list[Path], homes: Path) -> Iterator[Fold]:
    semantic = layer == "semantic"
    for folder in sets:
        answerer = stack.enter_context(extracted.answering(homes / folder.name, semantic=False))
        if semantic and len(answerer.snapshot.index or ()) > _MOST_EMBEDDED:
            continue
        samples = extracted.public_samples(folder, answerer, _MOST[layer])
        if semantic:
            extracted.embed(homes / folder.name, [sample.candidates.question.original for sample in samples])
            answerer = stack.enter_context(extracted.answering(homes / folder.name, semantic=True))
            samples = extracted.public_samples(folder, answerer, _MOST[layer])
        print(f"{layer} {folder.name}: {len(samples)} questions", file=sys.stderr, flush=True)
        yield Fold(answerer, samples[0::2], samples[1::2], ranks=1.0, decides=1.0)


def _of_pack(stack: ExitStack, layer: str, corpus: Path, homes: Path, items: list[Item]) -> Iterator[Fold]:
    semantic = layer == "semantic"
    if semantic:
        extracted.embed(homes / corpus.name, [])
    answerer = stack.enter_context(extracted.answering(homes / corpus.name, semantic=semantic))
    yield Fold(answerer, extracted.editors_samples(answerer), [], ranks=0.1, decides=0.1)
    yield Fold(answerer, extracted.readers_samples(answerer, items), [], ranks=0.25, decides=3.0)


if __name__ == "__main__":
    main()
