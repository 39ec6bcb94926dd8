"""Questions over learned records: samples for training, from public sets whose articles are learned for it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nowall.answer.answerer import Answerer
from nowall.answer.match.candidates import Candidates
from nowall.answer.match.passage_views import PassageView
from nowall.answers import Turn
from nowall.language.normalise import normalise
from nowall.learn.learner import Learner
from nowall.learn.pack.reader import find_pack, read_pack
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import find_files
from nowall.library import Library
from nowall.records import Fact
from nowall.semantic.embedder import load_embedder
from nowall.semantic.vectors import VectorCache
from nowall.store.home import Home
from nowall.terminal.referee import Item

_EMBEDDED = 16
"""Candidates of a question that get vectors: embedding takes most of the time."""
_READ = 100
"""Characters of a record within which its answer must stand."""


@dataclass(frozen=True)
class Sample:
    """One question with its candidates; ``is_right`` judges one. ``answers`` are given where they are literal."""

    name: str
    candidates: Candidates
    is_right: Callable[[PassageView], bool]
    answers: tuple[str, ...] = ()


def learn_set(folder: Path, home: Path) -> None:
    """Learn the articles of a set, or those of a folder."""
    library = Library(Home(home), "none", None)
    articles = folder / "articles.jsonl.gz"
    files = find_files([articles] if articles.exists() else sorted(folder.glob("*.txt")))
    for _ in Learner(library, processes=1).add(read_files(files)):
        pass
    library.close()


@contextmanager
def answering(home: Path, *, semantic: bool) -> Iterator[Answerer]:
    """The answer flow over a home, as an engine has it."""
    embedder = load_embedder(threads=2) if semantic else None
    assert embedder is not None or not semantic, "the extra semantic is not installed"
    library = Library(Home(home), "none", embedder)
    yield Answerer(library.open_snapshot(), embedder)
    library.close()


def public_samples(folder: Path, answerer: Answerer, most: int) -> list[Sample]:
    """The first questions of a set, with their candidates among the records that were learned of it."""
    samples = []
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:most]:
        item = json.loads(line)
        candidates = _candidates(answerer, item["question"])
        literal = tuple(item["answers"][0]) if len(item["answers"]) == 1 else ()
        samples.append(Sample(folder.name, candidates, _gives_all(item["answers"]), literal))
    return samples


def editors_samples(answerer: Answerer) -> list[Sample]:
    """Sample questions of the pack, asked of what was extracted from its articles: right is what has their value."""
    folder = find_pack(None)
    assert folder is not None
    samples = []
    for fact in read_pack(folder).facts:
        values = [v for v in (fact.quote, fact.value_zh, fact.value_en) if v and len(letters(v)) > 1]
        judge = _gives_value(values, fact.article)
        samples += [Sample("editors", _candidates(answerer, ask), judge) for ask in (fact.asks[::2] if values else ())]
    return samples


def readers_samples(answerer: Answerer, items: Sequence[Item]) -> list[Sample]:
    """Readers' questions, asked of what was extracted from the pack's articles; of those to refuse nothing is right."""
    samples = []
    for item in items:
        question = answerer.understand(item.question, [Turn(turn) for turn in item.context])
        candidates = answerer.matcher.learned_candidates(question)
        samples.append(Sample("readers", candidates, _gives_item(item)))
    return samples


def _candidates(answerer: Answerer, question: str) -> Candidates:
    return answerer.matcher.learned_candidates(answerer.understand(question))


def _gives_all(answers: Sequence[Sequence[str]]) -> Callable[[PassageView], bool]:
    """Whether a record gives one of the alternatives of each answer, near enough to its beginning to be read."""
    wanted = [[letters(a) for a in group if letters(a)] for group in answers]

    def judge(view: PassageView) -> bool:
        said = letters(view.passage.text[:_READ])
        return all(any(a in said for a in group) for group in wanted if group)

    return judge


def _gives_value(values: Sequence[str], article: str) -> Callable[[PassageView], bool]:
    gives = _gives_all([values])
    return lambda view: view.passage.article == article and gives(view)


def _gives_item(item: Item) -> Callable[[PassageView], bool]:
    wanted = [item.answer_any, *([key] if isinstance(key, str) else key for key in item.answer_all)]

    def judge(view: PassageView) -> bool:
        said = letters(view.passage.text)
        if item.refuse or view.passage.article not in item.articles or any(letters(k) in said for k in item.barred):
            return False
        return all(any(letters(key) in said for key in alternatives) for alternatives in wanted)

    return judge


def embed(home: Path, questions: Sequence[str]) -> None:
    """Make the vectors of the best candidates of these questions; of everything where there are none."""
    embedder = load_embedder(threads=2)
    assert embedder is not None, "the extra semantic is not installed"
    library = Library(Home(home), "none", None)
    answerer = Answerer(library.open_snapshot(), None)
    near = (m.record.zh for q in questions for m in answerer.candidates(q)[1][:_EMBEDDED] if isinstance(m.record, Fact))
    texts = list(dict.fromkeys(near)) or [fact.zh for fact in library.every_fact()]
    library.embed(embedder, VectorCache(embedder, Home(home).vectors).missing(texts))
    library.close()


def letters(text: str) -> str:
    """The letters and digits of a text, normalised: how answers are compared."""
    decimal = re.sub(r"(?<=\d)[.](?=\d)", "点", normalise(text))
    return "".join(c for c in decimal if unicodedata.category(c)[0] in "LMN")
