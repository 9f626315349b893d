"""What a drill shows at each level: figures of every area in one body, the story of an area or school, its card."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk, packed
from components.school_card import school_card
from domain.person import Permission
from services.acting import acting
from services.looking import saw_school
from services.playing import for_visitors
from services.school import card as look

ROUTER = APIRouter(prefix="/api/v1/areas")
Code = Annotated[str, Query(max_length=32)]
NO_STORE = {"cache-control": "no-store"}


@ROUTER.get("/figures")
@allow(Permission.MAP)
async def figures(request: Request, kind: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Counts, values and yesterday of every indicator in every area of both divisions, as far as the reader reaches."""
    bodies = await run_in_threadpool((await at_desk()).drill.figures, kind)
    return packed(request, bodies, "application/json", "no-store")


@ROUTER.get("/story")
@allow(Permission.MAP)
async def story(area: Code = "", school: Code = "") -> Response:
    """Who answers, what is open, what changed since yesterday: of an area, of the whole, or of one school."""
    seat, actor = await at_desk(), acting()
    if school:  # before the body, which is made once for many
        register = seat.viewer.picture.register
        saw_school(seat, register.schools[register.position(school)])
    body = await run_in_threadpool(lambda: seat.drill.stories.of(
        seat, actor, area, school, visitors=for_visitors(seat.centre, actor)))
    return Response(body, media_type="application/json", headers=NO_STORE)


@ROUTER.get("/card")
@allow(Permission.SCHOOL)
async def card(school: Code) -> Response:
    """All that the panel beside the map says of one school: its past and incidents are asked of the database."""
    seat = await at_desk()
    told = await run_in_threadpool(lambda: school_card(look(seat, school)))
    return Response(json.dumps(told, ensure_ascii=False), media_type="application/json", headers=NO_STORE)
