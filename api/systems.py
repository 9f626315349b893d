"""Every linked system and the six components of the department's data, as the page `/systems` draws them."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.person import Permission
from services.desk import Desk
from services.systems import systems

ROUTER = APIRouter(prefix="/api/v1")


@ROUTER.get("/systems")
@allow(Permission.SOURCES)
async def board() -> Response:
    """-> {now, past_known, counts, troubles, circles, systems, components}"""
    return JSONResponse(await run_in_threadpool(_told, await at_desk()), headers={"cache-control": "no-store"})


def _told(desk: Desk) -> dict[str, object]:
    return systems(desk, desk.centre.clock())
