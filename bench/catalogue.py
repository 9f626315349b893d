"""Every indicator over every school: how long a refresh takes, what it weighs in both processes and on the wire.

`python -m bench.catalogue [schools …]`: a made-up register, every metric that an indicator needs taken at once for each
school; the collector's desk and one web worker are processes of their own, as in the product, on an embedded cache.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench import _house
from bench._house import head, line, load
from bench.replay import found
from domain.area import Tree
from domain.measurement import Column
from services import register, view
from services.centre import Centre
from services.drill import Drill
from services.feed import Feed
from services.ingest import LEASE, Ingest
from services.view import Viewer
from services.wall_indicators import indicator_rows
from store import embedded, leases

MOVES = "connectivity.reachable"
Said = dict[str, float]


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def opened(home: Path) -> Centre:
    """The house as one more process sees it."""
    return Centre.open(home=home, database_url=f"sqlite:///{home / 'centre.db'}", redis_url=embedded.url(home),
                       simulated=True)


def fill(ingest: Ingest, metrics: list[str], seed: int) -> float:
    """Every metric of every school, one column each, as the sources yield them; milliseconds of the writer."""
    rng, count = np.random.default_rng(seed), len(ingest.register.schools)
    everyone, now, took = np.arange(count), ingest.centre.clock(), 0.0
    for metric in metrics:
        values = rng.integers(1, 400, count).astype(np.float64)
        column = Column(metric=metric, taken_at=now, schools=everyone, values=values)  # type: ignore[arg-type]
        took += timed(lambda column=column: ingest.take([column]))  # type: ignore[misc]
    return took


def collect(home: Path) -> Said:
    """The collector's desk: everything new, one line moved, everything new again while history is being written."""
    centre = opened(home)
    token = leases.acquire(centre.db, LEASE, "bench")
    assert token is not None
    ingest = Ingest(centre, register.load(centre.db), token)
    needs = {need for one in centre.indicators.values() for need in one.needs}
    metrics = sorted(need for need in needs if not need.startswith("school."))
    empty = _house.memory(_pid())[0]
    take = fill(ingest, metrics, 1)
    first = timed(lambda: ingest.commit(()))
    quiet = []
    for n in range(10):
        time.sleep(1.0)
        fill(ingest, [MOVES], n)
        quiet.append(timed(lambda: ingest.commit(())))
    again = fill(ingest, metrics, 2) + timed(lambda: ingest.commit(()))
    now, peak = _house.memory(_pid())
    return {"metrics": len(metrics), "empty": empty, "take": take, "first": first, "one layer": float(np.median(quiet)),
            "again": again, "now": now, "peak": peak, "waiting": ingest.scribe.waiting}


def web(home: Path) -> Said:
    """One worker: the whole picture read, the heaviest bodies made, the memory after 64 rounds of versions."""
    centre = opened(home)
    began = time.perf_counter()
    viewer = Viewer(centre)
    read = (time.perf_counter() - began) * 1000
    feed, picture, now = Feed(viewer), viewer.picture, centre.clock()
    said: Said = {"read": read, "layers": len(picture.layers)}
    body: list[bytes] = []
    said["figures"] = timed(lambda: body.extend(Drill(viewer).figures()))
    said["figures kB"], said["gzip kB"] = len(body[0]) / 1000, len(body[1]) / 1000
    every = np.arange(len(picture.register.schools))
    said["wall"] = timed(lambda: indicator_rows(picture, centre.indicators, every, now, worst=True))
    worst = [timed(lambda key=key: feed.frame("79", key, 0, "")) for key in picture.layers]  # type: ignore[misc]
    said["frame"] = max(worst)
    some = list(centre.indicators.values())
    said["areas"] = max(timed(lambda one=one: view.by_area(picture, one, Tree.NEW, now)) for one in some)  # type: ignore[misc]
    said["now"], said["peak"] = _house.memory(_pid())
    return said


def _pid() -> int:
    import os

    return os.getpid()


def part(name: str, home: Path) -> Said:
    """In a process of its own."""
    told = subprocess.run([sys.executable, "-m", "bench.catalogue", "--part", name, "--home", str(home)], check=True,
                          stdout=subprocess.PIPE)
    answer: Said = json.loads(told.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("sizes", type=int, nargs="*", default=[2380, 52_000])
    words.add_argument("--part", default="")
    words.add_argument("--home", type=Path, default=Path())
    said = words.parse_args()
    if said.part:
        print(json.dumps({"collect": collect, "web": web}[said.part](said.home)))
        return
    for size in said.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-catalogue-") as folder:
            home = Path(folder)
            found(home, size).close()
            cache = embedded.start(home)
            try:
                head(f"{size:,} schools", "figure", "target")
                for name, target in (("collect", "<= 400 MB"), ("web", "<= 600 MB, <= 1000 ms")):
                    for what, value in part(name, home).items():
                        line(f"{name}: {what}", f"{value:,.1f}", target if what in ("now", "frame") else "")
            finally:
                if cache is not None:
                    cache.terminate()
                    cache.wait(10)
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
