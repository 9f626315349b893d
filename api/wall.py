"""What a wall shows beside its map, the boards between its maps, and what it plays; its statuses come by the feed."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from domain.person import Permission
from services.acting import acting
from services.desk import desk
from services.playing import for_visitors, playing
from services.wall_boards import board as made

ROUTER = APIRouter(prefix="/api/v1")
NO_STORE = {"cache-control": "no-store"}
Visitors = Annotated[bool, Query()]


@ROUTER.get("/live/wall")
@allow(Permission.WALL)
async def wall(visitors: Visitors = False) -> Response:
    """Five figures and the newest incidents, ready for every wall alike. `visitors`: without names of persons."""
    return _json(await run_in_threadpool(lambda: desk().wall.ready(visitors=_hidden(visitors))))


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
