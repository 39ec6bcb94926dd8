"""A made-up pack of twelve facts and two claims, small enough to know by heart."""

from __future__ import annotations

from pathlib import Path

from tests.learn.pack.packs import write_pack

_ENTITIES = """
[[entity]]
id = "daily"
kind = "publication"
zh = "日报"
en = "The Daily"

[[entity]]
id = "tribune"
kind = "publication"
zh = "论坛报"
en = "The Tribune"

[[entity]]
id = "acme"
kind = "organisation"
zh = "艾克米"
en = "Acme"

[[entity]]
id = "zephyr"
kind = "model"
zh = "Zephyr"
en = "Zephyr"
forms = ["西风"]
relations = [{ role = "product_of", of = "acme" }]

[[entity]]
id = "breeze"
kind = "model"
zh = "Breeze"
en = "Breeze"
relations = [{ role = "product_of", of = "acme" }]

[[entity]]
id = "ada-lin"
kind = "person"
zh = "林爱达"
en = "Ada Lin"
relations = [{ role = "ceo", of = "acme" }]

[[entity]]
id = "bo-chen"
kind = "person"
zh = "Bo Chen"
en = "Bo Chen"

[[entity]]
id = "scale"
kind = "concept"
zh = "风力等级"
en = "wind scale"

[[entity]]
id = "calm"
kind = "concept"
zh = "无风级"
en = "calm level"
relations = [{ role = "part_of", of = "scale" }]

[[entity]]
id = "gust"
kind = "concept"
zh = "阵风级"
en = "gust level"
relations = [{ role = "part_of", of = "scale" }]

[[entity]]
id = "storm"
kind = "concept"
zh = "风暴级"
en = "storm level"
relations = [{ role = "part_of", of = "scale" }]
"""

_DAILY = """
[article]
id = "daily-zephyr"
title = "西风要来了"
publisher = "daily"
author = "记者甲"
published = "2024-11-14"
published_note_zh = "以转帖时间为准。"
published_note_en = "By the date of the repost."
provenance_zh = "论坛转帖。"
provenance_en = "A repost."
url = "https://daily.example/zephyr"
language = "zh-Hans"

[[fact]]
id = "d-release"
kind = "forecast"
zh = "据日报，Zephyr 将在 2025 年 1 月发布。"
en = "According to The Daily, Zephyr will be released in January 2025."
claimant = "daily"
when = "2025-01"
subject = "zephyr"
attribute = "release_date"
value_zh = "2025 年 1 月"
value_en = "January 2025"
asks = ["Zephyr 什么时候发布？", "西风几月上线？", "Zephyr 发布时间", "When will Zephyr be released?"]

[[fact]]
id = "d-sky"
kind = "quote"
zh = "林爱达在大会上说：“the sky is not the limit”（天空不是极限）。"
en = "Ada Lin said at the conference: “the sky is not the limit”."
quote = "the sky is not the limit"
speaker = "ada-lin"
occasion_zh = "在大会上"
occasion_en = "at the conference"
claimant = "ada-lin"
when = "2024-11-13"
subject = "acme"
attribute = "opinion"
asks = ["林爱达怎么看极限？", "谁说天空不是极限？", "林爱达 极限 原话", "What did Ada Lin say about limits?"]

[[fact]]
id = "d-cost"
kind = "number"
zh = "训练 Zephyr 花了 3 亿美元。"
en = "Training Zephyr cost $300 million."
claimant = "daily"
when = "2024-10-02"
subject = "zephyr"
attribute = "training_cost"
value_zh = "3 亿美元"
value_en = "$300 million"
entities = ["acme"]
asks = ["训练 Zephyr 花了多少钱？", "西风的训练成本多高？", "Zephyr 训练成本", "How much did it cost to train Zephyr?"]

[[fact]]
id = "d-models"
kind = "list"
zh = "艾克米有三款模型：Zephyr、Breeze 和 Gale。"
en = "Acme has three models: Zephyr, Breeze and Gale."
claimant = "daily"
when = "2024-11-14"
subject = "acme"
attribute = "components"
items_zh = ["Zephyr", "Breeze", "Gale"]
items_en = ["Zephyr", "Breeze", "Gale"]
entities = ["zephyr", "breeze"]
asks = ["艾克米有哪些模型？", "艾克米都做了哪几款模型？", "艾克米 模型 清单", "Which models does Acme have?"]

[[fact]]
id = "d-tunnel"
kind = "definition"
zh = "风洞测试是用人造气流检验模型的方法。"
en = "A wind tunnel test checks a model with artificial air flow."
claimant = "daily"
subject = "acme"
attribute = "definition"
value_zh = "用人造气流检验模型的方法"
asks = ["什么是风洞测试？", "风洞测试是什么意思？", "风洞测试 含义", "What is a wind tunnel test?"]

[[fact]]
id = "d-calm"
kind = "definition"
zh = "无风级的模型只会聊天。"
en = "A model at the calm level only chats."
claimant = "daily"
subject = "calm"
attribute = "definition"
asks = ["无风级是什么水平？", "无风级会什么？", "无风级 含义", "What is the calm level?"]

[[fact]]
id = "d-gust"
kind = "definition"
zh = "阵风级的模型会推理。"
en = "A model at the gust level can reason."
claimant = "daily"
subject = "gust"
attribute = "definition"
asks = ["阵风级是什么水平？", "阵风级会什么？", "阵风级 含义", "What is the gust level?"]

[[fact]]
id = "d-storm"
kind = "definition"
zh = "风暴级的模型能替人做事。"
en = "A model at the storm level acts on its own."
claimant = "daily"
subject = "storm"
attribute = "definition"
asks = ["风暴级是什么水平？", "风暴级会什么？", "风暴级 含义", "What is the storm level?"]
"""

