"""Is the centre itself well? For probes, for Prometheus, and for the sources page."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from services.desk import desk
from services.health import health, measure

ROUTER = APIRouter()


@ROUTER.get("/healthz")
async def healthz() -> Response:
    """ok, degraded (something is late or away) or blind (503)."""
    report = health(desk().centre, desk().viewer.picture)
    return JSONResponse(report, status_code=503 if report["status"] == "blind" else 200,
                        headers={"cache-control": "no-store"})


@ROUTER.get("/metrics")
async def metrics() -> Response:
    """Prometheus text; never a school as a label."""
    measure(desk().centre, desk().viewer.picture)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
