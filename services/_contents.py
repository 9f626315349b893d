"""What a snapshot says: of every template its chapters, its rules in force and its title, made from one ground.

The figures are those of the screens: the same tallies of the same picture. Sentences are made from the figures.
"""

from collections.abc import Callable, Mapping

from domain.person import Part
from domain.section import Section
from domain.snapshot import Template
from services import (
    _contents_area,
    _contents_clocks,
    _contents_incidents,
    _contents_lines,
    _contents_ministry,
    _contents_period,
    _contents_programme,
    _contents_school,
    _contents_systems,
)
from services._contents_base import local
from services._contents_systems import annex, charts
from services._contents_tables import by_area
from services._contents_terms import definitions
from services._contents_words import joined
from services._reach_name import part_name
from services._snapshot_ground import Ground
from services._snapshot_when import spoken

__all__ = ["definitions", "sections", "title"]
NAMED = 3  # places a title names
TITLES = {
    Template.DAILY: "Tình hình điều hành giáo dục", Template.INCIDENTS: "Tình hình sự cố và mức phục vụ",
    Template.CONNECTIVITY: "Tình hình kết nối Internet của các cơ sở giáo dục",
    Template.LABS: "Tình hình phòng máy và thiết bị", Template.PAYMENTS: "Tình hình thu không dùng tiền mặt",
    Template.PROGRAMME: "Tiến độ thực hiện kế hoạch giáo dục thông minh",
    Template.AREA: "Tình hình giáo dục trên địa bàn", Template.SCHOOL: "Tình hình của",
    Template.MINISTRY: "Số liệu hạ tầng và chuyển đổi số gửi Bộ Giáo dục và Đào tạo",
}


def sections(ground: Ground, template: Template) -> tuple[Section, ...]:
    """The chapters, in the order they are read. Raises BadInput, StoreDown."""
    return _MADE[template](ground)


def title(ground: Ground, template: Template) -> str:
    """"Tình hình điều hành giáo dục ngày 22/11/2026"; of a part of the province with its name."""
    where = _where(ground)
    return " ".join(part for part in (TITLES[template], where, _when(ground)) if part)


def _where(ground: Ground) -> str:
    register = ground.register
    names = [part_name(part, register) for part in ground.parts]
    kinds = sorted({kind for part in ground.parts for kind in part.kinds})
    told = ", ".join(kind.words.vi for kind in kinds)
    if ground.parts == (Part(),) or (not names and not kinds):
        return "" if ground.template is not Template.AREA else (names[0] if names else "")
    place = joined(names) if len(names) <= NAMED else f"{len(names)} địa bàn"
    return f"{place} ({told})" if kinds else place


def _when(ground: Ground) -> str:
    if ground.begins is None or ground.ends is None:
        at = local(ground.at)
        return f"lúc {at:%H:%M} ngày {at:%d/%m/%Y}" if ground.past else f"ngày {at:%d/%m/%Y}"
    return spoken(ground.begins, ground.ends)


def _daily(ground: Ground) -> tuple[Section, ...]:
    return (
        _contents_systems.overview(ground), *_contents_period.section(ground), _contents_lines.section(ground),
        Section(key="areas", title="Theo địa bàn",
                tables=by_area(ground, "connectivity", good="Có mạng", alarm="Mất mạng")),
        Section(key="incidents", title="Sự cố", figures=_contents_incidents.figures(ground)[1:],
                findings=_contents_incidents.findings(ground), tables=_contents_incidents.open_tables(ground)),
        annex(ground, ("connectivity", "uptime_24h", "latency", "labs", "epayment")))


def _incidents(ground: Ground) -> tuple[Section, ...]:
    return (
        Section(key="incidents", title="Tình hình sự cố", figures=_contents_incidents.figures(ground),
                findings=_contents_incidents.findings(ground), tables=_contents_incidents.open_tables(ground),
                charts=charts(_contents_incidents.by_kind(ground))),
        _contents_clocks.section(ground),
        Section(key="annex", title="Sự cố trong kỳ", tables=(_contents_incidents.period_table(ground),)))


_MADE: Mapping[Template, Callable[[Ground], tuple[Section, ...]]] = {
    Template.DAILY: _daily, Template.INCIDENTS: _incidents, Template.CONNECTIVITY: _contents_systems.connectivity,
    Template.LABS: _contents_systems.labs, Template.PAYMENTS: _contents_systems.payments,
    Template.PROGRAMME: _contents_programme.section, Template.AREA: _contents_area.section,
    Template.SCHOOL: _contents_school.section, Template.MINISTRY: _contents_ministry.section,
}
