"""Articles made of nothing but a number: enough unlike each other to be many, and always the same."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_COPY_EVERY = 12
"""Each so many-th article is one that was there a while before, carried by somebody else."""
_BEFORE = 7
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = "明华建国丽娟志强海燕晓东文静立新思远嘉禾景行若水知秋云帆书瑶"
_PLACES = ("临港", "滨江", "高新区", "青石镇", "河口", "东湖", "西岭", "南塘", "北桥", "云台")
_TRADES = ("水务", "光伏", "储能", "农机", "航运", "纺织", "轴承", "冷链", "制药", "测绘", "造纸", "玻璃")
_THINGS = ("水泵", "逆变器", "收割机", "传感器", "压缩机", "滤膜", "电机", "阀门", "轴承", "货轮", "无人机", "变压器")
_PAPERS = ("江城日报", "华东财经", "北方晚报", "南岭周刊", "海港新闻")
_SENTENCES = (
    "{firm}今年在{place}投产了一条年产{n}台{thing}的生产线。",
    "{person}表示：“我们花了{m}个月才让{thing}的故障率降到百分之{p}以下，这比预想的要难。”",
    "据{person}介绍，{place}的仓库目前存有{n}台{thing}，其中{m}台将运往海外。",
    "{firm}的财务报告显示，上半年营业收入为{n}万元，同比增长{p}%。",
    "项目负责人{person}认为，{trade}行业的下一步是降低{thing}的能耗。",
    "{place}管委会宣布，将为{trade}企业提供{n}万元的补贴。",
    "{firm}成立于{year}年，总部位于{place}，现有员工{n}人。",
    "“{thing}不是越大越好，”{person}说，“{place}的客户更在意{m}年以后还能不能修。”",
    "与去年相比，{place}的{trade}订单减少了{p}%，{firm}因此关闭了{m}个车间。",
    "{person}在{place}的论坛上提到，{firm}计划在{later}年之前把{thing}的价格降低{p}%。",
    "测试由{place}的实验室完成，共用了{m}台{thing}，历时{n}小时。",
    "{firm}没有透露{thing}的合作方，但表示合同金额超过{n}万元。",
)


@dataclass(frozen=True, slots=True)
class Synthetic:
    """One article, and how to ask for the sentence that it alone has."""

    id: str
    title: str
    text: str
    published: str
    publisher: str
    question: str
    is_copy: bool = False

    def as_line(self) -> str:
        """The article as a line of JSON."""
        fields = {name: getattr(self, name) for name in ("id", "title", "text", "published", "publisher")}
        return json.dumps(fields, ensure_ascii=False)


def synthetic_articles(count: int) -> Iterator[Synthetic]:
    """The first so many articles; every twelfth is a copy of one before it."""
    for number in range(count):
        if number % _COPY_EVERY == _COPY_EVERY - 1:
            original = _article(number - _BEFORE)
            yield replace(original, id=f"news-{number:05}", publisher="转载周报", is_copy=True)
        else:
            yield _article(number)


def _article(number: int) -> Synthetic:
    rng = random.Random(number)
    firm = f"{rng.choice(_PLACES)}{rng.choice(_GIVEN)}{rng.choice(_GIVEN)}{rng.choice(_TRADES)}公司"
    paper, model, thing = rng.choice(_PAPERS), f"QX{number:05}", rng.choice(_THINGS)
    body = [_sentence(rng, firm) for _ in range(rng.randint(10, 24))]
    own = f"{firm}的{model}型{thing}每小时可以处理{rng.randint(100, 9999)}吨原料。"
    body.insert(rng.randrange(len(body)), own)
    paragraphs = ["".join(body[start : start + 3]) for start in range(0, len(body), 3)]
    published = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    title = f"{firm}推出{model}型{thing}"
    return Synthetic(
        f"news-{number:05}",
        title,
        "\n".join(paragraphs),
        published,
        paper,
        f"{model}型{thing}每小时可以处理多少吨原料？",
    )


def _sentence(rng: random.Random, firm: str) -> str:
    return rng.choice(_SENTENCES).format(
        firm=firm,
        person=rng.choice(_SURNAMES) + rng.choice(_GIVEN) + rng.choice(_GIVEN),
        place=rng.choice(_PLACES),
        trade=rng.choice(_TRADES),
        thing=rng.choice(_THINGS),
        n=rng.randint(100, 99_999),
        m=rng.randint(2, 90),
        p=rng.randint(2, 60),
        year=rng.randint(1950, 2023),
        later=rng.randint(2025, 2040),
    )


def write_lines(articles: Sequence[Synthetic], file: Path) -> None:
    """Write a file with one article a line."""
    file.write_text("".join(f"{article.as_line()}\n" for article in articles), encoding="utf-8")


def write_folder(articles: Sequence[Synthetic], folder: Path) -> None:
    """Write one text file for each article, with its title and source above it as newspapers' sites have them."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        head = f"{article.title}\n来源：{article.publisher} {article.published}\n\n"
        (folder / f"{article.id}.txt").write_text(head + article.text + "\n", encoding="utf-8")
