"""Shortcuts of the cleaning tests."""

from __future__ import annotations

from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import CleanArticle, Document, Form

BODY = "市政府周一宣布，新的图书馆将在明年春天开放。\n馆长说，馆内共有三十万册藏书，全部可以免费借阅。\n"


def cleaned(text: str, form: Form = Form.TEXT, **said: str) -> CleanArticle:
    return clean(Document("sample", text, form, **said))


def texts(article: CleanArticle) -> list[str]:
    return [paragraph.text.text for paragraph in article]


def steps(article: CleanArticle) -> set[str]:
    return {dropped.step for dropped in article.dropped}


def body_of(text: str) -> list[str]:
    return texts(cleaned(text))
