"""What becomes of a question, once the matches are there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answer.decide.decider import Decider
from nowall.answer.decide.decision import Decision
from nowall.answer.match.features import NAMES
from nowall.answer.match.matcher import Match
from nowall.answers import Status
from nowall.records import Claim, Fact
from nowall.snapshot import Snapshot

NOTHING = (0.0,) * len(NAMES)


def matches(tiny: Snapshot, **scores: float) -> list[Match]:
    """Matches with these scores; ``d_release`` stands for the fact ``d-release``."""
    records: dict[str, Fact | Claim] = {**tiny.facts.known, **tiny.claims}
    ids = {name: name.replace("_", "-") for name in scores}
    found = [Match(records[ids[n]], score, NOTHING, tiny.views[ids[n]].around) for n, score in scores.items()]
    return sorted(found, key=lambda match: -match.score)


def decided(tiny: Snapshot, text: str, **scores: float) -> Decision:
    """The decision about candidates whose confidence is out of the question."""
    question = tiny.understander.understand(text)
    return Decider(tiny).decide(question, matches(tiny, **scores), always=True)


def chosen(decision: Decision) -> list[str]:
    return [choice.fact.id for choice in decision.chosen]


@pytest.mark.parametrize("text", ["Zephyr 什么时候发布？", "Who said so?", "多少钱？", "Zephyr"])
def test_question_is_answered_by_the_best_fact_alone(tiny: Snapshot, text: str) -> None:
    decision = decided(tiny, text, d_release=3.0, t_release=2.9, d_cost=1.0)
    assert decision.status is Status.ANSWERED
    assert chosen(decision) == ["d-release"]


def test_no_candidate_is_a_refusal(tiny: Snapshot) -> None:
    decision = decided(tiny, "Zephyr 什么时候发布？")
    assert (decision.status, decision.confidence, decision.chosen, decision.nearest) == (Status.UNKNOWN, 0.0, (), ())


def test_claim_alone_is_a_refusal(tiny: Snapshot) -> None:
    assert decided(tiny, "Zephyr 什么时候发布？", release=5.0).status is Status.UNKNOWN


def test_candidate_without_any_evidence_is_refused_and_the_nearest_offered(tiny: Snapshot) -> None:
    question = tiny.understander.understand("潜水艇什么颜色")
    names = dict.fromkeys(("text_cover", "all_cover", "ask_cover", "names", "attribute"), -1.0)
    worst = tuple(names.get(name, 0.0) for name in NAMES)
    candidates = [replace(match, features=worst) for match in matches(tiny, d_cost=-9.0, d_calm=-9.5)]
    decision = Decider(tiny).decide(question, candidates)
    assert decision.status is Status.UNKNOWN
    assert [fact.id for fact in decision.nearest] == ["d-cost", "d-calm"]


def test_private_question_is_refused_however_good_the_match(tiny: Snapshot) -> None:
    question = tiny.understander.understand("林爱达的电话是多少")
    sure = tuple(1.0 for _ in NAMES)
    candidates = [replace(match, features=sure) for match in matches(tiny, d_sky=9.0)]
    assert Decider(tiny).decide(question, candidates).status is Status.UNKNOWN


def test_name_that_nobody_knows_lowers_the_confidence(tiny: Snapshot) -> None:
    decider = Decider(tiny)
    question = tiny.understander.understand("Zephyr 到底什么时候发布？")
    candidates = matches(tiny, d_release=3.0)
    stranger = replace(question, foreign_names=("Tolkien",))
    assert decider.confidence.of(stranger, candidates) < decider.confidence.of(question, candidates)


@pytest.mark.parametrize("layer", ["lexical", "semantic"])
@pytest.mark.parametrize("score", [-50.0, 0.0, 50.0])
def test_confidence_is_a_probability(tiny: Snapshot, layer: str, score: float) -> None:
    question = tiny.understander.understand("Zephyr 什么时候发布？")
    candidates = [replace(match, layer=layer) for match in matches(tiny, d_release=score)]
    assert 0 <= Decider(tiny).confidence.of(question, candidates) <= 1


def test_confidence_in_nothing_is_none(tiny: Snapshot) -> None:
    assert Decider(tiny).confidence.of(tiny.understander.understand("Zephyr"), []) == 0


@pytest.mark.parametrize("text", ["关于 Zephyr 发布时间的说法一致吗？", "Do the sources agree on Zephyr's release?"])
def test_disagreement_that_is_asked_about_shows_both_sides_newest_first(tiny: Snapshot, text: str) -> None:
    decision = decided(tiny, text, d_release=3.0, release=2.0)
    assert decision.status is Status.CONFLICTING
    assert chosen(decision) == ["t-release", "d-release"]
    assert [choice.side.id for choice in decision.chosen if choice.side] == ["june", "january"]


def test_claim_that_matches_much_better_shows_both_sides_unasked(tiny: Snapshot) -> None:
    assert decided(tiny, "Zephyr 何时发布", release=4.0, d_release=3.0).status is Status.CONFLICTING


def test_claim_that_matches_little_better_leaves_one_fact(tiny: Snapshot) -> None:
    decision = decided(tiny, "Zephyr 何时发布", release=3.1, d_release=3.0)
    assert (decision.status, chosen(decision)) == (Status.ANSWERED, ["d-release"])


def test_claim_that_all_agree_on_shows_every_voice(tiny: Snapshot) -> None:
    decision = decided(tiny, "大家怎么看极限？", d_sky=3.0)
    assert decision.status is Status.ANSWERED
    assert set(chosen(decision)) == {"d-sky", "t-limit"}


def test_timeline_is_in_the_order_of_time_and_leaves_lists_out(tiny: Snapshot) -> None:
    decision = decided(tiny, "Zephyr 时间线", t_release=3.0, d_release=2.9, d_models=2.5, t_founding=2.0)
    assert chosen(decision) == ["t-founding", "d-release", "t-release"]


def test_timeline_without_dates_is_the_best_fact(tiny: Snapshot) -> None:
    assert chosen(decided(tiny, "时间线", d_tunnel=3.0, d_calm=2.9)) == ["d-tunnel"]


def test_comparison_takes_facts_that_speak_of_both(tiny: Snapshot) -> None:
    decision = decided(tiny, "Zephyr 和 Breeze 有什么区别", d_cost=3.0, t_compare=2.0, d_models=1.0)
    assert chosen(decision) == ["t-compare", "d-models"]


def test_comparison_of_what_no_fact_compares_is_the_best_fact(tiny: Snapshot) -> None:
    assert chosen(decided(tiny, "Zephyr 和 Breeze 有什么区别", d_cost=3.0, d_release=2.9)) == ["d-cost"]


def test_comparison_of_two_voices_takes_one_fact_of_each(tiny: Snapshot) -> None:
    decision = decided(tiny, "林爱达和 Bo Chen 的看法有什么不同", d_sky=3.0, d_cost=2.5, t_limit=1.0)
    assert chosen(decision) == ["d-sky", "t-limit"]


def test_timeline_speaks_of_everything_that_is_named(tiny: Snapshot) -> None:
    decision = decided(tiny, "艾克米和 Zephyr 的时间线", d_release=6.0, t_founding=1.0)
    assert chosen(decision) == ["t-founding", "d-release"]


def test_list_that_is_nearly_best_answers_for_each(tiny: Snapshot) -> None:
    assert chosen(decided(tiny, "艾克米的模型分别是什么", d_release=3.0, d_models=2.0)) == ["d-models"]
    assert chosen(decided(tiny, "艾克米的模型分别是什么", d_release=3.0, d_models=1.0)) == ["d-release"]


def test_each_named_thing_gets_its_own_fact(tiny: Snapshot) -> None:
    decision = decided(tiny, "无风级和风暴级分别会什么", d_gust=3.0, d_calm=2.0, d_storm=1.0)
    assert chosen(decision) == ["d-calm", "d-storm"]


@pytest.mark.parametrize(("text", "facts"), [("为什么会这样？", 2), ("Zephyr 怎么训练？", 2), ("谁这样说？", 1)])
def test_reason_may_need_two_facts_that_tie(tiny: Snapshot, text: str, facts: int) -> None:
    assert len(decided(tiny, text, d_tunnel=3.0, d_gust=2.9).chosen) == facts


def test_second_fact_that_is_clearly_worse_is_left_out(tiny: Snapshot) -> None:
    assert chosen(decided(tiny, "为什么会这样？", d_tunnel=3.0, d_gust=2.0)) == ["d-tunnel"]


def test_sample_question_of_the_best_fact_is_answered_without_other_evidence(tiny: Snapshot) -> None:
    names = dict.fromkeys(("text_cover", "all_cover", "ask_cover", "names", "attribute"), -1.0)
    worst = tuple(names.get(name, 0.0) for name in NAMES)
    candidates = [replace(match, features=worst) for match in matches(tiny, d_cost=-9.0, d_calm=-9.5)]
    sample = tiny.facts["d-cost"].asks[0]
    for text in (sample, f"{sample.rstrip('？?')}"):
        decision = Decider(tiny).decide(tiny.understander.understand(text), candidates)
        assert (decision.status, chosen(decision)) == (Status.ANSWERED, ["d-cost"])


def test_those_who_are_named_are_all_that_is_shown_of_a_claim(tiny: Snapshot) -> None:
    decision = decided(tiny, "日报和论坛报对 Zephyr 的说法一致吗？", d_release=3.0, t_release=2.0)
    assert decision.status is Status.CONFLICTING
    assert chosen(decision) == ["t-release", "d-release"]


def test_claim_that_does_not_speak_of_who_is_named_is_not_shown(tiny: Snapshot) -> None:
    decision = decided(tiny, "林爱达对 Zephyr 发布时间的说法前后矛盾吗？", d_release=3.0, t_release=2.9)
    assert decision.status is Status.ANSWERED


@pytest.mark.parametrize("text", ["Zephyr 是 1 月出还是 6 月出？", "Is Zephyr out in January or in June?"])
def test_one_thing_or_another_shows_both_sides_where_the_best_facts_oppose(tiny: Snapshot, text: str) -> None:
    decision = decided(tiny, text, d_release=3.0, t_release=2.9)
    assert (decision.status, len(decision.chosen)) == (Status.CONFLICTING, 2)


def test_one_thing_or_another_is_one_fact_where_no_claim_is_near(tiny: Snapshot) -> None:
    assert chosen(decided(tiny, "训练花了 3 亿还是 5 亿？", d_cost=3.0, d_release=1.0)) == ["d-cost"]


def test_opposed_facts_are_enough_where_disagreement_is_asked_about(tiny: Snapshot) -> None:
    decider, matched = Decider(tiny), matches(tiny, d_release=-9.0, t_release=-9.1)
    asked = tiny.understander.understand("Zephyr 的发布时间各家说法一致吗？")
    stranger = replace(asked, foreign_names=("Tolkien",))
    assert decider.decide(asked, matched).status is Status.CONFLICTING
    assert decider.decide(stranger, matched).confidence < decider.decide(asked, matched).confidence


def test_events_are_those_of_the_sort_that_is_asked_for(tiny: Snapshot) -> None:
    decision = decided(tiny, "林爱达和 Bo Chen 发言的先后", d_sky=3.0, t_limit=2.5, d_tunnel=2.0)
    assert chosen(decision) == ["d-sky", "t-limit"]
    assert all(choice.dated for choice in decision.chosen)


def test_date_is_not_wanted_with_a_single_fact(tiny: Snapshot) -> None:
    assert not decided(tiny, "Zephyr 什么时候发布？", d_release=3.0).chosen[0].dated


def test_two_who_contradict_each_other_are_shown_whatever_the_words(tiny: Snapshot) -> None:
    decision = decided(tiny, "日报讲得头头是道，论坛报在拆台？", d_release=3.0, t_release=2.0)
    assert (decision.status, chosen(decision)) == (Status.CONFLICTING, ["t-release", "d-release"])
