"""What each layer brings and costs: right first records against the time of a question.

    python -m bench.quality.layers SETS --homes DIR [--pack-questions FILE…]

Of the public sets in SETS (see `bench.quality.compare`), the questions that no training has seen: the first hit of the
index for the query that matching puts to it; then the ranking of all candidates by words; then with a second look by
meaning at close calls; and with the meaning of all candidates, where every record has a vector. Files of
``--pack-questions`` ask the shipped corpus: the index alone, then the whole answer by words with names that are spelt
right, with those that are not, and with meaning. Each layer has its own fresh process state, so that none profits from
what another has read; the time is that of the CPU.

DIR holds a home for each set; what is not there is learned, and nothing else is written there. The table goes into
docs/quality.md, the plot into docs/images.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench.quality.comparison.sets import editors_unit, extracted_unit, read_pack_set, read_public_set
from bench.quality.questions import read_questions
from bench.quality.studies import layers_page
from bench.quality.studies.homes import OpenHome, learned
from bench.quality.studies.layering import Reached, editors_layers, learned_layers, measure
from bench.quality.studies.options import asked_of_both
from bench.quality.studies.page import put, put_image, tell


def main() -> None:
    """Measure, and write it down."""
    args = asked_of_both(__doc__)
    reached = []
    for one in chain(_learned(args), _editors(args)):
        reached.append(one)
        tell(f"{one.set}: {one.layer}: {sum(one.right)} of {len(one.right)} right")
    put(args.docs / "quality.md", "layers", layers_page.in_table(reached))
    put_image(args.docs / "images" / "quality-layers.svg", layers_page.drawn(reached))


def _learned(args: argparse.Namespace) -> Iterator[Reached]:
    for name in args.sets:
        asked = [q for q in read_public_set(args.folder / name, args.questions).answerable if not q.seen]
        home = learned(args.folder, args.homes, name)
        for layer in learned_layers(home):
            yield measure(name, home, layer, asked, extracted_unit)


def _editors(args: argparse.Namespace) -> Iterator[Reached]:
    with tempfile.TemporaryDirectory() as temporary:
        home = OpenHome(Path(temporary))
        for file in args.pack_questions:
            items = read_questions(file)
            asked = read_pack_set(f"pack-{file.stem}", items[: args.questions])
            for layer in editors_layers(home):
                yield measure(asked.name, home, layer, asked.answerable, editors_unit)


if __name__ == "__main__":
    main()
