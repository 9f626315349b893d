"""The page of pushed figures: what waits for a person, who may send, what came lately; and a person's word on rows."""

from typing import Any

from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.push_view import BatchLine, HeldGroup, HeldRow, PushBoard, SenderLine
from domain.wording import Words
from services.centre import Centre
from services.desk import Desk
from store import audit, push, push_held, scoping
from store.audit import Act
from store.push_held import Group, Held

BATCHES = 30
SHORTEST = 3
ABSENT = ("Không còn dòng nào như vậy: có thể ai đó đã xử lý.", "No such rows any more: somebody may have decided.")


def board(desk: Desk, actor: Actor) -> PushBoard:
    """Everything of the page. Raises NotAllowed, StoreDown."""
    actor.must(Permission.SOURCES)
    centre, called = desk.centre, names(desk)
    now = centre.clock()
    with centre.db.read() as conn:
        groups = push_held.groups(conn, actor.scope, scoping.local_day(now))
        senders = push.senders(conn)
        batches = push.newest(conn, BATCHES) if actor.scope.everything else []
    return PushBoard(
        now=now, may_act=actor.may(Permission.SETTINGS),
        held=tuple(_group(one, (), called) for one in groups),
        senders=tuple(SenderLine(
            id=one.id, name=one.name, source=_called(called, one.source), school=one.school, hint=one.hint,
            created_at=one.created_at, created_by=one.created_by, used_at=one.used_at, revoked_at=one.revoked_at,
        ) for one in senders),
        batches=tuple(BatchLine(
            id=one.id, sender=one.sender, source=_called(called, one.source), received_at=one.received_at,
            rows=one.count, waiting=one.state == "waiting", taken=one.taken, held=one.held) for one in batches))


def evidence(desk: Desk, actor: Actor, batch: int, reason: str) -> HeldGroup:
    """One group with its first rows. Raises NotAllowed, NotFound."""
    actor.must(Permission.SOURCES)
    today = scoping.local_day(desk.centre.clock())
    with desk.centre.db.read() as conn:
        groups = push_held.groups(conn, actor.scope, today)
        rows = push_held.group(conn, actor.scope, today, batch, reason)
    found = next((one for one in groups if one.batch_id == batch and one.reason == reason), None)
    if found is None:
        raise NotFound(*ABSENT)
    return _group(found, rows, names(desk))


def decide(centre: Centre, actor: Actor, batch: int, reason: str, *, release: bool, why: str) -> int:
    """Release rows to be read once more, or drop them; how many. Raises NotAllowed, BadInput, NotFound."""
    actor.must(Permission.SETTINGS)
    said = " ".join(why.split())[:500]
    if sum(letter.isalnum() for letter in said) < SHORTEST:
        raise BadInput("Hãy ghi lý do, ít nhất 3 chữ.", "Give a reason of 3 letters or more.", code="why")
    refuse_pupil_data(said)
    now, state = centre.clock(), "released" if release else "dropped"
    told = {"state": state, "decided_at": now, "decided_by": actor.name, "why": said}
    with centre.db.write() as conn:
        count = push_held.decide(conn, actor.scope, scoping.local_day(now), batch, reason, told)
        if not count:
            raise NotFound(*ABSENT)
        audit.record(centre.db, conn, actor, Act(what=f"held.{state}", object=f"batch:{batch}", why=said,
                                                 after={"reason": reason, "rows": count}))
    return count


def names(desk: Desk) -> dict[str, Words]:
    """What sources are called, as the collector told."""
    pulse = desk.viewer.picture.pulse
    return {one.key: Words(one.name_vi or one.key, one.name_en or one.key) for one in (pulse.sources if pulse else ())}


def _called(called: dict[str, Words], key: str) -> Words:
    return called.get(key, Words(key, key))


def _group(one: Group, rows: Any, called: dict[str, Words]) -> HeldGroup:
    return HeldGroup(batch=one.batch_id, source=_called(called, one.source), sender=one.sender, reason=one.reason,
                     count=one.count, received_at=one.received_at, rows=tuple(_row(row) for row in rows))


def _row(row: Held) -> HeldRow:
    told = tuple((name, str(value)) for name, value in row.row.items() if name != "school")
    return HeldRow(school=row.school, told=told)
