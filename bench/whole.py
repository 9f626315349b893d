"""A whole house at 52,000 schools: probes, every source, all indicators; memory, refresh in time, answers, restart.

`python -m bench.whole [--schools N] [--minutes M] [--database postgresql://…] [--redis redis://…]`: the centre's own
processes on cores 0 and 1, the simulated province on the others. Then one source falls sick and the others are watched.
"""

import argparse
import json
import statistics
import time
import urllib.error
from typing import Any

from bench import _house
from bench._house import House, ask, head, house, line, load
from domain.indicator import Indicator
from domain.registry import discover
from services.centre import secret
from store import embedded
from store.live import Live

OURS = ("collect", "web", "papers")
SICK = "labs"
State = dict[str, Any]


class Watched:
    """The collector's own word of its sources, read as a screen reads it, once a second."""

    def __init__(self, made: House, redis: str) -> None:
        self.live = Live(redis or embedded.url(made.home), secret(made.home))
        self.states: dict[str, State] = {}
        self.turns: dict[str, list[float]] = {}
        self.late: dict[str, int] = {}

    def look(self) -> None:
        """Remember when each source last succeeded."""
        body = self.live.read(["pulse"]).get("pulse")
        if body is None:
            return
        for state in json.loads(body)["sources"]:
            key, at = state["key"], state["last_success_at"]
            self.states[key] = state
            seen = self.turns.setdefault(key, [])
            if at is not None and state["every_s"] and (not seen or at > seen[-1]):
                seen.append(at)
            self.late[key] = self.late.get(key, 0) + (state["status"] == "late")

    def begin(self) -> None:
        """Forget the turns seen so far, but for the newest."""
        self.turns = {key: seen[-1:] for key, seen in self.turns.items()}

    def slips(self, without: str = "") -> dict[str, float]:
        """Source -> the worst turn, in intervals: 1.0 = as often as it is set."""
        return {key: max(b - a for a, b in zip(seen, seen[1:], strict=False)) / self.states[key]["every_s"]
                for key, seen in self.turns.items() if len(seen) > 1 and key != without}

    def answered(self) -> tuple[int, int]:
        """(sources that succeeded, sources that are asked)."""
        asked = [one for one in self.states.values() if one["status"] != "off" and one["every_s"]]
        return sum(one["last_success_at"] is not None for one in asked), len(asked)


def begin(made: House) -> float:
    """Collector, web and maker of papers as ./run.sh starts them; seconds until the web is ready."""
    began = time.monotonic()
    made.start("collect", ["doors.py", "collect"])
    made.start("papers", ["doors.py", "papers"])
    made.web()
    return time.monotonic() - began


def until_all(watched: Watched, seconds: float) -> float:
    """Seconds until every source has answered once."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        watched.look()
        done, asked = watched.answered()
        if asked and done == asked:
            break
        time.sleep(1)
    return time.monotonic() - began


def watch(made: House, watched: Watched, seconds: float, *, asking: bool) -> dict[str, list[float]]:
    """Follow the sources; `asking`: a screen of each layer, the board of areas and a wall meanwhile. Milliseconds."""
    took: dict[str, list[float]] = {}
    layers = sorted(discover("indicators", "INDICATOR", Indicator))
    end, n = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        watched.look()
        for name, path in (("frame", f"/api/v1/live/frame?layer={layers[n % len(layers)]}&since=0"),
                           ("board", "/api/v1/areas/figures"), ("wall", "/api/v1/wall/board?kind=indicators"),
                           ) if asking else ():
            began = time.perf_counter()
            try:
                ask(f"{made.url}{path}", {**made.entrance, "Accept-Encoding": "gzip"})
            except (urllib.error.URLError, TimeoutError, OSError):
                took.setdefault(f"{name}: no answer", []).append(0.0)
            took.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        n += 1
        time.sleep(1)
    return took


def told(made: House, watched: Watched, took: dict[str, list[float]], when: str) -> None:
    """The lines of one stretch."""
    for name in OURS:
        if name in made.processes:
            now, peak = _house.memory(made.processes[name].pid)
            line(when, f"{name}: resident (peak) MB", f"{now:.0f} ({peak:.0f})")
    for name, values in took.items():
        three = statistics.median(values), _house.quantiles(values)[1], max(values)
        line(when, f"{name}: p50 / p95 / worst ms of {len(values)}",
              " / ".join(f"{one:,.0f}" for one in three))
    done, asked = watched.answered()
    line(when, "sources that answered", f"{done} of {asked}")
    slips = watched.slips(SICK if when == "sick" else "")
    if slips:
        worst = max(slips, key=lambda key: slips[key])
        line(when, "worst turn of a source, in its intervals", f"{slips[worst]:.2f} ({worst}, of {len(slips)})")
    line(when, "seconds in which a source was late", sum(watched.late.values()))
    line(when, "load", load())


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--schools", type=int, default=52_000)
    words.add_argument("--minutes", type=float, default=16.0)
    words.add_argument("--sick", type=float, default=5.0, help="minutes with one source sick")
    words.add_argument("--redis", default="")
    words.add_argument("--database", default="")
    said = words.parse_args()
    more = {"DATABASE_URL": said.database} if said.database else {}
    more |= {"REDIS_URL": said.redis} if said.redis else {}
    ours = dict.fromkeys((*OURS, "cache"), {0, 1})
    with house(said.schools, cores={**ours, "": {2, 3}}, told=more) as made:
        watched = Watched(made, said.redis)
        head("when", "figure", "value")
        line("start", "web ready, s", f"{begin(made):.1f}")
        line("start", "every source has answered, s after that", f"{until_all(watched, 600):.0f}")
        told(made, watched, {}, "start")
        watched.begin()
        watched.late.clear()
        told(made, watched, watch(made, watched, said.minutes * 60, asking=True), "as usual")
        made.order(f"sources/{SICK}", {"fault": "hang"})
        watched.begin()
        watched.late.clear()
        told(made, watched, watch(made, watched, said.sick * 60, asking=False), "sick")
        made.order(f"sources/{SICK}", {"fault": "none"})
        made.close("collect", "web", "papers")
        line("again", "web ready, s", f"{begin(made):.1f}")
        watched.states.clear()
        line("again", "every source has answered, s after that", f"{until_all(watched, 600):.0f}")
        told(made, watched, {}, "again")


if __name__ == "__main__":
    main()
