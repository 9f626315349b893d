"""Page one of a report nobody has frozen yet."""

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._snapshots import Asked
from domain.person import Permission
from services.acting import acting
from services.report_preview import preview

ROUTER = APIRouter(prefix="/api/v1/reports")


@ROUTER.post("/preview")
@allow(Permission.REPORTS)
async def page_one(asked: Asked) -> Response:
    """image/png of what POST /api/v1/snapshots with the same body would freeze; 409 when others are at it."""
    centre = (await at_desk()).centre
    made = await run_in_threadpool(preview, centre, acting(), asked.wish())
    return Response(made, media_type="image/png", headers={"cache-control": "no-store",
                                                           "x-content-type-options": "nosniff"})
