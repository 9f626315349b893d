"""Chapters of one subject each: connectivity, labs and devices, payments; and the short overview of all of them."""

from collections.abc import Sequence

import numpy as np

from domain.measurement import Status
from domain.section import Chart, Chorograph, Column, Figure, Kind, Section, Table
from domain.wording import NBSP, carrier_name, number
from services import _contents_incidents as incidents
from services import _contents_lines as lines_of
from services import _contents_sums as sums
from services._contents_base import (
    Line,
    Pick,
    area_lines,
    body_tree,
    counted,
    figure,
    kind_lines,
    over,
    places,
    summary,
)
from services._contents_charts import course, statuses, values, worst
from services._contents_maps import chorograph
from services._contents_period import extra
from services._contents_period import section as whole_period
from services._contents_sums import Metrics, summed
from services._contents_tables import Extra, by_area, every_school, groups
from services._contents_words import gathered, schools, sentence
from services._snapshot_ground import Ground
from services.calendar import calendar

PRESS = ("Số liệu công bố 12.312 máy / 2.052 phòng máy cho đúng 6,0 máy mỗi phòng: con số tròn bất thường, "
         "chỉ dùng để đối chiếu.")


def charts(*found: Chart | None) -> tuple[Chart, ...]:
    """The charts there are."""
    return tuple(one for one in found if one is not None)


def maps(ground: Ground, key: str) -> tuple[Chorograph, ...]:
    """The map, if anything can be drawn."""
    drawn = chorograph(ground, key)
    return (drawn,) if drawn is not None else ()


def overview(ground: Ground) -> Section:
    """The five figures of the wall, the map, the day."""
    return Section(
        key="overview", title="Tình hình chung", figures=wall_figures(ground), maps=maps(ground, "connectivity"),
        findings=(summary(ground, "connectivity", "Tỷ lệ trường có kết nối Internet"), *_others(ground),
                  *incidents.findings(ground)[:1]),
        charts=charts(course(ground, "connectivity", "Tỷ lệ lượt đo có kết nối", "Có kết nối"),
                      worst(area_lines(ground, "connectivity", body_tree(ground)), "offline-by-area",
                            "Trường mất kết nối theo địa bàn")))


def wall_figures(ground: Ground) -> tuple[Figure, ...]:
    """As a wall shows them: connected, offline, labs, e-payment, incidents; and the share."""
    return (
        figure(ground, "connectivity", label="Tỷ lệ trường có mạng"),
        counted(ground, "connectivity", Status.GOOD, name="connected", label="Trường có mạng"),
        counted(ground, "connectivity", Status.BAD, name="offline", label="Trường mất kết nối"),
        figure(ground, "labs", label="Máy tính hoạt động", note=_hours(ground)),
        figure(ground, "epayment", label="Thu không dùng tiền mặt"), incidents.figures(ground)[0])


def _hours(ground: Ground) -> str:
    return "" if calendar(ground.centre).hours(ground.at).open else "ngoài giờ học"


def _others(ground: Ground) -> tuple[str, ...]:
    closed = " Lúc chốt số liệu là ngoài giờ học." if _hours(ground) else ""
    return (summary(ground, "labs", "Tỷ lệ máy tính phòng máy đang hoạt động") + closed,
            summary(ground, "epayment", "Tỷ lệ trường thu không dùng tiền mặt"))


def connectivity(ground: Ground) -> tuple[Section, ...]:
    """Lines: now, by area, kind and carrier, quality, and every school."""
    since, key = lines_of.dark(ground), "connectivity"
    carriers = carrier_lines(ground, key)
    when = {i: float(round(at)) for i, at in since.items() if at is not None}
    lost = Extra(column=Column(key="since", label="Mất từ", kind=Kind.MOMENT), cell=when.get)
    return (
        Section(key="connectivity", title="Tình trạng kết nối", findings=lines_of.findings(ground, since),
                figures=(figure(ground, key, label="Tỷ lệ trường có mạng"),
                         counted(ground, key, Status.BAD, name="offline", label="Trường mất kết nối"),
                         *(figure(ground, one) for one in ("uptime_24h", "latency", "bandwidth"))),
                maps=maps(ground, key), tables=lines_of.tables(ground, since),
                charts=charts(course(ground, key, "Tỷ lệ lượt đo có kết nối", "Có kết nối"),
                              statuses(kind_lines(ground, key), "by-kind", "Trường theo tình trạng và cấp học"))),
        *whole_period(ground),
        Section(key="areas", title="Theo địa bàn", tables=by_area(ground, key, good="Có mạng", alarm="Mất mạng"),
                charts=charts(worst(area_lines(ground, key, body_tree(ground)), "offline-by-area",
                                    "Trường mất kết nối theo địa bàn"))),
        Section(key="quality", title="Chất lượng đường truyền và nhà mạng", findings=_quality(ground),
                tables=(groups(ground, key, carriers, name="carriers", title="Kết nối theo nhà mạng", what="Nhà mạng",
                               good="Có mạng", alarm="Mất mạng"),),
                charts=charts(statuses(carriers, "by-carrier", "Trường theo tình trạng và nhà mạng"),
                              course(ground, "latency", "Độ trễ trung bình", "Độ trễ", "ms"))),
        annex(ground, (key, "uptime_24h", "latency", "bandwidth"), (*extra(ground), lost)))


