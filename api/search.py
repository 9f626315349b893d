"""One question over schools, areas, incidents and people: what fits, as far as the asker reaches."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._incidents import told
from domain.person import Permission
from services.acting import acting
from services.search import search

ROUTER = APIRouter(prefix="/api/v1")
Text = Annotated[str, Query(max_length=200)]
Keys = Annotated[str, Query(max_length=600)]


@ROUTER.get("/search")
@allow(Permission.SCHOOL)
async def found(q: Text = "", recent: Keys = "") -> Response:
    """-> {hits: [{kind, key, title, about, href, status, severity, state, step}], more: {kind: n}, unread: [kind]}.

    `recent`: keys with commas between them; without `q` they are what is told, else they come first.
    """
    keys = [key for key in recent.split(",") if key]
    answer = await run_in_threadpool(search, await at_desk(), acting(), q, keys)
    return told({"hits": [asdict(hit) for hit in answer.hits], "more": answer.more, "unread": answer.unread})
