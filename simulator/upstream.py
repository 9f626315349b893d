"""The upstream systems (labs inventory, payment gateway, helpdesk): REST with tokens, pages, latency and faults."""
from __future__ import annotations

import asyncio
import hmac
import json
from random import Random
from typing import Any

from simulator.day import iso, midnight
from simulator.http_server import Abort, Request, Response, error, json_response
from simulator.inventory import lab_item, payment_item
from simulator.past import aged
from simulator.past import moment as day_moment
from simulator.schools import School
from simulator.systems._system import System, systems
from simulator.tickets import dead_since, tickets
from simulator.world import World

SYSTEMS = systems()
SOURCES = {"/upstream/labs/schools": "labs", "/upstream/payments/schools": "epayment",
           "/upstream/helpdesk/tickets": "helpdesk", **{f"/upstream/{key}/schools": key for key in SYSTEMS}}
FAULTS = ("none", "hang", "http500", "garbage", "slow", "empty")
MAX_SIZE = 5000
HISTORY = "/upstream/{}/history/"  # + a local day: the same list as it was at ten o'clock of that day
PATHS = {HISTORY.format(source): source for source in SOURCES.values() if source != "helpdesk"}
BREATH = 40  # schools worked out between two breaths: the province goes on answering probes
LATENCY_S, SLOW_S, HANG_S = (0.03, 0.2), (3.0, 8.0), 300.0


class Upstream:
    """Answers GET /upstream/..."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token
        self._rng = Random()
        self._known: dict[tuple[str, int], list[School]] = {}
        self._heard: dict[str, float] = {}

    async def get(self, request: Request) -> Response | None:
        """The answer of the system behind this path; None for an unknown path; Abort when it cannot be reached."""
        folder, _, day = request.path.rpartition("/")
        source = SOURCES.get(request.path) or PATHS.get(f"{folder}/")
        if source is None:
            return None
        if self._world.uplink_cut:
            raise Abort
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
            return error(401, "Thiếu mã truy cập hoặc mã không đúng.", "Missing or wrong bearer token.")
        if request.path not in SOURCES:
            return await self._past(source, day, request.query)
        await asyncio.sleep(self._rng.uniform(*LATENCY_S))
        fault = self._world.fault(source)
        spoiled = await self._spoil(fault)
        if self._world.uplink_cut:
            raise Abort
        if source == "helpdesk" and not spoiled:  # a month of them takes long: probes are answered meanwhile
            return await asyncio.to_thread(self._page, source, request.query, empty=fault == "empty")
        return spoiled or self._page(source, request.query, empty=fault == "empty")

    async def _spoil(self, fault: str) -> Response | None:
        if fault == "hang":
            await asyncio.sleep(HANG_S)
            raise Abort
        if fault == "slow":
            await asyncio.sleep(self._rng.uniform(*SLOW_S))
        if fault == "http500":
            return error(500, "Lỗi hệ thống phía nguồn dữ liệu.", "Internal error of the upstream system.")
        if fault == "garbage":
            return Response(body=b'{"page": 1, "items": [{"school": "79\xff\xfe<html>502 Bad Gateway', status=200)
        return None

    def _page(self, source: str, query: dict[str, str], *, empty: bool) -> Response:
        try:
            page, size = int(query.get("page", "1")), int(query.get("size", "500"))
        except ValueError:
            page = size = 0
        if not (page >= 1 and 1 <= size <= MAX_SIZE):
            return error(400, f"page phải từ 1, size từ 1 đến {MAX_SIZE}.", f"page from 1, size 1 to {MAX_SIZE}.")
        if source == "helpdesk" and query.get("state", "open") not in ("open", "closed", "all"):
            return error(400, "state phải là open, closed hoặc all.", "state must be open, closed or all.")
        now = self._world.now()
        total, items = (0, []) if empty else self._items(source, query, slice((page - 1) * size, page * size), now)
        body = {"page": page, "pages": max(1, -(-total // size)), "total": total, "as_of": iso(now), "items": items}
        if source == "helpdesk":
            return json_response(body)
        return Response(body=json.dumps(body).encode())

    async def _past(self, source: str, day: str, query: dict[str, str]) -> Response:
        """One page of an earlier day; worked out a few schools at a time."""
        now, then = self._world.now(), day_moment(day)
        number, size = (int(query.get(name, "")) if query.get(name, "").isdigit() else 0 for name in ("page", "size"))
        if then is None or then > now or number < 1 or not 1 <= size <= MAX_SIZE:
            return error(400, "Ngày hoặc trang không đúng.", "No such day or page.")
        known = self._of(source) if source in SYSTEMS else self._world.schools
        items: list[dict[str, Any]] = []
        for place, school in enumerate(known[(number - 1) * size : number * size]):
            row = self._then(source, school, then)
            items.append(aged(self._world.seed, source, school, row, then, now))
            if place % BREATH == 0:
                await asyncio.sleep(0)
        body = {"page": number, "pages": max(1, -(-len(known) // size)), "total": len(known), "as_of": iso(then),
                "items": items}
        return Response(body=json.dumps(body).encode())

    def _then(self, source: str, school: School, then: float) -> dict[str, Any]:
        seed = self._world.seed
        if source not in SYSTEMS:
            return (lab_item if source == "labs" else payment_item)(seed, school, then)
        system = SYSTEMS[source]
        row = {"school": school.code, **system.item(seed, school, midnight(then) if system.daily else then)}
        row.setdefault("as_of", iso(then))
        return row

    def _items(self, source: str, query: dict[str, str], part: slice, now: float) -> tuple[int, list[dict[str, Any]]]:
        seed, schools = self._world.seed, self._world.schools
        if source == "helpdesk":
            rows = tickets(seed, self._world, now, query.get("state", "open"))
            return len(rows), rows[part]
        if source in SYSTEMS:
            known = self._of(source)
            return len(known), [self._row(SYSTEMS[source], school, now) for school in known[part]]
        item = lab_item if source == "labs" else payment_item
        return len(schools), [item(seed, school, now) for school in schools[part]]

    def _of(self, source: str) -> list[School]:
        """The schools this system knows, worked out once per register: it grows by adoption alone."""
        schools, knows = self._world.schools, SYSTEMS[source].knows
        key = (source, len(schools))
        if key not in self._known:
            self._known[key] = [school for school in schools if knows(self._world.seed, school)]
        return self._known[key]

    def _row(self, system: System, school: School, now: float) -> dict[str, Any]:
        heard = midnight(now) if system.daily else self._heard_at(school, now) if system.by_line else now
        row = {"school": school.code, **system.item(self._world.seed, school, heard)}
        row.setdefault("as_of", iso(heard))
        return row

    def _heard_at(self, school: School, now: float) -> float:
        """When the school's line last carried anything; of one that is long dead, some days ago."""
        world, slot = self._world, self._world.index[school.code]
        if world.wanted(slot) != "down":
            self._heard[school.code] = now
        elif school.code not in self._heard:
            self._heard[school.code] = dead_since(world.seed, school.code, now) if slot in world.chronic else now
        return self._heard[school.code]
