"""The home folder and its locks."""

from __future__ import annotations

import os
import signal
import stat
import threading
import time
from pathlib import Path

import pytest

from nowall.errors import HomeBusyError, StoreError
from nowall.store.file_lock import file_lock
from nowall.store.home import Home
from tests.processes import start_python

HOLD = """
import sys, time
from pathlib import Path
from nowall.store.home import Home
with Home(Path(sys.argv[1])).lock("bot"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_new_home_is_for_its_owner_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    folders = (home.folder, home.index, home.vectors, home.cache)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_home_names_its_files(tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = [path.name for path in (home.corpus, home.state, home.index, home.vectors, home.cache)]
    assert names == ["corpus.db", "state.db", "index", "vectors", "cache"]


def test_existing_folder_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Home(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_home_that_is_a_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        Home(tmp_path / "home")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_home_is_told_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="not writable"):
        Home(tmp_path)


def test_lock_of_another_process_names_it_and_dies_with_it(tmp_path: Path) -> None:
    holder = start_python(HOLD, tmp_path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    home = Home(tmp_path)
    with pytest.raises(HomeBusyError, match=f"process {holder.pid}"), home.lock("bot"):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with home.lock("bot"):
        pass


def test_locks_of_different_names_do_not_meet(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.lock("bot"), home.lock("index"):
        pass


def test_lock_holds_between_threads_too(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.lock("bot"), pytest.raises(HomeBusyError), home.lock("bot"):
        pass


def test_waiting_lock_gets_its_turn(tmp_path: Path) -> None:
    order = []

    def wait() -> None:
        with file_lock(tmp_path / "x.lock", wait_seconds=10):
            order.append("second")

    with file_lock(tmp_path / "x.lock"):
        thread = threading.Thread(target=wait)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_waiting_lock_gives_up_in_time(tmp_path: Path) -> None:
    with file_lock(tmp_path / "x.lock"):
        start = time.monotonic()
        with pytest.raises(HomeBusyError), file_lock(tmp_path / "x.lock", wait_seconds=0.2):
            pass
        assert 0.2 <= time.monotonic() - start < 5
