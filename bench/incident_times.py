"""One cable is cut -> one wide incident on the list -> taken -> on a second wall; mended -> over."""

import argparse
import csv
import json
import math
import random
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from bench._house import House, ask, entered, head, house, line, load, quantiles

SMALLEST, LARGEST = 12, 40  # schools of a cut, as the default storm has them
PATIENCE_S, LOOK_S = 90.0, 0.1
TARGETS = {"cut -> opened": "", "cut -> on the list": "<= 15 s", "taken -> on a second wall": "<= 5 s",
           "mended -> resolved": ""}


def groups(made: House) -> dict[tuple[str, str], set[str]]:
    """(district, carrier) -> codes of its schools that are well now."""
    with (made.home / "simulator" / "schools.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    well = {code for code, status in made.frame()["layers"]["connectivity"]["schools"].items() if status == "good"}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["code"] in well:
            found[row["district"], row["carrier"]].add(row["code"])
    return {key: codes for key, codes in found.items() if SMALLEST <= len(codes) <= LARGEST}


def until(true: Callable[[], Any]) -> Any:
    """What it gives when it gives something; None = not within PATIENCE_S."""
    deadline = time.time() + PATIENCE_S
    while time.time() < deadline:
        if found := true():
            return found
        time.sleep(LOOK_S)
    return None


def post(made: House, path: str, body: dict[str, Any]) -> None:
    """As an operator's browser."""
    told = {**made.entrance, "Content-Type": "application/json", "Origin": made.url}
    asked = urllib.request.Request(f"{made.url}{path}", json.dumps(body).encode(), told)
    urllib.request.urlopen(asked, timeout=10).close()


def listed(made: House, state: str, codes: set[str]) -> list[dict[str, Any]]:
    """Incidents about any of these schools' line."""
    rows = json.loads(made.get(f"/api/v1/incidents?state={state}"))
    return [row for row in rows if row["rule"] == "connectivity" and codes & set(row["schools"])]


def on_the_wall(made: House, second: dict[str, str], incident: int) -> bool:
    """Does the second session's wall say that somebody has it?"""
    lines = json.loads(ask(f"{made.url}/api/v1/live/wall", second))["incidents"]
    return any(one["id"] == incident and one["state"] != "open" for one in lines)


def trial(made: House, second: dict[str, str], group: tuple[str, str], codes: set[str],
          took: dict[str, list[float]]) -> int:
    """One cable; how many incidents it was."""
    district, carrier = group
    began = time.time()
    made.order(f"carriers/{carrier}", {"state": "cut", "area": district})
    wide = until(lambda: [row for row in listed(made, "open", codes)
                          if row["kind"] == "wide" and row["opened_at"] > began])
    seen = time.time()
    if wide is None:
        for name in TARGETS:
            took[name].append(math.nan)
        made.order(f"carriers/{carrier}", {"state": "ok"})
        return 0
    took["cut -> opened"].append(wide[0]["opened_at"] - began)
    took["cut -> on the list"].append(seen - began)
    post(made, f"/api/v1/incidents/{wide[0]['id']}/acknowledge", {"client": f"bench-{began:.0f}"})
    taken = time.time()
    shown = until(lambda: on_the_wall(made, second, wide[0]["id"]))
    took["taken -> on a second wall"].append(time.time() - taken if shown else math.nan)
    time.sleep(10)
    count = len([row for row in listed(made, "all", codes) if row["opened_at"] > began])
    mended = time.time()
    made.order(f"carriers/{carrier}", {"state": "ok"})
    over = until(lambda: not [row for row in listed(made, "open", codes) if row["id"] == wide[0]["id"]])
    took["mended -> resolved"].append(time.time() - mended if over else math.nan)
    return count


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--schools", type=int, default=2380)
    words.add_argument("--trials", type=int, default=12)
    said = words.parse_args()
    took: dict[str, list[float]] = {name: [] for name in TARGETS}
    with house(said.schools) as made:
        made.start("collect", ["doors.py", "collect"])
        made.web()
        time.sleep(30)
        second = entered(made.url)
        counts = []
        for group, codes in random.Random(1).sample(sorted(groups(made).items()), said.trials):
            counts.append(trial(made, second, group, codes, took))
            time.sleep(3 + 5 * random.random())
    head(f"{said.schools:,} schools, {SMALLEST}-{LARGEST} on a carrier cut", "trials", "p50", "p95", "worst", "missed",
         "target")
    for name, values in took.items():
        seen = [value for value in values if not math.isnan(value)] or [math.nan]
        p50, p95, _ = quantiles(seen)
        missed = sum(map(math.isnan, values))
        line(name, len(values), f"{p50:.1f} s", f"{p95:.1f} s", f"{max(seen):.1f} s", missed, TARGETS[name])
    line("incidents of one cut", len(counts), *quantiles(counts)[:2], max(counts), counts.count(0), "exactly 1")
    print(f"\nLoad of the machine: {load()}")


if __name__ == "__main__":
    main()
