"""The real command as a process: what only a process shows (encodings, pipes, signals, terminals)."""

from __future__ import annotations

import errno
import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.terminal.news import BRIDGE, write

ROOT = Path(__file__).parents[2]
QUESTION = "Altman 怎么回应撞墙?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that is filled once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR"}}
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    return {**kept, "PYTHONPATH": paths, "NOWALL_HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}


def start(environment: dict[str, str], *arguments: str | bytes, **streams: int) -> subprocess.Popen[bytes]:
    command: list[str | bytes] = [sys.executable, "-m", "nowall", *arguments]
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        command,
        env=environment,
        cwd=ROOT,
        preexec_fn=_interruptible,  # noqa: PLW1509  no threads here
        **streams,
    )


def _interruptible() -> None:
    """Undo what a job in the background inherits from its shell: to be deaf to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def nowall(
    environment: dict[str, str], *arguments: str | bytes, given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    command: list[str | bytes] = [sys.executable, "-m", "nowall", *arguments]
    return subprocess.run(
        command, env=environment, cwd=ROOT, input=given, capture_output=True, check=False, timeout=120
    )


def test_question_is_answered_with_its_source(environment: dict[str, str]) -> None:
    result = nowall(environment, "ask", QUESTION)

    assert (result.returncode, result.stderr) == (0, b"")
    assert "there is no wall" in result.stdout.decode()
    assert "[1] 《" in result.stdout.decode()
    assert b"\x1b" not in result.stdout


@pytest.mark.parametrize("arguments", [("--help",), ("add", "--help"), ("ask", QUESTION)])
def test_help_and_questions_load_nothing_that_only_learning_needs(
    environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "nowall", *arguments]
    result = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True, timeout=120)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.decode().splitlines()}
    unwanted = {"trafilatura", "lxml", "httpx", "ftfy"}
    if "--help" in arguments:
        unwanted |= {"sqlalchemy", "tantivy", "numpy", "jieba", "rjieba", "opencc"}

    assert "typer" in loaded
    assert loaded & unwanted == set()


def test_lines_of_all_sorts_are_answered_in_order(environment: dict[str, str]) -> None:
    lines = [
        json.dumps({"id": "wall", "question": QUESTION}).encode(),
        b"\xff\x00\xfe",
        b"",
        json.dumps({"id": "big", "question": "x" * 1_000_000}).encode(),
        json.dumps({"id": "sql", "question": "'; DROP TABLE facts; -- ${jndi:x} {{7*7}} <script> %s%n"}).encode(),
        json.dumps({"id": "follow", "question": "他还说了什么?", "context": [QUESTION]}).encode(),
        json.dumps({"id": "only", "question": QUESTION, "only": ["geekpark-o1"], "always": True}).encode(),
    ]
    result = nowall(environment, "ask", "--json", "--stdin", given=b"\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.decode().split("\n")[:-1]]

    assert (result.returncode, result.stderr) == (0, b"")
    assert [answer["id"] for answer in answers] == ["wall", None, "big", "sql", "follow", "only"]
    assert answers[0]["status"] == "answered"
    assert {citation["article"] for citation in answers[-1]["citations"]} <= {"geekpark-o1"}
    assert all(answer["status"] == "unknown" and answer["error"] for answer in answers[1:3])


def test_lines_are_answered_while_more_may_come(environment: dict[str, str]) -> None:
    arguments = ("--pack", "none", "ask", "--json", "--stdin")
    with start(
        {**environment, "NOWALL_HOME": environment["NOWALL_HOME"] + "/none"}, *arguments, stdin=-1, stdout=-1
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "question": "x?"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.mark.parametrize("question", [b"", b"\xff\xfe", b"\xe5\xa2", b"x" * 100_000])
def test_unusable_argument_is_one_sentence(environment: dict[str, str], tmp_path: Path, question: bytes) -> None:
    result = nowall(environment, "--pack", "none", "--home", str(tmp_path), "ask", question)

    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.startswith(b"nowall: The question ")
    assert result.stderr.count(b"\n") == 1


def test_control_characters_are_refused_or_answered_without_them(environment: dict[str, str]) -> None:
    result = nowall(environment, "ask", "\x1b[2J\x07\x9b撞\r\n\x7f墙\u202e?")

    assert result.returncode in {0, 1, 3}
    assert not any(control in result.stdout + result.stderr for control in (b"\x1b", b"\x07", b"Traceback"))


def test_ascii_terminal_gets_question_marks_and_escaped_json(environment: dict[str, str]) -> None:
    ascii_only = {**environment, "PYTHONIOENCODING": "ascii"}
    text, line = nowall(ascii_only, "ask", QUESTION), nowall(ascii_only, "ask", "--json", QUESTION)

    assert (text.returncode, line.returncode) == (0, 0)
    assert text.stdout.isascii()
    assert "回应" in json.loads(line.stdout)["text"]


def test_reader_that_leaves_is_no_error_message(environment: dict[str, str]) -> None:
    for arguments in (("facts", "--json"), ("facts",)):
        process = start(environment, *arguments, stdout=-1, stderr=-1)
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) in {0, 1}


def test_full_disk_is_one_sentence(environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start(environment, "facts", "--json", stdout=full.fileno(), stderr=-1)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 1
    assert os.strerror(errno.ENOSPC).encode() in errors
    assert errors.count(b"\n") == 1


def test_unusable_home_is_one_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = nowall(environment, "--home", str(tmp_path / "file"), "ask", QUESTION)

    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.startswith(b"nowall: The home folder")


def test_interrupted_conversation_is_quiet(environment: dict[str, str]) -> None:
    process = start(environment, "chat", stdin=-1, stdout=-1, stderr=-1)
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{QUESTION}\n".encode())
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert (process.returncode, errors) == (130, b"")


def test_interrupted_learning_is_quiet_and_goes_on_later(environment: dict[str, str], tmp_path: Path) -> None:
    texts = {str(number): f"第{number}座大桥在2023年通车，全长{number}米。" for number in range(100)}
    news, home = write(tmp_path / "news", texts), str(tmp_path / "home")
    arguments = ("--home", home, "--pack", "none", "add", "--vectors", "off")
    process = start(environment, *arguments, str(news), stdout=-1, stderr=-1, process_group=0)
    while process.poll() is None and len(children(process.pid)) < 2:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    told, errors = process.communicate(timeout=60)
    again = nowall(environment, *arguments, str(write(tmp_path / "more", {"bridge": BRIDGE})))

    assert (process.returncode, told, errors) == (130, b"", b"")
    assert (again.returncode, again.stderr) == (0, b"")


def children(process: int) -> list[str]:
    """The processes that the threads of a process have started: of one that learns, two or more."""
    found: list[str] = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        with suppress(OSError):  # it has ended meanwhile
            found += (thread / "children").read_text(encoding="ascii").split()
    return found


def on_a_terminal(environment: dict[str, str], *arguments: str) -> bytes:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = start(environment, *arguments, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 4096):
            written += chunk
    except OSError:  # how Linux says that nobody holds the other end any more
        pass
    finally:
        os.close(ours)
        process.wait(60)
    return written


def test_terminal_gets_bold_words(environment: dict[str, str]) -> None:
    assert b"\x1b[1mthere is no wall\x1b[0m" in on_a_terminal(environment, "ask", QUESTION)


def test_terminal_under_no_color_gets_plain_text(environment: dict[str, str]) -> None:
    written = on_a_terminal({**environment, "NO_COLOR": "1"}, "ask", QUESTION)

    assert b"there is no wall" in written
    assert b"\x1b" not in written


def test_learning_shows_its_progress_on_a_terminal_alone(environment: dict[str, str], tmp_path: Path) -> None:
    arguments = ("--home", str(tmp_path / "home"), "--pack", "none", "add", "--dry-run")
    news = str(write(tmp_path / "news", {"bridge": BRIDGE}))
    shown, piped = on_a_terminal(environment, *arguments, news), nowall(environment, *arguments, news)

    assert b"Learning" in shown
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout.startswith(b"Would learn 1 articles")


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "zh_XX.UTF-8"])
def test_chinese_can_be_typed_whatever_the_locale(environment: dict[str, str], tmp_path: Path, locale: str) -> None:
    ours, theirs = pty.openpty()
    arguments = ("--home", str(tmp_path), "--pack", "none", "chat")
    process = start({**environment, "LC_ALL": locale}, *arguments, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    written = b""
    while b"> " not in written:
        written += os.read(ours, 4096)
    os.write(ours, f"{QUESTION}\n".encode())
    while b"\n\r\n> " not in written.partition(b"> ")[2]:
        written += os.read(ours, 4096)
    os.write(ours, b"/quit\n")
    assert process.wait(60) == 0
    os.close(ours)

    assert f"> {QUESTION}\r\n" in written.decode()
