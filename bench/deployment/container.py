"""A container of an image without an engine: what compose.yaml asks of Docker, done by namespaces (needs root)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

# A root that nothing can write to but for the data and places that are gone with it, in a process tree of its own.
_ENTER = """
set -e
mount --make-rprivate / && mount --bind "$ROOT" "$ROOT"
mount --rbind /dev "$ROOT/dev" && mount -t proc proc "$ROOT/proc"
mount --bind "$DATA" "$ROOT$VOLUME"
for place in $TEMPORARY; do mount -t tmpfs -o mode=1777 tmpfs "$ROOT$place"; done
mount -o remount,ro,bind "$ROOT"
cd "$ROOT" && exec chroot "$ROOT" /usr/bin/env -i "$@"
"""
_STOP_SECONDS = 30


class Image:
    """An image in buildah's store, unpacked for as long as this is open."""

    def __init__(self, name: str) -> None:
        self.name = name
        inspected = json.loads(_buildah("inspect", "--type", "image", name))
        self.config: dict[str, Any] = inspected["OCIv1"]["config"]
        self.healthcheck: dict[str, Any] = inspected["Docker"]["config"].get("Healthcheck") or {}

    def __enter__(self) -> Self:
        self._container = _buildah("from", "--pull-never", self.name)
        self.root = Path(_buildah("mount", self._container))
        return self

    def __exit__(self, *_: object) -> None:
        _buildah("rm", self._container)


class Container:
    """A process of an image: its user, without capabilities, its environment and entry point, its root read-only.

    ``name`` is that of the process which the image becomes in the end; ``temporary`` can be written to, too.
    """

    def __init__(
        self,
        image: Image,
        data: Path,
        log: Path,
        environment: Mapping[str, str],
        *,
        name: str = "python",
        temporary: Sequence[str] = ("/tmp",),  # noqa: S108 - of the container
    ) -> None:
        self._image = image
        self._temporary = " ".join(temporary)
        self._environment = dict(entry.split("=", 1) for entry in image.config["Env"]) | dict(environment)
        user = image.config["User"].partition(":")[0]
        os.chown(data, int(user), int(user))
        self._data = data
        with log.open("ab") as stream:
            command = [*image.config["Entrypoint"], *(image.config.get("Cmd") or [])]
            self._outer = self._start(command, stdout=stream, stderr=stream)
        self.pid = self._inner(name)

    def check_health(self) -> int:
        """Run the image's health check as an engine would; gives its status."""
        kind, *command = self._image.healthcheck["Test"]
        if kind != "CMD":
            raise ValueError(f"the health check is not in exec form: {kind}")
        return self._start(command).wait()

    def run(self, *command: str) -> str:
        """Run another program of the image on the same data, as ``docker exec`` does; gives what it says."""
        process = self._start(list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        told = process.communicate()[0].decode()
        return f"{told.strip()} (status {process.returncode})"

    def stop(self) -> tuple[float, int]:
        """Ask it to stop; gives how many seconds it took, and its status."""
        begun = time.monotonic()
        os.kill(self.pid, signal.Signals[self._image.config.get("StopSignal") or "SIGTERM"])
        status = self._outer.wait(_STOP_SECONDS)
        return time.monotonic() - begun, status

    def kill(self) -> None:
        """End all of its processes at once, as a lost machine does."""
        os.kill(self.pid, signal.SIGKILL)  # the first of its tree: the others end with it
        self._outer.wait()

    def megabytes(self, what: str = "VmHWM") -> float:
        """Its memory, by a line of /proc/PID/status; the most that it ever had unless told otherwise."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024

    def _start(self, command: list[str], **streams: Any) -> subprocess.Popen[bytes]:
        user, _, group = self._image.config["User"].partition(":")
        bare = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", "--no-new-privs"]
        bare += ["--inh-caps=-all", "--bounding-set=-all"]
        inside = ["/usr/bin/env", "-C", self._image.config.get("WorkingDir") or "/", *bare, *command]
        variables = [f"{name}={value}" for name, value in self._environment.items()]
        outside = {**os.environ, "ROOT": str(self._image.root), "DATA": str(self._data)}
        outside |= {"VOLUME": next(iter(self._image.config["Volumes"])), "TEMPORARY": self._temporary}
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _ENTER, "enter"]
        return subprocess.Popen([*enter, *variables, *inside], env=outside, **streams)  # noqa: S603

    def _inner(self, name: str) -> int:
        """The program's own process as this side sees it, once everything before it has made way."""
        children = Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children")
        for _ in range(6_000):  # a database is made before its server starts
            if (child := children.read_text(encoding="ascii").split()) and _name(child[0]).startswith(name):
                return int(child[0])
            if self._outer.poll() is not None:
                break
            time.sleep(0.01)
        raise RuntimeError(f"{self._image.name} does not start (status {self._outer.poll()})")


def _name(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")
    except OSError:
        return ""


def _buildah(*arguments: str) -> str:
    done = subprocess.run(["buildah", *arguments], check=True, capture_output=True, text=True)  # noqa: S603, S607
    return done.stdout.strip()
