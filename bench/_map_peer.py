"""The peers of our map layer: dl.GeoJSON with canvas circle markers, restyled the ways dash-leaflet offers.

`python -m bench._map_peer --port P --schools N`: `/restyle` (one static GeoJSON, JavaScript sets each marker's style),
`/hideout` (a callback sends all statuses as hideout), `/data` (a callback sends the whole GeoJSON again).
"""

import argparse
import json
from typing import Any

import dash_leaflet as dl
import numpy as np
import uvicorn
from dash import Dash, Input, Output, callback, dcc, html, no_update
from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware

from tests.screens.harness.province import Province, build

SCRIPT = """
const COLOURS = ['#7c8a99', '#4b9486', '#f2b43f', '#ff5757', '#a394d8'];
const style = (s) => ({radius: 3, weight: 0, fillOpacity: 0.9, fillColor: COLOURS[s]});
let made = null;
window.peer = {
  point: (feature, latlng, context) => {
    const hide = context && context.hideout;
    const marker = L.circleMarker(latlng, style(hide ? hide[feature.properties.i] : feature.properties.s));
    (made = made || []).push(marker);
    return marker;
  },
  restyle: (bytes) => { for (let i = 0; i < made.length; i += 1) made[i].setStyle(style(bytes[i])); },
  forget: () => { made = null; }, made: () => made,
};
"""


def geojson(province: Province, status: Any) -> dict[str, Any]:
    """Every school as a point feature with its status."""
    count = province.count
    lat = np.frombuffer(province.points, "<i4", count, 8) / 1e5
    lon = np.frombuffer(province.points, "<i4", count, 8 + 4 * count) / 1e5
    placed = [i for i in range(count) if lat[i] < 1000]
    features = [
        {
            "type": "Feature",
            "properties": {"i": k, "s": int(status[k])},
            "geometry": {"type": "Point", "coordinates": [lon[i], lat[i]]},
        }
        for k, i in enumerate(placed)
    ]
    return {"type": "FeatureCollection", "features": features}


def make(schools: int) -> FastAPI:
    """The peer application."""
    province, rng = build(schools), np.random.default_rng(3)
    status = rng.integers(0, 5, schools)
    server = FastAPI()

    @server.get("/points.geojson")
    async def points() -> Response:
        return Response(json.dumps(geojson(province, status)), media_type="application/json")

    @server.get("/statuses")
    async def statuses() -> Response:
        status[:] = (status + 1) % 5
        return Response(status.astype("u1").tobytes(), media_type="application/octet-stream")

    @server.get("/peer.js")
    async def script() -> Response:
        return Response(SCRIPT, media_type="text/javascript")

    app = Dash("peer", server=server, external_scripts=["/peer.js"], suppress_callback_exceptions=True)
    app.layout = html.Div([dcc.Location(id="where"), dcc.Store(id="step"), html.Div(id="page")])
    bounds = province.directory["trees"]["new"][0]["bounds"]

    @callback(Output("page", "children"), Input("where", "pathname"))
    def page(path: str) -> Any:
        how = {"options": {"pointToLayer": {"variable": "peer.point"}}, "id": "layer"}
        what = {"url": "/points.geojson"} if path == "/restyle" else {"data": geojson(province, status)}
        layer = dl.GeoJSON(**what, **how)
        return dl.Map([layer], bounds=bounds, preferCanvas=True, style={"height": "100vh"})

    @callback(Output("layer", "hideout"), Output("layer", "data"), Input("step", "data"), Input("where", "pathname"))
    def change(step: int | None, path: str) -> Any:
        if not step:
            return no_update, no_update
        status[:] = (status + 1) % 5
        return (status.tolist(), no_update) if path == "/hideout" else (no_update, geojson(province, status))

    server.add_middleware(GZipMiddleware, minimum_size=500)
    return server


if __name__ == "__main__":
    said = argparse.ArgumentParser()
    said.add_argument("--port", type=int, required=True)
    said.add_argument("--schools", type=int, required=True)
    asked = said.parse_args()
    uvicorn.run(make(asked.schools), host="127.0.0.1", port=asked.port, log_level="warning")
