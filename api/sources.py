"""An administrator sets a source and tries it out; what is secret goes in and never comes out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._sources import NewSettings, saved, told, tried
from domain.person import Permission
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1/sources")
NO_STORE = {"cache-control": "no-store"}


@ROUTER.get("/{key}")
@allow(Permission.SETTINGS)
async def one(key: str) -> Response:
    """How it is set: {origin, on, every, map, fields, locked, …}."""
    return JSONResponse(await run_in_threadpool(told, await at_desk(), key), headers=NO_STORE)


@ROUTER.post("/{key}")
@allow(Permission.SETTINGS)
async def keep(key: str, asked: NewSettings) -> Response:
    """From now on it is so; answered as the question for it."""
    return JSONResponse(await run_in_threadpool(saved, await at_desk(), acting(), key, asked), headers=NO_STORE)


@ROUTER.post("/{key}/trial")
@allow(Permission.SETTINGS)
async def attempt(key: str, asked: NewSettings) -> Response:
    """Ask once with what is typed: {error, calls, list, fields, rows, refused, …}. Nothing is kept."""
    return JSONResponse(await run_in_threadpool(tried, await at_desk(), acting(), key, asked), headers=NO_STORE)
