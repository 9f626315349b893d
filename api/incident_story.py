"""The whole story of one incident, as its page draws it: more than programs need, in one answer."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._incidents import row_json, story_json, told
from domain.person import Permission
from services._calls import Call
from services.acting import acting
from services.desk import Desk
from services.incident_list import count
from services.incident_story import SchoolLine, story
from services.notify import Told, delivery_log

ROUTER = APIRouter(prefix="/api/v1/incidents")


@ROUTER.get("/{incident_id:int}/story")
@allow(Permission.INCIDENTS)
async def page(incident_id: int) -> Response:
    """As GET /{id}, and {lines: its schools now, near, symptoms, because, calls, told, newest, may}."""
    return told(await run_in_threadpool(_page, await at_desk(), incident_id))


def _page(seat: Desk, incident_id: int) -> dict[str, Any]:
    newest = count(seat).newest  # before the story: what comes between is asked for again
    found, actor = story(seat, incident_id), acting()
    return {
        **story_json(found), "newest": newest, "may": actor.may(Permission.RESPOND),
        "lines": [_school(line) for line in found.schools], "near": [row_json(row) for row in found.near],
        "symptoms": [row_json(row) for row in found.symptoms],
        "because": row_json(found.cause) if found.cause else None,
        "calls": [_call(one) for one in found.calls],
        "told": [_delivery(one) for one in delivery_log(seat.centre, actor, incident_id)],
    }


def _school(line: SchoolLine) -> dict[str, Any]:
    return {"code": line.code, "name": line.name, "area": line.area_name, "status": line.status.value,
            "phone": line.phone}


def _call(one: Call) -> dict[str, Any]:
    return {"name": one.name, "phone": one.phone, "school": one.school, "result": one.result,
            "called_at": one.called_at, "called_by": one.called_by}


def _delivery(one: Told) -> dict[str, Any]:
    return {"at": one.at, "what": one.what.text, "person": one.person, "channel": one.channel, "state": one.state,
            "words": one.words.text, "tries": one.tries, "sent_at": one.sent_at, "error": one.error}
