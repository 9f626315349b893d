"""E4, A1, A11 through the whole product: the default storm cuts a cable; one line stands on the wall, is taken, outlives kill -9 and ends by itself."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.storming import LIVE, act, entered, incidents, kill_9, on_the_wall, single_of, told, wide_of
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch

pytestmark = [pytest.mark.product, pytest.mark.timeout(600)]
SCHOOLS = 900  # enough for groups of a dozen on one carrier; the default 2,380 in bench/incident_times.py


def coloured(product: Product) -> float:
    counts = product.frame()["layers"]["connectivity"]["counts"]
    return (counts["good"] + counts["watch"] + counts["bad"]) / sum(counts.values())


def cut_of(product: Product) -> dict[str, Any]:
    """The storm's first cut, in the simulator's own words."""
    wait_until(lambda: told(product, "storm cut"), 120, what="the storm cuts a cable")
    return told(product, "storm cut")[0]


def the_wide_one(product: Product, cut: dict[str, Any]) -> dict[str, Any]:
    """The one incident of this cut, once it is on the list."""
    def there() -> list[dict[str, Any]]:
        return [row for row in incidents(product) if row["kind"] == "wide" and row["area"] == cut["area"] and row["opened_at"] >= cut["at"]]

    wait_until(there, 60, every=0.2, what="the cut is one wide incident")
    found = there()
    assert len(found) == 1
    return found[0]


def events(product: Product, incident: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = product.get(f"/api/v1/incidents/{incident}")["events"]
    return found


def stay_down(product: Product, codes: list[str]) -> None:
    """By hand, so that it outlives the storm and its simulator."""
    for code in codes:
        product.control(f"schools/{code}", connectivity="down")


def simulator_up(product: Product) -> bool:
    return fetch(f"{product.sim_url}/healthz", timeout=1)[0] == 200


def test_one_cut_cable_is_one_incident_from_the_cut_to_its_end(product: Callable[..., Product]) -> None:
    """Cut -> one wide with its list, no single of it -> taken in one session, seen in another -> kill -9 of everything -> still taken -> mended -> over by itself."""
    house = product(SIM_SCHOOLS=SCHOOLS, SIM_STORM=1).ready()
    wait_until(lambda: coloured(house) > 0.9, 60, what="the province is coloured")
    cut = cut_of(house)
    wait_until(lambda: len(the_wide_one(house, cut)["schools"]) >= 0.9 * cut["schools"], 60, every=0.2, what="its list is whole")
    wide = the_wide_one(house, cut)
    codes = set(wide["schools"])
    assert len(codes) >= 5
    assert wide["started_at"] <= wide["opened_at"] <= cut["at"] + 45
    stay_down(house, sorted(codes))
    assert wide["confidence"] is not None

    minh, binh = entered(house, "operator"), entered(house, "manager")
    taken = act(house, minh, wide["id"], "acknowledge", client="storm-ack")
    assert taken["state"] == "acknowledged"
    owned = act(house, minh, wide["id"], "assign", to="me", client="storm-own")
    house.when(lambda: (on_the_wall(house, binh, wide["id"]) or {}).get("state") in ("acknowledged", "in_progress"), within=30, what="the second session's wall shows who has it")
    assert on_the_wall(house, binh, wide["id"])["who"] == owned["owner_name"]  # type: ignore[index]
    mine = [row for row in incidents(house, "all") if codes & set(row["schools"])]
    assert single_of(mine, codes) == [], "a school of the cut is told of by itself"
    assert [row["id"] for row in wide_of(mine, codes)] == [wide["id"]]
    before = house.get(f"/api/v1/incidents/{wide['id']}")

    kill_9(house)
    again = Product(house.home, SIM_SCHOOLS=SCHOOLS, SIM_STORM=0)
    try:
        wait_until(lambda: simulator_up(again), 60, every=0.05, what="the simulator is back")
        stay_down(again, sorted(codes))
        again.ready()
        wait_until(lambda: coloured(again) > 0.9, 60, what="coloured again")
        patience = time.monotonic() + 20  # long enough for a collector to change its mind
        wait_until(lambda: single_of(incidents(again), codes) or time.monotonic() > patience, 60, every=0.5)
        after = again.get(f"/api/v1/incidents/{wide['id']}")
        for name in ("id", "state", "owner", "owner_name", "acknowledged_at", "acknowledged_name", "opened_at", "started_at", "reopened"):
            assert after[name] == before[name], f"{name} did not outlive kill -9"
        kept = [e["id"] for e in before["events"]]
        assert [e["id"] for e in after["events"]][: len(kept)] == kept
        assert {e["what"] for e in after["events"][len(kept):]} <= {"joined", "left", "turned", "quiet", "loud"}
        mine = [row for row in incidents(again, "all") if codes & set(row["schools"])]
        assert [row["id"] for row in wide_of(mine, codes)] == [wide["id"]]
        assert single_of(mine, codes) == []

        mended = time.time()
        for code in sorted(codes):
            again.control(f"schools/{code}", connectivity="up")
        again.when(lambda: again.get(f"/api/v1/incidents/{wide['id']}")["state"] not in LIVE, within=90, what="it ends by itself")
        over = again.get(f"/api/v1/incidents/{wide['id']}")
        assert over["state"] == "resolved"
        assert over["cause"] == "itself"
        assert over["resolved_by"] == "system:centre"
        assert mended <= over["resolved_at"] <= mended + 60
        assert over["started_at"] == wide["started_at"]
        assert (over["owner"], over["acknowledged_name"]) == (before["owner"], before["acknowledged_name"])
        assert single_of(incidents(again), codes) == []
        assert -6 <= wide["started_at"] - cut["at"] <= 20, "it began when the first reading was bad: not before the cut, and one beat late at most"
    finally:
        again.stop()
