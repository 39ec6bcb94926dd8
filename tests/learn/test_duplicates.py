"""Near-duplicates: what is one article under another roof, and what only looks like it."""

from __future__ import annotations

import time

import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nowall.learn.duplicates import bands, is_repost, resemblance, same_article, signature
from tests.processes import outputs, start_python

HARBOUR = [
    "青湾港务局星期三宣布，新建的三号码头将于九月投入使用，届时可以停靠十五万吨级货轮。",
    "局长林默在发布会上表示，我们用了四年时间清理航道，目前水深已经达到16.5米。",
    "这项工程总投资27亿元，其中省里出资11亿元，其余来自银行贷款。",
    "码头上的吊机由本地一家公司制造，单机起重量为65吨，可以在大风中继续工作。",
    "渔民协会则认为，施工期间的补偿金太低，平均每户只拿到8200元。",
    "协会秘书长何青说：“我们不反对码头，但是我们要求公平的价钱。”",
    "港务局回应称，第二批补偿款将在年底之前发放，同时提供300个就业岗位。",
    "环保组织提醒，航道附近有一片海草床，需要每个季度监测一次水质。",
    "按照计划，四号码头的招标工作将于2027年春天开始，预计有六家企业参加。",
    "分析人士指出，青湾的货运量去年增加了12%，超过了邻近的两个港口。",
]
FOLLOW_UP = [
    "青湾三号码头启用仅一个月，昨天发生了第一起事故，一台吊机的钢缆在卸货时断裂。",
    "港务局说没有人受伤，但是一只集装箱落入水中，里面装的是自行车零件。",
    "现场目击者告诉记者，断裂之前曾听到两声巨响，工人立刻跑开了。",
    "制造吊机的企业派出5名工程师连夜检查，初步判断是一个滑轮安装有误。",
    "海事部门要求所有吊机停工三天，等候的货轮因此增加到9艘。",
    "渔民协会表示，他们担心漏油，已经请人化验海水，结果将在下周公布。",
    "此前港务局宣布，这项工程总投资27亿元，其中省里出资11亿元，其余来自银行贷款。",
    "局长林默承诺公开调查报告，并说赔偿由保险公司负责。",
]
BEFORE = "来源：青湾晚报 编辑：周小雨\n本文转载自网络，如有侵权请联系我们删除。\n"
AFTER = "\n扫码下载客户端，更多精彩等你来看。\n相关阅读：周末去哪里玩？这五个海滩值得一去。"
REWORDED = {
    "我们": "大家",
    "表示": "称",
    "目前": "现在",
    "可以": "能够",
    "公司": "企业",
    "已经": "业已",
    "认为": "觉得",
}

ORIGINAL = "".join(HARBOUR)

SIGN = """
import sys
from nowall.learn.duplicates import bands, signature
signed = signature(sys.argv[1])
print(*signed[:2], bands(signed)[0])
"""


def reworded(text: str) -> str:
    for word, other in REWORDED.items():
        text = text.replace(word, other)
    return text


REPOSTS = {
    "the same": ORIGINAL,
    "in paragraphs": "\n\n　　".join(HARBOUR),
    "boilerplate": BEFORE + ORIGINAL + AFTER,
    "a tenth cut": "".join(HARBOUR[:4] + HARBOUR[5:]),
    "other title": "刚刚宣布！这座小城要有大码头了\n" + ORIGINAL,
    "reworded": reworded(ORIGINAL),
    "traditional": opencc.OpenCC("s2t").convert(ORIGINAL),
    "full width": ORIGINAL.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}),
    "all at once": opencc.OpenCC("s2t").convert(BEFORE + reworded("".join(HARBOUR[:6] + HARBOUR[7:])) + AFTER),
}


@pytest.mark.parametrize("text", REPOSTS.values(), ids=REPOSTS)
def test_repost_is_found_and_recognised(text: str) -> None:
    one, other = signature(ORIGINAL), signature(text)
    assert set(bands(one)) & set(bands(other))
    assert is_repost(one, other)
    assert same_article(ORIGINAL, text)
    assert same_article(text, ORIGINAL)


def test_follow_up_is_another_article() -> None:
    text = "".join(FOLLOW_UP)
    assert not is_repost(signature(ORIGINAL), signature(text))
    assert not same_article(ORIGINAL, text)


def test_story_that_repeats_the_whole_as_its_background_is_another_article() -> None:
    assert not same_article(ORIGINAL, "".join(FOLLOW_UP) + "".join(HARBOUR[:6]))


