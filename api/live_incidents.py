"""How many incidents live, for the badge in the navigation; and those of one school, for whoever points at it."""

import json
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from domain.person import Permission
from services.acting import acting
from services.desk import Desk
from services.playing import for_visitors
from services.wall_lines import wall_line

ROUTER = APIRouter(prefix="/api/v1/live")


@ROUTER.get("/incidents")
@allow(Permission.WALL)
async def live_incidents(school: Annotated[str, Query(max_length=32)] = "") -> Response:
    """Figures of the reach; with `school`, also what lives there, as this reader may know it."""
    body = await run_in_threadpool(_told, await at_desk(), school)
    return Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), media_type="application/json",
                    headers={"cache-control": "no-store"})


def _told(desk: Desk, school: str) -> dict[str, object]:
    board, count = desk.incidents.board, desk.incidents.count()
    known = board.version > 0
    figures: dict[str, object] = {"version": board.version, "open": count.open if known else None,
               "unacknowledged": count.unacknowledged if known else None, "quiet": count.quiet if known else None}
    if not school:
        return figures
    hidden = for_visitors(desk.centre, acting())
    return {**figures, "incidents": [wall_line(*told, visitors=hidden) for told in desk.incidents.of_school(school)]}
