"""Every system the department is linked with, and the six components of its data: who feeds what, and what tells that a
service is well. Their list: `domain.linked`.

A system is as well as its worst part: the exchange itself (the state of its sources), then its service checks. What its
data say about schools is no fault of the system: those indicators are only linked.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from domain.indicator import Bands
from domain.wording import Words

DAYS = timedelta(days=3)


class Circle(StrEnum):
    """Whom a system serves: how the board is grouped."""

    CITIZENS = "citizens"
    LEARNING = "learning"
    RECORDS = "records"
    LINES = "lines"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _CIRCLES[self]


_CIRCLES = {
    Circle.CITIZENS: Words("Phục vụ người dân", "Serving citizens"),
    Circle.LEARNING: Words("Dạy, học và thi", "Teaching, learning, examinations"),
    Circle.RECORDS: Words("Dữ liệu và điều hành", "Records and governance"),
    Circle.LINES: Words("Hạ tầng tại trường", "Infrastructure in schools"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure no indicator speaks of: a sum of metrics over schools, or a share of two sums. `bands` None = a plain
    fact that never judges. `believed`: values older than this are not added up."""

    words: Words
    top: str
    bottom: str = ""
    bands: Bands | None = None
    believed: timedelta = DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One system. `sources`: through which of ours it is heard, the first gives the exchange. `checks`: indicators
    that judge the service; `figures` with bands do so too. `indicators`: what its data say about schools."""

    key: str
    words: Words
    about: Words
    circle: Circle
    sources: tuple[str, ...]
    owner: Words
    checks: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One source of a component. `told_by`: the indicator whose fresh readings are its fresh rows.

    A source asks the kinds of school of which it ever told one: a nursery without an e-gradebook lacks no row.
    """

    source: str
    told_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One of the six parts of the department's data."""

    key: str
    words: Words
    feeds: tuple[Feed, ...]


COMPONENTS = (
    Component(key="schools", words=Words("Trường học", "Schools"), feeds=(
        Feed(source="network", told_by="coordinates_verified"), Feed(source="index4725", told_by="level_4725"))),
    Component(key="pupils", words=Words("Học sinh", "Pupils"), feeds=(
        Feed(source="sector", told_by="pupils_verified"), Feed(source="admissions", told_by="admissions"))),
    Component(key="teachers", words=Words("Giáo viên", "Teachers"), feeds=(
        Feed(source="sector", told_by="teachers_verified"), Feed(source="staff", told_by="teachers_trained"),
        Feed(source="signatures", told_by="signatures_issued"))),
    Component(key="facilities", words=Words("Cơ sở vật chất", "Facilities"), feeds=(
        Feed(source="network", told_by="rooms"), Feed(source="labs", told_by="lab_rooms"),
        Feed(source="netspeed", told_by="rooms_online"))),
    Component(key="finance", words=Words("Tài chính", "Finance"), feeds=(
        Feed(source="epayment", told_by="epayment"), Feed(source="programme", told_by="allocated"))),
    Component(key="learning", words=Words("Học tập", "Learning"), feeds=(
        Feed(source="lms", told_by="lms_active"), Feed(source="gradebook", told_by="e_gradebook"),
        Feed(source="steam", told_by="stem_ai"))),
)
TROUBLES = ("flaps", "form_errors", "otp_delivery")  # E3: an unstable line, broken forms, codes that do not arrive
