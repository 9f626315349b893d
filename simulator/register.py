"""What the province hands to a new centre: areas, water, schools, sentinels."""
from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

from simulator.day import chance
from simulator.files import write_whole
from simulator.http_server import Response, json_response
from simulator.world import World

COLUMNS = ("code", "name", "kind", "lat", "lon", "district", "ward", "pupils", "teachers", "classes", "carrier",
           "contracted_mbps", "phone", "probe", "pilot")
GEOJSON = "application/geo+json"


def load_map(home: Path) -> tuple[str, str]:
    """(areas, water) as GeoJSON text: from the cache under `home`, or built once when the sketch has changed."""
    here = Path(__file__).parent
    sources = ("outline.py", "cells.py", "gazetteer_wards.py", "gazetteer_districts.py")
    print_ = hashlib.sha256(b"".join((here / name).read_bytes() for name in sources)).hexdigest()[:12]
    areas, water = home / f"areas-{print_}.geojson", home / f"water-{print_}.geojson"
    if not (areas.exists() and water.exists()):
        # Here and nowhere else: shapely costs a quarter of a second that a second start need not pay.
        from simulator import cells

        write_whole(areas, json.dumps(cells.build_areas(), ensure_ascii=False, separators=(",", ":")))
        write_whole(water, json.dumps(cells.build_water(), ensure_ascii=False, separators=(",", ":")))
    return areas.read_text(encoding="utf-8"), water.read_text(encoding="utf-8")


def schools_csv(world: World) -> str:
    """The register of the simulated schools (not the adopted ones: those come from elsewhere)."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for school, (host, port) in zip(world.schools, world.addresses, strict=True):
        if school.adopted:
            continue
        lat, lon = ("", "") if school.lat is None or school.lon is None else (f"{school.lat:.5f}", f"{school.lon:.5f}")
        rows.writerow((school.code, school.name, school.kind, lat, lon, school.district, school.ward, school.pupils,
                       school.teachers, school.classes, school.carrier, school.contracted_mbps,
                       phone(world.seed, school.code), f"http://{host}:{port}/status", int(school.pilot)))
    return text.getvalue()


def phone(seed: int, code: str) -> str:
    """A landline nobody was given by us: 028 3xxx xxxx by the seed; a few schools have none in the register."""
    if chance(seed, code, "no phone") < 0.04:
        return ""
    return f"0283{int(chance(seed, code, 'phone') * 10_000_000):07d}"


class Register:
    """GET /register/...: files that do not change while the simulator runs."""

    def __init__(self, world: World, areas: str, water: str) -> None:
        sentinels = {"sentinels": [f"{host}:{port}" for host, port in world.plan.sentinels()]}
        self._files = {
            "/register/areas.geojson": Response(body=areas.encode(), content_type=GEOJSON),
            "/register/water.geojson": Response(body=water.encode(), content_type=GEOJSON),
            "/register/schools.csv": Response(body=schools_csv(world).encode(), content_type="text/csv; charset=utf-8"),
            "/register/sentinels": json_response(sentinels),
        }

    def get(self, path: str) -> Response | None:
        """The file of this path."""
        return self._files.get(path)
