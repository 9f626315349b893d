"""Incidents: the list, one with its events, and every move a person or a program may make. See docs/incidents.md."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api import _incidents as answers
from api._allow import allow
from api._answers import at_desk
from domain.person import Permission
from services.acting import acting
from services.assigning import assignable
from services.incident_list import count, story

ROUTER = APIRouter(prefix="/api/v1/incidents")
Area = Annotated[str, Query(max_length=16)]
Since = Annotated[int | None, Query(ge=0, lt=2**53)]
Limit = Annotated[int, Query(ge=1, le=20_000)]


@ROUTER.get("")
@allow(Permission.INCIDENTS)
async def every(state: Literal["open", "all"] = "open", area: Area = "", since: Since = None,
                limit: Limit = 20_000) -> Response:
    """Live ones, or all, newest first; `since` an event: what has a newer one. `x-newest`: the event to ask with."""
    body, newest = await run_in_threadpool(
        answers.list_json, await at_desk(), state=state, area=area, since=since, limit=limit)
    return Response(body, media_type="application/json", headers={**answers.NO_STORE, "x-newest": str(newest)})


@ROUTER.get("/count")
@allow(Permission.INCIDENTS)
async def counted() -> Response:
    """-> {live, unacknowledged, quiet, newest}."""
    found = await run_in_threadpool(count, await at_desk())
    return answers.told({"live": found.live, "unacknowledged": found.unacknowledged, "quiet": found.quiet,
                         "newest": found.newest})


@ROUTER.get("/people")
@allow(Permission.INCIDENTS)
async def people(incident: Annotated[int, Query(ge=0, lt=2**53)] = 0) -> Response:
    """-> [{ref, name, role, role_label}]: to whom one may assign (this incident, when named)."""
    found = await run_in_threadpool(assignable, (await at_desk()).centre, acting(), incident)
    return answers.told([{"ref": p.ref, "name": p.name, "role": p.role, "role_label": p.label} for p in found])


@ROUTER.post("")
@allow(Permission.RESPOND, most=1024 * 1024)
async def by_hand(asked: answers.Reported) -> Response:
    """{category, text, schools | area, severity, started_at, client}: 201 and the incident."""
    return await answers.reported(asked)


@ROUTER.post("/acknowledge")
@allow(Permission.RESPOND)
async def many(asked: answers.Several) -> Response:
    """{ids, client, hours}: up to 500 at once -> {rows, refused}."""
    return await answers.acknowledged(asked)


@ROUTER.get("/{incident_id:int}")
@allow(Permission.INCIDENTS)
async def whole(incident_id: int) -> Response:
    """One with its events."""
    return answers.told(answers.story_json(await run_in_threadpool(story, await at_desk(), incident_id)))


def _move(verb: str) -> Callable[[int, answers.Asked], Awaitable[Response]]:
    async def move(incident_id: int, asked: answers.Asked) -> Response:
        return await answers.moved(verb, incident_id, asked)

    return move


for _verb in answers.VERBS:
    ROUTER.post(f"/{{incident_id:int}}/{_verb}", name=_verb)(allow(Permission.RESPOND)(_move(_verb)))
