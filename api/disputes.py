"""A school's record, confirmed or disputed; whoever answers a dispute says why."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api import _claims as told
from api._allow import allow
from api._answers import at_desk
from domain.person import Permission
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1")
NO_STORE = {"cache-control": "no-store"}


@ROUTER.get("/disputes")
@allow(Permission.SCHOOL)
async def listing() -> Response:
    """What waits for an answer within reach, and what was answered lately."""
    return JSONResponse(await run_in_threadpool(told.board, await at_desk(), acting()), headers=NO_STORE)


@ROUTER.get("/schools/{code}/record")
@allow(Permission.SCHOOL)
async def record(code: str) -> Response:
    """One school: its claims this week, and what was answered for it."""
    return JSONResponse(await run_in_threadpool(told.of_school, await at_desk(), acting(), code), headers=NO_STORE)


@ROUTER.post("/disputes")
@allow(Permission.RECORD)
async def answer(asked: told.NewAnswer) -> Response:
    """Confirm or dispute."""
    return JSONResponse(await run_in_threadpool(told.made, await at_desk(), acting(), asked), headers=NO_STORE)


@ROUTER.post("/disputes/{dispute}/take")
@allow(Permission.RESPOND)
async def take(dispute: int) -> Response:
    """It is mine now."""
    return JSONResponse(await run_in_threadpool(told.taken, await at_desk(), acting(), dispute), headers=NO_STORE)


@ROUTER.post("/disputes/{dispute}/settle")
@allow(Permission.RESPOND)
async def settle(dispute: int, asked: told.Settled) -> Response:
    """The school was right, or the figure stands; and why."""
    return JSONResponse(await run_in_threadpool(told.settled, await at_desk(), acting(), dispute, asked),
                        headers=NO_STORE)
