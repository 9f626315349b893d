"""Who was told of an incident, by which way, and what became of it: the delivery log a person reads."""

from dataclasses import dataclass

from domain.errors import NotFound
from domain.notice import Channel
from domain.person import Actor, Permission
from domain.wording import Words
from services._notify_words import NEWS, WHAT
from services.centre import Centre
from services.sessions import today
from store import deliveries, incidents
from store.deliveries import LogRow

STATES = {
    "waiting": Words("đang chờ gửi", "waits"), "sent": Words("đã gửi", "sent"),
    "failed": Words("không gửi được", "failed"), "folded": Words("gộp vào một tin", "told in another message"),
}
AGAIN = Words("đang gửi lại", "is tried again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One delivery. `what`, `words`: of its event and of its state; `next_at`: of a waiting one, when it is due."""

    at: float
    event_id: int
    what: Words
    person: str
    channel: str
    state: str
    words: Words
    tries: int
    next_at: float | None
    sent_at: float | None
    error: str


def delivery_log(centre: Centre, actor: Actor, incident_id: int) -> tuple[Told, ...]:
    """Every delivery of this incident, oldest first. Raises NotAllowed, NotFound, StoreDown."""
    actor.must(Permission.INCIDENTS)
    with centre.db.read() as conn:
        if incidents.read_one(conn, actor.scope, incident_id, today(centre).isoformat()) is None:
            raise NotFound("Không tìm thấy sự cố này.", "No such incident.")
        return tuple(_told(row) for row in deliveries.read_log(conn, incident_id))


def _told(row: LogRow) -> Told:
    waits = row.state == "waiting"
    return Told(
        at=row.at, event_id=row.event_id, what=WHAT.get(row.what, NEWS), person=row.person,
        channel=Channel(row.channel).words.text if row.channel else "", state=row.state,
        words=AGAIN if waits and row.error else STATES[row.state], tries=row.tries,
        next_at=row.next_at if waits else None, sent_at=row.sent_at, error=row.error)
