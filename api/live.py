"""The feed: directory once, then frames; outlines of the map. Layouts: docs/feed.md."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from domain.area import Tree
from domain.errors import NotFound
from services.desk import desk

ROUTER = APIRouter(prefix="/api/v1")
FOREVER = "private, max-age=31536000, immutable"
NO_STORE = {"cache-control": "no-store"}
Area = Annotated[str, Query(max_length=16)]
Hash = Annotated[str, Query(max_length=32)]


@ROUTER.get("/live/directory")
async def directory(request: Request, area: Area = "", v: Hash = "", part: str = "") -> Response:
    """Order, codes, names and places of the schools of an area; immutable under its hash."""
    feed, code = desk().feed, _area(area)
    digest = feed.directory(code)[0]
    if v != digest:
        return _redirect(request, {"area": code, "part": part, "v": digest})
    body = feed.packed("points" if part == "points" else "directory", code)
    media = "application/octet-stream" if part == "points" else "application/json"
    return _packed(request, body, media)


@ROUTER.get("/live/frame")
async def frame(area: Area = "", layer: str = "connectivity", since: float = 0, dir: Hash = "",  # noqa: A002
                format: str = "") -> Response:  # noqa: A002
    """Statuses now: binary full, delta or unchanged; format=json = every layer, readable."""
    feed, code = desk().feed, _area(area)
    if format == "json":
        return Response(feed.frame_json(code), media_type="application/json", headers=NO_STORE)
    return Response(feed.frame(code, layer, since, dir), media_type="application/octet-stream", headers=NO_STORE)


@ROUTER.get("/live/pulse")
async def pulse() -> Response:
    """What the banners and tiles of a screen need between frames."""
    return Response(desk().feed.pulse_json(), media_type="application/json", headers=NO_STORE)


@ROUTER.get("/geo/areas")
async def areas(request: Request, tree: Tree = Tree.NEW, area: Area = "", v: Hash = "") -> Response:
    """Light outlines of the leaf areas of a tree, immutable under their hash."""
    feed, code = desk().feed, _area(area)
    digest = feed.outlines(tree, code)[0]
    if v != digest:
        return _redirect(request, {"tree": tree.value, "area": code, "v": digest})
    return _packed(request, feed.packed("outlines", code, tree), "application/geo+json")


@ROUTER.get("/geo/water")
async def water(request: Request) -> Response:
    """Rivers and sea of the schematic map. 404 = none drawn."""
    return _packed(request, desk().feed.packed("water", ""), "application/geo+json", "private, max-age=300")


def _area(area: str) -> str:
    """The area asked for, by default the whole province. Raises NotFound in an empty house."""
    province = desk().viewer.picture.register.province
    if area:
        return area
    if province is None:
        raise NotFound("Chưa có địa bàn nào: hãy nhập địa bàn.", "No areas yet: import areas first.")
    return province.code


def _redirect(request: Request, query: dict[str, str]) -> Response:
    url = f"{request.url.path}?{urlencode({k: v for k, v in query.items() if v})}"
    return RedirectResponse(url, status_code=307, headers={"cache-control": "no-cache"})


def _packed(request: Request, bodies: tuple[bytes, bytes], media: str, cache: str = FOREVER) -> Response:
    """Bodies are (plain, gzip), both made once."""
    headers = {"cache-control": cache, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(bodies[1], media_type=media, headers={**headers, "content-encoding": "gzip"})
    return Response(bodies[0], media_type=media, headers=headers)
