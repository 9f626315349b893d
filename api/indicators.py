"""Every indicator anybody may inspect: the list, and one figure with its areas and schools, now or then."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk, packed
from domain.area import Tree
from domain.person import Permission
from services.indicators import WHOLE, Asked, Order, figure, listed, moment

ROUTER = APIRouter(prefix="/api/v1/indicators")
NO_STORE = {"cache-control": "no-store"}


@ROUTER.get("")
@allow(Permission.MAP)
async def every() -> Response:
    """-> [{key, label, group, unit, source_class, legal_basis, bands, stale_after_s}], in the order of lists."""
    return JSONResponse(listed((await at_desk()).centre), headers=NO_STORE)


@ROUTER.get("/{key}")
@allow(Permission.MAP)
async def one(request: Request, key: str, area: Annotated[str, Query(max_length=32)] = "",
              at: Annotated[str, Query(max_length=40)] = "", tree: Tree = Tree.NEW,
              limit: Annotated[int | None, Query(ge=1, le=WHOLE)] = None,
              cursor: Annotated[int, Query(ge=0, le=10_000_000)] = 0, order: Order = Order.REGISTER) -> Response:
    """-> {value, numerator, denominator, reporting, schools, as_of, status, by_area, by_school}, `counts` by status,
    `next`: the cursor of the schools that follow, null = all are told. `at`: epoch seconds, or a local time."""
    seat = await at_desk()
    asked = Asked(key=key, area=area, at=moment(at, seat.centre.clock()), tree=tree, limit=limit, cursor=cursor,
                  order=order)
    return packed(request, await run_in_threadpool(figure, seat, asked), "application/json", "no-store")
