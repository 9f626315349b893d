"""A standalone page for screen tests: real Dash, real component, fake feed.

`python -m tests.screens.harness.app --port 8071 --schools 2500`; pages `/` (map), `/wall`, `/pieces`.
"""

import argparse
from pathlib import Path
from typing import Any

import uvicorn
from dash import Dash, Input, Output, callback, dcc, html
from fastapi import FastAPI, Request
from fastapi.middleware.gzip import GZipMiddleware

from api._static import Bundle, Static
from components import school_map as m
from tests.screens.harness.fakefeed import FakeFeed, router
from tests.screens.harness.pieces import pieces, wall
from tests.screens.harness.province import build

ASSETS = Path(__file__).parents[3] / "assets"
CSP = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'"
)


def map_page(config: m.MapConfig) -> Any:
    """The map page as the product composes it."""
    bar = html.Header(
        [
            html.Span([html.I(className="icon i-school"), html.Span("Trung tâm điều hành giáo dục", className="title")], className="brand"),
            html.Nav([html.A([html.I(className="icon i-map"), html.Span("Bản đồ")], href="/", className="active"),
                      html.A([html.I(className="icon i-wall"), html.Span("Màn hình lớn")], href="/wall")], className="nav"),
            html.Div(className="grow"),
            m.simulated_badge(),
            html.Span([html.I(className="icon i-clock"), m.live("data.age")], className="freshness"),
        ],
        className="topbar",
    )  # fmt: skip
    over = [
        html.Div([m.breadcrumb(), m.layer_switch()], className="at-top-left"),
        html.Div([html.Div([m.only_issues(), m.tree_switch(), m.fill_switch()], className="choices-row")], className="at-top-right"),
        html.Div([m.legend()], className="at-bottom-left"),
    ]
    body = html.Div([m.school_map("map", config, over), html.Aside(id="panel", className="panel")], className="map-page")
    return html.Div([m.lease_banner(), bar, html.Main(body, className="main"), m.state_store("heard")], className="shell")


def make(schools: int, poll_ms: int) -> Static:
    """The whole harness as one ASGI application."""
    server = FastAPI()
    feed = FakeFeed(build(schools), poll_ms)
    server.include_router(router(feed))
    scripts, styles = Bundle(ASSETS, "js"), Bundle(ASSETS, "css")
    app = Dash("harness", server=server, assets_folder=str(ASSETS), assets_ignore=".*", suppress_callback_exceptions=True,
               external_scripts=[scripts.path], external_stylesheets=[styles.path],
               meta_tags=[{"name": "centre-area", "content": "79"}], websocket_callbacks=False)
    bounds = tuple(tuple(corner) for corner in feed.province.directory["trees"]["new"][0]["bounds"])
    config = m.MapConfig(notify=("heard",), bounds=bounds)  # type: ignore[arg-type]
    app.layout = html.Div([dcc.Location(id="where", refresh=False), html.Div(id="page")])

    @callback(Output("page", "children"), Input("where", "pathname"))
    def show(path: str) -> Any:
        if path == "/wall":
            return wall(m.MapConfig(bounds=bounds, interactive=False, state={"tree": "old"}))  # type: ignore[arg-type]
        return pieces() if path == "/pieces" else map_page(config)

    @callback(Output("panel", "children"), Input("heard", "data"))
    def panel(state: dict[str, str] | None) -> Any:
        return html.Div(state["school"], className="panel-head", id="opened") if state and state.get("school") else []

    hashes = " ".join(app.csp_hashes())

    @server.middleware("http")
    async def guard(request: Request, proceed: Any) -> Any:
        reply = await proceed(request)
        reply.headers["Content-Security-Policy"] = CSP.format(hashes=hashes)
        return reply

    server.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=5)
    return Static(server, (scripts, styles))


if __name__ == "__main__":
    said = argparse.ArgumentParser()
    said.add_argument("--port", type=int, default=8071)
    said.add_argument("--schools", type=int, default=2500)
    said.add_argument("--poll-ms", type=int, default=1000)
    asked = said.parse_args()
    uvicorn.run(make(asked.schools, asked.poll_ms), host="127.0.0.1", port=asked.port, log_level="warning")
