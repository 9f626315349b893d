"""The form sent to the Ministry: counts, shares, levels, the network by kind of school. What nobody told is blank."""

from domain.measurement import Status
from domain.section import Cell, Column, Figure, Kind, Section, Table
from services._contents_area import FACTS, facts, network
from services._contents_base import Line, dated, figure, kind_lines, known, over
from services._contents_sums import ROOMS, SUMMED, paid, summed
from services._contents_systems import annex
from services._contents_tables import by_area
from services._snapshot_ground import Ground

UNITS = {"schools": "cơ sở", "pupils": "học sinh", "classes": "lớp", "teachers": "người"}
SHARES = ("connectivity", "uptime_24h", "bandwidth", "labs", "epayment", "payment_failures", "pupils_verified",
          "teachers_verified", "e_record", "signatures_issued", "procedures_fully")
LEVELS = ("level_4725",)


def section(ground: Ground) -> tuple[Section, ...]:
    """The form and its annexes."""
    counts = (*facts(ground), *summed(ground, (*ROOMS, *paid(ground))))
    return (
        Section(key="form", title="Số liệu tổng hợp", figures=counts, findings=_findings(ground),
                tables=(_counts(counts), _shares(ground), _levels(ground))),
        Section(key="network", title="Mạng lưới theo cấp học", tables=(_kinds(ground),)),
        Section(key="areas", title="Theo địa bàn", tables=by_area(ground, "connectivity", good="Có mạng",
                                                                 alarm="Mất mạng")),
        annex(ground, ("connectivity", "labs", "epayment")))


def _findings(ground: Ground) -> tuple[str, ...]:
    return (network(ground),
            "Mỗi số liệu ghi kèm số trường báo cáo; mục chưa trường nào báo cáo để trống, không phải bằng không.")


def _counts(figures: tuple[Figure, ...]) -> Table:
    units = {key: unit for key, _, unit in SUMMED} | UNITS
    rows = tuple((one.label, units[one.key], one.value, one.before, _n(one.known), _n(one.total)) for one in figures)
    return Table(
        key="counts", title="Số lượng", rows=rows,
        columns=(Column(key="what", label="Chỉ tiêu", wide=True),
                 Column(key="unit", label="Đơn vị"), Column(key="value", label="Kỳ này", kind=Kind.NUMBER),
                 Column(key="before", label="Kỳ so sánh", kind=Kind.NUMBER),
                 Column(key="known", label="Trường báo cáo", kind=Kind.NUMBER),
                 Column(key="total", label="Tổng số trường", kind=Kind.NUMBER)))


def _shares(ground: Ground) -> Table:
    return Table(key="shares", title=dated(ground, "Tỷ lệ", ", "), rows=_told(ground, SHARES),
                 columns=_columns(Kind.SHARE, "%"))


def _levels(ground: Ground) -> Table:
    title = dated(ground, "Mức độ trung bình của một trường", ", ")
    return Table(key="levels", title=title, rows=_told(ground, LEVELS), columns=_columns(Kind.NUMBER))


def _told(ground: Ground, keys: tuple[str, ...]) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    for key in keys:
        one, told = ground.centre.indicators[key], figure(ground, key)
        rows.append((one.label.vi, told.value, told.before, _n(told.known), _n(told.total),
                     one.source_class.words.vi, one.legal_basis))
    return tuple(rows)


def _columns(kind: Kind, unit: str = "") -> tuple[Column, ...]:
    return (Column(key="what", label="Chỉ tiêu", wide=True),
            Column(key="value", label="Kỳ này", kind=kind, unit=unit, decimals=1),
            Column(key="before", label="Kỳ so sánh", kind=kind, unit=unit, decimals=1),
            Column(key="known", label="Trường báo cáo", kind=Kind.NUMBER),
            Column(key="total", label="Trường thuộc diện", kind=Kind.NUMBER),
            Column(key="source", label="Nguồn"), Column(key="basis", label="Căn cứ"))


def _n(value: int | None) -> float | None:
    return None if value is None else float(value)


def _kinds(ground: Ground) -> Table:
    """The network as the register tells it, and which of it is connected."""
    rows = [(line.name, *_row(ground, line)) for line in kind_lines(ground, "connectivity")]
    whole = Line(key="", name="Cộng", now=over(ground, "connectivity"))
    return Table(
        key="kinds", title="Mạng lưới theo cấp học", rows=tuple(rows), total=("Cộng", *_row(ground, whole)),
        columns=(Column(key="kind", label="Cấp học", wide=True),
                 Column(key="schools", label="Trường", kind=Kind.NUMBER),
                 *(Column(key=key, label=label, kind=Kind.NUMBER) for key, label in FACTS),
                 Column(key="reporting", label="Báo cáo", kind=Kind.NUMBER),
                 Column(key="connected", label="Có mạng", kind=Kind.NUMBER),
                 Column(key="share", label="Tỷ lệ", kind=Kind.SHARE, unit="%", decimals=1)))


def _row(ground: Ground, line: Line) -> tuple[Cell, ...]:
    schools = [school for school in ground.register.schools if line.key in ("", school.kind.value)]
    told: list[Cell] = []
    for key, _ in FACTS:
        values = [value for school in schools if (value := getattr(school, key)) is not None]
        told.append(float(sum(values)) if values else None)
    now = line.now
    return (float(now.schools), *told, float(now.reporting),
            float(now.counts[Status.GOOD]) if now.reporting else None, known(now.value))
