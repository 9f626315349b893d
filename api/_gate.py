"""The gate: nobody reaches anything that is not theirs. It stands before everything, http and websocket alike."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import ceil
from typing import NoReturn
from urllib.parse import quote

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api._allow import NOWHERE, Address, Addresses
from api._callbacks import Callbacks, Foreign
from api._errors import ABSENT, DOCUMENT, explained, mishap, refusal
from api._limits import SIGNED_IN, TRYING, Buckets, Remembered, again, neighbour, whole
from api._origin import SAFE, SESSION, cookie, cookie_name, is_json, language, ours, own_page
from api._strict import LARGE, strictly
from api._swift import SWIFT, TOLD
from api._together import Together
from domain.errors import CentreError, StoreDown
from domain.person import NOBODY, Actor, ActorKind, Permission
from domain.wording import Words, speak
from services import audit, sessions
from services.acting import act_as
from services.centre import Centre
from services.keys import find_key
from services.sessions import Found
from store.audit import Act

WHO = refusal(401, "who_are_you", Words("Hãy đăng nhập.", "Sign in first."))
GONE = refusal(404, "not_found", ABSENT)
HOST = refusal(421, "foreign_host", Words("Tên máy chủ này không phải của trung tâm: hãy đặt TRUSTED_HOSTS.",
                                          "This host name is not the centre's: set TRUSTED_HOSTS."))
ONE_HOST = refusal(400, "bad_host", Words("Yêu cầu phải nêu đúng một tên máy chủ.", "A request names one host."))
ELSEWHERE = refusal(403, "elsewhere", Words("Yêu cầu này không đến từ trang của trung tâm.",
                                            "This request does not come from the centre's own pages."))
JSON_ONLY = refusal(415, "json_only", Words("Chỉ nhận application/json.", "Only application/json is taken."))
FAST = Words("Quá nhiều yêu cầu; hãy đợi một chút.", "Too many requests; wait a moment.")
SILENT = Words("Cơ sở dữ liệu chưa trả lời: bây giờ chỉ xem được.", "The database does not answer: reading only.")
LOOKS = frozenset({  # their callbacks only read
    Permission.MAP, Permission.SCHOOL, Permission.WALL, Permission.SOURCES, Permission.INCIDENTS})


class Refused(Exception):  # noqa: N818
    """The answer is this."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


@dataclass(slots=True)
class Asking:
    """One request on its way through. `session`: its id, while it is asked; `status`: what the answer must have."""

    scope: Scope
    receive: Receive
    asked: Mapping[bytes, str]
    address: Address = NOWHERE
    actor: Actor = NOBODY
    verified: bool = True
    session: str = ""
    status: int | None = None

    @property
    def changes(self) -> bool:
        """By its method."""
        return self.scope["method"] not in SAFE


