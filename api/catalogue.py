"""What every number means, for the pages of indicators; and an administrator's say in its bands and target."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._catalogue import NewBands, days, decided, every, story
from domain.area import Tree
from domain.person import Permission
from services.acting import acting
from services.further import further
from services.indicators import Asked

ROUTER = APIRouter(prefix="/api/v1/catalogue")
NO_STORE = {"cache-control": "no-store"}
Code = Annotated[str, Query(max_length=32)]


@ROUTER.get("")
@allow(Permission.MAP)
async def listing(area: Code = "") -> Response:
    """Every indicator with its meaning and its figure over an area, by default over all within reach."""
    return JSONResponse(await run_in_threadpool(every, await at_desk(), acting(), area), headers=NO_STORE)


@ROUTER.get("/{key}")
@allow(Permission.MAP)
async def one(key: str) -> Response:
    """One indicator's meaning, and what was ever decided about its bands and target."""
    return JSONResponse(await run_in_threadpool(story, await at_desk(), acting(), key), headers=NO_STORE)


@ROUTER.get("/{key}/days")
@allow(Permission.MAP)
async def past(key: str, area: Code = "") -> Response:
    """Its last 30 days, each at ten o'clock; a day nobody looked at has no value."""
    return JSONResponse(await run_in_threadpool(days, await at_desk(), key, area), headers=NO_STORE)


@ROUTER.get("/{key}/further")
@allow(Permission.MAP)
async def beside(key: str, area: Code = "", tree: Tree = Tree.NEW) -> Response:
    """What its sources also tell: {figures, by_area, by_school, schools}; values in the order of the figures."""
    asked = Asked(key=key, area=area, tree=tree)
    return JSONResponse(await run_in_threadpool(further, await at_desk(), asked), headers=NO_STORE)


@ROUTER.post("/{key}/bands")
@allow(Permission.BANDS)
async def decision(key: str, asked: NewBands) -> Response:
    """Bands or a target from a day on; answered as the indicator itself."""
    return JSONResponse(await run_in_threadpool(decided, await at_desk(), acting(), key, asked), headers=NO_STORE)
