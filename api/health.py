"""Is the centre itself well? For probes, for Prometheus, and for the sources page."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api._allow import allow
from api._errors import ABSENT
from domain.errors import NotFound
from domain.person import Permission
from services.desk import desk, house
from services.health import health, measure

ROUTER = APIRouter()


@ROUTER.get("/healthz")
@allow(Permission.OPEN)
async def healthz() -> Response:
    """ok, degraded (something is late or away) or blind (503)."""
    report = health(house().centre, house().viewer.picture)
    return JSONResponse(report, status_code=503 if report["status"] == "blind" else 200,
                        headers={"cache-control": "no-store"})


@ROUTER.get("/metrics")
@allow(Permission.METRICS)
async def metrics() -> Response:
    """Prometheus text; never a school as a label. It counts the whole house: a limited reader finds no such address."""
    if not desk().scope.everything:
        raise NotFound(*ABSENT)
    measure(house().centre, house().viewer.picture)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