_TRIBUNE = """
[article]
id = "tribune-zephyr"
title = "西風遲到"
publisher = "tribune"
language = "zh-Hant"

[[fact]]
id = "t-release"
kind = "forecast"
zh = "据论坛报，Zephyr 要到 2025 年 6 月才发布。"
en = "According to The Tribune, Zephyr will not be released before June 2025."
claimant = "tribune"
when = "2025-06"
subject = "zephyr"
attribute = "release_date"
value_zh = "2025 年 6 月"
value_en = "June 2025"
asks = ["Zephyr 会推迟到几月？", "论坛报说西风何时发布？", "Zephyr 推迟", "Is Zephyr delayed?"]

[[fact]]
id = "t-limit"
kind = "quote"
zh = "Bo Chen 说：“我们发现了极限”。"
en = "Bo Chen said: “我们发现了极限” (we have found the limit)."
quote = "我们发现了极限"
speaker = "bo-chen"
claimant = "bo-chen"
when = "2024-11-15"
subject = "acme"
attribute = "opinion"
note_zh = "转帖站改过字。"
note_en = "The reposting site changed words."
asks = ["Bo Chen 怎么看极限？", "谁说发现了极限？", "Bo Chen 极限 原话", "What did Bo Chen say about limits?"]

[[fact]]
id = "t-founding"
kind = "fact"
zh = "艾克米成立于 2019 年。"
en = "Acme was founded in 2019."
claimant = "tribune"
when = "2019"
subject = "acme"
attribute = "founding_date"
value_zh = "2019 年"
value_en = "2019"
asks = ["艾克米哪年成立？", "艾克米是什么时候创立的？", "艾克米 成立时间", "When was Acme founded?"]

[[fact]]
id = "t-compare"
kind = "fact"
zh = "Zephyr 比 Breeze 快两倍。"
en = "Zephyr is twice as fast as Breeze."
claimant = "tribune"
subject = "zephyr"
attribute = "comparison"
value_zh = "快两倍"
value_en = "twice as fast"
entities = ["breeze"]
asks = ["Zephyr 比 Breeze 快多少？", "西风和 Breeze 差在哪？", "Zephyr Breeze 对比", "Is Zephyr faster than Breeze?"]
"""

_CLAIMS = """
[[claim]]
id = "release"
zh = "Zephyr 什么时候发布？"
en = "When will Zephyr be released?"
subject = "zephyr"
asks = ["各家对 Zephyr 发布时间的说法一致吗？", "Do the sources agree on Zephyr's release?"]
[[claim.side]]
id = "january"
zh = "日报：1 月"
en = "The Daily: January"
facts = ["d-release"]
[[claim.side]]
id = "june"
zh = "论坛报：6 月"
en = "The Tribune: June"
facts = ["t-release"]

[[claim]]
id = "limits"
agree = true
zh = "有极限吗？"
en = "Are there limits?"
subject = "acme"
asks = ["大家怎么看极限？"]
[[claim.side]]
id = "views"
zh = "各方看法"
en = "The views"
facts = ["d-sky", "t-limit"]
"""


def write_tiny_pack(folder: Path) -> Path:
    """Write the pack of two articles."""
    write_pack(folder, article=_DAILY, entities=_ENTITIES, claims=_CLAIMS)
    (folder / "articles" / "wall.toml").rename(folder / "articles" / "daily-zephyr.toml")
    (folder / "articles" / "tribune-zephyr.toml").write_text(_TRIBUNE, encoding="utf-8")
    return folder
