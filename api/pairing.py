"""A wall PC asks to be paired: its page, its code, and its session once an administrator accepted the code."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._entering import caller, give_cookie
from api._origin import SESSION
from api._pairing_page import pairing_page
from domain.person import ActorKind, Permission
from services import pairing
from services.acting import acting
from services.desk import house
from services.entering import leave
from services.sessions import SCREEN_S

ROUTER = APIRouter()
WALL = "/wall"
NO_STORE = {"cache-control": "no-store"}


class Held(BaseModel):
    """What the waiting screen holds."""

    secret: str = Field(min_length=20, max_length=100)


@ROUTER.get("/pair")
@allow(Permission.OPEN)
async def pair(request: Request) -> Response:
    """The code; a screen that is paired already goes on to its wall."""
    if acting().kind is ActorKind.SCREEN:
        return RedirectResponse(WALL, 303, headers=NO_STORE)
    centre = house().centre
    return pairing_page(request, house=centre.title, simulated=centre.simulated)


@ROUTER.post("/api/v1/pair/start")
@allow(Permission.OPEN)
async def start(request: Request) -> Response:
    """{code, secret, expires_at, for_s}; {page} for a screen that is paired already; 429 when too many wait."""
    actor = acting()
    if actor.kind is ActorKind.SCREEN:
        return JSONResponse({"page": WALL}, headers=NO_STORE)
    ticket = await run_in_threadpool(pairing.start, house().centre, address=actor.address, agent=_agent(request))
    return JSONResponse({"code": ticket.code, "secret": ticket.secret, "expires_at": ticket.expires_at,
                         "for_s": ticket.for_s}, headers=NO_STORE)


@ROUTER.post("/api/v1/pair/take")
@allow(Permission.OPEN)
async def take(held: Held, request: Request) -> Response:
    """202 while it waits; 200 {page} with the session's cookie once accepted; 404 when the code has expired.

    Whoever was signed in on this machine leaves it: it is a wall now.
    """
    centre = house().centre
    session_id = await run_in_threadpool(pairing.take, centre, held.secret, address=acting().address,
                                         agent=_agent(request))
    if session_id is None:
        return JSONResponse({}, status_code=202, headers=NO_STORE)
    if acting().kind is ActorKind.PERSON:
        await run_in_threadpool(leave, centre, acting(), caller(request).session)
    answer = JSONResponse({"page": WALL}, headers=NO_STORE)
    give_cookie(answer, SESSION, session_id, lasts_s=int(SCREEN_S))
    return answer


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")
