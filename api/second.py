"""The second factor: turned on once, asked for at every entry of those whose role needs it."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from api import _entering_words as words
from api._allow import allow
from api._entering import Sent, caller, centre, in_turn, let_in
from api._entering_cards import enrol_card, second_card
from api._entering_page import language, page
from domain.person import Permission
from services import second
from services._own_path import own_path
from services.acting import acting

ROUTER = APIRouter()


@ROUTER.get("/second")
@allow(Permission.OPEN)
async def ask(request: Request) -> Response:
    """Enrol or prove; whoever owes nothing goes on, whoever is nobody signs in first."""
    here, actor, after = centre(), acting(), own_path(request.query_params.get("next", "/"))
    if not actor.half:
        return RedirectResponse(after if actor.may(Permission.MAP) else "/login", 303)
    if await in_turn(second.enrolled, here, actor):
        return page(request, words.SECOND, second_card(request, after), house=here.title, simulated=here.simulated)
    card = enrol_card(request, actor.role.words.say(language(request)), after)
    return page(request, words.ENROL, card, house=here.title, simulated=here.simulated)


@ROUTER.get("/api/v1/enter/enrol")
@allow(Permission.ENTERING)
async def offer(request: Request) -> Response:
    """-> {otpauth, qr, secret}, the same for as long as this half session lives."""
    given = await in_turn(second.offer, centre(), acting(), caller(request))
    return JSONResponse({"otpauth": given.otpauth, "qr": given.qr, "secret": given.secret},
                        headers={"cache-control": "no-store"})


@ROUTER.post("/api/v1/enter/enrol")
@allow(Permission.ENTERING)
async def enrol(request: Request, sent: Sent) -> Response:
    """{code, next}: the first right code turns it on."""
    return let_in(await in_turn(second.enrol, centre(), acting(), sent.code, caller(request)), sent.next)


@ROUTER.post("/api/v1/enter/second")
@allow(Permission.ENTERING)
async def prove(request: Request, sent: Sent) -> Response:
    """{code, next}: the half session becomes a whole one."""
    return let_in(await in_turn(second.prove, centre(), acting(), sent.code, caller(request)), sent.next)
