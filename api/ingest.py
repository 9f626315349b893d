"""Figures that others send: POST rows of a source with a key or a signature, ask what became of them, read how."""

import json
import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api._allow import API_BYTES, allow
from api._errors import refusal
from api._gate import FAST
from api._ingest_document import document
from api._limits import TOKENS, Buckets, Pace
from api._strict import strictly
from domain.person import Permission
from domain.push import reason_words
from services import push
from services.desk import house
from services.push import Asked, Proven

ROUTER = APIRouter(prefix="/api/v1/ingest")
SENDING = Pace(20, 200)  # each sender: a province's worth of agents through one key
NO_STORE = {"cache-control": "no-store"}
DOCUMENT = json.dumps(document()).encode()
_buckets = Buckets()


@ROUTER.get("/openapi.json")
@allow(Permission.OPEN)
async def described() -> Response:
    """How to send: OpenAPI 3.1."""
    return Response(DOCUMENT, media_type="application/json")


@ROUTER.get("/batches/{batch:int}")
@allow(Permission.OPEN, pace=TOKENS)
async def became(request: Request, batch: int) -> Response:
    """What became of one of the sender's own sendings."""
    asked, proven = await _proven(request)
    if slow := _wait(proven):
        return slow
    found, reasons = await run_in_threadpool(push.outcome, house().centre, proven, batch)
    why = [{"reason": reason, "rows": rows, "vi": reason_words(reason).vi, "en": reason_words(reason).en}
           for reason, rows in reasons.items()]
    return JSONResponse({"batch": found.id, "state": found.state, "rows": found.count, "taken": found.taken,
                         "held": found.held, "reasons": why}, headers=NO_STORE)


@ROUTER.post("/{source}")
@allow(Permission.OPEN, most=API_BYTES, pace=TOKENS)
async def send(request: Request, source: str) -> Response:
    """Rows of one source; 202 and the number of the batch."""
    asked, proven = await _proven(request)
    if slow := _wait(proven):
        return slow
    told: Any = await strictly(asked.body, built=False)
    kept = await run_in_threadpool(push.receive, house().centre, proven, source, asked, told)
    return JSONResponse({"batch": kept.batch.id, "rows": kept.batch.count, "refused": kept.refused,
                         "again": kept.again}, status_code=202, headers=NO_STORE)


async def _proven(request: Request) -> tuple[Asked, Proven]:
    asked = Asked(method=request.method, path=request.url.path, body=await request.body(),
                  authorization=request.headers.get("authorization", ""), form=request.query_params.get("form", ""),
                  key=request.headers.get("idempotency-key", ""))
    return asked, await run_in_threadpool(push.prove, house().centre, asked)


def _wait(proven: Proven) -> Response | None:
    wait = _buckets.take(str(proven.sender.id), SENDING, time.monotonic())
    return refusal(429, "too_fast", FAST) if wait else None
