"""Letting somebody in: the session and the place they came from, in the transaction that proved who they are."""

import secrets
from dataclasses import dataclass, field, replace

from domain.person import SECOND_FACTOR, Actor, ActorKind
from services import sessions
from services._lockout import Caller, remember
from services.acting import acting
from services.centre import Centre
from store import audit
from store.audit import Act
from store.database import Connection
from store.people import Person

DEVICE_LETTERS = 43  # 256 bits, as we make them


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What the browser keeps. `device` "" = this place is not remembered (yet); `half`: a second factor is missing."""

    session: str = field(repr=False)
    device: str = field(default="", repr=False)
    half: bool = False


def owes_second(person: Person) -> bool:
    """A second factor is asked of those roles, and of whoever turned it on; of nobody of the simulated province."""
    return not person.demo and (person.role in SECOND_FACTOR or person.totp_since is not None)


def open_for(centre: Centre, conn: Connection, person: Person, caller: Caller, by: str, *, strong: bool = False,
             ) -> Entered:
    """A new session for `person`; the one this browser had before ends, whosever it was. `strong`: a second factor was
    already shown elsewhere."""
    half = owes_second(person) and not strong
    if caller.session:
        sessions.end(centre, conn, caller.session)
    session = sessions.open_session(centre, conn, person, half=half, demo=person.demo == 1, address=caller.address,
                                    agent=caller.agent)
    told = {"by": by, "half": True} if half else {"by": by}
    write_down(centre, conn, person, Act(what="login.done", object=f"person:{person.id}", after=told))
    device = "" if half or person.demo == 1 else keep_place(centre, conn, person.id, caller)
    return Entered(session=session, device=device, half=half)


def keep_place(centre: Centre, conn: Connection, person_id: int, caller: Caller) -> str:
    """The place's cookie, the one it has or a new one; remembered for this person once they are wholly in."""
    device = caller.device if len(caller.device) == DEVICE_LETTERS else secrets.token_urlsafe(32)
    remember(centre, conn, person_id, device)
    return device


def write_down(centre: Centre, conn: Connection, person: Person, act: Act) -> None:
    """In the log as this person, though the request came from nobody yet."""
    audit.record(centre.db, conn, as_person(person), act)


def as_person(person: Person) -> Actor:
    """The actor this person is from now on, as far as the log is concerned."""
    return replace(acting(), kind=ActorKind.PERSON, id=person.id, name=person.name, role=person.role)
