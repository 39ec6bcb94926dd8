from __future__ import annotations

from pathlib import Path

import pytest

from nowall.answers import Language
from nowall.learn.clean.cleaner import clean
from nowall.learn.documents import Document
from nowall.terminal.explaining import explain
from nowall.terminal.session import Session
from nowall.texts import keys
from tests.learn.sources.web import answer, only_loopback, site
from tests.terminal.conftest import Nowall
from tests.terminal.news import BRIDGE, write

DIRTY = """首页 登录 注册 搜索 论坛
测试：新机床快了三成
来源：晨报科技
发表于 2024-05-06 10:20
研究员李宁说，新机床的速度提高了三成，MicroSoft 也在试用。
棋牌平台-abc123
团队希翼年底前完成测试，先容更多细节。这让 大家 放心，也让 大家 期待，更让 大家 好奇。
棋牌平台-abc123
这项战(zhàn)略(lüè)发(fā)展计划，&nbsp;**所有人**都可以参加。
图片
棋牌平台-abc123
锟斤拷锟斤拷，研究员对记者说，测试的结果让他满意。
扫码下载APP，看更多新闻
分享到：微信 微博 QQ空间
相关阅读：
另一台机床的故事
免责声明：本文仅代表作者个人观点，与本网无关。
"""


def test_explaining_tells_what_is_known_dropped_and_found(real_nowall: Nowall, tmp_path: Path) -> None:
    told = real_nowall("add", "--explain", str(write(tmp_path / "news", {"machine": DIRTY})))
    lines = told.stdout.splitlines()

    assert told.exit_code == 0
    assert lines[:3] == ["machine: 测试：新机床快了三成", "  Publisher: 晨报科技", "  Published: 2024-05-06"]
    assert "    棋牌平台-abc123 ×3" in lines
    assert "    MicroSoft → 微软" in lines
    assert any(line.startswith("+ ") and "提高了三成" in line for line in lines)
    assert any(line.startswith("@ person ") and "李宁" in line for line in lines)
    assert not (tmp_path / "home").exists()


def test_every_step_of_cleaning_has_a_reason_and_every_reason_a_step() -> None:
    steps = {dropped.step for dropped in clean(Document("machine", DIRTY)).dropped}

    assert {key for key in keys(Language.EN) if ".dropped_" in key} == {f"terminal.dropped_{step}" for step in steps}


def test_invisible_signs_are_called_by_their_numbers(real_nowall: Nowall, tmp_path: Path) -> None:
    told = real_nowall("add", "--explain", str(write(tmp_path, {"bridge": BRIDGE.replace("新桥", "新\u200b桥", 1)})))

    assert "    U+200B\n" in told.stdout


def test_unreadable_source_is_told_and_the_others_are_explained(real_nowall: Nowall, tmp_path: Path) -> None:
    news = write(tmp_path, {"bridge": BRIDGE, "endless": "很长的书。" * 300_000})
    told = real_nowall("add", "--explain", str(tmp_path / "nowhere"), str(news))

    assert told.exit_code == 1
    assert f"✗ {tmp_path}/nowhere: " in told.stdout
    assert "endless.txt: It has 1,500,000 characters" in told.stdout
    assert "bridge: 海川大桥将提前通车" in told.stdout


def test_page_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = f"<html><head><title>海川大桥</title></head><body><p>{BRIDGE}</p></body></html>"
    with site({"/bridge": answer(page)}) as web:
        status = explain(Session(tmp_path, permits=only_loopback), [f"{web.url}/bridge"])

    assert status == 0
    assert f"  Address: {web.url}/bridge\n" in capsys.readouterr().out
