from __future__ import annotations

from nowall.learn.documents import Form, ParagraphKind
from tests.learn.clean.cleaning import cleaned

TEXT = """---
title: "新图书馆"
author: 王五
date: 2024-03-04
---
# 新图书馆

市政府[周一宣布](https://example.com/a)，**新馆**明年开放。
馆长很高兴。

## 影响

- 免费借阅图书
- 免费使用网络

> “我们等了很久。”馆长说。

![大厅](a.png)
"""


def test_blocks_become_paragraphs_with_their_kinds() -> None:
    article = cleaned(TEXT, Form.MARKDOWN)
    assert [(p.kind, p.text.text) for p in article] == [
        (ParagraphKind.BODY, "市政府周一宣布，新馆明年开放。馆长很高兴。"),
        (ParagraphKind.HEADING, "影响"),
        (ParagraphKind.ITEM, "免费借阅图书"),
        (ParagraphKind.ITEM, "免费使用网络"),
        (ParagraphKind.BODY, "“我们等了很久。”馆长说。"),
    ]


def test_front_matter_is_the_articles_record() -> None:
    article = cleaned(TEXT, Form.MARKDOWN).article
    assert (article.title, article.author, article.published) == ("新图书馆", "王五", "2024-03-04")


def test_offsets_count_in_the_markdown() -> None:
    article = cleaned(TEXT, Form.MARKDOWN)
    for paragraph in article:
        traced = paragraph.text
        assert all(TEXT[place] == char for place, char in zip(traced.places, traced.text, strict=True))
