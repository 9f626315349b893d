"""The whole product as a person starts it: `./run.sh` in a process of its own, on free ports, in its own CENTRE_HOME."""

import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.rig.processes import Child, free_port, having, wait_until

ROOT = Path(__file__).resolve().parents[2]
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url: str, *, timeout: float = 10.0, data: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """(status, headers in lower case, body); an error status is an answer too. Never through a proxy."""
    request = urllib.request.Request(url, data=data, headers=headers or {})
    try:
        with _DIRECT.open(request, timeout=timeout) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


def fetch_json(url: str, **options: Any) -> Any:
    """The JSON of an answer, whatever its status."""
    return json.loads(fetch(url, **options)[2])


def one_click(url: str, role: str = "operator") -> dict[str, str]:
    """What somebody's browser sends once they entered a simulated province as `role`, by one click."""
    request = urllib.request.Request(f"{url}/api/v1/enter/demo", json.dumps({"role": role}).encode(),
                                     {"content-type": "application/json", "origin": url})
    with _DIRECT.open(request, timeout=10) as answer:
        return {"cookie": "; ".join(kept.partition(";")[0] for kept in answer.headers.get_all("set-cookie"))}


class Product:
    """`./run.sh [verb]`. Extra settings by keyword: Product(home, SIM_SCHOOLS=120, DATABASE_URL=url)."""

    def __init__(self, home: Path, verb: str = "", *, root: Path = ROOT, **settings: object) -> None:
        self.home, self.root = home, root
        self.port, self.sim_port = free_port(), free_port()
        home.mkdir(parents=True, exist_ok=True)
        clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "TILE_URL", "SIM"}}
        self.env = clean | {
            "CENTRE_HOME": str(home), "PORT": str(self.port), "SIM_PORT": str(self.sim_port), "SIM_SCHOOLS": "120",
            "SIM_SEED": "1", "SIM_WEEKS": "0", "PYTHONUNBUFFERED": "1", **{k: str(v) for k, v in settings.items()},
        }
        self.child = Child([root / "run.sh", *verb.split()], log=home / "run.log", env=self.env, cwd=root)
        self._entrance: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Where a browser goes."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sim_url(self) -> str:
        """Where the simulated province answers."""
        return f"http://127.0.0.1:{self.sim_port}"

    def ready(self, within: float = 120.0) -> "Product":
        """Wait for the one line that says so."""
        def said() -> bool:
            assert self.child.alive(), f"run.sh ended:\n{self.child.text()[-3000:]}"
            return "Sẵn sàng" in self.child.text()

        wait_until(said, within, what="the line 'Sẵn sàng'")
        return self

    def entrance(self) -> dict[str, str]:
        """What an operator's requests carry: a session, or a key where there is no simulated province to click into."""
        if not self._entrance:
            self._entrance = {"authorization": f"Bearer {self.token()}"} if self.env.get("SIM") == "0" else one_click(self.url)
        return self._entrance

    def token(self, role: str = "operator", *words: str) -> str:
        """A key by `./run.sh token`."""
        command = [str(self.root / "run.sh"), "token", "--name", "rig", "--role", role, *words]
        run = subprocess.run(command, env=self.env, cwd=self.root, capture_output=True, text=True, check=True, timeout=60)
        return run.stdout.split()[-1]

    def fetch(self, path: str, **options: Any) -> tuple[int, dict[str, str], bytes]:
        """As `fetch`, by an operator. The way in is looked for at the first request, so that nobody else pays for it."""
        return fetch(self.url + path, **{"headers": self.entrance(), **options})

    def get(self, path: str, **options: Any) -> Any:
        """JSON of the product's own door, for an operator."""
        return json.loads(self.fetch(path, **options)[2])

    def frame(self) -> dict[str, Any]:
        """The frame of the whole province as JSON."""
        answer: dict[str, Any] = self.get("/api/v1/live/frame?area=79&format=json")
        return answer

    def statuses(self, layer: str = "connectivity") -> dict[str, str]:
        """{school code: status}."""
        return dict(self.frame()["layers"][layer]["schools"])

    def control(self, path: str, **body: Any) -> Any:
        """Play the world: control("schools/79000001", connectivity="down")."""
        return fetch_json(f"{self.sim_url}/control/{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})

    def when(self, true: Any, within: float, what: str = "") -> float:
        """Seconds until `true()`; AssertionError after `within`."""
        started = time.monotonic()
        wait_until(true, within, every=0.1, what=what)
        return time.monotonic() - started

    def family(self) -> dict[int, str]:
        """{pid: command} of every process of this product, whoever its parent is now."""
        return having("CENTRE_HOME", str(self.home))

    def member(self, words: str) -> int:
        """The pid of the one family member whose command has `words`; the outermost when it has children of its own."""
        found = [pid for pid, command in self.family().items() if words in command and "run.sh" not in command]
        assert found, f"no process with {words!r} among {self.family()}"
        return min(found)

    def stop(self, sig: int = signal.SIGTERM, within: float = 15.0) -> dict[int, str]:
        """End it as a person would; returns whom it left behind (promise: nobody), who is then killed."""
        if self.child.alive():
            self.child.send(sig)
            with contextlib.suppress(AssertionError):
                wait_until(lambda: not self.child.alive(), within, what="run.sh ends")
        left = self.family()
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                left = {p: c for p, c in left.items() if p != pid}
        self.child.kill()
        return left
