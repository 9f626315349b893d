"""Who am I, am I still here, another password, and leaving."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api._allow import allow
from api._entering import Sent, caller, centre, in_turn, let_in, take_cookie
from api._origin import SESSION
from domain.person import Permission
from services import entering, sessions
from services.acting import acting
from services.who import reach_names

ROUTER = APIRouter(prefix="/api/v1")


@ROUTER.get("/me")
@allow(Permission.MAP)
async def me() -> Response:
    """-> {name, role, role_label, areas, demo}; code "" = the whole province."""
    actor = acting()
    areas = [{"code": code, "name": name} for code, name in reach_names(actor)]
    told = {"name": actor.name, "role": actor.role.value, "role_label": actor.role.words.text, "areas": areas,
            "demo": actor.demo}
    return JSONResponse(told, headers={"cache-control": "no-store"})


@ROUTER.post("/me/active")
@allow(Permission.ENTERING)
async def active(request: Request) -> Response:
    """A hand moved: the session does not idle out."""
    sessions.touch(centre(), caller(request).session)
    return Response(status_code=204, headers={"cache-control": "no-store"})


@ROUTER.post("/me/password")
@allow(Permission.ENTERING)
async def password(request: Request, sent: Sent) -> Response:
    """{old, new}: this browser stays in under a new id, every other session ends."""
    entered = await in_turn(entering.change_password, centre(), acting(), sent.old, sent.new, caller(request))
    return let_in(entered, "/")


@ROUTER.post("/leave")
@allow(Permission.ENTERING)
async def leave(request: Request, sent: Sent) -> Response:
    """{everywhere}: here, or wherever this person is signed in."""
    await in_turn(entering.leave, centre(), acting(), caller(request).session, sent.everywhere)
    answer = JSONResponse({"next": "/login?why=left"}, headers={"cache-control": "no-store"})
    answer.headers["clear-site-data"] = '"cache"'  # directories stay in the browser under their hash: not for the next
    take_cookie(answer, centre().door, SESSION)
    return answer
