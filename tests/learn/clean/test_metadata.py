from __future__ import annotations

import pytest

from nowall.learn.clean.bylines import byline
from nowall.learn.clean.dates import address_date, iso_date
from tests.learn.clean.cleaning import BODY, body_of, cleaned

LINES = BODY.split()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("作者：王小明", "author", "王小明"),
        ("文 | 王小明", "author", "王小明"),
        ("文/王小明 编辑/李四", "editor", "李四"),
        ("编辑 | 李四", "editor", "李四"),
        ("（编译/李四）", "translator", "李四"),
        ("By Jane Doe and John Smith", "author", "Jane Doe and John Smith"),
        ("来源：某某日报", "publisher", "某某日报"),
        ("來源：某某日報", "publisher", "某某日報"),
        ("出品 | 某某技术栈（微信号：abc）", "publisher", "某某技术栈"),
        ("本文来自微信公众号：某某公园 (ID:abc)，作者：Li", "repost", "某某公园"),
        ("本文來自微信公眾號“某某”（ID：abc），作者：王小明", "author", "王小明"),
        ("发布时间：2024-11-12 09:35:59", "published", "2024-11-12"),
        ("发表于 2024-11-14 20:02:23 |显示全部楼层", "published", "2024-11-14"),
        ("2024年3月4日 10:15", "published", "2024-03-04"),
        ("2024-03-04 10:15 新华网", "publisher", "新华网"),
        ("Published: March 4, 2024 10:15 am", "published", "2024-03-04"),
        ("原文链接：https://example.com/a?b=1", "url", "https://example.com/a?b=1"),
        ("2024-05-06 08:00 来源：某某社 作者：王小明", "author", "王小明"),
        ("来源：报社 2024-06-06", "publisher", "报社"),
        ("来源：报社 2024-06-06", "published", "2024-06-06"),
    ],
)
def test_byline_gives_its_field(line: str, field: str, value: str) -> None:
    found = byline(line)
    assert found is not None
    assert found.get(field) == value


@pytest.mark.parametrize(
    "line",
    [
        "来源：网络，但真假难辨，专家提醒公众谨慎对待这条消息。",
        "2023年7月26日，会议在北京召开。",
        "股权登记日为2023年6月19日",
        "时间：周三晚上八点",
        "编辑部门今天搬到了新的办公楼",
        "By the end of the year the plant will open.",
        "图片：这辆战车为了适应战场，还加装了一些木条防护。",
    ],
)
def test_sentence_is_no_byline(line: str) -> None:
    assert byline(line) is None


def test_metadata_lines_become_the_articles_record() -> None:
    article = cleaned("新图书馆将要开放\n2024-05-06 08:00 来源：某某日报 作者：王小明\n" + BODY).article
    assert (article.title, article.publisher, article.author) == ("新图书馆将要开放", "某某日报", "王小明")
    assert (article.published, article.language) == ("2024-05-06", "zh-Hans")


def test_what_the_source_gives_wins() -> None:
    article = cleaned("作者：甲\n来源：乙报\n" + BODY, author="丙", publisher="丁报", published="2024-01-02").article
    assert (article.author, article.publisher, article.published) == ("丙", "丁报", "2024-01-02")


def test_copyright_line_names_who_reposted_it_and_its_year_is_no_date() -> None:
    article = cleaned(BODY + "来源：某某日报\nCopyright © 1999-2023 某论坛 All Rights Reserved\n").article
    assert (article.publisher, article.reposts, article.published) == ("某某日报", ("某论坛",), None)


def test_disclaimer_names_the_site() -> None:
    page = "本文来自微信公众号：甲乙\n" + BODY + "本内容为作者独立观点，不代表丙丁立场。未经允许不得转载。\n"
    assert cleaned(page).article.reposts == ("丙丁",)


def test_time_of_the_pages_making_is_no_date_of_publication() -> None:
    assert cleaned(BODY + "GMT+8, 2024-12-22 23:59 , Processed in 0.2 second(s)\n").article.published is None


def test_day_of_registration_in_a_forum_is_no_date_of_publication() -> None:
    assert cleaned("注册:2015-11-142\n" + BODY).article.published is None


def test_dateline_names_the_agency() -> None:
    assert cleaned("某新社北京8月7日电 " + LINES[0]).article.publisher == "某新社"
    assert cleaned("据某新社8月7日报道，" + LINES[0]).article.publisher == ""


def test_address_gives_host_and_date_as_a_last_resort() -> None:
    article = cleaned(BODY, url="https://www.example.org/2024/10/24/a.html").article
    assert (article.publisher, article.published) == ("example.org", "2024-10-24")


def test_text_without_a_title_is_called_by_its_first_heading_or_words() -> None:
    assert cleaned(LINES[0] + "\n一、藏书\n" + LINES[1]).article.title == "一、藏书"
    assert cleaned(LINES[0]).article.title == LINES[0].rstrip("。")
    assert cleaned("").article.title == "sample"
    long = "这是一个没有句号的非常长的开头，" * 6
    assert 8 <= len(cleaned(long).article.title) <= 40


def test_title_line_is_no_paragraph_unless_it_is_all() -> None:
    assert body_of("新图书馆将要开放\n" + BODY) == LINES
    assert body_of("新图书馆将要开放") == ["新图书馆将要开放"]
    assert [p.text.text for p in cleaned("新图书馆将要开放 - 某网\n" + BODY, title="新图书馆将要开放")] == LINES


def test_title_label_is_the_title() -> None:
    assert cleaned("标题：新图书馆将要开放\n" + BODY).article.title == "新图书馆将要开放"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024/1/2", "2024-01-02"),
        ("2024.01.02", "2024-01-02"),
        ("Nov. 12, 2024", "2024-11-12"),
        ("12 November 2024", "2024-11-12"),
        ("2024-13-02", None),
        ("12024-01-02", None),
        ("8月7日", None),
    ],
)
def test_dates_are_read_with_their_year_only(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_address_without_a_date_gives_none() -> None:
    assert address_date("https://example.org/99999999/a") is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BODY, "zh-Hans"),
        ("圖書館將於明年春天開放，館長說。", "zh-Hant"),
        ("The library of 北京 will open next spring.", "en"),
    ],
)
def test_language_is_that_of_most_letters(text: str, language: str) -> None:
    assert cleaned(text).article.language == language


def test_wire_dateline_names_the_agency() -> None:
    assert cleaned("OSLO (AP) — The library will open next spring, the city said.").article.publisher == "AP"


def test_title_of_several_words_is_preferred_to_a_section_name() -> None:
    page = "Markets\nOld library to open its doors again\nBy JANE DOE\n\nThe library will open next spring.\n"
    assert cleaned(page).article.title == "Old library to open its doors again"


def test_pages_own_title_is_preferred_to_the_original_one() -> None:
    article = cleaned("新图书馆将要开放\n" + BODY + "（原标题：图书馆来了）\n").article
    assert article.title == "新图书馆将要开放"
