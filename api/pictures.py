"""Pictures of an incident: sent as JSON (the gate reads nothing else), served to whoever may see their note."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from domain.person import Permission
from services import pictures
from services.acting import acting
from services.desk import desk

ROUTER = APIRouter(prefix="/api/v1/incidents")
MOST = 8 * 1024 * 1024  # 5 MB in base64, and the words around it


class Sent(BaseModel):
    """`picture`: base64, with or without "data:…;base64,"; `text`: the note it comes with."""

    picture: str = Field(max_length=MOST)
    text: str = ""
    client: str = ""
    client_id: str = ""


@ROUTER.post("/{incident_id}/pictures")
@allow(Permission.RESPOND, most=MOST)
async def add(incident_id: int, sent: Sent) -> Response:
    """-> {id, changed}: the incident and its newest event; 400 with a sentence when the picture cannot be taken."""
    found = await run_in_threadpool(pictures.add, desk().centre, acting(), incident_id, sent.picture, text=sent.text,
                                    client=sent.client or sent.client_id or None)
    return JSONResponse({"id": found.id, "changed": found.changed}, headers={"cache-control": "no-store"})


@ROUTER.get("/{incident_id}/pictures/{picture_id}")
@allow(Permission.INCIDENTS)
async def show(incident_id: int, picture_id: int) -> Response:
    """The picture. 404 for one of somebody else."""
    found = await run_in_threadpool(pictures.read, desk().centre, acting(), incident_id, picture_id)
    end = found.media_type.rpartition("/")[2]
    return Response(found.body, media_type=found.media_type, headers={
        "cache-control": "private, no-store", "x-content-type-options": "nosniff",
        "content-disposition": f'inline; filename="su-co-{incident_id}-{picture_id}.{end}"'})
