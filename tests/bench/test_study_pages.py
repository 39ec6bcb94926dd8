"""Where the studies write, and how layers and ablations are told."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from bench.quality.comparison.figures import Estimate
from bench.quality.studies import ablations_page, layers_page
from bench.quality.studies.ablations_page import POOLED, Study
from bench.quality.studies.layering import Reached
from bench.quality.studies.page import interval, put, table


def test_only_what_stands_between_the_comments_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before <!-- one: begin -->old<!-- one: end --> after <!-- two: begin --><!-- two: end -->\n")
    put(page, "one", "new")
    put(page, "one", "newer")
    assert page.read_text() == (
        "before <!-- one: begin -->\n\nnewer\n\n<!-- one: end --> after <!-- two: begin --><!-- two: end -->\n"
    )


@pytest.mark.parametrize(
    "text", ["", "<!-- one: begin -->", "<!-- one: end -->", "<!-- one: end --><!-- one: begin -->"]
)
def test_a_page_without_the_comments_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(ValueError, match="one: begin"):
        put(page, "one", "new")
    assert page.read_text() == text


def test_shares_and_steps_are_told_with_their_interval() -> None:
    estimate = Estimate(0.05, -0.01, 0.11, 9)
    assert interval(estimate) == "0.050 [-0.010, 0.110]"
    assert interval(estimate, points=True) == "+5.0 [-1.0, +11.0]"
    assert interval(None) == ""


def test_a_table_has_its_heads_and_rows() -> None:
    assert table(["", "a"], [["x", "1"]]) == "|  | a |\n| --- | --- |\n| x | 1 |"


LAYERS = [
    Reached("drcd", "the index alone", (True, False), (0.5, 0.7)),
    Reached("drcd", "meaning", (True, True), (40.0, 50.0)),
    Reached("pack", "the index alone", (False, False), (0.0, 0.0)),
]


def test_each_layer_is_told_with_the_step_from_the_one_before() -> None:
    told = layers_page.in_table(LAYERS)
    assert "| **drcd** (2) | the index alone | 0.500 [0.000, 1.000] |  | 0.7 / 0.7 |" in told
    assert "|  | + meaning | 1.000 [1.000, 1.000] | +50.0 [+0.0, +100.0] | 50 / 50 |" in told
    assert "| **pack** (2) | the index alone |" in told


def test_the_plot_names_sets_and_layers_and_stays_within_the_image() -> None:
    image = ET.fromstring(layers_page.drawn(LAYERS))
    texts = [element.text for element in image.iter() if element.text]
    assert {"drcd", "pack", "the index alone", "meaning"} <= set(texts)
    width, height = map(float, image.attrib["viewBox"].split()[2:])
    circles = [e for e in image.iter() if e.tag.endswith("circle")]
    assert all(0 < float(c.attrib["cx"]) < width and 0 < float(c.attrib["cy"]) < height for c in circles)


def _study() -> Study:
    return Study(
        layer="by words",
        sources=["crud", "crud", "readers"],
        public=["crud"],
        right=np.array([True, False, True]),
        without={
            "order": np.array([True, False, True]),
            "bm25": np.array([False, False, False]),
            "late": np.array([True, True, True]),
        },
        refusing={POOLED: 0.9, "crud": 0.9, "readers": float("nan")},
        refusing_without={
            "names": {POOLED: 0.91, "crud": 0.91, "readers": float("nan")},
            "lead": {POOLED: 0.85, "crud": 0.85, "readers": float("nan")},
        },
    )


def test_what_costs_most_is_told_first_and_the_pack_is_not_pooled() -> None:
    told = ablations_page.tables([_study()])
    assert told.index("| `bm25` | by words | +50.0 [+0.0, +100.0] | +50.0 | +100.0 |") < told.index("| `order` |")
    assert told.index("| `order` |") < told.index("| `late` | by words | -50.0")
    assert told.index("| lead | by words | +5.00 | +5.00 |  |") < told.index("| names | by words | -1.00 |")


def test_what_there_is_with_everything_is_told_above() -> None:
    told = ablations_page.tables([_study()])
    assert "With all features, by words: A@1 pooled 0.500 (2), crud 0.500 (2), readers 1.000 (1)." in told
    assert "With all evidence, by words: AUC pooled 0.900, crud 0.900." in told
