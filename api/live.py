"""The feed: directory once, then frames; outlines of the map. Layouts: docs/feed.md."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import area_or_province, at_desk, packed, redirect
from domain.area import Tree
from domain.person import Permission
from services.looking import saw_directory

ROUTER = APIRouter(prefix="/api/v1")
NO_STORE = {"cache-control": "no-store"}
Area = Annotated[str, Query(max_length=16)]
Hash = Annotated[str, Query(max_length=32)]


@ROUTER.get("/live/directory")
@allow(Permission.MAP)
async def directory(request: Request, area: Area = "", v: Hash = "", part: str = "") -> Response:
    """Order, codes, names and places of the schools of an area; immutable under its hash."""
    seat = await at_desk()
    feed, code = seat.feed, area_or_province(seat, area)
    saw_directory(seat)  # every page begins here: what follows may come from the browser's own store
    digest = feed.directory(code)[0]
    if v != digest:
        return redirect(request, {"area": code, "part": part, "v": digest})
    body = feed.packed("points" if part == "points" else "directory", code)
    media = "application/octet-stream" if part == "points" else "application/json"
    return packed(request, body, media)


@ROUTER.get("/live/frame")
@allow(Permission.MAP)
async def frame(area: Area = "", layer: str = "connectivity", since: float = 0, dir: Hash = "",  # noqa: A002
                format: str = "", marks: float | None = None) -> Response:  # noqa: A002
    """Statuses now: binary full, delta or unchanged; format=json = every layer, readable.

    `marks`: the version of the incident marks the screen holds; without it none follow.
    """
    seat = await at_desk()
    feed, code = seat.feed, area_or_province(seat, area)
    if format == "json":
        saw_directory(seat)
        return Response(feed.frame_json(code), media_type="application/json", headers=NO_STORE)
    return Response(feed.frame(code, layer, since, dir, marks), media_type="application/octet-stream", headers=NO_STORE)


@ROUTER.get("/live/pulse")
@allow(Permission.MAP)
async def pulse() -> Response:
    """What the banners and tiles of a screen need between frames."""
    return Response((await at_desk()).feed.pulse_json(), media_type="application/json", headers=NO_STORE)


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
