"""Every route says what it asks for: `@allow(Permission.X)` under its `@ROUTER.get(…)`. Nothing said = no start."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from domain.person import Permission
from domain.registry import HouseError

F = TypeVar("F", bound=Callable[..., Any])
MEMORY = 2048  # addresses remembered; a stranger may ask for any number of them
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
    """What a request reaches. `permission` None: nothing that anybody may reach."""

    permission: Permission | None = None
    document: bool = False
    callback: bool = False
    files: bool = False  # the same bytes for everybody: nobody needs to be recognised


NOWHERE = Address()


def allow(permission: Permission) -> Callable[[F], F]:
    """The endpoint below asks for `permission`."""

    def declare(endpoint: F) -> F:
        endpoint.__dict__["permission"] = permission
        return endpoint

    return declare


class Addresses:
    """Which route answers, by the list and the matching of the router itself: no path is read a second way."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self.routes = routes
        self._known: dict[tuple[str, str], Address] = {}
        self._counted = 0

    def find(self, scope: Scope) -> Address:
        """What this request reaches; the router's first full match, as in the router."""
        if len(self.routes) != self._counted or len(self._known) > MEMORY:  # Dash lays its last route at the start
            self._known, self._counted = {}, len(self.routes)
        key = (scope["method"], scope["path"])
        if key not in self._known:
            self._known[key] = next((said(route) for route in self._matching(scope)), NOWHERE)
        return self._known[key]

    def _matching(self, scope: Scope) -> Iterator[BaseRoute]:
        probe = {**scope, "path_params": {}}
        return (route for route in self.routes if route.matches(probe)[0] is Match.FULL)

    def check(self) -> None:
        """Raises HouseError for a route that says nothing."""
        for route in self.routes:
            path = getattr(route, "path", "")
            if path not in SHUT and said(route) is NOWHERE:
                where = getattr(getattr(route, "endpoint", None), "__module__", "?").replace(".", "/")
                raise HouseError(f"{where}.py: {path} asks for no permission: @allow(Permission.…) under its route")


def said(route: BaseRoute) -> Address:
    """What a route asks for."""
    path = getattr(route, "path", "")
    permission = getattr(getattr(route, "endpoint", None), "permission", None)
    if isinstance(permission, Permission):
        return Address(permission=permission)
    if path in DOCUMENTS:
        return Address(permission=Permission.MAP, document=True)
    if path in DASH:
        return Address(permission=DASH[path], callback=path == CALLBACK, files=DASH[path] is Permission.OPEN)
    return NOWHERE
