"""What every answer says to the browser: only our own scripts, no framing, no guessing of types."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


def content_policy(script_hashes: Sequence[str], tile_url: str) -> str:
    """Content-Security-Policy; a basemap's host is the only foreign one, and only for pictures."""
    tiles = urlsplit(tile_url.replace("{s}", "*"))
    pictures = f" {tiles.scheme}://{tiles.netloc}" if tiles.netloc else ""
    scripts = " ".join(f"'{value}'" if not value.startswith("'") else value for value in script_hashes)
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{pictures}; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; frame-ancestors 'none'"
    )


class Headers:
    """Pure ASGI middleware: adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app, self.policy = app, policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, with headers. HEAD is GET without its body: monitors and proxies ask so."""
        head = scope["type"] == "http" and scope["method"] == "HEAD"

        async def speak(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-content-type-options"] = "nosniff"
                if not scope["path"].startswith("/api/"):  # a frame is 64 bytes: no document, no document's headers
                    headers["content-security-policy"] = self.policy
                    headers["referrer-policy"] = "same-origin"
                if scope["path"].startswith("/_dash-") and "cache-control" not in headers:
                    headers["cache-control"] = "no-store"
            elif head:
                message = {**message, "body": b""}
            await send(message)

        scope = {**scope, "method": "GET"} if head else scope
        await self.app(scope, receive, speak if scope["type"] == "http" else send)
