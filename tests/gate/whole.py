"""The whole product as one ASGI application, asked without a socket by everybody who may come: what the gate's tests play with."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import dash

from api._gate import Gate
from api._origin import SESSION, cookie_name
from app import build
from domain.person import EVERYTHING, SYSTEM, Actor, Part, Role
from services import keys, pairing
from services.centre import Centre, Door
from tests.gate.gatehouse import Gatehouse

ACTORS = ("anonymous", "half", "screen", "school_contact", "officer", "operator", "manager", "administrator", "client")
PEOPLE = {
    "school_contact": ("Lan", Role.SCHOOL_CONTACT, (Part(school="79000001"),)), "officer": ("Hạnh", Role.OFFICER, (Part(area="760"),)),
    "operator": ("Minh", Role.OPERATOR, (Part(),)), "manager": ("Bình", Role.MANAGER, (Part(),)),
    "administrator": ("Thảo", Role.ADMINISTRATOR, (Part(),)),
}
HERE = (b"host", b"localhost")
OWN_PAGE = {"sec-fetch-site": "same-origin", "content-type": "application/json"}


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Whole:
    """`ask` goes through every layer the server has. `inside` counts what the gate let through."""

    def __init__(self, gatehouse: Gatehouse, door: Door | None = None) -> None:
        self.gatehouse, self.centre = gatehouse, replace(gatehouse.centre, door=door) if door else gatehouse.centre
        self.server: Any = build(self.centre)
        self.gate: Gate = self.server.app.app if self.centre.door.proxies else self.server.app
        self.take = self.gate.buckets.take
        self.gate.buckets.take = lambda *_: 0.0  # type: ignore[method-assign]  # as patient as a test; test_limits puts it back
        self.inside, self._app = 0, self.gate.app
        self.gate.app = self._count
        self.dash: Any = dash.get_app()
        self.ids = {who: gatehouse.person(name, role, parts) for who, (name, role, parts) in PEOPLE.items()}
        self.token = keys.make(self.centre, SYSTEM, name="máy đọc", role=Role.OPERATOR, parts=[Part()]).token
        self.screen = paired(self.centre)
        self.kept: dict[str, dict[str, str]] = {}
        self._loop = asyncio.new_event_loop()
        self._life = self._loop.create_task(self._live())
        self._stop = asyncio.Event()
        self._started = asyncio.Event()
        self._loop.run_until_complete(self._started.wait())

    async def _count(self, scope: Any, receive: Any, send: Any) -> None:
        self.inside += scope["type"] == "http"
        await self._app(scope, receive, send)

    async def _live(self) -> None:
        async def receive() -> dict[str, str]:
            if not self._started.is_set():
                return {"type": "lifespan.startup"}
            await self._stop.wait()
            return {"type": "lifespan.shutdown"}

        async def send(message: dict[str, Any]) -> None:
            assert "failed" not in message["type"], message
            self._started.set()

        await self.server({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)

    def close(self) -> None:
        """The application ends as it does at TERM."""
        self._stop.set()
        self._loop.run_until_complete(self._life)
        self._loop.close()

    def credential(self, who: str) -> dict[str, str]:
        """The headers that say who asks: a session of their own, every time."""
        name = cookie_name(self.centre.door, SESSION)
        if who == "anonymous":
            return {}
        if who == "client":
            return {"authorization": f"Bearer {self.token}"}
        if who == "screen":
            return {"cookie": f"{name}={self.screen}"}
        session = self.gatehouse.enter(self.ids["manager" if who == "half" else who], half=who == "half")
        return {"cookie": f"{name}={session}"}

    def same(self, who: str) -> dict[str, str]:
        """The headers of one session, opened once: for looking only."""
        if who not in self.kept:
            self.kept[who] = self.credential(who)
        return self.kept[who]

    def ask(self, who: str | dict[str, str], path: str, **options: Any) -> Answer:
        """One request, waited for."""
        return self._loop.run_until_complete(self.asking(who, path, **options))

    def all(self, requests: Iterable[Any]) -> list[Answer]:
        """Many at once: coroutines of `asking`."""
        async def gather() -> list[Answer]:
            return await asyncio.gather(*requests)

        return self._loop.run_until_complete(gather())

    async def asking(self, who: str | dict[str, str], path: str, *, method: str = "", body: bytes | Any = None,
                     headers: dict[str, str] | None = None, client: str = "192.0.2.9", scheme: str = "http") -> Answer:
        """`body` other than bytes is sent as JSON. `path` is as on the wire: %2e stays what it is until the server decodes it."""
        from urllib.parse import unquote

        sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        method = method or ("GET" if body is None else "POST")
        given = (self.credential(who) if isinstance(who, str) else who) | ({} if method == "GET" else OWN_PAGE) | (headers or {})
        pairs = [(name.encode(), value.encode("latin-1")) for name, value in given.items() if value]
        raw, _, query = path.partition("?")
        answer, told = Answer(), False

        async def receive() -> dict[str, Any]:
            nonlocal told
            if told:
                await asyncio.sleep(3600)
            told = True
            return {"type": "http.request", "body": sent, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert answer.status == 0, "two answers"
                answer.status = message["status"]
                answer.headers = {k.decode().lower(): v.decode("latin-1") for k, v in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        await self.server({
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": scheme, "path": unquote(raw),
            "raw_path": raw.encode(), "query_string": query.encode("latin-1"), "root_path": "",
            "headers": [*([] if "host" in given else [HERE]), *pairs], "client": (client, 50000), "server": ("localhost", 80),
        }, receive, send)
        return answer

    def page(self, who: str | dict[str, str], path: str, search: str | None = "") -> Answer:
        """What Dash's own callback shows at a path."""
        name = next(one for one in self.dash.callback_map if one.startswith(".._pages_content"))
        inputs = [{"id": "_pages_location", "property": prop, "value": value} for prop, value in (("pathname", path), ("search", search))]
        return self.ask(who, "/_dash-update-component", body={
            "output": name, "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
            "inputs": inputs, "changedPropIds": ["_pages_location.pathname"],
        })


