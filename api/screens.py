"""Every wall for whoever administers them: the overview, their small pictures, and what can be asked of one."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._static import bundle
from domain.errors import NotFound
from domain.person import Permission
from services import arranging, echoes, pairing
from services.acting import acting
from services.desk import desk
from services.screen_board import board

ROUTER = APIRouter(prefix="/api/v1/screens")
FRESH = {"cache-control": "no-store"}
Id = Annotated[int, Path(ge=1, lt=2**31)]


class Arranged(BaseModel):
    """`version`: of the playlist that was looked at while arranging."""

    playlist: dict[str, Any]
    version: int = Field(ge=0, le=10**9)


class Scene(BaseModel):
    """`index` None = the rotation goes on by itself; `hold`: stay there."""

    index: int | None = Field(None, ge=0, le=99)
    hold: bool = False


@ROUTER.get("")
@allow(Permission.SCREENS)
async def overview() -> Response:
    """services.screen_board.board."""
    told = await run_in_threadpool(board, desk(), acting(), bundle())
    return JSONResponse(told, headers=FRESH)


@ROUTER.get("/{screen_id}/echo")
@allow(Permission.SCREENS)
async def echo(screen_id: Id) -> Response:
    """The newest small picture. 204 when there is none (yet, or here), 404 when there is no such screen."""
    centre = desk().centre
    await run_in_threadpool(pairing.one, centre, acting(), screen_id)
    try:
        body, kind = await run_in_threadpool(echoes.picture, centre, screen_id)
    except NotFound:
        return Response(status_code=204, headers=FRESH)
    return Response(body, media_type=kind, headers={"cache-control": "private, max-age=60"})


@ROUTER.post("/{screen_id}/playlist")
@allow(Permission.SCREENS)
async def arrange(screen_id: Id, sent: Arranged) -> Response:
    """-> {version}; 400 with a sentence, 409 when somebody else was faster."""
    told = (desk().centre, acting(), screen_id, sent.playlist, sent.version)
    return JSONResponse({"version": await run_in_threadpool(arranging.arrange, *told)}, headers=FRESH)


@ROUTER.post("/{screen_id}/scene")
@allow(Permission.SCREENS)
async def scene(screen_id: Id, sent: Scene) -> Response:
    """It goes there with its next beat."""
    await run_in_threadpool(arranging.show_scene, desk().centre, acting(), screen_id, sent.index, hold=sent.hold)
    return JSONResponse({"done": True}, headers=FRESH)


@ROUTER.post("/{screen_id}/flash")
@allow(Permission.SCREENS)
async def flash(screen_id: Id) -> Response:
    """-> {for_s}: so long it shows its name, from its next beat on."""
    told = {"for_s": await run_in_threadpool(arranging.flash, desk().centre, acting(), screen_id)}
    return JSONResponse(told, headers=FRESH)
