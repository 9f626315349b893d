"""One move by a person: may they, is it theirs, may it go there now; then event, row, notice and log in one."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from domain.area import Level
from domain.errors import BadInput, CentreError, NotAllowed, NotFound, StoreDown
from domain.incident import MOST_ACK_HOURS, SEVERITIES, State
from domain.person import EVERYTHING, Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.wording import Words
from services._respond_race import NotFromHere, who_was_faster
from services._respond_race import Overtaken as Overtaken
from services._respond_race import legal as legal
from services._respond_race import live as live
from services.centre import Centre
from store import audit, incident_events, incidents, registers
from store.audit import Act
from store.database import Connection
from store.incident_members import areas_of
from store.incidents import Incident
from store.scoping import local_day

LONGEST_TEXT, LONGEST_CLIENT = 4000, 100
OPEN_TO_ALL = frozenset({"noted", "called"})  # also on an incident that others answer for
NO_SUCH = Words("Không tìm thấy sự cố này.", "No such incident.")
NOT_YOURS = Words(
    "Sự cố này gồm cả trường ngoài địa bàn của bạn: bạn ghi chú được, còn việc này do trung tâm làm.",
    "This incident also speaks for schools out of your reach: you may note, the rest is the centre's.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a move does: `data` are columns of the incident, `codes` the schools it speaks of."""

    what: str
    data: Mapping[str, Any] = field(default_factory=dict)
    codes: Sequence[str] = ()
    text: str = ""
    tell: bool = False
    after: Callable[[int], None] | None = None  # given the event's id, in the same transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The transaction a move happens in."""

    centre: Centre
    conn: Connection
    actor: Actor
    now: float
    today: str

    def find(self, incident_id: int) -> Incident:
        """One within reach. Raises NotFound: foreign and absent are one."""
        found = incidents.read_one(self.conn, self.actor.scope, incident_id, self.today)
        if found is None:
            raise NotFound(*NO_SUCH)
        return found


Decide = Callable[[Hand, Incident], Step]


def move(centre: Centre, actor: Actor, incident_id: int, client: str | None, what: str, decide: Decide) -> Incident:
    """Do it once, however often the same `client` asks, and give the incident as it stands then.

    Raises NotAllowed, NotFound, IllegalMove (which says who was faster), BadInput.
    """
    mine = clean_client(client)
    with _hand(centre, actor) as hand:
        return _move(hand, incident_id, mine, what, decide)


def move_many(
    centre: Centre, actor: Actor, which: Sequence[int], client: str | None, what: str, decide: Decide,
) -> tuple[list[int], dict[int, CentreError]]:
    """The same move of many in one transaction: (done, refused and why); what is refused holds nobody else up."""
    mine, done, refused = clean_client(client), list[int](), dict[int, CentreError]()
    with _hand(centre, actor) as hand:
        for incident_id in dict.fromkeys(which):
            try:
                _move(hand, incident_id, mine, what, decide)
                done.append(incident_id)
            except StoreDown:
                raise
            except CentreError as error:  # before anything of this one was written
                refused[incident_id] = error
    return done, refused


@contextmanager
def _hand(centre: Centre, actor: Actor) -> Iterator[Hand]:
    actor.must(Permission.RESPOND)
    now = centre.clock()
    with centre.db.write() as conn:
        incident_events.take_turn(centre.db, conn)
        yield Hand(centre=centre, conn=conn, actor=_whole(conn, actor), now=now, today=local_day(now))


def _move(hand: Hand, incident_id: int, client: str | None, what: str, decide: Decide) -> Incident:
    found = hand.find(incident_id)
    if client is not None and _again(hand, found, what, client):
        return found
    if found.partial and what not in OPEN_TO_ALL:
        raise NotAllowed(*NOT_YOURS)
    try:
        step = decide(hand, found)
    except NotFromHere as error:
        raise who_was_faster(hand, found, error) from error
    write(hand, found, step, client)
    return hand.find(incident_id)


