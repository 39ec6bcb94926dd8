"""What the words between two names say of them."""

from __future__ import annotations

import pytest

from nowall.learn.extract.names import find_names


def relations(text: str) -> set[tuple[str, str, str]]:
    names = find_names([text])
    return {(entity.id, r.role, r.of) for entity in names.entities for r in entity.relations}


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("微软研究员 Priya Raman 认为不行。", ("priyaraman", "researcher", "microsoft")),
        ("谷歌的联合创始人兼董事长玛丽·科尔森到场。", ("玛丽科尔森", "cofounder", "google")),
        ("谷歌的联合创始人兼董事长玛丽·科尔森到场。", ("玛丽科尔森", "chair", "google")),
        ("輝達執行長瑪麗·科爾森說。", ("玛丽科尔森", "ceo", "nvidia")),
        ("微软前首席技术官玛丽·科尔森到场。", ("玛丽科尔森", "cto", "microsoft")),
        ("图灵奖得主、微软首席科学家 Priya Raman 说。", ("priyaraman", "awarded", "turing-award")),
        ("图灵奖得主、微软首席科学家 Priya Raman 说。", ("priyaraman", "chief_scientist", "microsoft")),
        ("微软和谷歌的联合创始人玛丽·科尔森说。", ("玛丽科尔森", "cofounder", "microsoft")),
        ("玛丽·科尔森是微软的首席执行官。", ("玛丽科尔森", "ceo", "microsoft")),
        ("微软上周组建了由预训练负责人玛丽·科尔森领导的团队。", ("玛丽科尔森", "lead", "microsoft")),
        ("马斯克旗下的xAI很忙。", ("elon-musk", "owner", "xai")),
        ("谷歌旗下的DeepMind很忙。", ("deepmind", "subsidiary_of", "google")),
        ("谷歌旗下的大模型 Tango-3 落后。", ("tango3", "product_of", "google")),
        ("微软推出了一款名为「Tango-3」的模型。", ("tango3", "product_of", "microsoft")),
        ("大模型 Tango-3(微软的模型)落后。", ("tango3", "product_of", "microsoft")),
        ("Microsoft's CEO Tom Becker left.", ("tombecker", "ceo", "microsoft")),
        ("Tom Becker, CEO of Microsoft, left.", ("tombecker", "ceo", "microsoft")),
        ("Tom Becker, a former vice president at Microsoft, left.", ("tombecker", "vice_president", "microsoft")),
        ("Microsoft chief scientist Tom Becker left.", ("tombecker", "chief_scientist", "microsoft")),
    ],
)
def test_apposition_gives_the_relation(text: str, relation: tuple[str, str, str]) -> None:
    assert relation in relations(text)


@pytest.mark.parametrize(
    "text",
    [
        "玛丽·科尔森批评微软的首席执行官。",
        "微软表示,记者玛丽·科尔森说错了。",
        "微软副主任玛丽·科尔森到场。",
        "微软起诉谷歌的产品。",
        "Tom Becker left Microsoft for Google.",
        "人工智能专家玛丽·科尔森访问中国。",
    ],
)
def test_other_words_between_names_give_none(text: str) -> None:
    assert not relations(text)
