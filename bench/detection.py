"""Detection at the default pace: a school falls silent -> its status is bad in the frame a screen is given."""

import argparse
import contextlib
import http.client
import json
import math
import random
import socket
import struct
import threading
import time
from urllib.parse import urlsplit

import numpy as np

from bench._house import House, head, house, line, load, quantiles

HEAD = struct.Struct("<4sBBHdddddII8s")
GOOD, BAD = 1, 3
PATIENCE_S = 60.0
WATCH_S = 0.05


class Screen(threading.Thread):
    """A screen that asks twenty times a second and notes when each status was first seen."""

    def __init__(self, made: House) -> None:
        super().__init__(daemon=True)
        self._wire = http.client.HTTPConnection("127.0.0.1", made.port, timeout=10)
        self._entrance = made.entrance
        directory = json.loads(self._get(self._moved("/api/v1/live/directory?area=79")))
        self.hash, self.codes = directory["hash"], directory["codes"]
        self.index = {code: i for i, code in enumerate(self.codes)}
        self.status = np.zeros(directory["count"], np.uint8)
        self.since = np.zeros(directory["count"])  # when the status now shown was first seen
        self.ended = threading.Event()

    def _moved(self, path: str) -> str:
        self._wire.request("GET", path, headers=self._entrance)
        with self._wire.getresponse() as answer:
            answer.read()
            return answer.headers["location"]

    def _get(self, path: str) -> bytes:
        self._wire.request("GET", path, headers=self._entrance)
        with self._wire.getresponse() as answer:
            return answer.read()

    def run(self) -> None:
        """Until `ended`."""
        version = 0.0
        while not self.ended.wait(WATCH_S):
            body = self._get(f"/api/v1/live/frame?area=79&layer=connectivity&since={version:.0f}&dir={self.hash}")
            head, now = HEAD.unpack_from(body), time.time()
            kind, version, changes = head[1], head[4], head[10]
            after = self.status.copy()
            if kind == 0:
                after = np.frombuffer(body, np.uint8, offset=64)
            elif kind == 1:
                after[np.frombuffer(body, "<u4", changes, 64)] = np.frombuffer(body, np.uint8, offset=64 + 4 * changes)
            self.since[after != self.status] = now
            self.status = after

    def wait(self, school: int, status: int, since: float) -> float:
        """Seconds from `since` until the frame said so; NaN = not within PATIENCE_S."""
        while time.time() - since < PATIENCE_S:
            if self.status[school] == status and self.since[school] >= since:
                return float(self.since[school] - since)
            time.sleep(0.05)
        return float("nan")


class Hole:
    """A listener whose backlog is full: the kernel drops every further SYN, as a dead line does."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._sock = socket.socket()
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._sock.bind(address)
        self._sock.listen(0)
        self._inside = [socket.socket() for _ in range(2)]
        for sock in self._inside:
            sock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                sock.connect(address)

    def close(self) -> None:
        """Nobody there any more."""
        for sock in (*self._inside, self._sock):
            sock.close()


def trial(made: House, screen: Screen, code: str, probe: str, hole: bool, found: list[tuple[float, float]]) -> None:
    """One school at one moment: down until the frame says bad, up until it says good."""
    time.sleep(random.random() * 20)
    school, held, began = screen.index[code], None, time.time()
    made.order(f"schools/{code}", {"connectivity": "down"})
    if hole:
        url = urlsplit(probe)
        held = Hole((str(url.hostname), url.port or 80))
    lost = screen.wait(school, BAD, began)
    if held is not None:
        held.close()
    back = time.time()
    made.order(f"schools/{code}", {"connectivity": "up"})
    found.append((lost, screen.wait(school, GOOD, back)))


def measure(made: House, screen: Screen, hole: bool, trials: int) -> list[tuple[float, float]]:
    """(down -> bad, up -> good) of so many schools, spread over 20 s and over the province."""
    rows = [line.split(",") for line in (made.home / "simulator" / "schools.csv").read_text("utf-8").splitlines()[1:]]
    healthy = [row for row in rows if row[0] in screen.index and screen.status[screen.index[row[0]]] == GOOD]
    found: list[tuple[float, float]] = []
    threads = []
    for row in random.sample(healthy, trials):
        probe = next(cell for cell in row if cell.startswith("http"))
        threads.append(threading.Thread(target=trial, args=(made, screen, row[0], probe, hole, found)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def say(name: str, values: list[float], target: str) -> None:
    """One line of the table."""
    seen = [value for value in values if not math.isnan(value)] or [math.nan]
    p50, p95, _ = quantiles(seen)
    missed = sum(map(math.isnan, values))
    line(name, len(values), f"{p50:.1f} s", f"{p95:.1f} s", f"{max(seen):.1f} s", missed, target)


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--schools", type=int, nargs="*", default=[2380])
    words.add_argument("--trials", type=int, default=60)
    said = words.parse_args()
    head("default pace, seen by a screen through the web", "trials", "p50", "p95", "worst", "missed", "target")
    for size in said.schools:
        with house(size) as made:
            made.collect()
            made.web()
            time.sleep(20 if size < 10_000 else 60)
            screen = Screen(made)
            screen.start()
            time.sleep(2)
            for name, hole in (("refused", False), ("black-holed", True)):
                found = measure(made, screen, hole, said.trials)
                say(f"{size:,} schools, {name}, down -> bad", [f[0] for f in found], "p50 <= 6, p95 <= 10 s")
                say(f"{size:,} schools, {name}, up -> good", [f[1] for f in found], "")
            screen.ended.set()
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
