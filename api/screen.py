"""A wall screen says that it lives, shows a small picture of itself, and hears what it shall show."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._static import bundle
from api._swift import ready, told
from domain.person import Permission
from services import echoes, showing
from services.acting import acting
from services.desk import house
from services.showing import Told

ROUTER = APIRouter(prefix="/api/v1/screen")
Figure = Field(None, ge=0, le=1e9, allow_inf_nan=False)
Count = Field(0, ge=0, le=10**9)


class Beat(BaseModel):
    """What it shows, by its own word: services.showing.Told."""

    page: str = Field("", max_length=300)
    version: str = Field("", max_length=40)
    frame_age_s: float | None = Figure
    scene: str = Field("", max_length=20)
    name: str = Field("", max_length=120)
    index: int | None = Field(None, ge=0, le=99)
    count: int = Field(0, ge=0, le=99)
    playlist: int = Count
    held: bool = False
    culprit: str = Field("", max_length=20)
    memory_mb: float | None = Figure
    nodes: int = Count
    wide: int = Count
    high: int = Count
    up_s: float = Field(0, ge=0, le=1e9, allow_inf_nan=False)
    echo: str = Field("", max_length=24)
    echo_age_s: float | None = Figure


class Echo(BaseModel):
    """A small picture, base64."""

    picture: str = Field(max_length=14_000)


@ROUTER.post("/beat")
@allow(Permission.BEAT, most=4096, swift=True)
async def beat(request: Request) -> Response:
    """{page, scene, playlist, flash, after_ms, bundle}: what it shall show, when to come again, what it shall run."""
    said, centre = Told(**(await told(Beat, request)).model_dump()), house().centre
    if showing.known_by_heart(centre):
        answer = showing.beat(centre, acting(), said)
    else:
        answer = await run_in_threadpool(showing.beat, centre, acting(), said)
    return ready(request, json.dumps({**answer, "bundle": bundle()}, ensure_ascii=False).encode())


@ROUTER.post("/echo")
@allow(Permission.BEAT, most=16_384, swift=True)
async def echo(request: Request) -> Response:
    """{echo}: the stamp the next beats name. 400 for what is no small WebP or JPEG."""
    sent = await told(Echo, request)
    stamp = await run_in_threadpool(echoes.keep_picture, house().centre, acting().id, sent.picture)
    return ready(request, json.dumps({"echo": stamp}).encode())
