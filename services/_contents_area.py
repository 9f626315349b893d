"""One area, or several side by side: every indicator, what the schools are, who is down, what is open."""

from collections import Counter

from domain.measurement import Status
from domain.school import KINDS
from domain.section import Cell, Column, Figure, Kind, Section, Table
from domain.wording import number
from services import _contents_incidents as incidents
from services import _contents_lines as lines_of
from services._contents_base import (
    Line,
    area_lines,
    body_tree,
    counted,
    figure,
    kind_lines,
    known,
    leaves,
    over,
    plain,
    summary,
)
from services._contents_charts import course, statuses, worst
from services._contents_period import section as whole_period
from services._contents_systems import annex, charts, closed, maps
from services._contents_tables import OF_TREE, WHOLE, groups, value_column
from services._contents_words import joined
from services._snapshot_ground import Ground

MAIN = ("connectivity", "uptime_24h", "latency", "bandwidth", "labs", "machines_per_room", "epayment",
        "payment_failures")
BESIDE = tuple(key for key in MAIN if key != "latency")  # what one line of a page has room for
FACTS = (("pupils", "Học sinh"), ("classes", "Lớp"), ("teachers", "Giáo viên"))


def section(ground: Ground) -> tuple[Section, ...]:
    """Everything of an area; of more than one also side by side."""
    since, key = lines_of.dark(ground), "connectivity"
    several = len(leaves(ground.register, body_tree(ground))) > 1
    return (
        Section(key="area", title="Tình hình chung", maps=maps(ground, key),
                findings=(network(ground), *(summary(ground, one, what) for one, what in WORDS)),
                figures=(*(figure(ground, one) for one in MAIN),
                         counted(ground, key, Status.BAD, name="offline", label="Trường mất kết nối"),
                         incidents.figures(ground)[0]),
                charts=charts(course(ground, key, "Tỷ lệ lượt đo có kết nối", "Có kết nối"),
                              statuses(kind_lines(ground, key), "by-kind", "Trường theo tình trạng và cấp học"))),
        *whole_period(ground),
        Section(key="network", title="Mạng lưới trường", figures=facts(ground), tables=(kinds(ground),)),
        *((side_by_side(ground),) if several else ()),
        Section(key="offline", title="Kết nối và trường cần xử lý", findings=lines_of.findings(ground, since)[1:],
                tables=lines_of.tables(ground, since)),
        Section(key="incidents", title="Sự cố", findings=incidents.findings(ground),
                figures=incidents.figures(ground)[1:], tables=incidents.open_tables(ground)),
        annex(ground, ("connectivity", "uptime_24h", "latency", "labs", "epayment")))


WORDS = (("connectivity", "Tỷ lệ trường có kết nối Internet"),
         ("labs", "Tỷ lệ máy tính phòng máy đang hoạt động"), ("epayment", "Tỷ lệ trường thu không dùng tiền mặt"))


def network(ground: Ground) -> str:
    """How many schools, of which kinds."""
    counts = Counter(int(kind) for kind in ground.register.kind.tolist())
    parts = [f"{number(counts[i], lang='vi')} {_kind(i)}" for i in range(len(KINDS)) if counts[i]]
    total = number(len(ground.register.schools), lang="vi")
    return f"Phạm vi báo cáo có {total} cơ sở giáo dục: {joined(parts)}."


def _kind(i: int) -> str:
    words = KINDS[i].words.vi
    return words if words.isupper() or words[:2].isupper() else words[:1].lower() + words[1:]


def facts(ground: Ground) -> tuple[Figure, ...]:
    """Pupils, classes, teachers as the register tells them; schools that told none are not counted as none."""
    schools, found = ground.register.schools, []
    for key, label in FACTS:
        values = [value for school in schools if (value := getattr(school, key)) is not None]
        found.append(plain(key, label, float(sum(values)) if values else None,
                           known_of=(len(values), len(schools)), note="theo danh bạ trường"))
    return (plain("schools", "Cơ sở giáo dục", float(len(schools))), *found)


def kinds(ground: Ground) -> Table:
    """Connectivity by kind of school."""
    return groups(ground, "connectivity", kind_lines(ground, "connectivity"), name="kinds", what="Cấp học",
                  title="Trường theo cấp học và kết nối", good="Có mạng", alarm="Mất mạng")


def side_by_side(ground: Ground) -> Section:
    """Areas compared: one row each, every indicator a column."""
    tree = body_tree(ground)
    by_key = {key: area_lines(ground, key, tree) for key in BESIDE}
    table = Table(
        key="compared", title=f"So sánh các địa bàn theo {OF_TREE[tree]}",
        columns=(Column(key="group", label="Địa bàn", wide=True),
                 Column(key="schools", label="Trường", kind=Kind.NUMBER),
                 *(value_column(ground, key, SHORT[key]) for key in BESIDE),
                 Column(key="offline", label="Mất mạng", kind=Kind.NUMBER),
                 Column(key="status", label="Kết nối", kind=Kind.STATUS)),
        rows=tuple(_compared([by_key[key][i] for key in BESIDE]) for i in range(len(by_key["connectivity"]))),
        total=_total(ground))
    return Section(
        key="compared", title="So sánh các địa bàn", tables=(table,),
        findings=tuple(one for key in ("connectivity", "labs", "epayment") if (one := _best(ground, key))),
        charts=charts(worst(by_key["connectivity"], "offline-by-area", "Trường mất kết nối theo địa bàn")))


SHORT = {"connectivity": "Có mạng", "uptime_24h": "Mạng 24 giờ", "latency": "Độ trễ", "bandwidth": "Băng thông",
         "labs": "Máy hoạt động", "machines_per_room": "Máy/phòng", "epayment": "Không tiền mặt",
         "payment_failures": "Giao dịch lỗi"}


def _compared(row: list[Line]) -> tuple[Cell, ...]:
    first = row[0].now
    offline = float(first.counts[Status.BAD]) if first.reporting else None
    return (row[0].name, float(first.schools), *(known(line.now.value) for line in row), offline, first.status.value)


def _total(ground: Ground) -> tuple[Cell, ...]:
    now = [over(ground, key) for key in BESIDE]
    offline = float(now[0].counts[Status.BAD]) if now[0].reporting else None
    return (WHOLE, float(now[0].schools), *(known(one.value) for one in now), offline, now[0].status.value)


def _best(ground: Ground, key: str) -> str:
    """The best and worst of an indicator, named by what it measures."""
    one, spread = ground.centre.indicators[key], lines_of.spread(ground, key)
    return f"{one.label.vi}: {spread}" if spread and not closed(ground, key) else ""
