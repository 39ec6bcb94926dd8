from __future__ import annotations

import pytest

from nowall.learn.clean.boilerplate import notice
from tests.learn.clean.cleaning import BODY, body_of, cleaned, steps

LINES = BODY.split()


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("您的位置：首页 > 新闻 > 社会", "site"),
        ("GMT+8, 2023-1-2 10:00 , Processed in 0.03 second(s), 9 queries .", "site"),
        ("好的内容，值得赞赏", "share"),
        ("大 家 都 在 看", "related"),
        ("猜你喜歡", "related"),
        ("扫码下载某某APP", "promotion"),
        ("打開APP", "promotion"),
        ("Advertisement", "promotion"),
        ("京ICP备12345678号-1", "legal"),
        ("免責聲明：本文為轉載，不代表本站觀點。", "legal"),
        ("Copyright © 2020-2024 Example. All rights reserved.", "legal"),
        ("[图]", "placeholder"),
        ("图源：视觉中国", "placeholder"),
        ("photo_2024-01.JPG", "placeholder"),
        ("* * *", "placeholder"),
    ],
)
def test_line_of_the_page_falls_to_its_step(line: str, step: str) -> None:
    assert notice(line) == step


@pytest.mark.parametrize(
    "line",
    [
        "广告收入同比增长了三成，超过市场预期。",
        "扫码支付已经在全国的公交车上普及，老人也在用。",
        "侵权行为将受到严厉处罚，法院在判决书里写道。",
        "用户可以下载App并在首页注册账号，随后登录。",
        "The company said advertising revenue rose by a third. Analysts had expected less.",
        "热搜榜上，这条新闻停留了整整两天。",
        "2024",
    ],
)
def test_sentence_with_a_word_of_the_page_stays(line: str) -> None:
    assert notice(line) is None


def test_menus_around_the_body_are_dropped() -> None:
    page = "首页 新闻 财经 体育 登录 注册\n" + BODY + "返回顶部\n上一篇 下一篇\n"
    assert body_of(page) == LINES


def test_menu_word_as_a_heading_within_the_body_stays() -> None:
    assert "财经" in body_of(LINES[0] + "\n财经\n" + LINES[1])


def test_titles_under_related_reading_are_dropped() -> None:
    article = cleaned(BODY + "相关阅读\n另一条消息的标题在这里\n第三条消息的标题\n")
    assert [p.text.text for p in article] == LINES
    assert "related" in steps(article)


def test_slogan_between_two_lines_of_the_page_is_dropped() -> None:
    assert body_of("登录 注册\n让阅读更美好\n打开APP\n" + BODY) == LINES


def test_breadcrumb_is_dropped() -> None:
    assert body_of("/ 科技资讯\n" + BODY) == LINES
    assert body_of("某某网 > 社会 > 正文\n" + BODY) == LINES


@pytest.mark.parametrize(
    "trailer",
    [
        "返回搜狐，查看更多责任编辑：",
        "(责任编辑：张三 CN012)",
        "【编辑:张三】更多精彩内容请进入社会新闻",
        "（完）",
        "分享让更多人看到",
        "（来源：某某日报）",
    ],
)
def test_boilerplate_glued_to_the_last_sentence_is_cut(trailer: str) -> None:
    assert body_of("".join(LINES) + trailer) == ["".join(LINES)]


@pytest.mark.parametrize("end", ["”", "2018年2月12日，集团揭牌成立。", "登记日为2023年6月19日。", "他说：“好。”"])
def test_end_of_the_article_is_not_cut(end: str) -> None:
    text = "".join(LINES) + end
    assert body_of(text) == [text]


def test_injected_site_name_is_dropped_wherever_it_stands() -> None:
    mark = "某某游戏官网-abc123"
    page = f"某某游戏官网\n{mark}  少尉\n{LINES[0]}\n{mark}\n{LINES[1]}\n{mark}\n{LINES[0]}{mark}\n{mark}\n"
    article = cleaned(page)
    assert [p.text.text for p in article] == [LINES[0], LINES[1], LINES[0]]
    assert "watermark" in steps(article)


def test_name_that_repeats_before_speeches_stays() -> None:
    page = "张小明\n我们今天来谈谈城市的交通，张小明先请。\n" * 3
    assert body_of(page).count("张小明") >= 2


def test_related_titles_within_the_body_are_dropped_up_to_running_text() -> None:
    page = f"{LINES[0]}\n推荐阅读\n另一条消息的标题\n{LINES[1]}\n一、结论\n{LINES[0]}"
    assert body_of(page) == [LINES[0], LINES[1], "一、结论", LINES[0]]


@pytest.mark.parametrize("line", ["- END -", "视频加载中...", "点个“在看”再走吧", "喜欢此内容的人还喜欢", "01"])
def test_remainder_of_an_app_is_dropped(line: str) -> None:
    assert notice(line) is not None