def write(hand: Hand, found: Incident, step: Step, client: str | None = None) -> int:
    """The event with all that hangs on it, then its row in the log. Gives the event's id."""
    event_id = incident_events.append(
        hand.centre.db, hand.conn, found.id, at=hand.now, what=step.what, actor=hand.actor, codes=step.codes,
        text=step.text, data=step.data, client=client, tell=step.tell,
        before=found.state if "state" in step.data else None)
    if step.after is not None:
        step.after(event_id)
    record(hand, found, step)
    return event_id


def record(hand: Hand, found: Incident, step: Step) -> None:
    """The log's row of what a person did."""
    told = {key: value for key, value in step.data.items() if getattr(found, key, value) != value}
    audit.record(hand.centre.db, hand.conn, hand.actor, Act(
        what=f"incident.{step.what}", object=f"incident:{found.id}", why=step.text,
        reach=areas_of(hand.conn, hand.actor.scope, found.id, hand.today),
        before={key: getattr(found, key, None) for key in told} or None, after=told or None))


def taken(hand: Hand, found: Incident) -> dict[str, Any]:
    """What acknowledging by this hand changes, beside the state."""
    first = {} if found.first_acknowledged_at is not None else {"first_acknowledged_at": hand.now}
    return {"acknowledged_at": hand.now, "acknowledged_by": incident_events.ref(hand.actor),
            "acknowledged_name": hand.actor.name, **first}


def acknowledging(text: str, hours: float) -> Decide:
    """Somebody looks at it, for so many hours. Raises BadInput."""
    said = clean_text(text)
    if not 0 < hours <= MOST_ACK_HOURS:
        raise BadInput(f"Thời gian tiếp nhận phải hơn 0 và nhiều nhất {MOST_ACK_HOURS:.0f} giờ.",
                       f"An acknowledgement lasts more than 0 and at most {MOST_ACK_HOURS:.0f} hours.", code="hours")

    def decide(hand: Hand, found: Incident) -> Step:
        legal(found, State.ACKNOWLEDGED)
        return Step(what="acknowledged", text=said, data={
            "state": State.ACKNOWLEDGED.value, **taken(hand, found), "acknowledged_until": hand.now + hours * 3600})

    return decide


def known_severity(severity: str) -> str:
    """One of the four. Raises BadInput."""
    if severity not in SEVERITIES:
        raise BadInput("Mức độ không có trong danh sách.", "There is no such severity.", code="severity")
    return severity


def clean_text(text: str, most: int = LONGEST_TEXT) -> str:
    """What a person wrote, as it is stored: NFC, lines kept, nothing unseen, no pupil in it. Raises BadInput."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    seen = "".join(" " if c == "\t" else c for c in lines
                   if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Cf"})
    kept = unicodedata.normalize("NFC", seen).strip()
    if len(kept) > most:
        raise BadInput(f"Nội dung dài quá {most} ký tự.", f"The text is longer than {most} characters.", code="text")
    if kept:
        refuse_pupil_data(kept)
    return kept


def clean_client(client: str | None) -> str | None:
    """The asking program's own id. Raises BadInput."""
    if not client:
        return None
    if len(client) > LONGEST_CLIENT or not client.isascii() or not client.isprintable():
        raise BadInput("Mã yêu cầu không hợp lệ.", "The client id cannot be used.", code="client")
    return client


def _whole(conn: Connection, actor: Actor) -> Actor:
    """Whoever was given the one living province by its code was given everything: as at the desk."""
    named = {part.area for part in actor.scope.parts if part.area and not part.kinds and not part.school}
    if actor.scope.everything or not named:
        return actor
    living = {area.code for area in registers.read_areas(conn)
              if area.level is Level.PROVINCE and area.valid_to is None}
    return replace(actor, scope=EVERYTHING) if len(living) == 1 and living <= named else actor


def _again(hand: Hand, found: Incident, what: str, client: str) -> bool:
    """Was this very request written before? Raises BadInput when the id was used for something else."""
    event = incident_events.read_client(hand.conn, hand.actor.scope, found.id, client, hand.today)
    if event is not None and (event.what, event.actor) != (what, incident_events.ref(hand.actor)):
        raise BadInput("Mã yêu cầu này đã dùng cho việc khác.", "This client id was used for something else.",
                       code="client")
    return event is not None
