"""How the routers answer: scope by default, hashed addresses, bodies packed once."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from domain.errors import NotFound
from services.desk import Desk, desk

FOREVER = "private, max-age=31536000, immutable"


async def at_desk() -> Desk:
    """The desk of whoever asks. The first look of a limited one asks the database: nobody else waits for that."""
    found = desk()
    return found if found.ready else await run_in_threadpool(found.look)


def area_or_province(desk: Desk, area: str) -> str:
    """The area asked for, by default the whole province. Raises NotFound in an empty house."""
    province = desk.viewer.picture.register.province
    if area:
        return area
    if province is None:
        raise NotFound("Chưa có địa bàn nào: hãy nhập địa bàn.", "No areas yet: import areas first.")
    return province.code


def redirect(request: Request, query: dict[str, str]) -> Response:
    """To the hashed address, which may be kept for ever."""
    url = f"{request.url.path}?{urlencode({k: v for k, v in query.items() if v})}"
    return RedirectResponse(url, status_code=307, headers={"cache-control": "no-cache"})


def packed(request: Request, bodies: tuple[bytes, bytes], media: str, cache: str = FOREVER) -> Response:
    """Bodies are (plain, gzip), both made once."""
    headers = {"cache-control": cache, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(bodies[1], media_type=media, headers={**headers, "content-encoding": "gzip"})
    return Response(bodies[0], media_type=media, headers=headers)
