"""Scripts and styles leave from memory: our own as one file each, Dash's packed once and not again for every screen."""

import gzip
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
SUITES = "/_dash-component-suites/"  # every address carries version and time of its file
FONTS = "/assets/fonts/"
MOST = 96  # answers kept; a name that does not exist is never kept
MEDIA = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
# A page that came from a house which has moved on asks for a bundle that is gone: it shall load itself anew, calmly.
GONE = b"setTimeout(() => window.location.reload(), 4000 + 4000 * Math.random());"
Kept = tuple[list[tuple[bytes, bytes]], bytes]


_served: dict[str, str] = {}


def bundle() -> str:
    """What this process serves as its own scripts and styles: "hash.hash", "" before the start."""
    return ".".join(_served[kind] for kind in sorted(_served))


class Bundle:
    """All scripts (or styles) of a folder in the order of their names, as one file under its hash.

    A first visit over HTTP/1.1 asks for one file instead of forty; each file is an own function and stays one.
    `first`: files of other folders that come before.
    """

    def __init__(self, folder: Path, kind: str, *, name: str = "centre", first: Sequence[Path] = ()) -> None:
        parts = [path.read_text(encoding="utf-8") for path in (*first, *sorted(folder.glob(f"*.{kind}")))]
        self.body = "\n".join(parts).encode()
        self.packed = gzip.compress(self.body, 9, mtime=0)
        own = hashlib.sha256(self.body).hexdigest()[:12]
        self.path = f"/assets/{name}-{own}.{kind}"
        if name == "centre":
            _served[kind] = own
        self.media = MEDIA[kind]

    def answer(self, gzipped: bool) -> Response:
        """The file, packed for whoever takes it so."""
        headers = {"cache-control": FOREVER, "vary": "Accept-Encoding"}
        if gzipped:
            return Response(self.packed, media_type=self.media, headers={**headers, "content-encoding": "gzip"})
        return Response(self.body, media_type=self.media, headers=headers)


class Static:
    """Pure ASGI middleware: answers bundles itself, and repeats what a component suite or a font answered before."""

    def __init__(self, app: ASGIApp, bundles: tuple[Bundle, ...]) -> None:
        self.app, self.bundles = app, {bundle.path: bundle for bundle in bundles}
        self.kept: dict[tuple[str, bool], Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """From memory where possible, else pass on and remember."""
        path = scope.get("path", "")
        if scope["type"] != "http" or scope["method"] != "GET" or not path.startswith((SUITES, "/assets/")):
            await self.app(scope, receive, send)
            return
        asked = dict(scope["headers"])
        gzipped = b"gzip" in asked.get(b"accept-encoding", b"")
        if path in self.bundles:
            await self.bundles[path].answer(gzipped)(scope, receive, send)
        elif path.startswith("/assets/centre-") and path.endswith(".js"):
            gone = Response(GONE, media_type=MEDIA["js"], headers={"cache-control": "no-store"})
            await gone(scope, receive, send)
        elif not path.startswith((SUITES, FONTS)) or b"range" in asked or b"if-none-match" in asked:
            await self.app(scope, receive, send)
        elif (path, gzipped) in self.kept:
            headers, body = self.kept[path, gzipped]
            await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
            await send({"type": "http.response.body", "body": body})
        else:
            await self._pass_on(scope, receive, send, (path, gzipped))

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, key: tuple[str, bool]) -> None:
        head: dict[str, Any] = {}
        body = bytearray()

        async def listen(message: Message) -> None:
            if message["type"] == "http.response.start":
                if key[0].startswith(FONTS):  # a font of another face has another name
                    message["headers"] = [*message["headers"], (b"cache-control", b"public, max-age=604800")]
                head.update(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body") and head["status"] == 200 and len(self.kept) < MOST:
                    self.kept[key] = (list(head["headers"]), bytes(body))
            await send(message)

        await self.app(scope, receive, listen)
