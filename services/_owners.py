"""Somebody as they are today, for what is done in their name while they are away: role, reach, or nobody at all."""

from domain.person import Actor, ActorKind
from services.centre import Centre
from services.sessions import today
from store import grants, people
from store.database import Connection


def person_actor(centre: Centre, conn: Connection, person_id: int, request: str = "") -> Actor | None:
    """The person as the gate would call them now; None = disabled, or gone."""
    person = people.read(conn, person_id)
    if person is None or person.disabled_at is not None:
        return None
    return Actor(kind=ActorKind.PERSON, id=person.id, name=person.name, role=person.role, demo=bool(person.demo),
                 scope=grants.read_scope(conn, "person", person.id, today(centre)), request=request)
