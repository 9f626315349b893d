"""Looking back: one day as the frames screens showed, or the frame of one minute. Layouts: docs/feed.md."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api._allow import allow
from api._answers import area_or_province, at_desk, packed
from domain.person import Permission
from services import replay
from services.looking import saw_directory

ROUTER = APIRouter(prefix="/api/v1/replay")
Area = Annotated[str, Query(max_length=16)]
BINARY, NO_STORE = "application/octet-stream", "no-store"


@ROUTER.get("/day")
@allow(Permission.MAP)
async def day(request: Request, area: Area = "", layer: str = "connectivity",
              day: Annotated[str, Query(max_length=10)] = "") -> Response:
    """A local day, today by default: a frame for every minute in which something moved."""
    seat = await at_desk()
    body = await replay.day(seat, area_or_province(seat, area), layer, day)
    saw_directory(seat)
    return packed(request, body, BINARY, NO_STORE)


@ROUTER.get("/frame")
@allow(Permission.MAP)
async def frame(at: float, area: Area = "", layer: str = "connectivity") -> Response:
    """The whole frame of the minute (or, further back, the hour) in which `at`, epoch seconds, lies."""
    seat = await at_desk()
    body = await replay.moment(seat, area_or_province(seat, area), layer, at)
    return Response(body, media_type=BINARY, headers={"cache-control": NO_STORE})
