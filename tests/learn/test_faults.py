"""Real processes that learn: killed, interrupted, two at once, and without room on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nowall.learn.documents import Document
from tests.learn.articles import article, articles, fates, is_in_step, learn_all, library_in
from tests.processes import outputs, start_python

_MANY = 120
_LEARN = """
import sys
from pathlib import Path
from nowall.errors import NowallError
from nowall.learn.learner import Learner
from tests.learn.articles import articles, fates, library_in, readings

with library_in(Path(sys.argv[1])) as library:
    try:
        outcomes = list(Learner(library, processes=1).add(readings(articles(int(sys.argv[2])))))
        print(len(outcomes), len([fate for fate in fates(outcomes) if fate == "added"]))
    except NowallError as error:
        print(error)
"""
_LEARN_WITHOUT_ROOM = (
    """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
"""
    + _LEARN
)


def write_files(folder: Path, count: int) -> Path:
    """Articles as files, for the command."""
    folder.mkdir()
    for document in articles(count):
        (folder / f"{document.id}.txt").write_text(f"{document.title}\n\n{document.text}\n", encoding="utf-8")
    return folder


def start_command(home: Path, *sources: Path) -> subprocess.Popen[str]:
    """``nowall add`` in a session of its own."""
    command = [sys.executable, "-m", "nowall", "--home", str(home), "--pack", "none", "add", "--vectors", "off"]
    return subprocess.Popen(
        [*command, *map(str, sources)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_workers(leader: int) -> None:
    """Wait until the command has started processes."""
    end = time.monotonic() + 60
    while len(session_of(leader)) < 3 and time.monotonic() < end:
        time.sleep(0.05)


def session_of(leader: int) -> list[int]:
    """The processes that a command has started, with itself."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session, *_ = (process / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(session) == leader and state not in "ZX":
            found.append(int(process.name))
    return found


def nobody_is_left(leader: int) -> bool:
    """Whether all of them end soon."""
    end = time.monotonic() + 10
    while session_of(leader) and time.monotonic() < end:
        time.sleep(0.05)
    return not session_of(leader)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
class TestCommand:
    @pytest.mark.usefixtures("place")
    @pytest.mark.parametrize("whole_group", [True, False])
    def test_killed_command_leaves_nobody_and_is_gone_on_with(self, tmp_path: Path, whole_group: bool) -> None:
        files = write_files(tmp_path / "files", _MANY)
        adding = start_command(tmp_path / "home", files)
        wait_for_workers(adding.pid)
        if whole_group:
            os.killpg(adding.pid, signal.SIGKILL)
        else:
            adding.kill()
        adding.communicate()
        assert nobody_is_left(adding.pid)
        again = start_command(tmp_path / "home", files)
        again.communicate()
        assert again.returncode == 0
        with library_in(tmp_path / "home") as library:
            assert is_in_step(library)
            assert len(list(library.learned.every_article())) == _MANY

    @pytest.mark.parametrize("whole_group", [True, False])
    def test_interrupted_command_ends_at_once(self, tmp_path: Path, whole_group: bool) -> None:
        adding = start_command(tmp_path / "home", write_files(tmp_path / "files", 600))
        wait_for_workers(adding.pid)
        started = time.monotonic()
        if whole_group:
            os.killpg(adding.pid, signal.SIGINT)
        else:
            adding.send_signal(signal.SIGINT)
        _, errors = adding.communicate()
        assert adding.returncode == 130
        assert time.monotonic() - started < 10
        assert "Traceback" not in errors
        assert nobody_is_left(adding.pid)


@pytest.mark.usefixtures("place")
class TestStore:
    @pytest.mark.parametrize("seconds", [0.0, 0.3])
    def test_killed_learner_leaves_whole_articles(self, tmp_path: Path, seconds: float) -> None:
        with library_in(tmp_path / "home") as library:
            learner = start_python(_LEARN, tmp_path / "home", 2_000)
            end = time.monotonic() + 60
            while not library.seq() and time.monotonic() < end:
                time.sleep(0.02)
        time.sleep(seconds)
        learner.kill()
        learner.communicate()
        with library_in(tmp_path / "home") as library:
            assert is_in_step(library)
            stored = {found.id: len(facts) for found, facts in library.learned.every_fact()}
            assert all(stored.values())
            assert set(fates(learn_all(library, articles(50)))) <= {"added", "unchanged"}
            assert is_in_step(library)

    def test_two_at_once_learn_each_article_once(self, tmp_path: Path) -> None:
        told = outputs(*(start_python(_LEARN, tmp_path / "home", 60) for _ in range(2)))
        assert sorted(told) == ["60 0", "60 60"]
        with library_in(tmp_path / "home") as library:
            assert is_in_step(library)
            assert len(list(library.learned.every_article())) == 60

    def test_full_disk_is_told_and_what_was_stored_stays(self, tmp_path: Path, place: str) -> None:
        if place == "server":
            pytest.skip("the disk is another machine's")
        with library_in(tmp_path / "home") as library:
            learn_all(library, [article(1, "first")])
        [told] = outputs(start_python(_LEARN_WITHOUT_ROOM, tmp_path / "home", 400))
        assert "cannot be written" in told
        with library_in(tmp_path / "home") as library:
            assert list(library.learned.articles(["first"])) == ["first"]
            assert is_in_step(library)
            assert fates(learn_all(library, [Document("more", article(401).text)])) == ["added"]
            assert is_in_step(library)
