"""Incidents as JSON, and what may be asked of one. Times are epoch seconds UTC or null; see docs/incidents.md."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api._answers import at_desk
from api._errors import refusal
from domain.given_names import reader_name
from domain.person import Actor
from services import respond
from services._respond_move import Overtaken
from services.acting import acting
from services.centre import Centre
from services.desk import Desk
from services.incident_list import Listing, Row, listing, one, some
from services.incident_story import Story
from services.manual import open_by_hand
from store.incidents import Incident

NO_STORE = {"cache-control": "no-store"}
MOST_AT_ONCE = 500


class Asked(BaseModel):
    """The body of a move; each verb reads what concerns it. `client`: the asker's own id, the same twice is one."""

    model_config = ConfigDict(strict=True, extra="ignore")

    client: str = Field("", max_length=100)
    client_id: str = Field("", max_length=100)
    text: str = Field("", max_length=20_000)
    to: str = Field("me", max_length=60)
    cause: str = Field("unknown", max_length=30)
    severity: str = Field("", max_length=10)
    hours: float = Field(4.0, allow_inf_nan=False)
    parent: int = 0
    schools: list[str] = Field(default_factory=list, max_length=10_000)
    school: str = Field("", max_length=40)
    result: str = Field("", max_length=4000)

    @property
    def own(self) -> str | None:
        """The asker's id, by either name."""
        return self.client or self.client_id or None


class Several(BaseModel):
    """Many at once."""

    model_config = ConfigDict(strict=True, extra="ignore")

    ids: list[int] = Field(max_length=MOST_AT_ONCE)
    client: str = Field("", max_length=80)
    client_id: str = Field("", max_length=80)
    text: str = Field("", max_length=20_000)
    hours: float = Field(4.0, allow_inf_nan=False)


class Reported(BaseModel):
    """What a person tells of by hand."""

    model_config = ConfigDict(strict=True, extra="ignore")

    category: str = Field(max_length=30)
    text: str = Field(max_length=20_000)
    schools: list[str] = Field(default_factory=list, max_length=60_000)
    area: str = Field("", max_length=16)
    severity: str = Field("medium", max_length=10)
    started_at: float | None = Field(None, allow_inf_nan=False)
    client: str = Field("", max_length=100)
    client_id: str = Field("", max_length=100)


Verb = Callable[[Centre, Actor, int, Asked], Incident]
VERBS: Mapping[str, Verb] = {
    "acknowledge": lambda c, who, i, a: respond.acknowledge(c, who, i, client=a.own, text=a.text, hours=a.hours),
    "assign": lambda c, who, i, a: respond.assign(c, who, i, client=a.own, text=a.text, to=a.to),
    "start": lambda c, who, i, a: respond.start(c, who, i, client=a.own, text=a.text),
    "note": lambda c, who, i, a: respond.note(c, who, i, client=a.own, text=a.text),
    "severity": lambda c, who, i, a: respond.set_severity(c, who, i, client=a.own, text=a.text, severity=a.severity),
    "escalate": lambda c, who, i, a: respond.escalate(c, who, i, client=a.own, text=a.text,
                                                      severity=a.severity or None),
    "link": lambda c, who, i, a: respond.link(c, who, i, client=a.own, text=a.text, parent=a.parent),
    "unlink": lambda c, who, i, a: respond.unlink(c, who, i, client=a.own, text=a.text),
    "split": lambda c, who, i, a: respond.split(c, who, i, client=a.own, text=a.text, schools=a.schools),
    "resolve": lambda c, who, i, a: respond.resolve(c, who, i, client=a.own, text=a.text, cause=a.cause),
    "reopen": lambda c, who, i, a: respond.reopen(c, who, i, client=a.own, text=a.text),
    "close": lambda c, who, i, a: respond.close(c, who, i, client=a.own, text=a.text),
    "postmortem": lambda c, who, i, a: respond.postmortem(c, who, i, client=a.own, text=a.text),
    "called": lambda c, who, i, a: respond.called(c, who, i, client=a.own, text=a.text, school=a.school,
                                                  result=a.result),
}


