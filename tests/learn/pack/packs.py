"""A small valid pack on disk, for tests that break it."""

from __future__ import annotations

from pathlib import Path

ENTITIES = """
[[entity]]
id = "36kr"
kind = "publication"
zh = "36氪"
en = "36Kr"

[[entity]]
id = "openai"
kind = "organisation"
zh = "OpenAI"
en = "OpenAI"
forms = ["开放人工智能"]

[[entity]]
id = "sam-altman"
kind = "person"
zh = "Sam Altman"
en = "Sam Altman"
forms = ["Altman", "奥特曼"]
cased = ["SA"]
relations = [{ role = "ceo", of = "openai", from = "2019" }]
"""

ARTICLE = """
[article]
id = "wall"
title = "撞墙了吗"
publisher = "36kr"
published = "2024-11-14"
url = ""
language = "zh-Hans"
"""

QUOTE = """
[[fact]]
id = "wall-1"
kind = "quote"
zh = "Sam Altman 在 X 上说：“there is no wall”。"
en = "Sam Altman wrote on X: “there is no wall”."
claimant = "sam-altman"
when = "2024-11-14"
subject = "openai"
attribute = "opinion"
value_zh = "there is no wall"
value_en = "there is no wall"
entities = []
asks = ["一", "二", "三", "four"]
quote = "there is no wall"
speaker = "sam-altman"
occasion_zh = "在 X 上"
occasion_en = "on X"
"""

LIST = """
[[fact]]
id = "wall-2"
kind = "list"
zh = "三家公司：甲、乙和丙。"
en = "Three companies: A, B and C."
claimant = "36kr"
subject = "openai"
attribute = "opinion"
asks = ["一", "二", "三", "four"]
items_zh = ["甲", "乙", "丙"]
items_en = ["A", "B", "C"]
"""

CLAIMS = """
[[claim]]
id = "hit"
zh = "撞墙了吗？"
en = "Has it hit a wall?"
subject = "openai"
asks = ["有墙吗？"]
[[claim.side]]
id = "no"
zh = "没有"
en = "No"
facts = ["wall-1"]
[[claim.side]]
id = "yes"
zh = "有"
en = "Yes"
facts = ["wall-2"]
"""

ATTRIBUTES = {"opinion"}
ROLES = {"ceo"}


def write_pack(
    folder: Path, *, article: str = ARTICLE + QUOTE + LIST, entities: str = ENTITIES, claims: str = CLAIMS
) -> Path:
    """Write the pack, with these files instead of the valid ones."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "articles" / "wall.toml").write_text(article, encoding="utf-8")
    (folder / "entities.toml").write_text(entities, encoding="utf-8")
    (folder / "claims.toml").write_text(claims, encoding="utf-8")
    return folder
