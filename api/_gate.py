"""The gate: nobody reaches anything that is not theirs. It stands before everything, http and websocket alike."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import quote

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api._allow import Address, Addresses
from api._errors import refusal
from domain.person import NOBODY, Actor, Permission
from domain.wording import Words
from services.acting import act_as
from services.centre import Centre, Door
from services.keys import find_key
from services.sessions import Found, find

WHO = refusal(401, "who_are_you", Words("Hãy đăng nhập.", "Sign in first."))
ABSENT = refusal(404, "not_found", Words("Không có địa chỉ này.", "No such address."))
HOST = refusal(421, "foreign_host", Words("Tên máy chủ này không phải của trung tâm: hãy đặt TRUSTED_HOSTS.",
                                          "This host name is not the centre's: set TRUSTED_HOSTS."))
SESSION = "centre_session"
PageOf = Callable[[str], Permission | None]


class Gate:
    """Pure ASGI middleware. `page_of`: the permission of the page at a path, None when there is none."""

    def __init__(self, app: ASGIApp, centre: Centre, addresses: Addresses, page_of: PageOf) -> None:
        self.app, self.centre, self.addresses, self.page_of = app, centre, addresses, page_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise, judge, then pass on as this actor, or refuse."""
        if scope["type"] == "websocket":  # screens poll: no page of ours opens one
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            request = secrets.token_hex(8)
            with structlog.contextvars.bound_contextvars(request=request):
                await self._http(scope, receive, _named(send, request), request)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send, request: str) -> None:
        asked = {key: value.decode("latin-1") for key, value in scope["headers"]}
        if not ours(asked.get(b"host", ""), self.centre.door):
            await HOST(scope, receive, send)
            return
        address = self.addresses.find(scope)
        found = NOBODY if address.files else await self._recognise(address, asked)
        actor = replace(found, request=request, address=(scope["client"] or ("",))[0])
        refused, status = self._judge(actor, address, scope)
        with act_as(actor):
            await (refused or self.app)(scope, receive, send if status is None else _with_status(send, status))

    async def _recognise(self, address: Address, asked: Mapping[bytes, str]) -> Actor:
        """The holder of the request's credential. A key on an open address is somebody else's token (a school's)."""
        bearer = asked.get(b"authorization", "")
        if bearer:
            if address.permission is Permission.OPEN or not bearer.startswith("Bearer "):
                return NOBODY
            return _actor(await run_in_threadpool(find_key, self.centre, bearer[7:].strip()))
        session = cookie(asked.get(b"cookie", ""), cookie_name(self.centre.door, SESSION))
        return _actor(await run_in_threadpool(find, self.centre, session)) if session else NOBODY

    def _judge(self, actor: Actor, address: Address, scope: Scope) -> tuple[Response | None, int | None]:
        """(refusal, status the answer must have); neither = pass on."""
        if address.permission and not address.document and actor.may(address.permission):
            return None, None
        if not actor.may(Permission.MAP):  # nobody, or half of somebody
            if address.document and scope["path"].rstrip("/") not in ("/login", "/second"):
                return RedirectResponse("/second" if actor.half else _login(scope), 303), None
            return WHO, None
        if not address.document:
            return ABSENT, None
        page = self.page_of(scope["path"])
        return None, None if page and actor.may(page) else 404


def ours(host: str, door: Door) -> bool:
    """Is this Host header one of our names, whatever the port?"""
    name = host.lower().rstrip(".")
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    return name in door.hosts


def cookie_name(door: Door, name: str) -> str:
    """Behind TLS the browser itself refuses to let any other host set it."""
    return f"__Host-{name}" if door.secure else name


def cookie(header: str, name: str) -> str:
    """Its value; two different ones are nobody's."""
    values = {part.strip().partition("=")[2] for part in header.split(";") if part.strip().startswith(f"{name}=")}
    return values.pop() if len(values) == 1 else ""


def _actor(found: Found | None) -> Actor:
    return found.actor if found else NOBODY


def _login(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"/login?next={quote(scope['path'] + (f'?{query}' if query else ''), safe='/')}"


def _named(send: Send, request: str) -> Send:
    async def speak(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)["x-request-id"] = request
        await send(message)

    return speak


def _with_status(send: Send, status: int) -> Send:
    async def speak(message: Message) -> None:
        await send({**message, "status": status} if message["type"] == "http.response.start" else message)

    return speak
