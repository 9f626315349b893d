"""The feed: directory once, then frames. Layouts: docs/feed.md."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import area_or_province, at_desk, packed, redirect
from api._swift import aside, asked, joined, ready
from domain.person import Permission
from services.looking import saw_directory

ROUTER = APIRouter(prefix="/api/v1")
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


class Frame(BaseModel):
    """What a screen says of the frame it wants. `since`, `dir`: what it holds; `marks`: the version of the incident
    marks it holds, without it none follow."""

    area: str = Field("", max_length=16)
    layer: str = "connectivity"
    since: float = 0
    dir: str = Field("", max_length=32)
    format: str = ""
    marks: float | None = None


@ROUTER.get("/live/frame")
@allow(Permission.MAP, swift=True)
async def frame(request: Request) -> Response:
    """Statuses now: binary full, delta or unchanged; format=json = every layer, readable."""
    wish, seat = asked(Frame, request), await at_desk()
    feed, code = seat.feed, area_or_province(seat, wish.area)
    if wish.format == "json":
        saw_directory(seat)
        return await aside(request, await run_in_threadpool(feed.frame_json, code, wish.layer))
    return joined(request, *feed.parts(code, wish.layer, wish.since, wish.dir, wish.marks))


@ROUTER.get("/live/pulse")
@allow(Permission.MAP, swift=True)
async def pulse(request: Request) -> Response:
    """What the banners and tiles of a screen need between frames."""
    return ready(request, (await at_desk()).feed.pulse_json())