def paired(centre: Centre, parts: tuple[Part, ...] = (Part(),)) -> str:
    """The session of a wall screen an administrator has accepted."""
    waits = pairing.start(centre, address="192.0.2.9")
    pairing.accept(centre, SYSTEM, waits.code, "Màn hình phòng trực", parts)
    session = pairing.take(centre, waits.secret)
    assert session
    return session


def asked_as_declared(entry: Any, name: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body a browser sends for a callback of `dash.callback_map`, with no value or those given by "id.property"."""
    def told(one: dict[str, Any]) -> Any:
        key = json.loads(one["id"]) if one["id"].startswith("{") else one["id"]
        if isinstance(key, dict):
            several = any(v in (["ALL"], ["ALLSMALLER"]) for v in key.values())
            key = {k: "0" if isinstance(v, list) else v for k, v in key.items()}
            item = {"id": key, "property": one["property"], "value": None}
            return [item] if several else item
        return {"id": key, "property": one["property"], "value": (values or {}).get(f"{key}.{one['property']}")}

    outputs = [] if entry["no_output"] else entry["output"] if isinstance(entry["output"], list | tuple) else [entry["output"]]
    written = [told({"id": o.component_id_str(), "property": o.component_property}) for o in outputs]
    for one in written:
        for item in one if isinstance(one, list) else [one]:
            item.pop("value")
    body = {"output": name, "inputs": [told(i) for i in entry["inputs"]], "changedPropIds": []}
    if written:
        body["outputs"] = written if name.startswith("..") else written[0]
    if entry["state"]:
        body["state"] = [told(s) for s in entry["state"]]
    return body


def everyone() -> Actor:
    """Whoever may do everything: for what a test arranges."""
    assert SYSTEM.scope == EVERYTHING
    return SYSTEM
