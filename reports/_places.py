"""Areas and schools of a snapshot's maps as GeoJSON features, with what its tables say of each."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from domain.section import AreaShape, Cell, Column, Kind, Point, Table
from domain.snapshot import Snapshot
from domain.wording import LOCAL
from reports._said import clean, status_word, tables

Ring = tuple[Point, ...]


def features(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """Every shape of every map: areas first, then schools."""
    known = _facts(snapshot)
    for section in snapshot.sections:
        for one in section.maps:
            for area in one.areas:
                facts = known.get(area.code) or known.get(area.name) or {}
                yield _feature(_area(area), {
                    "map": one.key, "what": "area", "code": area.code, "name": clean(area.name), "value": area.value,
                    "text": area.text, **_status(area.status), **facts})
            for school in one.schools:
                yield _feature({"type": "Point", "coordinates": list(school.at)}, {
                    "map": one.key, "what": "school", "code": school.code, "name": clean(school.name),
                    **_status(school.status), **known.get(school.code, {})})


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _status(key: str) -> dict[str, str]:
    return {"status": key, "status_text": status_word(key)} if key else {}


def _area(area: AreaShape) -> dict[str, Any] | None:
    """Outer rings counter-clockwise, holes clockwise and with the ring around them (RFC 7946)."""
    rings = [ring for ring in area.rings if len(ring) > 3]
    around = {n: [m for m, other in enumerate(rings) if m != n and _inside(ring[0], other)]
              for n, ring in enumerate(rings)}
    outer = {n: [_turned(rings[n], 1)] for n in around if len(around[n]) % 2 == 0}
    for n, others in around.items():
        if n not in outer and (home := next((m for m in others if m in outer), None)) is not None:
            outer[home].append(_turned(rings[n], -1))
    if not outer:
        return None
    return {"type": "MultiPolygon", "coordinates": list(outer.values())}


def _turned(ring: Ring, sign: int) -> list[list[float]]:
    closed = ring if ring[0] == ring[-1] else (*ring, ring[0])
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(closed, closed[1:], strict=False))
    return [list(point) for point in (closed if twice * sign >= 0 else closed[::-1])]


def _inside(at: Point, ring: Ring) -> bool:
    """Even-odd: a ray to the east crosses the ring an odd number of times."""
    odd = False
    for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def _facts(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """{code or name of a place: {"table.column": value}} of every table with a column "code", else by its first."""
    found: dict[str, dict[str, Any]] = {}
    for _, table in tables(snapshot):
        column = _naming(table)
        for row in table.rows if column is not None else ():
            name = row[column or 0]
            if isinstance(name, str):
                facts = {f"{table.key}.{c.key}": _plain(cell, c) for n, (cell, c) in enumerate(
                    zip(row, table.columns, strict=True)) if n != column}
                found.setdefault(name, {}).update(facts)
    return found


def _naming(table: Table) -> int | None:
    keys = [column.key for column in table.columns]
    return next((keys.index(key) for key in ("code", "school_code", "area_code") if key in keys),
                0 if keys and table.columns[0].kind is Kind.TEXT else None)


def _plain(cell: Cell, column: Column) -> Cell:
    if isinstance(cell, str):
        return clean(cell)
    if cell is not None and column.kind is Kind.MOMENT:
        return datetime.fromtimestamp(cell, LOCAL).isoformat(timespec="seconds")
    return cell
