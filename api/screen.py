"""A wall screen says that it lives and hears what it shall show."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from domain.person import Permission
from services import showing
from services.acting import acting
from services.desk import house

ROUTER = APIRouter(prefix="/api/v1/screen")


class Beat(BaseModel):
    """What it shows, by its own word."""

    page: str = Field("", max_length=300)
    version: str = Field("", max_length=40)
    frame_age_s: float | None = Field(None, ge=0, le=1e9, allow_inf_nan=False)


@ROUTER.post("/beat")
@allow(Permission.BEAT)
async def beat(told: Beat) -> Response:
    """{page}: what it shall show, "" = as it is."""
    wanted = await run_in_threadpool(showing.beat, house().centre, acting(), page=told.page, version=told.version,
                                     frame_age_s=told.frame_age_s)
    return JSONResponse({"page": wanted}, headers={"cache-control": "no-store"})
