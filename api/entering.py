"""The pages before the door, and the ways through it: password, one-time code, one click in a simulated province."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api import _entering_words as words
from api._allow import allow
from api._entering import Sent, caller, centre, in_turn, let_in
from api._entering_cards import first_card, login_card, welcome_card
from api._entering_page import language, page
from api._entering_roles import role_choices
from domain.errors import NotFound
from domain.person import ActorKind, Permission
from services import entering
from services._own_path import own_path
from services._passwords import LEAST
from services.acting import acting

ROUTER = APIRouter()


@ROUTER.get("/login")
@allow(Permission.OPEN)
async def login(request: Request) -> Response:
    """Sign in; whoever is in already goes where they wanted."""
    here, after = centre(), own_path(request.query_params.get("next", "/"))
    if acting().kind is not ActorKind.NOBODY:
        return RedirectResponse("/second" if acting().half else after, 303)
    choices = await in_turn(role_choices, here, language(request))
    label = (here.door.oidc_label or words.ELSEWHERE.say(language(request))) if here.door.oidc_issuer else ""
    card = login_card(request, house=here.title, after=after, choices=choices, elsewhere=label)
    return page(request, words.SIGN_IN, card, house=here.title, simulated=here.simulated)


@ROUTER.get("/first")
@allow(Permission.OPEN)
async def first(request: Request) -> Response:
    """The first administrator, with the code that ./run.sh printed."""
    here = centre()
    return page(request, words.FIRST, first_card(request, LEAST), house=here.title, simulated=here.simulated)


@ROUTER.get("/welcome")
@allow(Permission.OPEN)
async def welcome(request: Request) -> Response:
    """A new person's own password."""
    here = centre()
    return page(request, words.WELCOME, welcome_card(request, LEAST), house=here.title, simulated=here.simulated)


@ROUTER.post("/api/v1/enter")
@allow(Permission.OPEN)
async def enter(request: Request, sent: Sent) -> Response:
    """{login, password, next} -> {next} and cookies."""
    return let_in(await in_turn(entering.enter, centre(), sent.login, sent.password, caller(request)), sent.next)


@ROUTER.post("/api/v1/enter/demo")
@allow(Permission.OPEN)
async def demo(request: Request, sent: Sent) -> Response:
    """{role, next}: one click; does not exist outside a simulated province."""
    if not centre().door.demo:
        raise NotFound("Không có địa chỉ này.", "No such address.")
    return let_in(await in_turn(entering.demo, centre(), sent.role, caller(request)), sent.next)


@ROUTER.post("/api/v1/enter/first")
@allow(Permission.OPEN)
async def enter_first(request: Request, sent: Sent) -> Response:
    """{code, login, name, password} -> the first administrator, who then enrols a second factor."""
    told = (sent.code, sent.login, sent.name, sent.password, caller(request))
    return let_in(await in_turn(entering.first, centre(), *told), "/")


@ROUTER.post("/api/v1/enter/welcome")
@allow(Permission.OPEN)
async def enter_welcome(request: Request, sent: Sent) -> Response:
    """{code, password} -> the person the code belongs to."""
    return let_in(await in_turn(entering.welcome, centre(), sent.code, sent.password, caller(request)), "/")
