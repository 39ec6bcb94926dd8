from __future__ import annotations

from nowall.learn.documents import ParagraphKind
from tests.learn.clean.cleaning import BODY, cleaned

LINES = BODY.split()
K = ParagraphKind


def kinds(text: str) -> list[ParagraphKind]:
    return [paragraph.kind for paragraph in cleaned(text)]


def test_numbered_section_titles_are_headings() -> None:
    page = f"{LINES[0]}\n一、藏书情况\n{LINES[1]}\n02.开放时间\n{LINES[0]}\n3.离开的理由\n{LINES[1]}"
    assert kinds(page) == [K.BODY, K.HEADING, K.BODY, K.HEADING, K.BODY, K.HEADING, K.BODY]


def test_short_line_before_a_paragraph_is_a_heading() -> None:
    assert kinds(f"{LINES[0]}\n图书馆的下一步?\n{LINES[1]}") == [K.BODY, K.HEADING, K.BODY]


def test_what_a_colon_announces_is_no_heading() -> None:
    assert kinds(f"馆长在网上作出回应:\nwe are open 我们开门\n{LINES[1]}") == [K.BODY, K.BODY, K.BODY]


def test_numbers_in_a_row_are_items() -> None:
    assert kinds(f"{LINES[0]}\n1. 免费借阅\n2. 免费上网\n3. 免费停车") == [K.BODY, K.ITEM, K.ITEM, K.ITEM]


def test_bullets_and_labels_are_items() -> None:
    assert (
        kinds(f"{LINES[0]}\n- 免费借阅，不收押金。\nL1:普通读者可以借三本。\nL2:会员可以借十本。")[1:] == [K.ITEM] * 3
    )


def test_ordinals_are_items_where_there_are_several() -> None:
    assert kinds(f"{LINES[0]}\n第一，藏书要多。\n第二，地方要大。")[1:] == [K.ITEM, K.ITEM]
    assert kinds(f"{LINES[0]}\n第一，藏书要多，这一点没有争议。")[1:] == [K.BODY]


def test_teaser_at_the_head_is_a_summary_and_its_label_goes() -> None:
    article = cleaned("新图书馆将要开放\n文章摘要\n新馆明年开放，藏书更多。\n• 藏书三十万册\n• 免费借阅\n" + BODY)
    assert [p.kind for p in article] == [K.SUMMARY] * 3 + [K.BODY] * 2
    assert article.paragraphs[1].text.text == "藏书三十万册"


def test_teaser_in_one_line_is_a_summary() -> None:
    assert kinds("核心提示：新馆明年开放，藏书更多。\n" + BODY)[0] is K.SUMMARY


def test_caption_is_a_caption() -> None:
    assert kinds(f"{LINES[0]}\n新馆的大厅（图源：某某日报）\n{LINES[1]}") == [K.BODY, K.CAPTION, K.BODY]
