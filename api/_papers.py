"""How papers are told: a job as JSON, the file with its name, and waiting for one without holding anybody up."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from services import papers
from services._paper_child import NotMade
from services._paper_names import disposition
from services.centre import Centre
from services.papers import Board, Job, Taken

FRESH = {"cache-control": "no-store"}
FIRST_S, LONGEST_S = 0.1, 0.5


async def until_ready(centre: Centre, job: Job, within_s: float, gone: Callable[[], Awaitable[bool]]) -> Job:
    """The job when it is ready, or as it stands after `within_s`. Raises NotMade when it failed."""
    deadline, pause = time.monotonic() + within_s, FIRST_S
    while job.row.state in ("queued", "making") and time.monotonic() < deadline and not await gone():
        await asyncio.sleep(pause)
        pause = min(LONGEST_S, pause * 1.3)
        job = await run_in_threadpool(papers.again, centre, job)
    if job.row.state == "failed":
        raise NotMade(job.words)
    return job


def carried(taken: Taken) -> Response:
    """The file: never shown as a page of the house, never kept by anything between."""
    return Response(taken.body, media_type=taken.media_type, headers={
        "cache-control": "private, no-store", "x-content-type-options": "nosniff", "etag": f'"{taken.sha256}"',
        "content-disposition": disposition(taken.name)})


def waiting(job: Job) -> Response:
    """202: it is made; ask again."""
    return JSONResponse(job_json(job), status_code=202, headers={**FRESH, "retry-after": "2"})


def job_json(job: Job) -> dict[str, Any]:
    """One line of somebody's list."""
    row = job.row
    query = "?" + row.options.replace(" ", "&") if row.options else ""
    return {
        "snapshot": row.snapshot, "title": job.title, "key": row.key, "options": row.options, "state": row.state,
        "place": job.place, "progress": job.progress, "expected_s": job.expected_s, "asked_at": row.asked_at,
        "finished_at": row.finished_at, "size": row.size, "sha256": row.sha256, "says": job.words.text,
        "error": job.words.text if row.state == "failed" else "",
        "href": f"/api/v1/snapshots/{row.snapshot}/{row.key}{query}"}


def board_json(board: Board) -> dict[str, Any]:
    """Everything on somebody's list."""
    return {"jobs": [job_json(job) for job in board.jobs], "alive": board.alive, "waiting": board.waiting}


def kinds_json() -> dict[str, Any]:
    """Every paper there is, in the reader's language."""
    return {"kinds": [{
        "key": one.key, "label": one.label.text, "what": one.what.text, "media_type": one.media_type,
        "options": [list(option) for option in one.options]} for one in papers.kinds().values()]}
