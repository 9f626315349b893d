"""The log as a file: RFC 4180 with a byte order mark, no cell a formula; that it was taken is a row of the log too."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from domain.cells import BOM, csv_line
from domain.person import Actor, Permission
from domain.wording import LOCAL, Words
from services import audit
from services.acting import acting
from services.audit_telling import Names, asked_of, line, names
from services.desk import Desk, desk

ROUTER = APIRouter(prefix="/api/v1")
HEADS = (
    Words("Dòng", "Row"), Words("Lúc", "When"), Words("Loại", "Kind"), Words("Ai", "Who"), Words("Vai trò", "Role"),
    Words("Mã việc", "Act code"), Words("Việc", "Act"), Words("Kết quả", "Outcome"),
    Words("Mã đối tượng", "Object code"), Words("Đối tượng", "Object"),
    Words("Địa bàn", "Areas"), Words("Trước", "Before"), Words("Sau", "After"),
    Words("Lý do", "Reason"), Words("Địa chỉ", "Address"), Words("Mã yêu cầu", "Request"), Words("Mã chuỗi", "Hash"),
)
SOME = 200  # rows that leave together


@ROUTER.get("/audit.csv")
@allow(Permission.AUDIT)
async def export(request: Request) -> Response:
    """Every row of the same question as on /admin/audit, newest first."""
    asked = await run_in_threadpool(_start, desk(), acting(), dict(request.query_params))
    name = datetime.now(LOCAL).strftime("nhat-ky-%Y-%m-%d-%H%M.csv")
    return StreamingResponse(asked, media_type="text/csv; charset=utf-8", headers={
        "cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'})


def _start(where: Desk, actor: Actor, query: dict[str, str]) -> Iterator[str]:
    """Whatever may be refused is refused before the first byte."""
    called, rows = names(where, actor), audit.export(where.centre, actor, asked_of(query))
    return _lines(called, rows)


def _lines(called: Names, rows: Iterator[audit.Row]) -> Iterator[str]:
    yield BOM + csv_line(words.text for words in HEADS)
    while some := "".join(csv_line(_cells(row, called)) for row in islice(rows, SOME)):
        yield some


def _cells(row: audit.Row, called: Names) -> tuple[str, ...]:
    told, at = line(row, called), datetime.fromtimestamp(row.at, UTC).astimezone(LOCAL)
    before = "; ".join(f"{one.what}: {one.before}" for one in told.changes if one.before)
    after = "; ".join(f"{one.what}: {one.after}" for one in told.changes if one.after)
    return (str(row.seq), f"{at:%d/%m/%Y %H:%M:%S}", row.actor_kind, told.who, told.role, row.act, told.act,
            row.outcome, row.object, told.target, " ".join(row.reach), before, after, row.why, row.address,
            row.request, row.hash)
