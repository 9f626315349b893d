"""Doors of Dash that this house does not use stay shut: websocket, hot reload, tool server, background jobs (H11)."""

from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SHUT = ("/_dash-ws-callback", "/_reload-hash", "/_mcp")
JOBS = frozenset({"job", "oldJob", "cancelJob", "cacheKey"})  # could stop or read a job of somebody else (dash#3902)


class Closed:
    """Pure ASGI middleware in front of everything."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what the house uses; the rest does not exist."""
        if scope["type"] == "websocket":  # screens poll: no page of ours opens one
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http" and _shut(scope):
            await PlainTextResponse("404", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _shut(scope: Scope) -> bool:
    path = "/" + scope["path"].strip("/")
    if any(path == door or path.startswith(door + "/") for door in SHUT):
        return True
    return path.startswith("/_dash-") and bool(JOBS & parse_qs(scope["query_string"].decode("latin-1"), True).keys())
