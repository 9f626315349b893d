"""What a search tells of one thing: its name, where it is, where it leads."""

from dataclasses import dataclass

from domain.area import Tree
from domain.given_names import reader_name
from domain.incident import State
from domain.measurement import STATUSES
from domain.wording import Words, number
from services._search_index import Index
from services.desk import Desk
from services.register import NONE
from store.incidents import Incident
from store.people import Person

LINE = "connectivity"  # the indicator whose status stands beside a school
SCHOOLS = Words("{n} trường", "{n} schools")
FORMER = Words("địa bàn cũ", "former area")
CLOSED = Words("đã khoá", "disabled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found. `status`: of a school's line; `severity`, `state`: of an incident. `step`: what the map is told
    instead of leaving it."""

    kind: str
    key: str
    title: str
    about: str
    href: str
    status: str = ""
    severity: str = ""
    state: str = ""
    step: str = ""


def school_hit(desk: Desk, index: Index, i: int) -> Hit:
    """A school by its place in the register."""
    picture, register = desk.viewer.picture, index.register
    school, status = register.schools[i], ""
    if LINE in picture.layers and picture.register.edition == register.edition:
        status = STATUSES[picture.status(LINE, desk.centre.clock())[i]].value
    return Hit(kind="school", key=f"school:{school.code}", title=school.name,
               about=" · ".join([school.code, *_area_names(index, i)]), href=f"/schools/{school.code}", status=status,
               step=f"school={school.code}")


def _area_names(index: Index, i: int) -> list[str]:
    found = []
    for tree in (Tree.NEW, Tree.OLD):
        place = int(index.register.leaf(tree)[i])
        if place != NONE:
            found.append(index.register.trees[tree][place].name)
    return found


def area_hit(index: Index, place: int) -> Hit:
    """An area of either tree, by its place in the index."""
    tree, area, _, count = index.areas[place]
    told = [area.level.words.text, SCHOOLS.text.format(n=number(count))]
    if area.valid_to is not None:
        told.append(FORMER.text)
    step = f"area={area.code}&tree={tree.value}"
    return Hit(kind="area", key=f"area:{area.code}", title=area.name, about=" · ".join(told), href=f"/?{step}",
               step=f"{step}&school=")


def incident_hit(incident: Incident, area: str) -> Hit:
    """An incident as its reader may know it."""
    told = [f"#{incident.id}", State(incident.state).words.text, area]
    return Hit(kind="incident", key=f"incident:{incident.id}", title=incident.says.text,
               about=" · ".join(part for part in told if part), href=f"/incidents/{incident.id}",
               severity=incident.severity, state=incident.state)


def person_hit(person: Person) -> Hit:
    """A person, for whoever administers them."""
    told = [person.login, person.role.words.text, *([CLOSED.text] if person.disabled_at is not None else [])]
    return Hit(kind="person", key=f"person:{person.id}", title=reader_name(person.name) or person.login,
               about=" · ".join(told), href=f"/admin/people?person={person.id}")
