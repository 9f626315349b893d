"""Snapshots: freeze, open, list, compare, verify. What one is: docs/reports.md. Papers of one: api/papers.py."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api import _snapshots as answers
from api._allow import allow
from api._answers import at_desk
from api._swift import told
from domain.person import Permission
from services import snapshots
from services.acting import acting

ROUTER = APIRouter(prefix="/api/v1/snapshots")
Id = Annotated[str, Path(max_length=40)]
FILE_BYTES = 23 * 1024 * 1024  # 17 MB in base64, and the words around it
PAGE = 50


@ROUTER.post("")
@allow(Permission.REPORTS)
async def take(asked: answers.Asked) -> Response:
    """201 and {id, sha256, as_of, title, marks}."""
    centre = (await at_desk()).centre
    return answers.told(await run_in_threadpool(answers.taken_json, centre, acting(), asked), 201)


@ROUTER.get("")
@allow(Permission.REPORTS)
async def every(search: Annotated[str, Query(max_length=200)] = "", template: Annotated[str, Query(max_length=20)] = "",
                before: Annotated[str, Query(max_length=40)] = "",
                most: Annotated[int, Query(ge=1, le=PAGE)] = PAGE) -> Response:
    """-> {rows, more}: newest first; `before`: the id of the last row seen."""
    centre, actor = (await at_desk()).centre, acting()
    rows = await run_in_threadpool(lambda: snapshots.listed(
        centre, actor, search=search, template=template, before=before, most=most + 1))
    return answers.told(answers.list_json(rows, most))


@ROUTER.post("/verify")
@allow(Permission.REPORTS, most=FILE_BYTES)
async def verify(request: Request) -> Response:
    """{id}, {id, sha256} or {file: base64} -> {known, same, paper, …}: is it ours and unchanged?"""
    asked, centre = await told(answers.Question, request), (await at_desk()).centre  # the gate read it: once is enough
    return answers.told(await run_in_threadpool(answers.verdict, centre, acting(), asked))


@ROUTER.get("/{snapshot_id}")
@allow(Permission.REPORTS)
async def whole(request: Request, snapshot_id: Id) -> Response:
    """The frozen document; its ETag is its SHA-256."""
    known = request.headers.get("if-none-match", "")
    return await run_in_threadpool(answers.document, (await at_desk()).centre, acting(), snapshot_id, known)


@ROUTER.get("/{first}/compared/{second}")
@allow(Permission.REPORTS)
async def side_by_side(first: Id, second: Id) -> Response:
    """-> {figures: [{section, key, label, first, second, step}]}."""
    centre = (await at_desk()).centre
    return answers.told(answers.compared_json(await run_in_threadpool(
        snapshots.compared, centre, acting(), first, second)))
