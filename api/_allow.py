"""Every route says what it asks for: `@allow(Permission.X)` under its `@ROUTER.get(…)`. Nothing said = no start."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from api._limits import STRANGER, Pace
from domain.person import Permission
from domain.registry import HouseError

F = TypeVar("F", bound=Callable[..., Any])
MEMORY = 2048  # addresses remembered; a stranger may ask for any number of them
API_BYTES, CALLBACK_BYTES = 64 * 1024, 1024 * 1024
CALLBACK = "/_dash-update-component"
# Dash's own routes. MAP is what every full session has; documents ask for what their page asks for.
DASH = {
    "/_dash-layout": Permission.MAP, "/_dash-dependencies": Permission.MAP, CALLBACK: Permission.MAP,
    "/_dash-component-suites/{package_name}/{fingerprinted_path:path}": Permission.MAP,
    "/_favicon.ico": Permission.OPEN, "/assets": Permission.OPEN,
}
DOCUMENTS = frozenset({"/", "{path:path}"})
SHUT = frozenset({"/_reload-hash", "/_dash-ws-callback"})  # api/_closed.py: they do not exist


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What a request reaches. `permission` None: nothing that anybody may reach. `most`: bytes of a body; `pace`: of
    everybody at one network address who is not known."""

    name: str = ""
    permission: Permission | None = None
    document: bool = False
    callback: bool = False
    files: bool = False  # the same bytes for everybody: nobody needs to be recognised
    most: int = API_BYTES
    pace: Pace = STRANGER
    swift: Callable[..., Any] | None = None  # answers at once (api/_swift.py)


NOWHERE = Address()


def allow(permission: Permission, *, most: int = API_BYTES, pace: Pace = STRANGER, swift: bool = False,
          ) -> Callable[[F], F]:
    """The endpoint below asks for `permission`, and takes no more than `most` bytes. `swift`: the request alone."""

    def declare(endpoint: F) -> F:
        if swift and [one.annotation for one in inspect.signature(endpoint).parameters.values()] != [Request]:
            raise HouseError(f"{endpoint.__module__}.{endpoint.__name__}: swift=True takes one Request, nothing else")
        endpoint.__dict__["asks"] = Address(permission=permission, most=most, pace=pace,
                                            swift=endpoint if swift else None)
        return endpoint

    return declare


class Addresses:
    """Which route answers, by the list and the matching of the router itself: no path is read a second way."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = routes
        self._known: dict[tuple[str, str], Address] = {}
        self._counted = 0

    def find(self, scope: Scope) -> Address:
        """What this request reaches: the router's first full match, as in the router."""
        if len(self.routes) != self._counted or len(self._known) > MEMORY:  # Dash lays its last route at the start
            self._known, self._counted = {}, len(self.routes)
        key = (scope["method"], scope["path"])
        if key not in self._known:
            probe = {**scope, "path_params": {}}
            full = (route for route in self.routes if route.matches(probe)[0] is Match.FULL)
            self._known[key] = next((asked_by(route) for route in full), NOWHERE)
        return self._known[key]

    def check(self) -> None:
        """Raises HouseError for a route that says nothing."""
        for route in self.routes:
            path = getattr(route, "path", "")
            if path not in SHUT and asked_by(route) is NOWHERE:
                where = getattr(getattr(route, "endpoint", None), "__module__", "?").replace(".", "/")
                raise HouseError(f"{where}.py: {path} asks for no permission: @allow(Permission.…) under its route")


def asked_by(route: BaseRoute) -> Address:
    """What a route asks for."""
    path = getattr(route, "path", "")
    asks = getattr(getattr(route, "endpoint", None), "asks", None)
    if isinstance(asks, Address):
        return replace(asks, name=path)
    if path in DOCUMENTS:
        return Address(name=path, permission=Permission.MAP, document=True)
    if path in DASH:
        callback = path == CALLBACK
        return Address(name=path, permission=DASH[path], callback=callback, files=DASH[path] is Permission.OPEN,
                       most=CALLBACK_BYTES if callback else API_BYTES)
    return NOWHERE