def weather(day: int, low: int, high: int, wind: int) -> str:
    return (
        f"{day}日青湾气象台发布天气预报：今天白天多云，最高气温{high}度，夜间转阴，最低气温{low}度，"
        f"东南风{wind}级，相对湿度{low * 3}%。气象台提醒市民外出注意防晒，海上作业的船只注意大风，"
        "驾车出行请减速慢行，老人和儿童应当尽量减少户外活动。"
    )


def shares(company: str, price: float, change: float, turnover: int) -> str:
    return (
        f"截至收盘，{company}报收于{price}元，上涨{change}%，成交额{turnover}万元，换手率{change / 2}%。"
        f"资金流向方面，主力资金净流入{turnover / 10}万元，散户资金净流出{turnover / 12:.1f}万元。"
        f"{company}的主要业务见公司年报。以上内容由系统根据公开数据整理，不构成投资建议，投资有风险，入市需谨慎。"
    )


def match(home: str, away: str, goals: int, others: int, minute: int) -> str:
    return (
        f"昨晚的联赛中，{home}在主场以{goals}比{others}战胜{away}，取得三连胜。第{minute}分钟，主队前锋接队友传球"
        f"打破僵局，下半场双方各有机会。赛后{home}主教练称赞了队员的斗志，{away}主教练则对判罚表示不满。"
        f"下一轮{home}将继续坐镇主场，{away}将前往客场挑战升班马。"
    )


def signal(company: str) -> str:
    return (
        f"{company}今日出现买入信号，短线均线成多头排列。监测到{company}的成交量缩小，主力不费力气就完成了股价的抬升，"
        f"遇到的抛压很小，上涨趋势有望延续。但是市场环境不同会影响策略的表现，{company}的股价也会波动，投资者要控制风险。"
    )


BULLETINS = {
    "weather": (weather(3, 14, 22, 4), weather(4, 16, 25, 3)),
    "one company on two days": (shares("海风股份", 12.31, 1.6, 5230), shares("海风股份", 12.9, 4.8, 7711)),
    "two companies": (shares("海风股份", 12.31, 1.6, 5230), shares("山岭能源", 7.05, 0.4, 918)),
    "two matches": (match("青湾队", "山城队", 3, 1, 27), match("河口队", "北林队", 2, 0, 64)),
    "names alone": (signal("海风股份"), signal("山岭能源")),
}


@pytest.mark.parametrize(("one", "other"), BULLETINS.values(), ids=BULLETINS)
def test_bulletins_of_one_template_are_two_articles(one: str, other: str) -> None:
    assert not same_article(one, other)
    assert not same_article(other, one)
    assert same_article(one, BEFORE[:20] + one)


def test_other_toll_in_a_short_report_is_another_article() -> None:
    report = "青湾县发生山体滑坡，截至{}日18时，已有{}人遇难，{}人失踪，救援人员正在现场搜救，附近居民已经转移。"
    assert not same_article(report.format(5, 7, 12), report.format(6, 9, 4))


@pytest.mark.parametrize("text", ["", " \n", "。！？——"])
def test_text_without_letters_is_like_nothing(text: str) -> None:
    assert signature(text) == bands(signature(text)) == ()
    assert resemblance(signature(text), signature(text)) == 0.0
    assert not is_repost(signature(text), signature(ORIGINAL))
    assert not same_article(text, text)
    assert not same_article(text, ORIGINAL)


def test_signature_is_the_same_in_every_process_and_for_ever() -> None:
    one, other = outputs(start_python(SIGN, "没有墙。"), start_python(SIGN, "没有墙"))
    assert one == other == "293109900 663901010 7379220974832749038"


@given(st.text(st.characters(exclude_categories=()), max_size=60))
@example("\ud800")
@example("墙\0墙")
def test_any_text_has_a_signature_that_fits_a_database(text: str) -> None:
    signed = signature(text)
    assert len(signed) in (0, 72)
    assert all(0 <= number < 2**32 for number in signed)
    assert len(bands(signed)) == len(signed) // 3
    assert all(-(2**63) <= band < 2**63 for band in bands(signed))
    assert resemblance(signed, signed) == bool(signed)


@given(st.text(min_size=1, max_size=200), st.text(max_size=200))
def test_same_article_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert same_article(one, other) == same_article(other, one)


def test_huge_texts_take_less_than_seconds() -> None:
    one, other = ORIGINAL * 3000, "".join(FOLLOW_UP) * 3000
    start = time.process_time()
    assert not is_repost(signature(one), signature(other))
    assert not same_article(one, other)
    signature("\0" * 5_000_000)
    assert time.process_time() - start < 3
