"""A school's record, confirmed or disputed: by the school itself, or by an officer who has it on the telephone.

A dispute has an age, an owner and an answer with a reason; it changes no figure by itself. Every step is in the log.
"""

from dataclasses import dataclass

from domain.claims import OF, RECORD, RECORD_WORDS, DisputeState, Says
from domain.errors import BadInput, IllegalMove, NotFound
from domain.person import Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.wording import Words
from services._named import clean_why
from services.desk import Desk
from store import audit, disputes
from store.audit import Act
from store.database import Connection
from store.disputes import LIVE, Dispute
from store.incident_events import ref
from store.scoping import local_day

LEAST_NOTE, MOST_OVER, LARGEST = 10, 60, 2**53
ABSENT = Words("Không tìm thấy phản hồi này.", "No such answer.")
NO_SCHOOL = Words("Không tìm thấy trường này.", "No such school.")
MOVED = Words("Phản hồi này đã có người khác xử lý.", "Somebody else has answered this already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Live ones oldest first, of `live_all`; then what was answered or confirmed lately."""

    live: tuple[Dispute, ...]
    over: tuple[Dispute, ...]


def about_words(desk: Desk, about: str) -> Words:
    """What an answer is about, as a person reads it."""
    known = desk.centre.indicators
    return OF[about].label if about in OF else known[about].label if about in known else RECORD_WORDS


def answer(desk: Desk, actor: Actor, *, school: str, about: str, says: Says, note: str, shown: str) -> Dispute:
    """Somebody answers for a school. Raises NotAllowed, NotFound, BadInput, StoreDown."""
    actor.must(Permission.RECORD)
    if about != RECORD and about not in OF and about not in desk.centre.indicators:
        raise BadInput("Không có số liệu này.", "No such figure.", code="about")
    kept, now = _note(note, needed=says is Says.DISPUTED), desk.centre.clock()
    state = DisputeState.CONFIRMED if says is Says.CONFIRMED else DisputeState.OPEN
    with desk.centre.db.write() as conn:
        whose = disputes.school_id(conn, desk.scope, school, local_day(now))
        if whose is None:
            raise NotFound(*NO_SCHOOL)
        made = disputes.insert(conn, {
            "school_id": whose, "about": about, "says": says.value, "shown": clean_why(shown)[:200], "note": kept,
            "state": state.value, "made_at": now, "made_by": ref(actor), "made_name": actor.name})
        audit.record(desk.centre.db, conn, actor, Act(
            what=f"record.{says.value}", object=f"school:{school}", after={"about": about, "text": kept}, why=kept))
        return _one(desk, conn, made)


def take(desk: Desk, actor: Actor, dispute: int) -> Dispute:
    """It is theirs now, also when somebody else had it. Raises NotAllowed, NotFound, IllegalMove, StoreDown."""
    actor.must(Permission.RESPOND)
    now = desk.centre.clock()
    with desk.centre.db.write() as conn:
        before = _one(desk, conn, dispute)
        if not disputes.change(conn, dispute, LIVE, {"state": "taken", "owner": ref(actor), "owner_name": actor.name,
                                                     "taken_at": now}):
            raise IllegalMove(*MOVED)
        audit.record(desk.centre.db, conn, actor, Act(
            what="record.taken", object=f"school:{before.school}", before={"owner_name": before.owner_name},
            after={"about": before.about, "owner_name": actor.name}))
        return _one(desk, conn, dispute)


def settle(desk: Desk, actor: Actor, dispute: int, *, upheld: bool, note: str) -> Dispute:
    """Answer it with a reason; whoever answers is its owner. Raises NotAllowed, NotFound, BadInput, IllegalMove."""
    actor.must(Permission.RESPOND)
    kept, now = _note(note, needed=True), desk.centre.clock()
    state = DisputeState.UPHELD if upheld else DisputeState.REFUSED
    with desk.centre.db.write() as conn:
        before = _one(desk, conn, dispute)
        owner = {} if before.owner else {"owner": ref(actor), "owner_name": actor.name, "taken_at": now}
        if not disputes.change(conn, dispute, LIVE, {**owner, "state": state.value, "ended_at": now,
                                                     "ended_by": ref(actor), "ended_name": actor.name,
                                                     "ended_note": kept}):
            raise IllegalMove(*MOVED)
        audit.record(desk.centre.db, conn, actor, Act(
            what=f"record.{state.value}", object=f"school:{before.school}", before={"state": before.state},
            after={"about": before.about, "state": state.value}, why=kept))
        return _one(desk, conn, dispute)


def board(desk: Desk) -> Board:
    """Everything within reach. Raises StoreDown."""
    today = local_day(desk.centre.clock())
    with desk.centre.db.read() as conn:
        return Board(live=tuple(disputes.read_live(conn, desk.scope, today)),
                     over=tuple(disputes.read_over(conn, desk.scope, today, MOST_OVER)))


def of_school(desk: Desk, school: str) -> tuple[Dispute, ...]:
    """What was answered for one school, newest first. Raises NotFound, StoreDown."""
    desk.viewer.picture.register.position(school)
    with desk.centre.db.read() as conn:
        return tuple(disputes.read_of(conn, desk.scope, school, local_day(desk.centre.clock())))


def _one(desk: Desk, conn: Connection, dispute: int) -> Dispute:
    found = disputes.read_one(conn, desk.scope, dispute, local_day(desk.centre.clock())) if dispute < LARGEST else None
    if found is None:
        raise NotFound(*ABSENT)
    return found


def _note(text: str, *, needed: bool) -> str:
    kept = clean_why(text)
    if needed and len(kept) < LEAST_NOTE:
        raise BadInput("Hãy ghi rõ, ít nhất 10 chữ.", "Say more: 10 letters at least.", code="note")
    refuse_pupil_data(kept)
    return kept
