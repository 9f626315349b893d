"""Schools behind NAT push a heartbeat with their own token; late = unknown after its grace, not down."""

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._limits import TOKENS
from domain.person import Permission
from services import heartbeat
from services.desk import house

ROUTER = APIRouter(prefix="/api/v1")


@ROUTER.post("/heartbeat")
@allow(Permission.OPEN, most=4096, pace=TOKENS)
async def beat(authorization: str = Header("", max_length=200)) -> Response:
    """`Authorization: Bearer <school token>` -> 200 with the school's code; 404 for an unknown token."""
    token = authorization.removeprefix("Bearer ").strip()
    code = await run_in_threadpool(heartbeat.receive, house().centre, token)
    return JSONResponse({"school": code, "again_in_s": 30})
