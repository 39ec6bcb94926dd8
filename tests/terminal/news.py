"""Articles to learn, and files of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

BRIDGE = (
    "海川大桥将提前通车\n\n"
    "2023年5月6日，桥梁工程师林小满表示：“新桥明年春天通车。”\n\n"
    "新桥全长3200米，由海川建设公司承建。海川建设公司说，大桥的造价为12亿元。\n\n"
    "当地居民对这座桥期待已久，从北岸到南岸的时间将从一小时缩短到十分钟。\n"
)
BAKERY = (
    "禾田烘焙今年不上市\n\n"
    "面包师周禾在2022年创办了禾田烘焙。禾田烘焙目前有18家门店，员工共260人。\n\n"
    "周禾说：“我们不打算上市。”她介绍，公司今年的目标是把面粉的成本降低一成。\n"
)


def write(folder: Path, articles: Mapping[str, str]) -> Path:
    """Write a folder of text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def write_lines(file: Path, *articles: Mapping[str, str]) -> Path:
    """Write articles as lines of JSON."""
    lines = (json.dumps(article, ensure_ascii=False) for article in articles)
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
