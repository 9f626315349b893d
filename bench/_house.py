"""A throw-away house for benches: simulated province, cache, collector and web, each a process started by its door.

Everything listens on loopback, lives in a folder of its own and ends with the block.
"""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.errors import CentreError
from settings import Settings
from store import embedded, migrating
from store.database import Database
from supervisor import seed

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class House:
    """Ports, folder and processes by name. `cores`: name -> cores it is bound to, "" = all others."""

    schools: int
    home: Path
    port: int
    sim_port: int
    cores: dict[str, set[int]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    entrance: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The web server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def simulator(self) -> str:
        """The simulator."""
        return f"http://127.0.0.1:{self.sim_port}"

    def environment(self) -> dict[str, str]:
        """What every process of this house is told."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("SIM", "SOURCE_", "DATABASE_", "REDIS_"))}
        return {**kept, "PORT": str(self.port), "SIM_PORT": str(self.sim_port), "SIM_SCHOOLS": str(self.schools),
                "CENTRE_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "SIM_STORM": "0",
                **self.extra}

    def start(self, name: str, words: Sequence[str], *, piped: bool = False) -> subprocess.Popen[bytes]:
        """One process of this house, python with these words."""
        cores = self.cores.get(name) or self.cores.get("")

        def bind() -> None:
            if cores:
                os.sched_setaffinity(0, cores)

        log = (self.home / f"{name}.log").open("ab")
        process = subprocess.Popen([sys.executable, *words], env=self.environment(), cwd=ROOT, preexec_fn=bind,
                                   stdout=subprocess.PIPE if piped else log, stderr=log, stdin=subprocess.DEVNULL)
        self.processes[name] = process
        return process

    def open_province(self) -> None:
        """Simulator and cache up, database migrated and seeded; neither collector nor web yet."""
        self.start("simulator", ["-m", "simulator"])
        self.await_(f"{self.simulator}/healthz", 60, "simulator")
        cache = embedded.start(self.home)
        if cache is not None:
            self.processes["cache"] = cache
            if cores := self.cores.get("cache", self.cores.get("")):
                os.sched_setaffinity(cache.pid, cores)
        db = Database(self.extra.get("DATABASE_URL", f"sqlite:///{self.home / 'centre.db'}"))
        migrating.migrate(db)
        seed(Settings(centre_home=self.home, sim_port=self.sim_port, sim_schools=self.schools), db)
        db.close()

    def collect(self, *, every: float | None = None) -> subprocess.Popen[bytes]:
        """The collector: at the default pace, or one HTTP lane alone that asks everybody once per `every` seconds."""
        process = self.start("collect", ["-m", "bench._collector", str(every or 0)], piped=True)
        self._said()
        return process

    def web(self) -> None:
        """The web server, up."""
        self.start("web", ["doors.py", "web"])
        self.await_(f"{self.url}/healthz", 60, "web")
        self.entrance = entered(self.url)

    def await_(self, url: str, seconds: float, name: str) -> None:
        """Until it answers anything."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.processes[name].poll() is not None:
                break
            try:
                urllib.request.urlopen(url, timeout=2).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{name} did not start; {self.home / name}.log")

    def order(self, path: str, what: dict[str, str]) -> None:
        """One order to the simulator's control."""
        request = urllib.request.Request(f"{self.simulator}/control/{path}", json.dumps(what).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).close()

    def get(self, path: str) -> bytes:
        """What the web server answers an operator."""
        return ask(f"{self.url}{path}", self.entrance)

    def frame(self) -> Any:
        """The JSON frame."""
        return json.loads(self.get("/api/v1/live/frame?format=json"))

    def tries(self) -> dict[str, float]:
        """What the collector has done so far: tries, CPU seconds, monotonic time."""
        self.processes["collect"].send_signal(signal.SIGUSR1)
        return self._said()

    def _said(self) -> dict[str, float]:
        out = self.processes["collect"].stdout
        assert out is not None
        for line in out:
            if line.startswith(b"{"):
                said: dict[str, float] = json.loads(line)
                return said
            with (self.home / "collect.log").open("ab") as log:
                log.write(line)
        raise SystemExit(f"the collector ended; {self.home / 'collect.log'}")

    def close(self, *names: str) -> None:
        """End these processes, or all."""
        for name in names or [*self.processes]:
            process = self.processes.pop(name, None)
            if process is None:
                continue
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=8)
            process.kill()
            process.wait()


@contextlib.contextmanager
def house(schools: int, *, cores: dict[str, set[int]] | None = None, told: dict[str, str] | None = None,
          ) -> Iterator[House]:
    """A house with its province open; `told`: more of the environment."""
    more_files()
    with tempfile.TemporaryDirectory(prefix="centre-bench-") as folder:
        made = House(schools=schools, home=Path(folder), port=free_port(), sim_port=free_port(), cores=cores or {},
                     extra=told or {})
        try:
            made.open_province()
            yield made
        except CentreError as error:
            raise SystemExit(error.words.en) from error
        finally:
            made.close()


def entered(url: str) -> dict[str, str]:
    """What an operator's requests carry, after one click of the simulated province."""
    request = urllib.request.Request(f"{url}/api/v1/enter/demo", b'{"role": "operator"}',
                                     {"Content-Type": "application/json", "Origin": url})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return {"Cookie": str(answer.headers["Set-Cookie"]).partition(";")[0]}


def ask(url: str, headers: dict[str, str]) -> bytes:
    """One answer, whole."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return bytes(answer.read())


def free_port() -> int:
    """A port nobody has now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def more_files() -> None:
    """As many files as we may have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cpu(pid: int, *, tree: bool = False) -> float:
    """CPU seconds of a process so far; `tree`: and of its living children."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    used = (int(fields[11]) + int(fields[12])) / TICKS
    return used + sum(cpu(child, tree=True) for child in children(pid)) if tree else used


def children(pid: int) -> list[int]:
    """Pids of the children of any of its threads."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def memory(pid: int) -> tuple[float, float]:
    """(resident now, peak) in MB."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024, int(fields["VmHWM"].split()[0]) / 1024


def line(*cells: object) -> None:
    """One line of a table."""
    print("|", " | ".join(map(str, cells)), "|", flush=True)


def head(*names: str) -> None:
    """The head of a table."""
    line(*names)
    line(*("---" for _ in names))


def load() -> str:
    """The load of the machine around a measurement, for honesty."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95, p99 (nearest rank)."""
    ordered = sorted(values)
    p50, p95, p99 = (ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99))
    return p50, p95, p99

