"""The work list of the acting person: the page `/work` asks for it every few seconds and mostly hears "the same"."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api._allow import allow
from api._answers import at_desk
from api._claims import for_work
from api._incidents import row_json, told
from domain.person import Actor, Permission
from services.acting import acting
from services.desk import Desk
from services.work import Task, Work, sign, work

ROUTER = APIRouter(prefix="/api/v1")
CLAIMS_SHOWN = 60  # gaps and disputes that are told; further ones are counted


@ROUTER.get("/work")
@allow(Permission.INCIDENTS)
async def mine(sign: Annotated[str, Query(max_length=40)] = "") -> Response:
    """-> {sign, now, mine, free, silent, due, gaps, disputes}; only {sign, same: true} when nothing is another than at
    `sign`."""
    return told(await run_in_threadpool(_told, await at_desk(), acting(), sign))


def _told(desk: Desk, actor: Actor, known: str) -> dict[str, Any]:
    now = sign(desk, actor)
    return {"sign": now, "same": True} if now == known else {
        "sign": now, **_json(work(desk, actor)), **for_work(desk, CLAIMS_SHOWN)}


def _json(found: Work) -> dict[str, Any]:
    return {
        "now": found.now, "newest": found.newest,
        "mine": {"tasks": [_task(one) for one in found.mine], "all": found.mine_all},
        "free": {"tasks": [_task(one) for one in found.free], "all": found.free_all},
        "silent": {"schools": [{**asdict(one), "task": _task(task)} for one, task in found.quiet],
                   "all": found.quiet_all, "why": found.quiet_why.value},
        "due": {"schools": [{**asdict(one), "task": _task(task)} for one, task in found.due], "all": found.due_all,
                "why": found.due_why.value, "sources": found.due_sources},
    }


def _task(task: Task | None) -> dict[str, Any] | None:
    if task is None:
        return None
    return {**row_json(task.row), "phones": [asdict(one) for one in task.phones], "phones_more": task.phones_more}
