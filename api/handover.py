"""The book of shifts for programs and for its page: give a shift on, read what was given."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.handover import Handover
from domain.person import Permission
from services import handover
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1/handovers")
NO_STORE = {"cache-control": "no-store"}


class Sent(BaseModel):
    """`text`: what to watch; `taker`: "person:7" or a name; `client`: the asker's own id, the same twice is one."""

    text: str = Field(max_length=20_000)
    taker: str = Field("", max_length=200)
    client: str = Field("", max_length=100)
    client_id: str = Field("", max_length=100)


@ROUTER.post("")
@allow(Permission.RESPOND)
async def give(sent: Sent) -> Response:
    """-> the entry, with the incidents that live now."""
    made = await run_in_threadpool(handover.write, await at_desk(), acting(), text=sent.text, taker=sent.taker,
                                   client=sent.client or sent.client_id or None)
    return JSONResponse(_json(made), 201, headers=NO_STORE)


@ROUTER.get("")
@allow(Permission.INCIDENTS)
async def newest() -> Response:
    """-> the newest entries within reach, without their lines."""
    found = await run_in_threadpool(handover.book, await at_desk(), acting())
    return JSONResponse([_json(one) for one in found.past], headers=NO_STORE)


@ROUTER.get("/{entry:int}")
@allow(Permission.INCIDENTS)
async def one(entry: int) -> Response:
    """-> one entry with its lines."""
    found = await run_in_threadpool(handover.book, await at_desk(), acting(), entry)
    return JSONResponse(_json(found.shown) if found.shown else {}, headers=NO_STORE)


def _json(entry: Handover) -> dict[str, Any]:
    return {"id": entry.id, "at": entry.at, "author": entry.author, "taker": entry.taker, "text": entry.text,
            "incidents": [{"id": line.id, "says": {"vi": line.says.vi, "en": line.says.en}, "severity": line.severity,
                           "state": line.state, "owner": line.owner, "started_at": line.started_at,
                           "schools": line.schools, "quiet": line.quiet} for line in entry.lines]}
