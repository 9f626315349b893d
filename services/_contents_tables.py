"""Tables of a snapshot: by area, by kind, and the list of every school behind the body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from domain.area import Tree
from domain.measurement import Status
from domain.section import Cell, Column, Kind, Table
from domain.wording import sort_key
from services._contents_base import (
    READABLE,
    Line,
    area_lines,
    area_names,
    body_tree,
    cells,
    dated,
    known,
    leaves,
    over,
)
from services._snapshot_ground import Ground

OF_TREE = {Tree.OLD: "quận/huyện cũ (địa giới đến 30/6/2025)", Tree.NEW: "phường/xã hiện nay"}
WHOLE = "Cộng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """A further column of the list of schools. `cell(place in the register)`."""

    column: Column
    cell: Callable[[int], Cell]


def value_column(ground: Ground, key: str, label: str = "", name: str = "") -> Column:
    """The column of an indicator's values."""
    one = ground.centre.indicators[key]
    kind = Kind.SHARE if one.unit == "%" else Kind.NUMBER
    return Column(key=name or key, label=label or one.label.vi, kind=kind, unit=one.unit,
                  decimals=max(1, one.decimals) if one.unit == "%" else one.decimals)


def group_columns(ground: Ground, key: str, what: str, good: str, alarm: str) -> tuple[Column, ...]:
    """Of a table by groups: how many, who reports, who is well, the value, who is in alarm, then and the status."""
    then = (value_column(ground, key, "Kỳ so sánh", "before"),) if ground.before is not None else ()
    return (
        Column(key="group", label=what, wide=True), Column(key="schools", label="Số trường", kind=Kind.NUMBER),
        Column(key="reporting", label="Báo cáo", kind=Kind.NUMBER), Column(key="good", label=good, kind=Kind.NUMBER),
        value_column(ground, key, _short_label(ground, key), "value"), *then,
        Column(key="bad", label=alarm, kind=Kind.NUMBER), Column(key="status", label="Tình trạng", kind=Kind.STATUS))


def _short_label(ground: Ground, key: str) -> str:
    one = ground.centre.indicators[key]
    return {"share": "Tỷ lệ", "mean": "Trung bình", "sum": "Tổng", "ratio": "Tỷ số"}[one.roll_up.value]


def group_row(ground: Ground, line: Line) -> tuple[Cell, ...]:
    """One group; what nobody tells is absent, never 0."""
    now = line.now
    heard = bool(now.reporting)
    then: tuple[Cell, ...] = ()
    if ground.before is not None:
        then = (known(line.before.value) if line.before else None,)
    return (line.name, float(now.schools), float(now.reporting), float(now.counts[Status.GOOD]) if heard else None,
            known(now.value), *then, float(now.counts[Status.BAD]) if heard else None, now.status.value)


def groups(ground: Ground, key: str, lines: Sequence[Line], *, name: str, title: str, what: str,
           good: str = "Bình thường", alarm: str = "Báo động", annex: bool = False) -> Table:
    """An indicator by groups, with all of them together in the last row."""
    then = over(ground.before, key) if ground.before is not None else None
    whole = Line(key="", name=WHOLE, now=over(ground, key), before=then)
    return Table(
        key=name, title=dated(ground, title, ", "), columns=group_columns(ground, key, what, good, alarm), annex=annex,
        rows=tuple(group_row(ground, line) for line in lines), total=group_row(ground, whole) if len(lines) > 1 else (),
        empty="Không có địa bàn nào có trường trong phạm vi.")


def by_area(ground: Ground, key: str, *, good: str = "Bình thường", alarm: str = "Báo động") -> tuple[Table, ...]:
    """An indicator by area: of the body's division, and of the other one behind it; long ones all behind it."""
    body, found = body_tree(ground), []
    for tree in (body, *(tree for tree in Tree if tree is not body)):
        count = len(leaves(ground.picture.register, tree))
        if count == 0 or (tree is not body and count < 2):
            continue
        found.append(groups(
            ground, key, area_lines(ground, key, tree), name=f"{key}-{tree.value}", what="Địa bàn", good=good,
            alarm=alarm, title=f"{ground.centre.indicators[key].label.vi} theo {OF_TREE[tree]}",
            annex=tree is not body or count > READABLE))
    return tuple(found)


def every_school(ground: Ground, keys: Sequence[str], title: str, extras: Sequence[Extra] = ()) -> Table:
    """Every school in reach: where, what kind, how its first indicator stands, and the values of `keys`."""
    register = ground.picture.register
    areas = area_names(ground, body_tree(ground))
    columns, told = _measured(ground, keys)
    place = {name: sort_key(name) for name in set(areas)}
    order = sorted(range(len(register.schools)),
                   key=lambda i: (place[areas[i]], sort_key(register.schools[i].name), register.schools[i].code))
    rows: list[tuple[Cell, ...]] = []
    for i in order:
        school = register.schools[i]
        rows.append((school.code, school.name, areas[i] or None, school.kind.words.vi, *(one[i] for one in told),
                     *(extra.cell(i) for extra in extras)))
    return Table(
        key="schools", title=dated(ground, title, ", "), annex=True, rows=tuple(rows),
        empty="Không có trường nào trong phạm vi.",
        columns=(Column(key="code", label="Mã trường"), Column(key="school", label="Trường", wide=True),
                 Column(key="area", label="Địa bàn"), Column(key="kind", label="Cấp học"), *columns,
                 *(extra.column for extra in extras)))


def _measured(ground: Ground, keys: Sequence[str]) -> tuple[list[Column], list[list[Cell]]]:
    columns: list[Column] = []
    told: list[list[Cell]] = []
    for place, key in enumerate(keys):
        values, statuses = cells(ground, key)
        if place == 0:
            columns.append(Column(key="status", label="Tình trạng", kind=Kind.STATUS))
            told.append(statuses)
        if key not in FLAGS:
            columns.append(value_column(ground, key, SHORT.get(key, "")))
            told.append(values)
        elif place:
            columns.append(Column(key=key, label=SHORT[key]))
            told.append([FLAGS[key].get(Status(str(status))) for status in statuses])
    return columns, told


FLAGS = {  # of one school it is yes or no
    "connectivity": {Status.GOOD: "có kết nối", Status.WATCH: "chập chờn", Status.BAD: "mất kết nối"},
    "epayment": {Status.GOOD: "đã thu", Status.WATCH: "thu một phần", Status.BAD: "chưa thu"}}
SHORT = {"connectivity": "Kết nối", "epayment": "Không tiền mặt", "uptime_24h": "Có mạng 24 giờ", "latency": "Độ trễ",
         "bandwidth": "Băng thông/hợp đồng",
         "labs": "Máy hoạt động", "machines_per_room": "Máy mỗi phòng", "payment_failures": "Giao dịch lỗi",
         "incidents_open": "Sự cố"}
