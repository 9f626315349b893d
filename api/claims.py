"""Declared beside measured, silent schools, and what cannot be true: lists within reach, and people's say in them."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api import _claims as told
from api._allow import allow
from api._answers import at_desk
from domain.person import Permission
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1")
NO_STORE = {"cache-control": "no-store"}
Code = Annotated[str, Query(max_length=40)]


@ROUTER.get("/claims")
@allow(Permission.SCHOOL)
async def claims(claim: Code = "broadband", area: Code = "", answer: Code = "gap") -> Response:
    """Every claim with its counts; areas and schools of one of them."""
    return JSONResponse(await run_in_threadpool(told.overview, await at_desk(), claim, area, answer), headers=NO_STORE)


@ROUTER.get("/claims/silent")
@allow(Permission.SCHOOL)
async def silent() -> Response:
    """Silent schools: since when, what was known last, what is not known now."""
    return JSONResponse(await run_in_threadpool(told.ledger, await at_desk()), headers=NO_STORE)


@ROUTER.get("/findings")
@allow(Permission.INCIDENTS)
async def findings(rule: Code = "", dismissed: bool = False) -> Response:
    """What looks wrong, with its evidence."""
    return JSONResponse(await run_in_threadpool(told.found, await at_desk(), acting(), rule, dismissed),
                        headers=NO_STORE)


@ROUTER.post("/findings/{finding}/dismiss")
@allow(Permission.RESPOND)
async def dismiss(finding: int, asked: told.Why) -> Response:
    """It is no fault, and why."""
    return JSONResponse(await run_in_threadpool(told.dismissed, await at_desk(), acting(), finding, asked.why),
                        headers=NO_STORE)


@ROUTER.post("/findings/{finding}/restore")
@allow(Permission.RESPOND)
async def restore(finding: int) -> Response:
    """It stands again."""
    return JSONResponse(await run_in_threadpool(told.restored, await at_desk(), acting(), finding), headers=NO_STORE)
