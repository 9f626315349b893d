"""Schedules of reports: the list, one's shape, pause, end, and what became of each time it was due."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._schedules import Paused, Sent, board_json, run_json, saved
from domain.person import Permission
from services import schedules
from services.acting import acting
from services.desk import desk

ROUTER = APIRouter(prefix="/api/v1/schedules")
FRESH = {"cache-control": "no-store"}
Id = Annotated[int, Path(ge=1, lt=2**31)]


@ROUTER.get("")
@allow(Permission.SCHEDULES)
async def listed() -> Response:
    """-> {rows, people, outside}: every schedule within reach, and whom one may send to."""
    return JSONResponse(await run_in_threadpool(board_json, desk().centre, acting()), headers=FRESH)


@ROUTER.post("")
@allow(Permission.SCHEDULES)
async def save(sent: Sent) -> Response:
    """-> {id}; 400 with a sentence."""
    return JSONResponse({"id": await run_in_threadpool(saved, desk().centre, acting(), sent)}, headers=FRESH)


@ROUTER.post("/{schedule_id}/pause")
@allow(Permission.SCHEDULES)
async def pause(schedule_id: Id, sent: Paused) -> Response:
    """-> {done}."""
    await run_in_threadpool(schedules.pause, desk().centre, acting(), schedule_id, paused=sent.paused)
    return JSONResponse({"done": True}, headers=FRESH)


@ROUTER.post("/{schedule_id}/end")
@allow(Permission.SCHEDULES)
async def end(schedule_id: Id) -> Response:
    """-> {done}."""
    await run_in_threadpool(schedules.drop, desk().centre, acting(), schedule_id)
    return JSONResponse({"done": True}, headers=FRESH)


@ROUTER.post("/{schedule_id}/now")
@allow(Permission.SCHEDULES)
async def now(schedule_id: Id) -> Response:
    """-> {done}: made once more, now."""
    await run_in_threadpool(schedules.make_now, desk().centre, acting(), schedule_id)
    return JSONResponse({"done": True}, headers=FRESH)


@ROUTER.get("/{schedule_id}/runs")
@allow(Permission.SCHEDULES)
async def runs(schedule_id: Id) -> Response:
    """-> {rows}: the times it was due, newest first, with the proof of every letter."""
    found = await run_in_threadpool(schedules.runs, desk().centre, acting(), schedule_id)
    return JSONResponse({"rows": [run_json(one) for one in found]}, headers=FRESH)
