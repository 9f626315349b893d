"""The only way to a callback: `@cb(Output(…), Input(…), permission=Permission.X)`; and what every page asks for."""

from collections.abc import Callable
from typing import Any, TypeVar

import dash
import structlog
from dash import _callback, _pages

from domain.errors import CentreError
from domain.person import Permission
from domain.registry import HouseError

log = structlog.get_logger()
F = TypeVar("F", bound=Callable[..., Any])
_asked: dict[str, Permission] = {}
NOT_FOUND = "not_found_404"


def cb(*dependencies: Any, permission: Permission | None = None, **options: Any) -> Callable[[F], F]:
    """dash.callback with a permission. Raises HouseError without one."""

    def register(function: F) -> F:
        where = f"{function.__module__.replace('.', '/')}.py"
        if not isinstance(permission, Permission):
            raise HouseError(f"{where}: callback {function.__name__} asks for no permission: @cb(…, permission=…)")
        made = dash.callback(*dependencies, **options)
        _asked[_callback.GLOBAL_CALLBACK_LIST[-1]["output"]] = permission
        made(function)
        return function

    return register


def callback_failed(error: Exception) -> None:
    """What a callback could not do is logged, and the page keeps what it shows; a refusal is answered as one."""
    if isinstance(error, CentreError):
        raise error
    log.error("callback failed", error=type(error).__name__, exc_info=error)


def asked_by(callback: str) -> Permission:
    """What a callback asks for. Dash's own two (which page, which title) ask for what every full session has."""
    return _asked.get(callback, Permission.MAP)


def check_pages() -> None:
    """Raises HouseError for a page that asks for nothing."""
    for page in dash.page_registry.values():
        if not isinstance(page.get("permission"), Permission):
            where = page["module"].replace(".", "/")
            raise HouseError(f"{where}.py asks for no permission: dash.register_page(…, permission=Permission.…)")


def page_of(path: str) -> Permission | None:
    """What the page at `path` asks for, as Dash itself finds it; None when there is none."""
    page, _ = _pages._path_to_page(path.strip("/"))
    if not page or page["module"].endswith(NOT_FOUND):
        return None
    permission: Permission = page["permission"]
    return permission


def is_there(path: str) -> bool:
    """Does what the page at `path` shows exist for who asks? A page that can tell is registered with `there=`."""
    page, parts = _pages._path_to_page(path.strip("/"))
    there = page.get("there") if page else None
    return there is None or bool(there(**(parts or {})))
