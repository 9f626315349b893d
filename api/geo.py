"""Outlines and water of the map, packed once and kept by the browser under their hash."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import area_or_province, at_desk, packed, redirect
from domain.area import Tree
from domain.person import Permission

ROUTER = APIRouter(prefix="/api/v1")
Area = Annotated[str, Query(max_length=16)]
Hash = Annotated[str, Query(max_length=32)]


@ROUTER.get("/geo/areas")
@allow(Permission.MAP)
async def areas(request: Request, tree: Tree = Tree.NEW, area: Area = "", v: Hash = "") -> Response:
    """Light outlines of the leaf areas of a tree, immutable under their hash."""
    seat = await at_desk()
    feed, code = seat.feed, area_or_province(seat, area)
    digest = (await run_in_threadpool(feed.outlines, tree, code))[0]
    if v != digest:
        return redirect(request, {"tree": tree.value, "area": code, "v": digest})
    return packed(request, await run_in_threadpool(feed.packed, "outlines", code, tree), "application/geo+json")


@ROUTER.get("/geo/water")
@allow(Permission.MAP)
async def water(request: Request) -> Response:
    """Rivers and sea of the schematic map; surveyed maps have none."""
    drawn = await run_in_threadpool((await at_desk()).feed.packed, "water", "")
    return packed(request, drawn, "application/geo+json", "private, max-age=300")
