"""Numbers, as owners see them."""

from __future__ import annotations

from bot.rendering.stats import Numbers, stats_page
from nowall.answers import CorpusSize, Language

SPANS = [{"answer.answered": 3}, {"answer.answered": 31, "vote.up": 2}, {"answer.answered": 310, "vote.down": -1}]
NUMBERS = Numbers(CorpusSize(5, 407, 32, 160), 8, 2, SPANS, 98_765.0, semantic=True)


def test_numbers_stand_in_columns_before_their_words() -> None:
    lines = stats_page(NUMBERS, Language.EN).html.splitlines()

    assert lines[0] == "Articles 5, facts 407, quotes 32, names 160"
    assert lines[1] == "Asked within 7 days: private chats 8 · groups 2"
    assert "<pre>3  31  310  answered" in lines
    assert "0   2    0  👍" in lines
    assert "0   0    0  👎</pre>" in lines


def test_running_time_is_told_in_days_hours_and_minutes() -> None:
    assert "已运行 1 天 3 小时 26 分" in stats_page(NUMBERS, Language.ZH_HANS).plain


def test_missing_model_is_told() -> None:
    without = Numbers(CorpusSize(0, 0, 0, 0), 0, 0, [{}], 0.0, semantic=False)

    assert "只按词语" in stats_page(without, Language.ZH_HANS).plain