def _quality(ground: Ground) -> tuple[str, ...]:
    told = [summary(ground, "uptime_24h", "Thời gian có kết nối trung bình trong 24 giờ"),
            summary(ground, "latency", "Độ trễ trung bình"),
            summary(ground, "bandwidth", "Băng thông đo được so với hợp đồng, trung bình,")]
    slow = over(ground, "bandwidth").counts[Status.BAD]
    if slow:
        where = gathered(places(area_lines(ground, "bandwidth", body_tree(ground))))
        told.append(sentence(f"{schools(slow)} chỉ đo được dưới 40{NBSP}% băng thông đã ký", where))
    return tuple(told)


def carrier_lines(ground: Ground, key: str) -> list[Line]:
    """An indicator by carrier, the largest first; those of whom none is known last."""
    carriers = [school.carrier for school in ground.register.schools]
    found = sorted(set(carriers), key=lambda one: (not one, -carriers.count(one), one))
    return [Line(key=one, name=carrier_name(one) if one else "Chưa rõ nhà mạng",
                 now=over(ground, key, _of_carrier(one))) for one in found]


def _of_carrier(carrier: str) -> Pick:
    return lambda register: np.flatnonzero([school.carrier == carrier for school in register.schools])


def labs(ground: Ground) -> tuple[Section, ...]:
    """Computer rooms: machines that answer, machines a room."""
    return _subject(
        ground, "labs", "Phòng máy và thiết bị", "Tỷ lệ máy tính phòng máy đang hoạt động",
        alarm="có phòng máy ở mức báo động (dưới 30 % máy hoạt động)", further=("machines_per_room",), sums=sums.ROOMS,
        label="Trường có phòng máy báo động",
        notes=(_closed(ground), summary(ground, "machines_per_room", "Số máy bình quân mỗi phòng máy"), PRESS,
               _roomless(ground)), tables=(sums.rooms_by_area(ground),))


def _closed(ground: Ground) -> str:
    closed = "Số liệu chốt ngoài giờ học: phòng máy không có người dùng là bình thường, không kết luận máy hỏng."
    return closed if _hours(ground) else ""


def closed(ground: Ground, key: str) -> bool:
    """Its rooms stand empty now: which area is best says nothing."""
    return ground.centre.indicators[key].school_hours_only and bool(_hours(ground))


def _roomless(ground: Ground) -> str:
    none, rest = sums.without_rooms(ground), lines_of.silent(ground, "labs")
    told = f"{schools(none)} báo không có phòng máy nào, nên không có tỷ lệ." if none else ""
    return f"{rest} Trong phạm vi có {told}" if rest and told else rest or told


def payments(ground: Ground) -> tuple[Section, ...]:
    """Cashless collection: who takes it, whose transactions fail."""
    without = over(ground, "epayment")
    missing = sentence(f"{schools(without.counts[Status.BAD])} chưa thu không dùng tiền mặt",
                       gathered(places(area_lines(ground, "epayment", body_tree(ground))))
                       ) if without.reporting and without.counts[Status.BAD] else ""
    return _subject(
        ground, "epayment", "Thu không dùng tiền mặt", "Tỷ lệ trường thu không dùng tiền mặt", alarm="",
        further=("payment_failures",), sums=sums.paid(ground), good="Đã thu", bad="Chưa thu",
        notes=(missing, summary(ground, "payment_failures", "Tỷ lệ giao dịch lỗi trong ngày, trung bình các trường,"),
               _failing(ground), lines_of.silent(ground, "epayment")))


def _failing(ground: Ground) -> str:
    bad = over(ground, "payment_failures").counts[Status.BAD]
    if not bad:
        return ""
    where = gathered(places(area_lines(ground, "payment_failures", body_tree(ground))))
    return sentence(f"{schools(bad)} có hơn 10{NBSP}% giao dịch lỗi", where)


def _subject(ground: Ground, key: str, title: str, what: str, *, alarm: str, further: Sequence[str],
             notes: Sequence[str], sums: Metrics, tables: tuple[Table, ...] = (), good: str = "Bình thường",
             bad: str = "Báo động", label: str = "") -> tuple[Section, ...]:
    lines, now = area_lines(ground, key, body_tree(ground)), over(ground, key)
    worse = sentence(f"{schools(now.counts[Status.BAD])} {alarm}", gathered(places(lines))
                     ) if alarm and now.counts[Status.BAD] else ""
    spread = "" if closed(ground, key) else lines_of.spread(ground, key)
    told = (summary(ground, key, what), worse, spread, *notes)
    by_hour = charts(course(ground, key, what, what))
    return (
        Section(key=key, title=title, findings=tuple(one for one in told if one), maps=maps(ground, key),
                figures=(figure(ground, key),
                         counted(ground, key, Status.BAD, name=f"{key}-bad", label=label or f"Trường {bad.lower()}"),
                         *(figure(ground, one) for one in further), *summed(ground, sums)),
                charts=(*by_hour, *charts(statuses(kind_lines(ground, key), "by-kind",
                                                   "Trường theo tình trạng và cấp học")))),
        Section(key="areas", title="Theo địa bàn", tables=(*by_area(ground, key, good=good, alarm=bad), *tables),
                charts=charts(values(lines, "value-by-area", what, ground.centre.indicators[key].unit))),
        annex(ground, (key, *further)))


def annex(ground: Ground, keys: Sequence[str], extras: Sequence[Extra] = ()) -> Section:
    """Every school in reach."""
    count = number(len(ground.register.schools), lang="vi")
    return Section(key="annex", title="Phụ lục",
                   tables=(every_school(ground, keys, f"Danh sách {count} trường", extras),))
