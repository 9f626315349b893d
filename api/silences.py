"""Silences and maintenances: what there is, a new one, the end of one. See docs/silences.md."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._silences import NewSilence, Taken, ended, every, made
from domain.person import Permission
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1/silences")
NO_STORE = {"cache-control": "no-store"}


@ROUTER.get("")
@allow(Permission.INCIDENTS)
async def listing() -> Response:
    """What is active, what is planned, and the latest of what is over, within reach."""
    return JSONResponse(await run_in_threadpool(every, await at_desk(), acting()), headers=NO_STORE)


@ROUTER.post("")
@allow(Permission.RESPOND)
async def make(asked: NewSilence) -> Response:
    """A new one; it is answered as in the list."""
    return JSONResponse(await run_in_threadpool(made, await at_desk(), acting(), asked), headers=NO_STORE)


@ROUTER.post("/{silence_id:int}/revoke")
@allow(Permission.RESPOND)
async def revoke(silence_id: int, asked: Taken) -> Response:
    """It ends now; it is answered as in the list."""
    return JSONResponse(await run_in_threadpool(ended, await at_desk(), acting(), silence_id, asked.why),
                        headers=NO_STORE)