async def moved(verb: str, incident_id: int, asked: Asked) -> Response:
    """Do it; the answer is the incident as in the list. 409 says in `by` who was faster."""
    seat, actor = await at_desk(), acting()

    def act() -> Row:
        VERBS[verb](seat.centre, actor, incident_id, asked)
        return one(seat, incident_id)

    try:
        return told(row_json(await run_in_threadpool(act)))
    except Overtaken as error:
        return refusal(409, error.code, error.words, by=error.by)


async def reported(asked: Reported) -> Response:
    """201 and the incident; the same client again: the same one."""
    seat, actor = await at_desk(), acting()

    def act() -> Row:
        made = open_by_hand(seat.centre, actor, client=asked.client or asked.client_id or None, text=asked.text,
                            category=asked.category, severity=asked.severity, schools=asked.schools, area=asked.area,
                            started_at=asked.started_at)
        return one(seat, made.id)

    return JSONResponse(row_json(await run_in_threadpool(act)), status_code=201, headers=NO_STORE)


async def acknowledged(asked: Several) -> Response:
    """{rows, refused: [{id, code, vi, en}]}: each by itself; whatever was refused changed nothing."""
    seat, actor = await at_desk(), acting()
    own = asked.client or asked.client_id

    def act() -> dict[str, Any]:
        done, refused = respond.acknowledge_many(seat.centre, actor, asked.ids, client=own or None, text=asked.text,
                                                 hours=asked.hours)
        return {"rows": [row_json(row) for row in some(seat, done)], "refused": [
            {"id": i, "code": e.code, "vi": e.words.vi, "en": e.words.en} for i, e in refused.items()]}

    return told(await run_in_threadpool(act))


def told(body: Any, **headers: str) -> Response:
    """JSON nobody keeps."""
    return JSONResponse(body, headers={**NO_STORE, **headers})


def list_json(seat: Desk, **asked: Any) -> tuple[bytes, int]:
    """(body, newest event) of a listing: some thousand rows are packed at once, not piece by piece."""
    found: Listing = listing(seat, **asked)
    rows = [row_json(row) for row in found.rows]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), found.newest


def row_json(row: Row) -> dict[str, Any]:
    """One row of the list."""
    i, clock = row.incident, row.clock
    return {
        "id": i.id, "kind": i.kind, "rule": i.rule, "severity": i.severity, "state": i.state, "area": i.area,
        "area_name": row.area_name, "schools": row.schools, "says": {"vi": i.says.vi, "en": i.says.en},
        "started_at": i.started_at, "opened_at": i.opened_at, "acknowledged_at": i.acknowledged_at,
        "acknowledged_name": reader_name(i.acknowledged_name), "acknowledged_until": i.acknowledged_until,
        "resolved_at": i.resolved_at, "resolved_by": i.resolved_by, "closed_at": i.closed_at,
        "owner": i.owner or None, "owner_name": reader_name(i.owner_name),
        "parent": i.parent, "cause": i.cause, "category": i.category, "confidence": i.confidence, "quiet": i.quiet,
        "reopened": i.reopened, "level": i.level, "changed": i.changed, "partial": i.partial, "carrier": row.carrier,
        "clock": {"what": clock.what, "tone": clock.tone.value, "vi": clock.words.vi, "en": clock.words.en,
                  "due": clock.until, "left_s": clock.left_s, "paused": clock.what == "paused"},
    }


def story_json(story: Story) -> dict[str, Any]:
    """One incident with its events."""
    return {**row_json(story.row), "postmortem": story.row.incident.postmortem, "events": [
        {"id": e.id, "at": e.at, "what": e.what, "actor": e.actor, "actor_name": reader_name(e.actor_name),
         "text": e.text, "data": dict(e.data), "schools": e.codes, "client": e.client,
         "pictures": [{"id": p.id, "width": p.width, "height": p.height} for p in story.pictures.get(e.id, ())]}
        for e in story.events]}
