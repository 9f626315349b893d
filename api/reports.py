"""Page one of a report nobody has frozen yet."""

import threading

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._snapshots import Asked
from domain.errors import TooManyTries
from domain.person import Permission
from services.acting import acting
from services.report_preview import preview

ROUTER = APIRouter(prefix="/api/v1/reports")
PLACES = threading.BoundedSemaphore(4)  # two are made, two wait: the other threads of this worker stay everybody's


@ROUTER.post("/preview")
@allow(Permission.REPORTS)
async def page_one(asked: Asked) -> Response:
    """image/png of what POST /api/v1/snapshots with the same body would freeze; 429 when others are at it."""
    centre = (await at_desk()).centre
    wish = asked.wish()
    if not PLACES.acquire(blocking=False):
        raise TooManyTries("Nhiều người đang xem trước cùng lúc; hãy thử lại sau ít giây.",
                           "Others are previewing; try again in seconds.", code="busy")
    try:
        made = await run_in_threadpool(preview, centre, acting(), wish)
    finally:
        PLACES.release()
    return Response(made, media_type="image/png", headers={"cache-control": "no-store",
                                                           "x-content-type-options": "nosniff"})
