"""The hand that stages outages: POST /control/..., for this machine only."""
from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from simulator.adoption import Adoption, BadRow
from simulator.gazetteer_districts import CARRIERS, PROVINCE_CODE
from simulator.http_server import Request, Response, error, json_response
from simulator.upstream import FAULTS, SOURCES
from simulator.world import MODES, World

LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
# The gateway's paths say "payments", the centre's source is called "epayment": both are understood.
SOURCE_ALIAS = {"payments": "epayment"}
# "auto" takes a manual order back: the storm and chronic troubles may touch the school again.
AUTO = "auto"


class Bad(Exception):
    """An order that cannot be carried out; carries the answer."""

    def __init__(self, status: int, vi: str, en: str) -> None:
        super().__init__(en)
        self.response = error(status, vi, en)


def _choice(order: dict[str, Any], key: str, allowed: tuple[str, ...]) -> str:
    value = order.get(key)
    if not isinstance(value, str) or value not in allowed:
        words = " | ".join(allowed)
        raise Bad(422, f'Cần "{key}" là một trong: {words}.', f'"{key}" must be one of: {words}.')
    return value


def _from_here(request: Request) -> bool:
    """Only from this machine, and not from a web page somebody has open on it."""
    host = request.headers.get("host", "127.0.0.1").rsplit(":", 1)[0]
    foreign = "origin" in request.headers or request.headers.get("sec-fetch-site", "none") != "none"
    return request.peer == "127.0.0.1" and host in LOCAL_NAMES and not foreign


class Control:
    """Carries out orders on the world."""

    def __init__(self, world: World, adoption: Adoption) -> None:
        self._world, self._adoption = world, adoption
        self._verbs: dict[str, Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            "schools": self._school, "areas": self._area, "carriers": self._carrier, "sources": self._source,
            "uplink": self._uplink, "adopt": self._adopt,
        }

    async def handle(self, request: Request) -> Response:
        """Answer one request below /control/."""
        if not _from_here(request):
            return error(403, "Chỉ điều khiển được từ chính máy này.", "Control is for this machine only.")
        if request.method == "GET" and request.path == "/control/state":
            return json_response(self.state())
        verb, _, key = request.path.removeprefix("/control/").partition("/")
        if verb not in self._verbs or bool(key) == (verb in ("uplink", "adopt")):
            return error(404, "Không có lệnh này.", "No such order.")
        if request.method != "POST":
            return error(405, "Dùng POST.", "Use POST.")
        try:
            order = json.loads(request.body)
        except ValueError:
            order = None
        if not isinstance(order, dict):
            return error(400, "Nội dung phải là một đối tượng JSON.", "The body must be a JSON object.")
        try:
            return json_response({"ok": True} | await self._verbs[verb](key, order))
        except Bad as bad:
            return bad.response

    def state(self) -> dict[str, Any]:
        """What is staged now, by whom: manual orders, carrier cuts, faults, the storm."""
        world = self._world

        def by_code(slots: dict[int, str]) -> dict[str, str]:
            return {world.schools[slot].code: mode for slot, mode in slots.items()}

        return {"uplink": "cut" if world.uplink_cut else "ok", "manual": by_code(world.manual),
                "storm": by_code(world.storm), "chronic": by_code(world.chronic), "faults": world.faults,
                "storm_faults": world.storm_faults,
                "carriers": [{"carrier": carrier, "area": area} for carrier, area in sorted(world.cuts, key=str)]}

    async def _school(self, code: str, order: dict[str, Any]) -> dict[str, Any]:
        if code not in self._world.index:
            raise Bad(404, f"Không có trường mã {code}.", f"No school with code {code}.")
        mode = _choice(order, "connectivity", (*MODES, AUTO))
        await self._order([self._world.index[code]], mode)
        return {"school": code, "connectivity": mode}

    async def _area(self, code: str, order: dict[str, Any]) -> dict[str, Any]:
        mode = _choice(order, "connectivity", (*MODES, AUTO))
        slots = self._known_area(code)
        await self._order(slots, mode)
        return {"area": code, "connectivity": mode, "schools": len(slots)}

    async def _order(self, slots: list[int], mode: str) -> None:
        for slot in slots:
            self._world.storm.pop(slot, None)
            if mode == AUTO:
                self._world.manual.pop(slot, None)
            else:
                self._world.manual[slot] = mode
        await self._world.refresh(slots)

    def _known_area(self, code: str) -> list[int]:
        slots = self._world.slots_of_area(code)
        if not slots:
            raise Bad(404, f"Không có địa bàn mã {code}, hoặc địa bàn không có trường.",
                      f"No area with code {code}, or an area without schools.")
        return slots

    async def _carrier(self, key: str, order: dict[str, Any]) -> dict[str, Any]:
        if key not in CARRIERS and all(school.carrier != key for school in self._world.schools):
            raise Bad(404, f"Không có nhà mạng {key}; có: {', '.join(CARRIERS)}.", f"No carrier {key}.")
        state, area = _choice(order, "state", ("cut", "ok")), order.get("area")
        if area is not None:
            self._known_area(str(area))
        where = None if area in (None, PROVINCE_CODE) else str(area)
        if state == "cut":
            self._world.cuts.add((key, where))
        else:
            # Mending the whole carrier mends its partial cuts too.
            self._world.cuts -= {cut for cut in self._world.cuts if cut[0] == key and where in (None, cut[1])}
        changed = await self._world.refresh_all()
        return {"carrier": key, "state": state, "area": area, "changed": changed}

    async def _source(self, key: str, order: dict[str, Any]) -> dict[str, Any]:
        source = SOURCE_ALIAS.get(key, key)
        if source not in SOURCES.values():
            known = ", ".join(SOURCES.values())
            raise Bad(404, f"Không có nguồn {key}; có: {known}.", f"No source {key}; there are: {known}.")
        fault = _choice(order, "fault", FAULTS)
        self._world.faults[source] = fault
        self._world.storm_faults.pop(source, None)
        return {"source": source, "fault": fault}

    async def _uplink(self, _: str, order: dict[str, Any]) -> dict[str, Any]:
        state = _choice(order, "state", ("cut", "ok"))
        await self._world.set_uplink(state == "cut")
        return {"uplink": state}

    async def _adopt(self, _: str, order: dict[str, Any]) -> dict[str, Any]:
        rows = order.get("schools")
        if not isinstance(rows, list):
            raise Bad(422, 'Cần "schools" là một danh sách.', '"schools" must be a list.')
        try:
            return {"addresses": await self._adoption.adopt(rows)}
        except BadRow as bad:
            raise Bad(422, bad.vi, bad.en) from None
