"""The clocks as a file: RFC 4180 with a byte order mark, no cell a formula. What each figure means: docs/clocks.md."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.cells import BOM, csv_line
from domain.clock_view import ClockBoard, Figure, Group, Verdict
from domain.person import Permission
from domain.wording import LOCAL, Words
from services import clocks
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1")
GROUPS = (("total", Words("Tất cả", "All")), ("severities", Words("Mức", "Severity")),
          ("areas", Words("Địa bàn", "Area")), ("carriers", Words("Nhà mạng", "Carrier")),
          ("people", Words("Người", "Person")))
CLOCKS = (("acknowledge", Words("tiếp nhận", "acknowledge")), ("resolve", Words("khắc phục", "resolve")))
HEADS = (Words("Nhóm", "Group"), Words("Tên", "Name"), Words("Đồng hồ", "Clock"), Words("Số sự cố", "Incidents"),
         Words("Trung vị (giây giờ học)", "Median (school seconds)"), Words("P90 (giây giờ học)", "P90"),
         Words("Trung vị (giây)", "Median (wall seconds)"), Words("Đúng hạn %", "In time %"))


@ROUTER.get("/clocks.csv")
@allow(Permission.INCIDENTS)
async def download(days: Annotated[int, Query(ge=1, le=90)] = 30) -> Response:
    """Every group of the last so many days, two lines each."""
    found = await run_in_threadpool(clocks.export, await at_desk(), acting(), days)
    name = datetime.now(LOCAL).strftime(f"thoi-gian-xu-ly-{days}-ngay-%Y-%m-%d-%H%M.csv")
    return Response(BOM + "".join(_lines(found)), media_type="text/csv; charset=utf-8", headers={
        "cache-control": "no-store", "content-disposition": f'attachment; filename="{name}"'})


def _lines(found: ClockBoard) -> Iterator[str]:
    yield csv_line([*(words.text for words in HEADS), *(verdict.words.text for verdict in Verdict)])
    for name, words in GROUPS:
        groups: tuple[Group, ...] = (found.total,) if name == "total" else getattr(found, name)
        for group in groups:
            for clock, called in CLOCKS:
                figure: Figure = getattr(group, clock)
                yield csv_line([words.text, group.label.text, called.text, str(figure.n), _whole(figure.median),
                                _whole(figure.p90), _whole(figure.wall),
                                "" if figure.met is None else str(round(figure.met * 100, 1)),
                                *(str(figure.counts.get(verdict, 0)) for verdict in Verdict)])


def _whole(seconds: float | None) -> str:
    return "" if seconds is None else str(round(seconds))
