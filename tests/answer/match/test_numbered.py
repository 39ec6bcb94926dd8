"""Sums over numbered terms: the same as over the terms themselves, letter by letter."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.match.numbered import Numbering, Shares
from nowall.answer.match.views import AskView, FactView, TermWeights
from nowall.records import Fact, FactKind

FACT = Fact("f", "a", FactKind.FACT, "事", None)
TERMS = st.sampled_from(["一", "二", "三", "_一二", "e:x", "e:y"])
SETS = st.frozensets(TERMS)
NOTHING = frozenset[str]()
COUNTS = {"一": 3, "二": 1, "e:x": 2}


def view(text: frozenset[str], title: frozenset[str] = NOTHING, asks: tuple[frozenset[str], ...] = ()) -> FactView:
    entities = frozenset(term.removeprefix("e:") for term in text if term.startswith("e:"))
    views = tuple(AskView("", terms) for terms in asks)
    return FactView(FACT, text, views, entities, entities, NOTHING, text.union(*asks), "", title)


FACTS = st.builds(view, SETS, SETS, st.lists(SETS, max_size=3).map(tuple))
WEIGHTS = st.dictionaries(TERMS, st.integers(1, 9).map(float))


def weights() -> TermWeights:
    return TermWeights(lambda term: COUNTS.get(term, 0), 10)


def of(weighting: dict[str, float], terms: frozenset[str]) -> float:
    return sum(weight for term, weight in weighting.items() if term in terms)


def shares(views: list[FactView], *weightings: dict[str, float]) -> Shares:
    return Numbering(weights()).shares(views, weightings)


@given(st.lists(FACTS, min_size=1, max_size=5), WEIGHTS)
def test_sums_are_those_over_the_terms(views: list[FactView], weighting: dict[str, float]) -> None:
    rare = {term: weight for term, weight in weighting.items() if term == "二"}
    found = shares(views, weighting, rare)
    for row, each in enumerate((weighting, rare)):
        assert found.text[row].tolist() == [of(each, v.text) for v in views]
        assert found.title[row].tolist() == [of(each, v.place_terms - v.text) for v in views]
        assert found.everything[row].tolist() == [of(each, v.everything) for v in views]
        around = [frozenset(f"e:{entity}" for entity in v.around) for v in views]
        assert found.around[row].tolist() == [of(each, terms) for terms in around]
    assert found.asks.tolist() == [
        of(weighting, terms) for v in views for terms in (NOTHING, *(a.terms for a in v.asks))
    ]


@given(st.lists(FACTS, min_size=1, max_size=5), WEIGHTS)
def test_best_sample_question_is_its_own_facts(views: list[FactView], weighting: dict[str, float]) -> None:
    found = shares(views, weighting)
    best = [max((of(weighting, ask.terms) for ask in v.asks), default=0.0) for v in views]
    assert found.best_of_asks(found.asks).tolist() == best
    assert found.of_asks(found.best_of_asks(found.asks)).tolist() == [
        value for value, v in zip(best, views, strict=True) for _ in range(len(v.asks) + 1)
    ]


@given(st.lists(SETS, min_size=1, max_size=4))
def test_whole_weights_are_those_of_the_terms(texts: list[frozenset[str]]) -> None:
    found = shares([view(text, asks=(text,)) for text in texts], {})
    totals = [weights().total(text) or 1.0 for text in texts]
    assert found.text_totals.tolist() == totals
    assert found.ask_totals.tolist() == [total for each in totals for total in (1.0, each)]


def test_terms_that_no_fact_has_count_nothing() -> None:
    assert shares([view(frozenset({"一"}))], {"五": 4.0, "一": 2.0}).text[0].tolist() == [2.0]


def test_threads_that_number_at_once_agree() -> None:
    numbering = Numbering(weights())
    views = [view(frozenset({f"{n}", f"{n + 1}"})) for n in range(300)]
    sums: list[list[float]] = []

    def look() -> None:
        sums.append([numbering.shares([v], [{f"{n}": 1.0}]).text[0, 0] for n, v in enumerate(views)])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums == [[1.0] * len(views)] * len(threads)


def test_sum_of_weights_is_the_same_in_any_order() -> None:
    some = weights()
    terms = ["一", "二", "三", "e:x", "_一二", "e:y"]
    assert {some.total([*terms[n:], *terms[:n]]) for n in range(6)} == {some.total(terms)}
