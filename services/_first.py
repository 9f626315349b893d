"""Who enters a centre that knows nobody: the first administrator by a printed code, and one-click roles."""

from datetime import date

from domain.area import Level
from domain.errors import BadInput, NotAllowed
from domain.given_names import DEMO_NAMES
from domain.person import SYSTEM, Part, Role
from services._people import record
from services._secrets import code_digest, fresh_code
from services.centre import Centre
from services.sessions import today
from store import audit, grants, people, registers
from store.audit import Act
from store.database import Connection
from store.people import Person

FIRST_S = 30 * 60.0
DEMO_ROLES = (Role.OPERATOR, Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR)


def first_code(centre: Centre) -> str | None:
    """A one-time code for the first administrator, 30 minutes; None = a real one can enter already."""
    code = fresh_code()
    with centre.db.write() as conn:
        people.queue(centre.db, conn)
        if people.administrators(conn):
            return None
        people.put_code(conn, "first", None, code_digest(code), centre.clock(), FIRST_S)
        audit.record(centre.db, conn, SYSTEM, Act(what="first.code_made", object="code:first"))
    return code


def first_waits(centre: Centre) -> bool:
    """Can the first administrator still enter by a code?"""
    with centre.db.read() as conn:
        waits = people.code_waits(conn, "first", None, centre.clock())
        return waits is not None and not people.administrators(conn)


def demo_person(centre: Centre, role: Role) -> Person:
    """The person of a one-click role, made when first asked for. Raises NotAllowed outside the simulated province."""
    if not centre.door.demo:
        raise NotAllowed("Chỉ có trong tỉnh mô phỏng.", "Only in the simulated province.")
    if role not in DEMO_ROLES:
        raise BadInput("Không có vai này.", "No such role.", code="role")
    login = f"demo.{role.value}"
    with centre.db.read() as conn:
        found = people.by_login(conn, login)
        if found is not None and _reaches(conn, found, today(centre)):
            return found
    with centre.db.write() as conn:
        people.queue(centre.db, conn)
        found = people.by_login(conn, login)
        if found is None:
            people.insert(conn, {"login": login, "name": DEMO_NAMES[role].vi, "role": role.value, "demo": 1,
                                 "created_at": centre.clock()})
            found = people.by_login(conn, login)
        if found is None or found.demo != 1:
            raise NotAllowed("Chỉ có trong tỉnh mô phỏng.", "Only in the simulated province.")
        if not _reaches(conn, found, today(centre)):
            part = _demo_part(conn, role)
            grants.insert(conn, "person", found.id, part, today(centre), centre.clock())
            record(centre, conn, SYSTEM, "person.created", found.id, parts=[part],
                   after={"login": login, "role": role.value, "demo": True})
    return found


def demo_area(centre: Centre) -> str | None:
    """The code of the area a one-click officer has; None = there is no such role here."""
    if not centre.door.demo:
        return None
    with centre.db.read() as conn:
        if not registers.areas_with_schools(conn):
            return None
        return _demo_part(conn, Role.OFFICER).area


def _reaches(conn: Connection, person: Person, day: date) -> bool:
    return bool(grants.read_scope(conn, "person", person.id, day).parts)


def _demo_part(conn: Connection, role: Role) -> Part:
    """An officer has the first former district with schools, by Vietnamese order, else the first ward; others all."""
    if role is not Role.OFFICER:
        return Part()
    taken = registers.areas_with_schools(conn)
    for level in (Level.DISTRICT, Level.WARD):
        for area in registers.read_areas(conn):
            if area.level is level and area.code in taken:
                return Part(area=area.code)
    raise BadInput("Chưa có trường nào trong sổ đăng ký.", "The register has no school yet.", code="role")
