from __future__ import annotations

import pytest

from nowall.learn.extract.claimants import Claimant, How, claimant
from tests.learn.extract.naming import KnownNames

EARLIER = Claimant("daily", 1, 4, How.REPORTED, named=True)


def source(sentence: str, earlier: Claimant | None = None) -> str | None:
    found = claimant(sentence, KnownNames(), earlier)
    return found.source if found else None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("据晨光报报道，油价上涨。", "daily"),
        ("據晨光報報導，油價上漲。", "daily"),
        ("据美国《晨光报》网站7月26日报道，油价上涨。", "daily"),
        ("晨光报报道称，油价上涨。", "daily"),
        ("《晨光报》披露，油价上涨。", "daily"),
        ("远洋社援引知情人士的消息称，谈判破裂。", "wire"),
        ("據遠洋社引述知情人士的消息稱，談判破裂。", "wire"),
        ("据星河科技员工透露，新品推迟。", "星河科技员工"),
        ("据星河科技官方介绍，新品更快。", "star"),
        ("根据林晓的说法，计划不变。", "lin"),
        ("星河科技发布的公告显示，利润下降。", "star"),
        ("某理工大学的研究显示，睡眠很重要。", "某理工大学"),
        ("统计局数据显示，物价平稳。", "统计局"),
        ("知情人士透露，双方分歧很大。", "知情人士"),
        ("業內人士認為，拐點已到。", "業內人士"),
        ("研究人员发现，这种方法有效。", "研究人员"),
        ("林晓表示，计划不变。", "lin"),
        ("星河科技发言人称，产品没有问题。", "star"),
        ("According to Ocean Wire, prices rose.", "wire"),
        ("Prices rose, according to people familiar with the matter.", "people familiar with the matter"),
        ("Ocean Wire reported that prices rose.", "wire"),
        ("Mary Hart said that prices rose.", "hart"),
        ("People familiar with the matter said the deal is off.", "People familiar with the matter"),
        ("天气很好。", None),
        ("这一数据称得上优秀。", None),
        ("林晓走进了会场。", None),
        ("据悉，会议明天召开。", None),
        ("The weather is fine.", None),
    ],
)
def test_a_sentence_names_its_claimant(sentence: str, expected: str | None) -> None:
    assert source(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "报道还称，估值约十亿。",
        "該報道認為，估值約十億。",
        "此外，地点未定。",
        "The report also said prices rose.",
        "据报道，地点未定。",
    ],
)
def test_a_report_that_goes_on_keeps_its_claimant(sentence: str) -> None:
    found = claimant(sentence, KnownNames(), EARLIER)
    assert found is not None
    assert (found.source, found.how) == ("daily", How.CONTINUED)


def test_a_report_that_goes_on_after_nothing_has_no_claimant() -> None:
    assert source("此外，地点未定。") is None


def test_another_source_replaces_the_earlier_one() -> None:
    assert source("此外，据远洋社报道，油价上涨。", EARLIER) == "wire"


def test_the_authors_own_sentence_ends_a_report() -> None:
    assert source("天气很好。", EARLIER) is None


def test_the_claimants_words_stand_at_its_span() -> None:
    sentence = "据星河科技员工透露，新品推迟。"
    found = claimant(sentence, KnownNames())
    assert found is not None
    assert sentence[found.start : found.end] == "星河科技员工"
    assert not found.named
