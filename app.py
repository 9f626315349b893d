"""The door: opens the Centre, builds Dash, the API and the one error handler."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import dash
import uvicorn
from dash.exceptions import DependencyException, InvalidResourceError, PreventUpdate
from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api._allow import Addresses
from api._callbacks import Callbacks
from api._closed import Closed
from api._entering_page import BUNDLES as ENTERING
from api._errors import Mishaps, explain_errors
from api._gate import Gate
from api._headers import Headers, content_policy
from api._static import Bundle, Static
from api._swift import Swift
from components.shell import shell
from domain.errors import CentreError
from domain.person import SYSTEM
from domain.registry import discover
from pages._callback import callback_failed, check_pages, is_there, page_of
from pages._guarded import TITLE, GuardedDash
from services.acting import act_as
from services.centre import Centre
from services.desk import follow, sit
from services.later import kept
from services.who import me, who
from settings import Settings
from supervisor import open_centre

ASSETS = Path(__file__).parent / "assets"


def build(centre: Centre) -> Any:
    """The ASGI application of one centre."""
    province = sit(centre).viewer.picture.register.province
    stop = threading.Event()

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        follow(stop)
        with kept(centre):
            yield
        stop.set()

    server = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    for router in discover("api", "ROUTER", APIRouter).values():
        server.router.routes.extend(router.routes)  # flat: the gate walks the very list the router walks
    explain_errors(server)
    server.add_middleware(Mishaps, passing=(PreventUpdate,), absent=(DependencyException, InvalidResourceError))
    scripts, styles = Bundle(ASSETS, "js"), Bundle(ASSETS, "css")
    # Dash reads its settings from the environment of this module's name: everything is said here instead.
    dash_app = GuardedDash(
        __name__, server=cast("Any", server), backend="fastapi", use_pages=True, title=TITLE.vi, update_title="",
        include_pages_meta=False,  # a page's title would tell that it exists
        serve_locally=True, on_error=callback_failed,
        # Our own files are two; scripts before the component suites, so that the feed is asked for while those load.
        assets_ignore=".*", external_scripts=[scripts.path], external_stylesheets=[styles.path],
        # The feed starts before Dash has drawn anything (assets/wake.js).
        meta_tags=[{"name": "centre-area", "content": province.code}] if province else [],
    )
    server.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    with act_as(SYSTEM):
        dash_app.layout = lambda: shell(dash.page_container, centre.simulated, who(), me(), page_of)
        asyncio.run(dash_app.prepare())
    addresses = Addresses(server.router.routes)
    addresses.check()
    check_pages()
    inside = Swift(Closed(Static(server, (scripts, styles, *ENTERING))))
    policy = content_policy(dash_app.csp_hashes(), centre.tile_url)
    callbacks = Callbacks(dash_app.declared(), page_of, is_there)
    gate = Headers(Gate(Mishaps(inside), centre, addresses, callbacks), policy, secure=centre.door.secure)
    return ProxyHeadersMiddleware(cast("Any", gate), list(centre.door.proxies)) if centre.door.proxies else gate


def main() -> None:
    """Serve until TERM."""
    settings = Settings()
    try:
        application = build(open_centre(settings))
    except CentreError as error:
        sys.exit(f"{error.words.vi}\n{error.words.en}")
    uvicorn.run(application, host=settings.host, port=settings.port, log_level="warning", log_config=None,
                server_header=False, date_header=False, access_log=False, timeout_graceful_shutdown=3,
                proxy_headers=False)


if __name__ == "__main__":
    main()
