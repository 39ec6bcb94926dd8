"""The options that the studies have in common."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.quality.studies.page import names


def study_parser(description: str | None, sets: str) -> argparse.ArgumentParser:
    """What every study takes; ``sets`` are the public ones that it measures by itself, with commas between."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="SETS", type=Path, help="a folder with the public sets")
    parser.add_argument("--homes", type=Path, required=True, help="a folder with a home for each set")
    parser.add_argument("--sets", type=names, default=names(sets), help=f"which of them (default: {sets})")
    parser.add_argument("--questions", type=int, metavar="N", help="only the first N of each kind, to try it")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="where it is written (default: docs)")
    return parser


def asked_of_both(description: str | None) -> argparse.Namespace:
    """The arguments of a study that asks learned corpora and the shipped one."""
    parser = study_parser(description, "crud,rgb,drcd,cmrc")
    parser.add_argument("--pack-questions", type=Path, nargs="*", default=[], metavar="FILE", help="YAML files")
    args = parser.parse_args()
    if not args.sets and not args.pack_questions:
        parser.error("name some --sets or --pack-questions")
    return args
