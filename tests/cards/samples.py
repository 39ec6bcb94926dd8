"""Cards that tests draw: short, long, mixed, traditional, dark, hostile."""

from __future__ import annotations

from nowall.answers import Language
from nowall.cards import QuoteCard

_SENTENCE = "每一次有人宣布“撞墙”，随后都会有新的方法出现——有时是数据，有时是算法，有时是推理时的计算。"

SHORT = QuoteCard(
    "there is no wall", "Sam Altman", "在 X 上", "2024 年 11 月 14 日", publisher="36氪", title="《撞墙了吗》",
    address="36kr.com/p/1", translation="没有墙",
)  # fmt: skip
MIXED = QuoteCard("新模型在推理能力上代表了 AI 能力的新水平，因此，“计数器”将重置为 1。", "OpenAI", dark=True)
TRADITIONAL = QuoteCard("我們知道如何建構「通用人工智慧」，沒有牆。", "某人", "在部落格裡", language=Language.ZH_HANT)
ENGLISH = QuoteCard("Now we’re back in the age of wonder and “discovery” again. " * 4, "Ilya", language=Language.EN)
LONG = QuoteCard(_SENTENCE * 13, "某研究者", "在年度大会的主题演讲中", note="注：文章给出的是中文译文")
ENDLESS = QuoteCard(_SENTENCE * 300, "某研究者", translation="no wall " * 400)
BARE = QuoteCard("没有墙")
HOSTILE = QuoteCard(
    "x" * 300 + " \u202eevil\u202c 👍🏽 <b>a</b> \ud800 " + "。" * 90 + "a" + "\u0301" * 90 + "字" * 9_000,
    "A" * 900, "B " * 900, "C" * 900, "D" * 900, "E" * 900, "《" * 900, "G" * 900, "《》" * 900,
)  # fmt: skip
ALL = (SHORT, MIXED, TRADITIONAL, ENGLISH, LONG, ENDLESS, BARE, HOSTILE)
