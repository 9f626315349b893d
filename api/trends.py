"""Weeks of figures and where they are heading: a group over an area, one indicator in every area."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.area import Tree
from domain.person import Permission
from services.trend_areas import areas
from services.trends import Asked, told

ROUTER = APIRouter(prefix="/api/v1/trends")
NO_STORE = {"cache-control": "no-store"}
Code = Annotated[str, Query(max_length=32)]


@ROUTER.get("")
@allow(Permission.SCHOOL)
async def group(group: Code = "data", area: Code = "", other: Code = "") -> Response:
    """-> {weeks, break, indicators: [{key, values, outlook, why, reach, …}]}. `area`, `other`: an area of either tree,
    or a school."""
    asked = Asked(group=group, area=area, other=other)
    return JSONResponse(await run_in_threadpool(told, await at_desk(), asked), headers=NO_STORE)


@ROUTER.get("/{key}")
@allow(Permission.SCHOOL)
async def one(key: str, tree: Tree = Tree.NEW) -> Response:
    """-> {areas: [{code, name, value, moved, z, far, reach, why, …}]}, by name."""
    return JSONResponse(await run_in_threadpool(areas, await at_desk(), key, tree), headers=NO_STORE)
