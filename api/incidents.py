"""Incidents: the list, one with its events, and every move a person or a program may make. See docs/incidents.md."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._incidents import NO_STORE, VERBS, Asked, Several, acknowledged, list_json, moved, story_json, told
from domain.person import Permission
from services.acting import acting
from services.assigning import assignable
from services.incident_list import count
from services.incident_story import story

ROUTER = APIRouter(prefix="/api/v1/incidents")
Limit = Annotated[int, Query(ge=1, le=20_000)]


@ROUTER.get("")
@allow(Permission.INCIDENTS)
async def every(state: Literal["open", "all"] = "open", area: Annotated[str, Query(max_length=16)] = "",
                since: Annotated[int | None, Query(ge=0)] = None, limit: Limit = 20_000) -> Response:
    """Live ones, or all, newest first; `since` an event: what has a newer one. `x-newest`: the event to ask with."""
    body, newest = await run_in_threadpool(list_json, await at_desk(), state=state, area=area, since=since, limit=limit)
    return Response(body, media_type="application/json", headers={**NO_STORE, "x-newest": str(newest)})


@ROUTER.get("/count")
@allow(Permission.INCIDENTS)
async def counted() -> Response:
    """-> {live, unacknowledged, quiet, newest}."""
    found = await run_in_threadpool(count, await at_desk())
    return told({"live": found.live, "unacknowledged": found.unacknowledged, "quiet": found.quiet,
                 "newest": found.newest})


@ROUTER.get("/people")
@allow(Permission.INCIDENTS)
async def people(incident: Annotated[int, Query(ge=0, lt=2**53)] = 0) -> Response:
    """-> [{ref, name, role, role_label}]: to whom one may assign (this incident, when named)."""
    found = await run_in_threadpool(assignable, (await at_desk()).centre, acting(), incident)
    return told([{"ref": one.ref, "name": one.name, "role": one.role, "role_label": one.label} for one in found])


@ROUTER.post("/acknowledge")
@allow(Permission.RESPOND)
async def many(asked: Several) -> Response:
    """Acknowledge up to 500 at once."""
    return await acknowledged(asked)


@ROUTER.get("/{incident_id:int}")
@allow(Permission.INCIDENTS)
async def whole(incident_id: int) -> Response:
    """One with its events."""
    return told(story_json(await run_in_threadpool(story, await at_desk(), incident_id)))


def _move(verb: str) -> Callable[[int, Asked], Awaitable[Response]]:
    async def act(incident_id: int, asked: Asked) -> Response:
        return await moved(verb, incident_id, asked)

    return act


for _verb in VERBS:
    ROUTER.post(f"/{{incident_id:int}}/{_verb}", name=_verb)(allow(Permission.RESPOND)(_move(_verb)))
