from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.dates import find_dates

FRIDAY = "2024-11-15"


def dates(text: str, published: str | None = FRIDAY) -> list[tuple[str, str]]:
    return [(text[found.start : found.end], found.iso) for found in find_dates(text, published)]


def isos(text: str, published: str | None = FRIDAY) -> list[str]:
    return [iso for _, iso in dates(text, published)]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024年11月14日发布", "2024-11-14"),
        ("2024 年 11 月发布", "2024-11"),
        ("於２０２４年發佈", "2024"),
        ("二〇二四年三月", "2024-03"),
        ("二零二四年", "2024"),
        ("2024-11-14 20:02", "2024-11-14"),
        ("2024/1/5", "2024-01-05"),
        ("2024.11.14", "2024-11-14"),
        ("民國113年3月2日", "2024-03-02"),
        ("民国元年", "1912"),
        ("1786年2月2日舉行", "1786-02-02"),
        ("on Nov. 14, 2024", "2024-11-14"),
        ("on 3 March 2021", "2021-03-03"),
        ("in March 2021", "2021-03"),
        ("It was founded in 2015.", "2015"),
    ],
)
def test_absolute_date_needs_no_article_date(text: str, iso: str) -> None:
    (found,) = find_dates(text, None)
    assert (found.iso, found.relative) == (iso, False)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("公司今天宣布", "2024-11-15"),
        ("公司昨日宣布", "2024-11-14"),
        ("今晨抵达", "2024-11-15"),
        ("前天开会", "2024-11-13"),
        ("將於後天發佈", "2024-11-17"),
        ("本月发布", "2024-11"),
        ("上个月的会议", "2024-10"),
        ("上個月29日", "2024-10-29"),
        ("下月底上线", "2024-12"),
        ("去年提出", "2023"),
        ("今年9月推出", "2024-09"),
        ("今年九月三日", "2024-09-03"),
        ("明年1月推出", "2025-01"),
        ("明年年初发布", "2025"),
        ("去年底离职", "2023"),
        ("今年上半年", "2024"),
        ("两年前加入", "2022"),
        ("兩個月前", "2024-09"),
        ("三天前", "2024-11-12"),
        ("将在两年后完成", "2026"),
        ("上周末的报道", "2024-11"),
        ("上周三说", "2024-11-06"),
        ("在周三的会议上", "2024-11-13"),
        ("下週一", "2024-11-18"),
        ("11月14日宣布", "2024-11-14"),
        ("9月推出", "2024-09"),
        ("5月份受访时", "2024-05"),
        ("记者13日从会上获悉", "2024-11-13"),
        ("It said yesterday", "2024-11-14"),
        ("last year it grew", "2023"),
        ("last week", "2024-11"),
        ("next January", "2025-01"),
        ("last September", "2024-09"),
        ("two years ago", "2022"),
        ("on Wednesday", "2024-11-13"),
        ("last Friday", "2024-11-08"),
        ("this month", "2024-11"),
        ("It will ship in January.", "2025-01"),
        ("on March 5", "2024-03-05"),
        ("25 May", "2024-05-25"),
    ],
)
def test_relative_date_counts_from_the_article(text: str, iso: str) -> None:
    (found,) = find_dates(text, FRIDAY)
    assert (found.iso, found.relative) == (iso, True)
    assert find_dates(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "今天的人工智能还很弱",
        "时至今日",
        "更好的明天",
        "说明日本经济",
        "光明日报",
        "《明日方舟》",
        "目前天气",
        "登上月球",
        "过去年年如此",
        "每周三闭馆",
        "周一至周五",
        "一周三次",
        "三天后警方找到",
        "12个月",
        "近2000年历史",
        "2000年前的墓",
        "公元前221年",
        "上世纪90年代",
        "1990年代",
        "2024年2月30日",
        "13月1日",
        "1-9月",
        "农历八月十五",
        "三月",
        "十月革命",
        "2016-2018年",
        "GPT-3.5",
        "版本2024.1",
        "去年同期",
        "几年前",
        "多年前",
        "AI today is weak",
        "today’s models",
        "May I",
        "it may 5 times",
        "more than two years ago",
        "2,024 people",
        "in 2000 companies",
        "会上周鸿祎说",
        "先天和后天因素",
        "1950年前建成",
    ],
)
def test_what_may_be_something_else_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_weekday_beside_its_date_is_not_told_twice() -> None:
    assert isos("11月13日（周三）") == ["2024-11-13"]


@pytest.mark.parametrize(
    ("text", "first"),
    [("2023年1月至9月", "2023"), ("8月16日至20日", "2024-08"), ("2024年8月16日-9月2日", "2024"), ("6月至8月", "2024")],
)
def test_of_a_period_only_what_its_ends_share_is_claimed(text: str, first: str) -> None:
    assert isos(text)[0] == first


def test_month_without_a_year_takes_the_year_of_its_sentence() -> None:
    assert isos("2019年3月入职，5月离职。") == ["2019-03", "2019-05"]
    assert isos("1960年1月改县，同年9月撤销，次年2月恢复", None) == ["1960-01", "1960-09", "1961-02"]


def test_month_behind_another_years_sentence_is_not_certain() -> None:
    assert isos("他2019年入职。5月3日离职。") == ["2019"]


@pytest.mark.parametrize(
    ("text", "published", "iso"),
    [
        ("12月25日", "2024-01-03", "2023-12-25"),
        ("将于1月5日", "2023-12-20", "2024-01-05"),
        ("8月1日", "2024-03-05", "2024-08-01"),
    ],
)
def test_month_without_a_year_is_near_the_article(text: str, published: str, iso: str) -> None:
    assert isos(text, published) == [iso]


def test_january_in_december_may_be_either() -> None:
    assert isos("1月5日发生的事", "2023-12-20") == []


def test_weekday_that_will_come_is_the_next_one() -> None:
    assert isos("公司将于周一发布") == ["2024-11-18"]
    assert isos("公司周日发布") == []


def test_dispatch_counts_from_its_own_date() -> None:
    assert isos("本报成都11月14日电 记者今天获悉，昨天的会议取消。") == ["2024-11-14", "2024-11-14", "2024-11-13"]
    assert isos("北京时间2022年3月17日讯，今天凌晨比赛结束。", None) == ["2022-03-17", "2022-03-17"]


def test_less_precise_article_date_gives_less() -> None:
    assert isos("今天，本月，今年", "2024-11") == ["2024-11", "2024"]
    assert isos("今天，本月，今年", "2024") == ["2024"]


@given(
    st.text("0123456789年月日周一二三十上下今明去 前后天-/.", max_size=40),
    st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
)
def test_any_text_gives_dates_that_exist(text: str, published: str | None) -> None:
    end = 0
    for found in find_dates(text, published):
        assert end <= found.start < found.end <= len(text)
        assert len(found.iso) in {4, 7, 10}
        end = found.end
