"""Whom an incident may be given to: people who may answer and reach one of its schools, and units."""

from dataclasses import dataclass
from datetime import date

from domain.errors import BadInput, NotFound
from domain.given_names import CENTRE_NAME, reader_name
from domain.person import MAY, Actor, Permission, Scope
from domain.wording import Words, sort_key
from services._respond_move import NO_SUCH, Hand
from services.centre import Centre
from store import grants, incidents, people, registers, scoping
from store.database import Connection
from store.incident_events import ref
from store.incident_members import areas_of
from store.incidents import Incident
from store.people import Person
from store.scoping import local_day

CENTRE = "unit:centre"
NOBODY_THERE = Words("Không giao được cho người này: không có, đã khoá, hoặc không phụ trách trường nào của sự cố.",
                     "Not to this person: unknown, disabled, or without any school of the incident.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignable:
    """Somebody, or a unit, one may give an incident to."""

    ref: str
    name: str
    role: str
    label: str


def assignee(hand: Hand, found: Incident, to: str) -> tuple[str, str]:
    """(owner, name) of "me", "person:7", "unit:760", "unit:centre" or "" = nobody. Raises BadInput."""
    what, _, ident = to.partition(":")
    if to in ("", "me"):
        return (ref(hand.actor), hand.actor.name) if to else ("", "")
    if to == CENTRE:
        return CENTRE, CENTRE_NAME.vi
    if what == "unit":
        names = {area.code: area.name for area in registers.read_areas(hand.conn)}
        if ident in names and _in_reach(hand, found, ident):
            return to, names[ident]
        raise BadInput("Không có đơn vị này.", "There is no such unit.", code="to")
    if what == "person" and ident.isascii() and ident.isdecimal() and len(ident) < 10:
        person = people.read(hand.conn, int(ident))
        if person is not None and _may_answer(hand.actor, person) and incidents.read_one(
                hand.conn, _scope(hand.conn, person.id, hand.today), found.id, hand.today):
            return f"person:{person.id}", person.name
    raise BadInput(*NOBODY_THERE, code="to")


def assignable(centre: Centre, actor: Actor, incident_id: int = 0) -> tuple[Assignable, ...]:
    """People who answer for schools the actor reaches (of one incident, when named), by name. Raises NotFound."""
    actor.must(Permission.INCIDENTS)
    today = local_day(centre.clock())
    with centre.db.read() as conn:
        if incident_id and incidents.read_one(conn, actor.scope, incident_id, today) is None:
            raise NotFound(*NO_SUCH)
        own = set() if actor.scope.everything else set(scoping.school_ids(conn, actor.scope, today))
        reach: dict[str, bool] = {}
        found = []
        able = [person for person in people.read_all(conn) if _may_answer(actor, person)]
        scopes = grants.read_scopes(conn, {("person", person.id) for person in able}, date.fromisoformat(today))
        for person in able:
            scope = scopes["person", person.id]
            if scope.key not in reach:
                reach[scope.key] = _meet(conn, scope, own, actor.scope.everything, incident_id, today)
            if reach[scope.key]:
                found.append(Assignable(ref=f"person:{person.id}", name=reader_name(person.name),
                                        role=person.role.value, label=person.role.words.text))
    return tuple(sorted(found, key=lambda one: sort_key(one.name)))


def _in_reach(hand: Hand, found: Incident, area: str) -> bool:
    """A limited hand gives to its own areas and to those of the incident's schools: of others it knows nothing."""
    scope = hand.actor.scope
    return scope.everything or area in scoping.area_codes(hand.conn, scope, hand.today) or area in areas_of(
        hand.conn, scope, found.id, hand.today)


def _meet(conn: Connection, scope: Scope, own: set[int], everything: bool, incident_id: int, today: str) -> bool:
    if incident_id:
        return incidents.read_one(conn, scope, incident_id, today) is not None
    return bool(scope.parts) and (everything or scope.everything or not own.isdisjoint(
        scoping.school_ids(conn, scope, today)))


def _may_answer(actor: Actor, person: Person) -> bool:
    """Enabled, of a role that answers; whoever tries the house out meets only others who do."""
    shown = bool(person.demo) or not actor.demo
    return shown and person.disabled_at is None and Permission.RESPOND in MAY[person.role]


def _scope(conn: Connection, person_id: int, today: str) -> Scope:
    return grants.read_scope(conn, "person", person_id, date.fromisoformat(today))
