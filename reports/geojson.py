"""GeoJSON (RFC 7946): areas and schools of the maps, each with the figures the tables say of it; the figures beside."""

import json

from domain.paper import Paper
from domain.snapshot import Snapshot
from domain.wording import Words
from reports._places import features
from reports._said import clean, figures, scope


def render(snapshot: Snapshot) -> bytes:
    """One collection; `snapshot` in it says what every feature was frozen as."""
    told = {
        "type": "FeatureCollection",
        "snapshot": {
            "id": snapshot.id, "sha256": snapshot.sha256, "title": clean(snapshot.title), "scope": scope(snapshot),
            "as_of": snapshot.as_of, "begins": snapshot.begins, "ends": snapshot.ends, "marks": list(snapshot.marks),
            "figures": [
                {"section": section.key, "key": one.key, "label": clean(one.label), "value": one.value,
                 "unit": one.unit, "text": one.text, "status": one.status, "known": one.known, "total": one.total,
                 "before": one.before}
                for section, one in figures(snapshot)],
        },
        "features": list(features(snapshot)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


PAPER = Paper(
    key="geojson", label=Words("GeoJSON", "GeoJSON"), what=Words("Bản đồ cho phần mềm địa lý", "Maps for a GIS"),
    media_type="application/geo+json", order=7, render=render,
)
