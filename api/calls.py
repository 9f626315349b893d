"""Whom to phone about one incident, as a file in the reader's language; no cell is a formula."""

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.cells import BOM, csv_line
from domain.person import Permission
from domain.phone import spoken
from domain.wording import Words, stamp
from services.desk import Desk
from services.incident_story import story

ROUTER = APIRouter(prefix="/api/v1/incidents")
HEADS = (Words("Gọi cho", "Call"), Words("Mã trường", "School"), Words("Địa bàn", "Area"),
         Words("Điện thoại", "Phone"), Words("Tình trạng", "Status"), Words("Kết quả gần nhất", "Last result"),
         Words("Lúc", "When"), Words("Người gọi", "By"))


@ROUTER.get("/{incident_id:int}/calls.csv")
@allow(Permission.INCIDENTS)
async def call_list(incident_id: int) -> Response:
    """Carriers first, then schools; numbers are written in groups, so that no spreadsheet takes their zero."""
    body = await run_in_threadpool(_body, await at_desk(), incident_id)
    return Response(body, media_type="text/csv; charset=utf-8", headers={
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="goi-dien-su-co-{incident_id}.csv"'})


def _body(seat: Desk, incident_id: int) -> str:
    found = story(seat, incident_id)
    lines = {line.code: line for line in found.schools}
    told = [BOM + csv_line(words.text for words in HEADS)]
    for call in found.calls:
        line = lines.get(call.school)
        told.append(csv_line((
            call.name, call.school, line.area_name if line else "", spoken(call.phone),
            line.status.words.text if line else "", call.result, stamp(call.called_at) if call.called_at else "",
            call.called_by)))
    return "".join(told)
