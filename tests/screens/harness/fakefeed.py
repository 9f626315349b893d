"""The feed's wire contract served from memory, with faults a test can switch on.

`POST /fault {"mode": ...}`: ok | http500 | hang | unauthorized | late | blind | database | stopped | older | shuffled.
`POST /change {"n": 50, "to": 3}` or `{"all": true}` or `{"codes": [...], "to": 1}`. `GET /seen` counts what was asked.
"""

import asyncio
import struct
import time
from typing import Any

import numpy as np
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from tests.screens.harness.province import LAYERS, Province

HEALTHY_MIX = (0.012, 0.0, 0.045, 0.02, 0.015)  # unknown, (good = the rest), watch, bad, stale


class FakeFeed:
    """State of the fake centre: one status column per layer, a version, a heartbeat that may stop."""

    def __init__(self, province: Province, poll_ms: int) -> None:
        self.province, self.poll_ms, self.mode = province, poll_ms, "ok"
        self.rng = np.random.default_rng(11)
        self.version = 1000.0
        self.frozen_at = 0.0
        self.bytes = self.requests = 0
        self.columns = {layer["key"]: self._column() for layer in LAYERS}
        self.changed_at = {key: np.full(province.count, self.version) for key in self.columns}
        self.past: list[bytes] = []

    def _column(self) -> Any:
        mix = np.array([HEALTHY_MIX[0], 1 - sum(HEALTHY_MIX), *HEALTHY_MIX[2:]])
        return self.rng.choice(5, self.province.count, p=mix).astype("u1")

    def change(self, wish: dict[str, Any]) -> float:
        """Applies a wished change to the first layer and steps the version."""
        column, stamp = self.columns["connectivity"], self.changed_at["connectivity"]
        if wish.get("all"):
            index = np.arange(len(column))
            value: Any = (column + 1) % 5
        elif "codes" in wish:
            at = {code: i for i, code in enumerate(self.province.directory["codes"])}
            index = np.array([at[code] for code in wish["codes"]])
            value = int(wish["to"])
        else:
            index = self.rng.choice(len(column), int(wish["n"]), replace=False)
            value = wish.get("to")
            value = (column[index] + 1) % 5 if value is None else int(value)
        self.past.append(self.frame("connectivity", 0.0, plain=True))
        self.past = self.past[-20:]
        self.version += 1
        column[index] = value
        stamp[index] = self.version
        return self.version

    def frame(self, layer: str, since: float, plain: bool = False) -> bytes:
        """One binary frame: unchanged, a delta, or everything."""
        now = time.time()
        stopped = self.mode in ("late", "stopped") and not plain
        self.frozen_at = (self.frozen_at or now) if stopped else 0.0
        proved = self.frozen_at or now
        column, stamp = self.columns[layer], self.changed_at[layer]
        index = np.nonzero(stamp > since)[0].astype("<u4") if 0 < since <= self.version else None
        if since == self.version:
            kind, changes, body = 2, 0, b""
        elif index is None or len(index) * 5 >= len(column):
            kind, changes, body = 0, 0, column.tobytes()
        else:
            kind, changes, body = 1, len(index), index.tobytes() + column[index].tobytes()
        poll_ms = 30 if self.mode == "shuffled" else self.poll_ms
        flags = 1 | (2 if self.mode == "blind" else 0) | (4 if self.mode == "late" else 0) | (8 if self.mode == "database" else 0)
        head = struct.pack("<4sBBHdddddII8s", b"SFR1", kind, flags, poll_ms, self.version, since if kind else 0.0, now, proved,
                           proved + 15, len(column), changes, self.province.directory["hash"][:8].encode())  # fmt: skip
        return head + body


def router(feed: FakeFeed) -> APIRouter:
    """The contract's routes and the control routes."""
    api = APIRouter()
    province = feed.province
    forever = {"Cache-Control": "public, max-age=31536000, immutable"}

    @api.get("/api/v1/live/directory")
    async def directory(area: str = "79", part: str = "", v: str = "") -> Any:
        if not v:
            return RedirectResponse(f"/api/v1/live/directory?area={area}&part={part}&v={province.directory['hash']}", 307)
        if part == "points":
            return Response(province.points, media_type="application/octet-stream", headers=forever)
        return JSONResponse(province.directory, headers=forever)

    @api.get("/api/v1/live/frame")
    async def frame(layer: str = "connectivity", since: float = 0.0, dir: str = "") -> Any:  # noqa: A002
        feed.requests += 1
        since = since if dir == province.directory["hash"][:8] else 0.0  # as docs/feed.md says, no more forgiving
        if feed.mode == "http500":
            return JSONResponse({"error": "X"}, 500)
        if feed.mode == "unauthorized":
            return JSONResponse({"error": "X"}, 401)
        if feed.mode == "hang":
            await asyncio.sleep(30)
        body = feed.frame(layer, since)
        if feed.mode in ("older", "shuffled") and feed.past and feed.rng.random() < (1 if feed.mode == "older" else 0.5):
            body = feed.past[int(feed.rng.integers(0, len(feed.past)))]
        feed.bytes += len(body)
        return Response(body, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})

    @api.get("/api/v1/live/pulse")
    async def pulse() -> Any:
        now = time.time()
        shown = (("connectivity", "Dò kết nối", "good", 3), ("labs", "Phòng máy", "good", 42),
                 ("epayment", "Cổng thanh toán", "stale", 421), ("helpdesk", "Tổng đài hỗ trợ", "good", 61))  # fmt: skip
        sources = [{"key": k, "label": label, "status": status, "age_s": age} for k, label, status, age in shown]
        return JSONResponse({"version": feed.version, "server_time": now, "proved_at": now, "valid_until": now + 15,
                             "blind": feed.mode == "blind", "flags": {}, "culprit": None, "sources": sources})  # fmt: skip

    @api.get("/api/v1/geo/areas")
    async def areas(tree: str = "new") -> Any:
        return JSONResponse(province.shapes[tree], headers=forever)

    @api.get("/api/v1/geo/water")
    async def water() -> Any:
        return JSONResponse({"error": "none"}, 404)

    @api.post("/fault")
    async def fault(request: Request) -> Any:
        feed.mode = (await request.json())["mode"]
        return {"mode": feed.mode}

    @api.post("/change")
    async def change(request: Request) -> Any:
        return {"version": feed.change(await request.json())}

    @api.get("/seen")
    async def seen() -> Any:
        counts = np.bincount(feed.columns["connectivity"], minlength=5)
        return {"requests": feed.requests, "bytes": feed.bytes, "version": feed.version, "counts": [int(n) for n in counts]}

    @api.get("/api/{path:path}")
    async def nothing(path: str) -> Any:
        return JSONResponse({"error": "absent", "path": path[:80]}, 404)

    return api
