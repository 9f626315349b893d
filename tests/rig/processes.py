"""Child processes that cannot outlive the tests, and ports nobody else uses."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _die_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_until(true: Callable[[], object], within: float = 30.0, every: float = 0.05, what: str = "") -> object:
    """The first truthy answer of `true`; AssertionError after `within` seconds, wide where speed is not the promise: what
    happens costs nothing to wait for. Connection errors count as "not yet"."""
    deadline = time.monotonic() + within
    last: object = None
    while True:
        try:
            last = true()
            if last:
                return last
        except (OSError, EOFError, ValueError) as error:
            last = error
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what or getattr(true, '__name__', 'condition')} (last: {last!r})")
        time.sleep(every)


def answers(port: int, host: str = "127.0.0.1") -> bool:
    """Does something accept TCP there?"""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        return True
    return False


class Child:
    """One child process with its own session, its output in a file, killed when the tests end however they end."""

    def __init__(
        self, command: Sequence[str | Path], *, log: Path, env: Mapping[str, str] | None = None,
        cwd: Path | None = None, user: str | None = None,
    ) -> None:
        self.log = log
        self._from = log.stat().st_size if log.exists() else 0  # what an earlier child said there is not ours
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=None if env is None else dict(env), cwd=cwd, start_new_session=True,
                preexec_fn=_die_with_parent, user=user, group=user, extra_groups=None if user is None else [],
            )

    @property
    def pid(self) -> int:
        """Process id, also the id of its session."""
        return self.process.pid

    def alive(self) -> bool:
        """Still running?"""
        return self.process.poll() is None

    def text(self) -> str:
        """All it has said so far."""
        return self.log.read_bytes()[self._from :].decode("utf-8", "replace")

    def send(self, sig: int) -> None:
        """Signal this process only."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def freeze(self) -> None:
        """SIGSTOP: connections stay open, nothing answers."""
        self.send(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        self.send(signal.SIGCONT)

    def stop(self, sig: int = signal.SIGTERM, within: float = 10.0) -> int:
        """Ask it to end, then insist on its whole session. Returns its exit code."""
        if self.alive():
            self.thaw()
            self.send(sig)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(within)
        self.kill()
        return self.process.wait(10)

    def kill(self) -> None:
        """SIGKILL to every process of its session."""
        for pid in session(self.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.alive():
            self.process.kill()
        self.process.wait(10)


def session(sid: int) -> list[int]:
    """Process ids of a session, zombies left out."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == sid and fields[0] != "Z":
                    found.append(int(entry.name))
    return sorted(found)


def having(variable: str, value: str) -> dict[int, str]:
    """{pid: command line} of every living process with this environment variable: whom a door left behind."""
    wanted = f"{variable}={value}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
                    if command:
                        found[int(entry.name)] = command
    return found
