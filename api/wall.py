"""What a wall shows beside its map; the map's statuses come by the feed."""

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from domain.person import Permission
from services.desk import desk

ROUTER = APIRouter(prefix="/api/v1/live")


@ROUTER.get("/wall")
@allow(Permission.WALL)
async def wall() -> Response:
    """Five figures and the newest incidents, ready for every wall alike."""
    body = await run_in_threadpool(desk().wall.ready)
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})
