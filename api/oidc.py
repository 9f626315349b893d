"""Entering by the department's own sign-in: off to the provider, and back with its answer."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api import _entering_words as words
from api._allow import allow
from api._entering import DEVICE, DEVICE_S, caller, centre, give_cookie, take_cookie
from api._entering_forms import heading
from api._entering_page import language, page
from api._errors import STATUS
from api._markup import side, tag
from api._origin import SESSION, cookie, cookie_name
from domain.errors import CentreError
from domain.person import Permission
from domain.wording import Words
from services import oidc

ROUTER = APIRouter(prefix="/api/v1/enter/oidc")
BACK = "/api/v1/enter/oidc/back"
KEPT = "centre_oidc"  # what is sealed in the browser while it is away
MOST = 4096
TITLE = Words("Chưa đăng nhập được", "Not signed in")


@ROUTER.get("")
@allow(Permission.OPEN)
async def off(request: Request) -> Response:
    """303 to the provider; `next` is where the person wanted to go."""
    here = centre()
    origin = here.door.public_url or f"{request.url.scheme}://{request.headers['host']}"
    try:  # not in the queue of passwords: a slow provider must not hold up whoever types one
        there, sealed = await run_in_threadpool(oidc.begin, here, origin + BACK, request.query_params.get("next", ""))
    except CentreError as error:
        return _refused(request, error)
    answer = RedirectResponse(there, 303, headers={"cache-control": "no-store"})
    give_cookie(answer, KEPT, sealed, lasts_s=oidc.LASTS_S)
    return answer


@ROUTER.get("/back")
@allow(Permission.OPEN)
async def back(request: Request) -> Response:
    """The provider's answer: a session and the way on, or the sentence that says why not."""
    here = centre()
    sealed = cookie(request.headers.get("cookie", ""), cookie_name(here.door, KEPT))[:MOST]
    query = {name: value[:MOST] for name, value in request.query_params.items()}
    try:
        entered, after = await run_in_threadpool(oidc.finish, here, sealed, query, caller(request))
    except CentreError as error:
        return _refused(request, error)
    answer = RedirectResponse(after, 303, headers={"cache-control": "no-store"})
    take_cookie(answer, here.door, KEPT)
    give_cookie(answer, SESSION, entered.session)
    if entered.device:
        give_cookie(answer, DEVICE, entered.device, lasts_s=DEVICE_S)
    return answer


def _refused(request: Request, error: CentreError) -> Response:
    """A page with the sentence and the way back: people come here by links, not by scripts."""
    here, lang = centre(), language(request)
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 403)
    to_login = tag("p", tag("a", words.BACK.say(lang), href="/login", class_="button primary gate-do"))
    card = side(heading(TITLE.say(lang), error.words.say(lang)), to_login)
    answer = page(request, TITLE, card, house=here.title, simulated=here.simulated, status=status)
    take_cookie(answer, here.door, KEPT)
    return answer
