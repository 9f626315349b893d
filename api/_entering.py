"""How the routers of the door read who asks, wait their turn, and hand over cookies."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api._origin import SESSION, cookie, cookie_name
from domain.errors import StoreDown
from services._opening import Entered
from services._own_path import own_path
from services.centre import Centre, Door
from services.desk import house
from services.entering import Caller

DEVICE = "centre_device"
DEVICE_S = 400 * 86400
AT_ONCE = 4  # threads the door may take: guesses wait here, not where screens are served
WAITING = 200
T = TypeVar("T")
TEXT = Field("", max_length=400)


class Turns:
    """Who is inside and who waits, of one event loop."""

    def __init__(self) -> None:
        self.free, self.waiting = asyncio.Semaphore(AT_ONCE), 0


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()


class Sent(BaseModel):
    """What the forms send; each verb takes what it needs."""

    login: str = TEXT
    password: str = TEXT
    code: str = TEXT
    name: str = TEXT
    role: str = TEXT
    old: str = TEXT
    new: str = TEXT
    next: str = Field("/", max_length=2000)
    everywhere: bool = False


def centre() -> Centre:
    """The centre this process serves."""
    return house().centre


def caller(request: Request) -> Caller:
    """From where this request comes; proxies were read by the server already, if they are trusted."""
    header, door = request.headers.get("cookie", ""), centre().door
    return Caller(
        address=request.client.host if request.client else "", agent=request.headers.get("user-agent", ""),
        device=cookie(header, cookie_name(door, DEVICE)), session=cookie(header, cookie_name(door, SESSION)),
    )


async def in_turn(verb: Callable[..., T], *told: Any) -> T:
    """Run a verb of the door in a thread, few at a time. Raises StoreDown when too many wait already."""
    turns = _turns.setdefault(asyncio.get_running_loop(), Turns())
    if turns.waiting >= WAITING:
        raise StoreDown("Quá nhiều người đang vào cùng lúc. Hãy thử lại sau ít phút.",
                        "Too many people enter at once. Try again in a few minutes.", code="busy")
    turns.waiting += 1
    try:
        async with turns.free:
            return await run_in_threadpool(verb, *told)
    finally:
        turns.waiting -= 1


def let_in(entered: Entered, after: str) -> Response:
    """The session's cookie, the place's, and where to go: the second factor first, while it is missing."""
    wanted = own_path(after)
    after = "/second" + (f"?next={wanted}" if wanted != "/" else "") if entered.half else wanted
    answer = JSONResponse({"next": after}, headers={"cache-control": "no-store"})
    give_cookie(answer, SESSION, entered.session)
    if entered.device:
        give_cookie(answer, DEVICE, entered.device, lasts_s=DEVICE_S)
    return answer


def give_cookie(answer: Response, name: str, value: str, *, lasts_s: int | None = None) -> None:
    """Only this host reads it, no script does, and no foreign page sends it with a form."""
    door = centre().door
    answer.set_cookie(cookie_name(door, name), value, max_age=lasts_s, path="/", httponly=True, samesite="lax",
                      secure=door.secure)


def take_cookie(answer: Response, door: Door, name: str) -> None:
    """The browser forgets it."""
    answer.delete_cookie(cookie_name(door, name), path="/", httponly=True, samesite="lax", secure=door.secure)
