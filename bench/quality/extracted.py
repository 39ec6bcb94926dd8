"""Questions over extracted records: samples for training, from public sets whose articles are learned for it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.quality.fitting import Matrix
from nowall.answer.decide.evidence import evidence
from nowall.answer.match.matcher import Match
from nowall.answer.match.ranker import LinearModel
from nowall.answer.question import Question
from nowall.answers import Turn
from nowall.engine import Engine
from nowall.language.normalise import normalise
from nowall.learn.learner import Learner
from nowall.learn.pack.reader import find_pack, read_pack
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import find_files
from nowall.library import Library
from nowall.records import Fact
from nowall.semantic.embedder import load_embedder
from nowall.settings import Settings
from nowall.store.home import Home
from nowall.terminal.referee import Item

_CANDIDATES = 40
_EMBEDDED = 16
"""Candidates of a question that get vectors: embedding takes most of the time."""
_READ = 100
"""Characters of a record within which its answer must stand."""


@dataclass(frozen=True)
class Sample:
    """One question with the features of its candidates, and which of them are right."""

    name: str
    question: Question
    rows: Matrix
    right: npt.NDArray[np.bool_]


def learn_set(folder: Path, home: Path) -> None:
    """Learn the articles of a set, or those of a folder."""
    library = Library(Home(home), "none", None, warm=False)
    articles = folder / "articles.jsonl.gz"
    for _ in Learner(library, processes=1).add(
        read_files(find_files([articles] if articles.exists() else sorted(folder.glob("*.txt"))))
    ):
        pass
    library.close()


def samples(folder: Path, home: Path, most: int, semantic: bool) -> list[Sample]:
    """The first questions of a set, with their candidates among the records that were learned of it."""
    lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:most]
    asked = [json.loads(line) for line in lines]
    if semantic:
        _embed(home, [item["question"] for item in asked])
    with _engine(home, semantic) as engine:
        found = [(item, *engine.candidates(item["question"])) for item in asked]
    return [_sample(folder.name, item["answers"], question, matches) for item, question, matches in found]


def editors_samples(home: Path, semantic: bool) -> list[Sample]:
    """Sample questions of the pack, asked of what was extracted from its articles: right is what has their value."""
    folder = find_pack(None)
    assert folder is not None
    found = []
    if semantic:
        _embed(home, [])
    with _engine(home, semantic) as engine:
        for fact in read_pack(folder).facts:
            values = [v for v in (fact.quote, fact.value_zh, fact.value_en) if v and len(_letters(v)) > 1]
            for ask in fact.asks[::2] if values else ():
                question, matches = engine.candidates(ask)
                sample = _sample("editors", [values], question, [m for m in matches if isinstance(m.record, Fact)])
                own = np.array([_article(m) == fact.article for m in matches[:_CANDIDATES]], dtype=bool)
                found.append(replace(sample, right=sample.right & own))
    return found


def readers_samples(home: Path, items: Sequence[Item], semantic: bool) -> list[Sample]:
    """Readers' questions, asked of what was extracted from the pack's articles; of those to refuse nothing is right."""
    found = []
    with _engine(home, semantic) as engine:
        for item in items:
            question, matches = engine.candidates(item.question, [Turn(turn) for turn in item.context])
            near = matches[:_CANDIDATES]
            right = [not item.refuse and _article(match) in item.articles and _gives(item, match) for match in near]
            rows = np.array([match.features for match in near])
            found.append(Sample("readers", question, rows, np.array(right, dtype=bool)))
    return found


def _gives(item: Item, match: Match) -> bool:
    assert isinstance(match.record, Fact)
    said = _letters(match.record.zh)
    if any(_letters(key) in said for key in item.barred):
        return False
    wanted = [item.answer_any, *([key] if isinstance(key, str) else key for key in item.answer_all)]
    return all(any(_letters(key) in said for key in alternatives) for alternatives in wanted)


def _article(match: Match) -> str:
    return match.record.article if isinstance(match.record, Fact) else ""


def _engine(home: Path, semantic: bool) -> Engine:
    return Engine.open(Settings(home=home, pack="none", semantic=semantic))


def _embed(home: Path, questions: Sequence[str]) -> None:
    embedder = load_embedder(threads=2)
    assert embedder is not None, "the extra semantic is not installed"
    with _engine(home, semantic=False) as engine:
        near = (m.record.zh for q in questions for m in engine.candidates(q)[1][:_EMBEDDED])
        texts = list(dict.fromkeys(near)) or [fact.zh for fact in engine.facts()]
    library = Library(Home(home), "none", None, warm=False)
    lacking = set(library.texts_without_vectors(embedder))
    library.embed(embedder, [text for text in texts if text in lacking])
    library.close()


def _sample(name: str, answers: list[list[str]], question: Question, matches: Sequence[Match]) -> Sample:
    near = matches[:_CANDIDATES]
    rows = np.array([match.features for match in near])
    return Sample(name, question, rows, np.array([is_right(match.record, answers) for match in near], dtype=bool))


def is_right(record: object, answers: list[list[str]]) -> bool:
    """Whether a record gives one of the alternatives of each answer, near enough to its beginning to be read."""
    assert isinstance(record, Fact)
    said = _letters(record.zh[:_READ])
    return all(any(_letters(a) in said for a in group if _letters(a)) for group in answers)


def _letters(text: str) -> str:
    decimal = re.sub(r"(?<=\d)[.](?=\d)", "点", normalise(text))
    return "".join(c for c in decimal if unicodedata.category(c)[0] in "LMN")


def groups(of: Sequence[Sample]) -> list[Matrix]:
    """For each sample that can be answered: its first right candidate, then all wrong ones."""
    usable = (s for s in of if s.right.any() and not s.right.all())
    return [np.vstack([s.rows[s.right][:1], s.rows[~s.right]]) for s in usable]


def first_right(ranker: LinearModel, of: Sequence[Sample]) -> float:
    """The share of samples whose best candidate is right."""
    weights = np.array(ranker.weights)
    return float(np.mean([bool(len(s.rows)) and bool(s.right[np.argmax(s.rows @ weights)]) for s in of]))


def best_candidates(ranker: LinearModel, of: Sequence[Sample], *, as_they_are: bool = False) -> tuple[Matrix, Matrix]:
    """The evidence for each sample's best candidate, and whether it is right; again with the right ones taken out."""
    rows, labels = [], []
    for sample in of:
        every = np.ones(len(sample.right), dtype=bool)
        for kept in (every,) if as_they_are else (every, ~sample.right):
            for row, label in _best(ranker, sample, kept):
                rows.append(row)
                labels.append(label)
    return np.array(rows), np.array(labels)


def _best(ranker: LinearModel, sample: Sample, kept: npt.NDArray[np.bool_]) -> Iterator[tuple[list[float], float]]:
    if not kept.any():
        return
    rows, right = sample.rows[kept], sample.right[kept]
    scores = rows @ np.array(ranker.weights)
    order = np.argsort(-scores)
    second = scores[order[1]] if len(order) > 1 else scores[order[0]]
    yield evidence(sample.question, rows[order[0]].tolist(), scores[order[0]], second), float(right[order[0]])
