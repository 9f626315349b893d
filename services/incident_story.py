"""The whole story of one incident: its steps, its schools now, what else is down near it, whom to call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.errors import NotFound
from domain.hotlines import hotline
from domain.measurement import STATUSES, Status
from domain.wording import carrier_name
from services._calls import Call, call_of, last_calls
from services._respond_move import NO_SUCH
from services.acting import acting
from services.desk import Desk
from services.incident_rows import Row, rows_of
from services.register import NONE, Register
from services.view import Picture
from store import incident_events, incidents, pictures
from store.database import Connection
from store.incident_events import Event
from store.incidents import Incident
from store.scoping import local_day

NEAR_KM, NEAR_MOST, NEAR_FROM = 3.0, 30, 200  # so far, so many of them, around so many schools of it
KM_PER_DEGREE = 111.2
LINE = "connectivity"  # the indicator whose status a school of any incident is shown with, if its rule has none


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """A school of it, as it stands now. `lat`, `lon` None = not known; `phone` "" = not known."""

    code: str
    name: str
    area_name: str
    status: Status
    phone: str
    carrier: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One incident with everything a person needs who takes it on. `pictures`: event -> rows without bytes."""

    row: Row
    events: tuple[Event, ...]
    schools: tuple[SchoolLine, ...]
    near: tuple[Row, ...]
    symptoms: tuple[Row, ...]
    cause: Row | None
    calls: tuple[Call, ...]
    pictures: Mapping[int, Sequence[Any]]


def story(desk: Desk, incident_id: int) -> Story:
    """As the acting person may know it. Raises NotFound, StoreDown."""
    picture, now = desk.viewer.picture, desk.centre.clock()
    register, today, reader = picture.register, local_day(now), incident_events.ref(acting())
    with desk.centre.db.read() as conn:
        found = incidents.read_one(conn, desk.scope, incident_id, today)
        if found is None:
            raise NotFound(*NO_SUCH)
        events = incident_events.read_events(conn, desk.scope, incident_id, today, reader)
        symptoms = incidents.read_symptoms(conn, desk.scope, incident_id, today)
        cause = incidents.read_one(conn, desk.scope, found.parent, today) if found.parent else None
        row = rows_of(desk, conn, [found], register, now)[0]
        near = _near(conn, desk, row, register, today)
        others = rows_of(desk, conn, [*symptoms, *near, *([cause] if cause else ())], register, now)
        shown = pictures.read_about(conn, desk.scope, incident_id, today, reader)
    schools = _schools(row, picture, now)
    ends = len(symptoms), len(symptoms) + len(near)
    return Story(
        row=row, events=tuple(events), schools=schools, symptoms=others[:ends[0]], near=others[ends[0]:ends[1]],
        cause=others[-1] if cause else None, calls=_calls(row, schools, events), pictures=shown)


def _schools(row: Row, picture: Picture, now: float) -> tuple[SchoolLine, ...]:
    register = picture.register
    key = row.incident.rule if row.incident.rule in picture.layers else LINE
    status = picture.status(key, now) if key in picture.layers else None
    lines = []
    for code in row.schools:
        if code not in register.index:
            continue
        i = register.index[code]
        school = register.schools[i]
        lines.append(SchoolLine(
            code=code, name=school.name, area_name=_area_name(register, i), carrier=school.carrier,
            status=Status.UNKNOWN if status is None else STATUSES[status[i]], phone=getattr(school, "phone", ""),
            lat=school.lat, lon=school.lon))
    return tuple(lines)


def _area_name(register: Register, i: int) -> str:
    for tree in (Tree.NEW, Tree.OLD):
        place = int(register.leaf(tree)[i])
        if place != NONE:
            return register.trees[tree][place].name
    return ""


def _calls(row: Row, schools: Sequence[SchoolLine], events: Sequence[Event]) -> tuple[Call, ...]:
    """Carriers of its schools first: one call may be for all of them."""
    last = last_calls(events)
    found = []
    carriers = {school.carrier for school in schools if school.carrier} | ({row.carrier} if row.carrier else set())
    for carrier in sorted(carriers):
        if hotline(carrier):
            found.append(call_of(carrier_name(carrier), hotline(carrier), "", last.get("")))
    return (*found, *(call_of(s.name, s.phone, s.code, last.get(s.code)) for s in schools))


def _near(conn: Connection, desk: Desk, row: Row, register: Register, today: str) -> list[Incident]:
    """Other live ones of its area, or of a school not far from one of its own."""
    which = np.array([register.index[code] for code in row.schools if code in register.index], dtype=np.intp)
    around = _around(register, which[:NEAR_FROM])
    if not len(around):
        return []
    return incidents.read_near(conn, desk.scope, [int(i) for i in register.ids[around]], row.incident.id, NEAR_MOST,
                               today)


def _around(register: Register, which: NDArray[np.intp]) -> NDArray[np.intp]:
    """Schools in the areas of these, or within NEAR_KM of one of them."""
    near = np.zeros(len(register.schools), np.bool_)
    places = register.new if (register.new != NONE).any() else register.old
    near |= np.isin(places, places[which][places[which] != NONE])
    lat = np.array([np.nan if school.lat is None else school.lat for school in register.schools])
    lon = np.array([np.nan if school.lon is None else school.lon for school in register.schools])
    for i in which:
        north, east = (lat - lat[i]) * KM_PER_DEGREE, (lon - lon[i]) * KM_PER_DEGREE * np.cos(np.radians(lat[i]))
        near |= north * north + east * east <= NEAR_KM ** 2
    return np.flatnonzero(near)
