"""What a wall shows beside its map, the boards between its maps, and what it plays; its statuses come by the feed."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._swift import asked, ready
from domain.person import Permission
from services.acting import acting
from services.desk import desk
from services.playing import for_visitors, for_visitors_at_once, playing
from services.wall_boards import board as made

ROUTER = APIRouter(prefix="/api/v1")
NO_STORE = {"cache-control": "no-store"}
Visitors = Annotated[bool, Query()]


class Before(BaseModel):
    """Who stands before the wall."""

    visitors: bool = False


@ROUTER.get("/live/wall")
@allow(Permission.WALL, swift=True)
async def wall(request: Request) -> Response:
    """Five figures and the newest incidents, ready for every wall alike. `visitors`: without names of persons."""
    wished, seat = asked(Before, request).visitors, await at_desk()
    body = None
    if (hidden := for_visitors_at_once(seat.centre, acting(), wished)) is not None:
        body = seat.wall.fresh(visitors=hidden)
    if body is None:
        body = await run_in_threadpool(lambda: seat.wall.ready(visitors=_hidden(wished)))
    return ready(request, body)


@ROUTER.get("/wall/board")
@allow(Permission.WALL)
async def board(kind: Annotated[str, Query(max_length=20)], area: Annotated[str, Query(max_length=16)] = "",
                visitors: Visitors = False) -> Response:
    """One scene that is no map of everything: indicators, incidents, systems, programme, sources, area (of `area`)."""
    return _json(await run_in_threadpool(lambda: made(desk(), kind, area, visitors=_hidden(visitors))))


@ROUTER.get("/wall/playlist")
@allow(Permission.WALL)
async def playlist(screen: Annotated[int, Query(ge=0, le=2**31)] = 0) -> Response:
    """What the asking wall plays, or, for who arranges screens, what `screen` plays."""
    told = await run_in_threadpool(lambda: playing(desk(), acting(), screen))
    return _json(json.dumps(told, ensure_ascii=False).encode())


def _hidden(wished: bool) -> bool:
    return for_visitors(desk().centre, acting(), wished)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers=NO_STORE)
