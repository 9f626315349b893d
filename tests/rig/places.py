"""Every picture this product can show: where it is, who may see it, and how to get there."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from tests.rig.product import fetch_json, one_click


class Door(Protocol):
    """A living product, as tests.rig.product.Product is one."""

    @property
    def url(self) -> str: ...
    def get(self, path: str) -> Any: ...
    def statuses(self) -> dict[str, str]: ...


WALLS = ("city", "area", "indicators", "incidents", "systems", "programme", "sources")


@dataclass(frozen=True, slots=True)
class Place:
    """One picture. `path` may hold the names of `standing`; `role`: "" = before the door."""

    key: str
    path: str
    role: str = "operator"
    wall: bool = False
    palette: str = ""


PLACES: tuple[Place, ...] = (
    Place("login", "/login", role=""),
    Place("wall-pairing", "/pair", role=""),
    Place("map", "/"),
    Place("safe", "/", palette="safe"),
    Place("map-area", "/?area={area}"),
    Place("map-school", "/?school={school}"),
    Place("map-replay", "/?at={past}"),
    Place("school", "/schools/{school}"),
    Place("compare", "/compare?a={area}&b={other}"),
    Place("incidents", "/incidents"),
    Place("incident", "/incidents/{incident}"),
    Place("incident-calls", "/incidents/{incident}/calls"),
    Place("incident-new", "/incidents/new"),
    Place("work", "/work"),
    Place("handover", "/handover"),
    Place("silences", "/silences"),
    Place("clocks", "/clocks"),
    Place("sources", "/sources"),
    Place("ingest", "/ingest", role="administrator"),
    Place("source", "/sources/{source}", role="administrator"),
    Place("systems", "/systems"),
    Place("indicators", "/indicators"),
    Place("claims", "/claims"),
    Place("claims-silent", "/claims?tab=silent"),
    Place("claims-disputes", "/claims?tab=disputes"),
    Place("findings", "/findings"),
    Place("indicator", "/indicators/{indicator}", role="administrator"),
    Place("trends", "/trends?group=people"),
    Place("reports", "/reports", role="manager"),
    Place("reports-make", "/reports?new=1&template=connectivity&area={area}", role="manager"),
    Place("reports-verify", "/reports?view=verify", role="manager"),
    Place("reports-plans", "/reports?view=plans", role="manager"),
    Place("reports-plan", "/reports?view=plans&plan=new", role="manager"),
    Place("report", "/reports/{snapshot}", role="manager"),
    Place("report-compared", "/reports/{snapshot}?with={earlier}", role="manager"),
    Place("notices", "/notices", role="administrator"),
    Place("people", "/admin/people", role="administrator"),
    Place("screens", "/admin/screens", role="administrator"),
    Place("scenes", "/admin/screens/{screen}", role="administrator"),
    Place("keys", "/admin/keys", role="administrator"),
    Place("calendar", "/admin/calendar", role="administrator"),
    Place("audit", "/admin/audit", role="administrator"),
    Place("absent", "/nowhere"),
    *(Place(f"wall-{kind}", f"/wall?scene=0&scenes={kind}" + (".{area}" if kind == "area" else ""), wall=True) for kind in WALLS),
    Place("wall-visitors", "/wall?visitors=1", wall=True),
)


def snapshot(product: Door, area: str, template: str = "connectivity") -> str:
    """The number of a snapshot taken now, as a manager takes it."""
    headers = {**one_click(product.url, "manager"), "origin": product.url, "content-type": "application/json"}
    told: dict[str, str] = fetch_json(f"{product.url}/api/v1/snapshots", headers=headers, data=json.dumps({"template": template, "area": area}).encode())
    return told["id"]


def standing(product: Door, now: float) -> dict[str, str]:
    """What the braces of a path stand for in a living product: what is worth looking at right now."""
    statuses = product.statuses()
    worst = [code for code, status in sorted(statuses.items()) if status == "bad"] or sorted(statuses)
    told = sorted(product.get("/api/v1/incidents"), key=lambda one: (one.get("quiet", False), -len(one["schools"])))
    walls = fetch_json(f"{product.url}/api/v1/screens", headers=one_click(product.url, "administrator"))
    screens = [one["id"] for one in walls["screens"] if one["revoked_at"] is None]
    taken = [snapshot(product, area) for area in ("760", "778")]
    return {"source": "labs", "indicator": "signatures_issued", "snapshot": taken[1], "earlier": taken[0], "screen": str(screens[0]) if screens else "1", "school": worst[0], "area": "760", "other": "778", "incident": str(told[0]["id"]) if told else "1", "past": str(int(now - 300) // 60 * 60)}