class Gate:
    """Pure ASGI middleware."""

    def __init__(self, app: ASGIApp, centre: Centre, addresses: Addresses, callbacks: Callbacks) -> None:
        self.app, self.centre, self.addresses, self.callbacks = app, centre, addresses, callbacks
        self.buckets, self.known = Buckets(), Remembered()
        self.sessions = Together[Found | None](lambda ids: sessions.find_all(self.centre, ids))

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
        asking = Asking(scope, receive, _headers(scope))
        try:
            asking.address = self.addresses.find(scope)
            asking.scope = {**scope, DOCUMENT: asking.address.document, SWIFT: asking.address.swift}
            await self._admit(asking, request)
        except Refused as refused:
            await refused.answer(scope, receive, send)
        except CentreError as error:
            await explained(error, document=asking.address.document)(scope, receive, send)
        except Exception as error:  # a gate that fails stays shut
            await mishap(asking.scope, error)(scope, receive, send)
        else:
            with act_as(asking.actor), speak(language(asking.asked)):
                tell = send if asking.status is None else _with_status(send, asking.status)
                await self.app(asking.scope, asking.receive, tell)

    async def _admit(self, asking: Asking, request: str) -> None:
        """Raises Refused or CentreError; else `asking` is ready to be passed on."""
        hosts = sum(name == b"host" for name, _ in asking.scope["headers"])
        if hosts != 1 or not ours(asking.asked[b"host"], self.centre.door):
            raise Refused(HOST if hosts == 1 else ONE_HOST)
        client = (asking.scope["client"] or ("",))[0]
        if not asking.address.files:
            await self._recognise(asking, neighbour(client))
        asking.actor = replace(asking.actor, request=request, address=client)
        self._judge(asking)
        if asking.address.document and asking.status is None and not await self._there(asking):
            asking.status = 404
        if asking.changes:
            if not own_page(asking.asked, self.centre.door):
                self._refuse(asking, ELSEWHERE, "origin")
            if not is_json(asking.asked):
                raise Refused(JSON_ONLY)
            await self._read(asking)
        else:
            asking.receive = again(b"", asking.receive)

    async def _recognise(self, asking: Asking, client: str) -> None:
        """Whose credential it is. A key on an open address is somebody else's token (a school's)."""
        bearer, name = asking.asked.get(b"authorization", ""), ""
        if not bearer:
            jar = asking.asked.get(b"cookie", "")
            asking.session = cookie(jar, cookie_name(self.centre.door, SESSION)) if jar else ""
        elif asking.address.permission is Permission.OPEN or not bearer.startswith("Bearer "):
            bearer = ""
        if bearer or asking.session:
            name = blake2b((bearer or asking.session).encode(), digest_size=16).hexdigest()
        known = name in self.known
        pace = SIGNED_IN if known else TRYING if name else asking.address.pace
        wait = self.buckets.take(name if known else f"{client} {pace.rate:g}", pace, time.monotonic())
        if wait:
            answer = refusal(429, "too_fast", FAST)
            answer.headers["retry-after"] = str(ceil(wait))
            raise Refused(answer)
        if not name:
            return
        key = bearer[7:].strip()
        found = await (run_in_threadpool(find_key, self.centre, key) if key else self.sessions.ask(asking.session))
        self.known.note(name, found is not None)
        if found:
            asking.actor, asking.verified = found.actor, found.verified

    def _judge(self, asking: Asking) -> None:
        """May this actor come here at all?"""
        actor, address = asking.actor, asking.address
        if address.document and actor.may(Permission.MAP):
            self._judge_page(asking)
        elif address.permission is None or not actor.may(address.permission):
            if actor.may(Permission.MAP):
                self._refuse(asking, GONE, f"address:{address.name}" if address.name else "")
            if address.document and asking.scope["path"].rstrip("/") not in ("/login", "/second"):
                raise Refused(RedirectResponse("/second" if actor.half else _login(asking.scope), 303))
            raise Refused(WHO)

    def _judge_page(self, asking: Asking) -> None:
        """What is not there and what is not theirs are one page with one status."""
        page = self.callbacks.page_of(asking.scope["path"])
        if page is None or not asking.actor.may(page):
            asking.status = 404
            if page is not None:
                self._tell(asking.actor, f"page:{page.value}")
        elif asking.session:
            sessions.touch(self.centre, asking.session)  # somebody is at work

    async def _there(self, asking: Asking) -> bool:
        """A school that is not theirs is a page that is not there; a silent database is the page's own to say."""
        with act_as(asking.actor):
            try:
                return await run_in_threadpool(self.callbacks.is_there, asking.scope["path"])
            except StoreDown:
                return True

    async def _read(self, asking: Asking) -> None:
        """The whole body, judged before anybody else reads it."""
        address = asking.address
        body = await whole(asking.receive, address.most, asking.asked.get(b"content-length", ""))
        told = await strictly(body, built=address.callback) if body or address.callback else None
        looks = False
        if address.swift is not None or len(body) > LARGE:
            asking.scope[TOLD] = told
        if address.callback:
            if not _plain(asking.scope["query_string"]):
                raise Refused(GONE)
            try:
                found, moved = self.callbacks.judge(asking.actor, told)
            except Foreign as foreign:
                self._refuse(asking, GONE, f"callback:{foreign.what}")
            looks = found.permission in LOOKS
            body = moved or body
        if not asking.verified and not looks:
            raise StoreDown(*SILENT)
        asking.receive = again(body, asking.receive)

    def _refuse(self, asking: Asking, answer: Response, what: str) -> NoReturn:
        if what:
            self._tell(asking.actor, what)
        raise Refused(answer)

    def _tell(self, actor: Actor, what: str) -> None:
        if actor.kind is not ActorKind.NOBODY:
            audit.refused(self.centre, actor, Act(what="access.refused", object=what))


def _headers(scope: Scope) -> dict[bytes, str]:
    return {key: value.decode("latin-1") for key, value in scope["headers"]}


def _plain(query: bytes) -> bool:
    """The renderer tells which page load it is of; nothing else is said there."""
    return all(part.startswith(b"endId=") for part in query.split(b"&") if part)


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
