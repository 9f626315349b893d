"""What schools tell in numbers, added up: rooms, machines, transactions; each with how many schools told it."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from domain.area import Area
from domain.section import Cell, Column, Figure, Kind, Table
from services._contents_base import READABLE, body_tree, dated, known, leaves, plain, read_at
from services._contents_tables import OF_TREE, WHOLE
from services._snapshot_ground import Ground
from services.drill_past import placed
from store import report_reads
from store.scoping import local_day

HOLDS_S = 26 * 3600.0  # a daily figure counts until the next one is due
Floats = NDArray[np.float64]
ROOMS = (("labs.rooms", "Phòng máy tính", "phòng"), ("labs.standard_machines", "Máy tính phòng máy", "máy"),
         ("labs.machines_online", "Máy tính đang hoạt động", "máy"))
PAID = (("epayment.transactions_today", "Giao dịch không dùng tiền mặt trong ngày", "giao dịch"),
        ("epayment.failed_today", "Giao dịch lỗi trong ngày", "giao dịch"))
SUMMED = (*ROOMS, *PAID)
Metrics = tuple[tuple[str, str, str], ...]


def paid(ground: Ground) -> Metrics:
    """What was paid in a day says nothing of a period."""
    return PAID if ground.begins is None else ()


def columns(ground: Ground, metrics: Iterable[str]) -> dict[str, Floats]:
    """metric -> what every school last told by the moment, NaN = nothing."""
    today, found = local_day(ground.centre.clock()), {}
    with ground.centre.db.read() as conn:
        for metric in metrics:
            ids, values = report_reads.values_at(conn, ground.scope, metric, ground.at, HOLDS_S, today)
            mine = np.isin(ids, ground.register.ids)
            found[metric] = placed(ground.register, ids[mine], values[mine])
    return found


def total(column: Floats) -> tuple[float | None, int]:
    """(sum, schools that told it); nobody told = no sum, not 0."""
    told = np.isfinite(column)
    return (float(column[told].sum()) if told.any() else None, int(told.sum()))


def summed(ground: Ground, metrics: Metrics) -> tuple[Figure, ...]:
    """The sums as figures."""
    keys = [key for key, _, _ in metrics]
    now = columns(ground, keys)
    then = columns(ground.before, keys) if ground.before is not None else {}
    whole, found = len(ground.register.schools), []
    for key, label, unit in metrics:
        value, told = total(now[key])
        was = total(then[key])[0] if key in then else None
        found.append(plain(key, label, value, unit, was=was, known_of=(told, whole), note=read_at(ground)))
    return tuple(found)


def without_rooms(ground: Ground) -> int:
    """Schools that say they have no computer room."""
    return int((columns(ground, ("labs.rooms",))["labs.rooms"] == 0).sum())


def rooms_by_area(ground: Ground) -> Table:
    """Rooms and machines of every area, machines a room, pupils a machine: of the schools that told both."""
    tree, register = body_tree(ground), ground.register
    told = columns(ground, [key for key, _, _ in ROOMS])
    pupils = np.array([np.nan if school.pupils is None else school.pupils for school in register.schools], np.float64)
    areas: list[tuple[int, Area]] = leaves(register, tree)
    rows = [(area.name, *_row(told, pupils, register.leaf(tree) == place)) for place, area in areas]
    everyone = np.ones(len(register.schools), np.bool_)
    return Table(
        key="rooms", rows=tuple(rows), annex=len(rows) > READABLE,
        title=dated(ground, f"Phòng máy và máy tính theo {OF_TREE[tree]}", ", "),
        total=(WHOLE, *_row(told, pupils, everyone)) if len(rows) > 1 else (),
        empty="Không có địa bàn nào có trường trong phạm vi.",
        columns=(Column(key="group", label="Địa bàn", wide=True),
                 Column(key="told", label="Trường báo cáo", kind=Kind.NUMBER),
                 Column(key="rooms", label="Phòng máy", kind=Kind.NUMBER),
                 Column(key="machines", label="Máy tính", kind=Kind.NUMBER),
                 Column(key="online", label="Đang hoạt động", kind=Kind.NUMBER),
                 Column(key="per-room", label="Máy mỗi phòng", kind=Kind.NUMBER, decimals=1),
                 Column(key="pupils", label="Học sinh mỗi máy", kind=Kind.NUMBER, decimals=1)))


def _row(told: Mapping[str, Floats], pupils: Floats, here: NDArray[np.bool_]) -> tuple[Cell, ...]:
    rooms, machines, online = (told[key][here] for key, _, _ in ROOMS)
    return (float(np.isfinite(machines).sum()), total(rooms)[0], total(machines)[0], total(online)[0],
            _ratio(machines, rooms), _ratio(pupils[here], machines))


def _ratio(above: Floats, below: Floats) -> float | None:
    """Of the schools that told both, and have something below."""
    both = np.isfinite(above) & np.isfinite(below) & (below > 0)
    return known(float(above[both].sum() / below[both].sum())) if both.any() else None
