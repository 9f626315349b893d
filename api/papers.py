"""Papers of a snapshot: taken when they are there, made when they are not; the list of what one asked for."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._papers import board_json, carried, kinds_json, until_ready, waiting
from domain.person import Permission
from services import papers
from services.acting import acting
from services.desk import desk

ROUTER = APIRouter(prefix="/api/v1")
FRESH = {"cache-control": "no-store"}
PATIENCE_S = 25.0
Id = Annotated[str, Path(max_length=40)]


@ROUTER.get("/papers")
@allow(Permission.REPORTS)
async def mine() -> Response:
    """-> {jobs, alive, waiting}: what the actor asked for, newest first."""
    found = await run_in_threadpool(papers.board, desk().centre, acting())
    return JSONResponse(board_json(found), headers=FRESH)


@ROUTER.get("/papers/kinds")
@allow(Permission.REPORTS)
async def kinds() -> Response:
    """-> {kinds}: every paper there is."""
    return JSONResponse(kinds_json(), headers=FRESH)


@ROUTER.get("/snapshots/{snapshot_id}/{key}")
@allow(Permission.REPORTS)
async def paper(request: Request, snapshot_id: Id, key: Annotated[str, Path(max_length=20)],
                wait: Annotated[float, Query(ge=0, le=PATIENCE_S)] = PATIENCE_S) -> Response:
    """The paper; 202 with its place in the queue when it is not made within `wait` seconds."""
    centre, actor = desk().centre, acting()
    options = papers.options_of(key, dict(request.query_params))
    snapshot = await run_in_threadpool(papers.head, centre, actor, snapshot_id)
    if key == "json":
        return carried(await run_in_threadpool(papers.document, centre, actor, snapshot))
    job = await run_in_threadpool(papers.want, centre, actor, snapshot, key, options)
    job = await until_ready(centre, job, wait, request.is_disconnected)
    if job.row.state != "ready":
        return waiting(job)
    return carried(await run_in_threadpool(papers.take, centre, actor, snapshot, job))
