"""The default storm as its log tells it, and the centre's incidents as a program reads them."""

import csv
import json
import os
import signal
from collections import Counter
from datetime import datetime
from typing import Any

from tests.rig.product import Product, fetch, one_click

LIVE = {"open", "acknowledged", "in_progress"}


def told(product: Product, event: str) -> list[dict[str, Any]]:
    """Lines of this event in what the simulator said, `at` as epoch seconds."""
    found = []
    for line in product.child.text().splitlines():
        begin = line.find('{"at"')
        if begin >= 0 and f'"event": "{event}"' in line:
            one = json.loads(line[begin:])
            found.append(one | {"at": datetime.fromisoformat(one["at"]).timestamp()})
    return found


def register(product: Product) -> dict[str, tuple[str, str]]:
    """code -> (old district, carrier) of every simulated school."""
    with (product.home / "simulator" / "schools.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: (row["district"], row["carrier"]) for row in rows}


def largest(product: Product, least: int = 12) -> tuple[str, str, set[str]]:
    """(district, carrier, codes of good schools there) of the largest group that a cut may hit."""
    where, good = register(product), {code for code, status in product.statuses().items() if status == "good"}
    counted = Counter(where[code] for code in good)
    (district, carrier), count = max(((group, n) for group, n in counted.items() if n <= 40), key=lambda one: (one[1], one[0]))
    assert count >= least, "no group is large enough for a wide incident"
    return district, carrier, {code for code in good if where[code] == (district, carrier)}


def incidents(product: Product, state: str = "open", who: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The list."""
    status, _, body = product.fetch(f"/api/v1/incidents?state={state}", **({"headers": who} if who else {}))
    assert status == 200, body[:300]
    found: list[dict[str, Any]] = json.loads(body)
    return found


def wide_of(rows: list[dict[str, Any]], codes: set[str]) -> list[dict[str, Any]]:
    """Wide ones that speak for these schools."""
    return [row for row in rows if row["kind"] == "wide" and codes & set(row["schools"])]


def single_of(rows: list[dict[str, Any]], codes: set[str]) -> list[dict[str, Any]]:
    """Those of one of these schools alone, by the network rule."""
    return [row for row in rows if row["kind"] in ("single", "flapping") and row["rule"] == "connectivity" and codes & set(row["schools"])]


def act(product: Product, who: dict[str, str], incident: int, verb: str, **body: Any) -> dict[str, Any]:
    """POST as somebody's browser would."""
    headers = {**who, "content-type": "application/json", "origin": product.url}
    status, _, answer = fetch(f"{product.url}/api/v1/incidents/{incident}/{verb}", data=json.dumps(body).encode(), headers=headers)
    assert status == 200, (status, answer[:300])
    found: dict[str, Any] = json.loads(answer)
    return found


def entered(product: Product, role: str) -> dict[str, str]:
    """A session of its own."""
    return one_click(product.url, role)


def on_the_wall(product: Product, who: dict[str, str], incident: int) -> dict[str, Any] | None:
    """What a wall of this session shows of it."""
    wall = json.loads(fetch(f"{product.url}/api/v1/live/wall", headers=who)[2])
    return next((line for line in wall["incidents"] if line.get("id") == incident), None)


def kill_9(product: Product) -> None:
    """Every process of the house at once, the simulator too: nobody says goodbye."""
    for pid in product.family():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    product.child.kill()
