"""What every answer says to the browser: only our own scripts, no framing, no guessing of types, no keeping.

One exception: a wall's page may stand in a frame of our own pages, where its scenes are arranged."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_POLICY = "default-src 'none'; frame-ancestors 'none'"  # no document: nothing of it is ever run or shown
YEAR_S = 31536000
WALL = re.compile(r"/wall(/[1-9]\d{0,8})?")


def content_policy(script_hashes: Sequence[str], tile_url: str) -> str:
    """Content-Security-Policy; a basemap's host is the only foreign one, and only for pictures."""
    tiles = urlsplit(tile_url.replace("{s}", "*"))
    pictures = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    scripts = " ".join(f"'{value}'" if not value.startswith("'") else value for value in script_hashes)
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{pictures}; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


class Headers:
    """Pure ASGI middleware: adds the headers to every HTTP answer, whoever made it."""

    def __init__(self, app: ASGIApp, policy: str, *, secure: bool = False) -> None:
        common = [(b"x-content-type-options", b"nosniff")]
        if secure:
            common.append((b"strict-transport-security", f"max-age={YEAR_S}".encode()))
        self.app = app
        own = [*common, (b"referrer-policy", b"same-origin"), (b"cross-origin-opener-policy", b"same-origin")]
        self.page = [*own, (b"content-security-policy", policy.encode())]
        framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
        self.wall = [*own, (b"content-security-policy", framed.encode())]
        self.api = [*common, (b"content-security-policy", API_POLICY.encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers. HEAD is GET without its body: monitors and proxies ask so."""
        head = scope["type"] == "http" and scope["method"] == "HEAD"

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                said = dict(given)
                page = not scope["path"].startswith("/api/") or said.get(b"content-type", b"").startswith(b"text/html")
                own = self.api if not page else self.wall if WALL.fullmatch(scope["path"]) else self.page
                missing = [pair for pair in own if pair[0] not in said]  # a page with a stricter policy keeps it
                if b"cache-control" not in said:
                    missing.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*given, *missing]}
            elif head:
                message = {**message, "body": b""}
            await send(message)

        scope = {**scope, "method": "GET"} if head else scope
        await self.app(scope, receive, speak if scope["type"] == "http" else send)
