"""Run a built image as compose.yaml does, on a Telegram of our own: what it answers, takes, writes, and how it stops.

python -m bench.deployment.try_image NAME     (root, and buildah with the image in its store)
"""

from __future__ import annotations

import argparse
import json
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.deployment.container import Container, Image
from tests.processes import free_port
from tests.telegram_server import Person, TelegramServer

_QUESTION, _ANSWER = "Altman 怎么回应撞墙？", "there is no wall"
_LEARNED_QUESTION, _LEARNED_ANSWER = "海川大桥全长多少米？", "3200"
_PAGE = """<html lang="zh"><head><title>海川大桥将提前通车</title></head><body><article><h1>海川大桥将提前通车</h1>
<p>2023年5月6日，桥梁工程师林小满表示：“新桥明年春天通车。”</p>
<p>海川大桥全长3200米，由海川建设公司承建。海川建设公司说，大桥的造价为12亿元。</p>
<p>当地居民对这座桥期待已久，从北岸到南岸的时间将从一小时缩短到十分钟。</p></article></body></html>"""
_NOTICED_SECONDS = 2.0
_ROUNDS = 30
_START_SECONDS = 120.0
_LARGEST = 24


def main() -> int:
    """Print what was found; the status is 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.deployment.try_image")
    parser.add_argument("image")
    name = parser.parse_args().image
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as telegram, Image(name) as image:
        print(*sizes(image.root), sep="\n")
        runs = [run(image, Path(folder), telegram, number) for number in (1, 2)]
    return 0 if all(runs) else 1


def sizes(root: Path) -> Iterator[str]:
    """What takes the space, largest first, in megabytes of file contents."""
    packages = next(root.glob("opt/nowall/lib/python*/site-packages"))
    own = {f"/opt/nowall: {entry.name}": _size(entry) for entry in packages.iterdir()}
    yield f"{_size(root):7.1f} MB all files, {_size(root / 'opt/nowall'):.1f} of them under /opt/nowall"
    for what, megabytes in sorted(own.items(), key=lambda item: -item[1])[:_LARGEST]:
        yield f"{megabytes:7.1f} MB {what}"


def run(image: Image, folder: Path, telegram: TelegramServer, number: int) -> bool:
    """Start a container, ask, look at its health, and stop it; the second one finds the data of the first."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    port = free_port()
    environment = {
        "BOT_TOKEN": telegram.token,
        "BOT_BASE_URL": telegram.base_url,
        "BOT_HTTP_HOST": "127.0.0.1",
        "BOT_HTTP_PORT": str(port),
    }
    world, log, begun = telegram.world, folder / f"log{number}", time.monotonic()
    polls = world.polls
    container = Container(image, data, log, environment)
    try:
        world.wait(lambda: world.polls > polls, _START_SECONDS)
        started = time.monotonic() - begun
        latency = _converse(telegram, number)
        health = {path: _status(port, path) for path in ("healthz", "readyz", "metrics")}
        checked = container.check_health()
        _learn(container, data, telegram, number)
        written = _temporary(container.pid)
    finally:
        memory = container.megabytes()
        stopped, status = container.stop()
    print(f"run {number}: polls after {started:.1f} s, answers in {latency * 1000:.0f} ms, {memory:.0f} MB at most")
    print(f"  {health}, health check {checked}, stopped in {stopped:.1f} s with status {status}")
    print(f"  /tmp has {written}, /data has {_listing(data)}")
    lines = log.read_text(encoding="utf-8").splitlines()
    bad = [line for line in lines if not line.startswith("{") or json.loads(line)["level"] in {"error", "warning"}]
    print(*bad, sep="\n")
    return not bad and not written and not checked and not status and set(health.values()) == {200}


def _converse(telegram: TelegramServer, number: int) -> float:
    """Ask a question some times; gives the median of the seconds that an answer took."""
    world, person = telegram.world, Person(number)
    chat, seconds = world.private(person), []
    for count in range(1, _ROUNDS + 1):
        begun = time.monotonic()
        world.say(chat, _QUESTION, person)
        said = world.wait_said(chat, count)
        seconds.append(time.monotonic() - begun)
        if _ANSWER not in said[-1]["text"]:
            raise RuntimeError(f"not the answer: {said[-1]['text']}")
    return sorted(seconds)[_ROUNDS // 2]


def _learn(container: Container, data: Path, telegram: TelegramServer, number: int) -> None:
    """Learn a web page beside the running bot, ask for it, look whether all is in place, and copy the databases."""
    (data / "page.html").write_text(_PAGE, encoding="utf-8")
    print(container.run("nowall", "add", "page.html"))
    world, person = telegram.world, Person(100 + number)
    chat = world.private(person)
    time.sleep(_NOTICED_SECONDS)
    world.say(chat, _LEARNED_QUESTION, person)
    if _LEARNED_ANSWER not in (said := world.wait_said(chat)[0]["text"]):
        raise RuntimeError(f"not what was learned: {said}")
    print(container.run("nowall", "doctor", "--quiet"))
    print(container.run("nowall", "backup", f"backup/{number}"))


def _status(port: int, path: str) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/{path}", trust_env=False).status_code
    except httpx.HTTPError:
        return 0


def _temporary(pid: int) -> list[str]:
    """What a container has written into its /tmp."""
    return [str(path) for path in Path(f"/proc/{pid}/root/tmp").rglob("*")]


def _listing(folder: Path) -> str:
    return ", ".join(
        f"{path.relative_to(folder)} {stat.filemode(path.stat().st_mode)}" for path in sorted(folder.iterdir())
    )


def _size(path: Path) -> float:
    listed = subprocess.run(["du", "-sb", str(path)], check=True, capture_output=True, text=True)  # noqa: S603, S607
    return int(listed.stdout.split()[0]) / 1e6


if __name__ == "__main__":
    sys.exit(main())
