"""The form sent to the Ministry: counts, shares, the network by kind of school. What has no source is left blank."""

from domain.measurement import Status
from domain.section import Cell, Column, Figure, Kind, Section, Table
from services._contents_area import FACTS, facts, network
from services._contents_base import Line, dated, figure, kind_lines, known, over
from services._contents_sums import ROOMS, SUMMED, paid, summed
from services._contents_systems import annex
from services._contents_tables import by_area
from services._snapshot_ground import Ground

UNITS = {"schools": "cơ sở", "pupils": "học sinh", "classes": "lớp", "teachers": "người"}
SHARES = ("connectivity", "uptime_24h", "bandwidth", "labs", "epayment", "payment_failures")
BLANK = ("Hồ sơ học sinh đã xác thực với CSDL quốc gia về dân cư",
         "Hồ sơ giáo viên đã xác thực với CSDL quốc gia về dân cư",
         "Học bạ điện tử", "Chữ ký số đã cấp", "Thủ tục hành chính trực tuyến toàn trình",
         "Mức độ chuyển đổi số theo Quyết định 4725/QĐ-BGDĐT")


def section(ground: Ground) -> tuple[Section, ...]:
    """The form and its annexes."""
    counts = (*facts(ground), *summed(ground, (*ROOMS, *paid(ground))))
    return (
        Section(key="form", title="Số liệu tổng hợp", figures=counts, findings=_findings(ground),
                tables=(_counts(counts), _shares(ground), _blank())),
        Section(key="network", title="Mạng lưới theo cấp học", tables=(_kinds(ground),)),
        Section(key="areas", title="Theo địa bàn", tables=by_area(ground, "connectivity", good="Có mạng",
                                                                 alarm="Mất mạng")),
        annex(ground, ("connectivity", "labs", "epayment")))


def _findings(ground: Ground) -> tuple[str, ...]:
    return (network(ground),
            "Mỗi số liệu ghi kèm số trường báo cáo; mục chưa có nguồn để trống, không phải bằng không.")


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
    rows: list[tuple[Cell, ...]] = []
    for key in SHARES:
        one, told = ground.centre.indicators[key], figure(ground, key)
        rows.append((one.label.vi, told.value, told.before, _n(told.known), _n(told.total),
                     one.source_class.words.vi, one.legal_basis))
    return Table(
        key="shares", title=dated(ground, "Tỷ lệ", ", "), rows=tuple(rows),
        columns=(Column(key="what", label="Chỉ tiêu", wide=True),
                 Column(key="value", label="Kỳ này", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="before", label="Kỳ so sánh", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="known", label="Trường báo cáo", kind=Kind.NUMBER),
                 Column(key="total", label="Tổng số trường", kind=Kind.NUMBER),
                 Column(key="source", label="Nguồn"), Column(key="basis", label="Căn cứ")))


def _n(value: int | None) -> float | None:
    return None if value is None else float(value)


def _blank() -> Table:
    rows = tuple((one, None, "chưa có nguồn dữ liệu") for one in BLANK)
    return Table(key="blank", title="Chỉ tiêu chưa có nguồn dữ liệu", rows=rows,
                 columns=(Column(key="what", label="Chỉ tiêu", wide=True),
                          Column(key="value", label="Kỳ này", kind=Kind.NUMBER), Column(key="note", label="Ghi chú")))


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
