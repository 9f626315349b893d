"""What every verb on people asks before it acts, and how it is written down."""

from collections.abc import Collection, Mapping
from typing import Any

from domain.errors import BadInput, IllegalMove, NotFound
from domain.person import Actor, Part, Role, Scope
from services._named import checked_parts, clean_why, reach_of
from services.centre import Centre
from store import audit, grants, people
from store.audit import Act
from store.database import Connection
from store.people import Person

NOBODY_THERE = "Không tìm thấy người này.", "No such person."


def theirs(conn: Connection, actor: Actor, person_id: int) -> Person:
    """The person, to be changed by whoever may know of them: a one-click role knows only people of the simulated
    province, and is itself the same for every visitor. Raises NotFound, IllegalMove."""
    found = people.read(conn, person_id)
    if found is None or (actor.demo and not found.demo):
        raise NotFound(*NOBODY_THERE)
    if found.demo == 1:
        raise IllegalMove("Vai mô phỏng dùng chung, không thay đổi được; hãy tạo người mới để thử.",
                          "A role of the simulated province is everybody's and stays as it is; create somebody to try.")
    return found


def free(centre: Centre, conn: Connection, login: str) -> None:
    """Raises BadInput when somebody has this login; two who want it at once queue here."""
    people.queue(centre.db, conn)
    if people.by_login(conn, login) is not None:
        raise BadInput("Tên đăng nhập này đã có người dùng.", "Somebody has this login already.", code="login")


def not_last(centre: Centre, conn: Connection, person: Person) -> None:
    """Raises IllegalMove for the last real administrator who can enter; two at once queue here."""
    people.queue(centre.db, conn)
    able = {one.id for one in people.administrators(conn)}
    if able == {person.id}:
        raise IllegalMove("Đây là quản trị viên cuối cùng còn vào được; hãy thêm một người nữa trước.",
                          "This is the last administrator who can enter; add another one first.")


def fits(conn: Connection, person_id: int, role: Role) -> None:
    """Raises BadInput when what the person reaches does not go with the role."""
    own = {grant.part for grant in grants.read_grants(conn, "person", [person_id]) if grant.delegated_by is None}
    if own:
        checked_parts(conn, role, own)


def record(centre: Centre, conn: Connection, actor: Actor, what: str, person_id: int, *, parts: Collection[Part] = (),
           before: Mapping[str, Any] | None = None, after: Mapping[str, Any] | None = None, why: str = "") -> None:
    """One row of the log about a person."""
    audit.record(centre.db, conn, actor, Act(
        what=what, object=f"person:{person_id}", reach=reach_of(Scope(parts=frozenset(parts))) if parts else (),
        before=before, after=after, why=clean_why(why)))
