"""Giving a shift on: what is open is written down as it stands, with what to watch, and nobody changes it afterwards.

Whoever reaches everything reads the whole book. Others read what they wrote or were given, and of the open incidents in
it those they reach today.
"""

import json
import secrets
from typing import Any

from domain.errors import BadInput, NotFound
from domain.given_names import reader_name
from domain.handover import LONGEST, LONGEST_TAKER, SHORTEST, Book, Handover, OpenLine
from domain.incident import SEVERITIES
from domain.person import Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.wording import Words
from services._named import clean_why, reach_of
from services._respond_move import clean_client, clean_text
from services.assigning import assignable
from services.centre import Centre
from services.desk import Desk
from services.incident_list import Row, listing
from store import audit, handover, incidents
from store.audit import Act
from store.database import Connection
from store.incident_events import ref
from store.scoping import local_day

SHOWN = 60


def write(desk: Desk, actor: Actor, *, text: str, taker: str = "", client: str | None = None) -> Handover:
    """Give the shift on. `taker`: "person:7" or a name. The same `client` again gives the same entry.

    Raises NotAllowed, BadInput when it does not say what to watch.
    """
    actor.must(Permission.RESPOND)
    centre, said = desk.centre, clean_text(text, LONGEST)
    if len(said) < SHORTEST:
        raise BadInput("Hãy ghi ít nhất một câu: ca sau cần để ý điều gì.",
                       "Say in a sentence what the next shift must watch.", code="text")
    mine = clean_client(client) or f"handover-{secrets.token_hex(8)}"
    given, now = _taker(centre, actor, taker), centre.clock()
    body = json.dumps([_frozen(row) for row in _open(desk)], ensure_ascii=False)
    with centre.db.write() as conn:
        row = handover.of_client(conn, mine)
        if row is not None and row.actor != ref(actor):
            raise BadInput("Mã yêu cầu này đã dùng cho việc khác.", "This client id was used before.", code="client")
        if row is None:
            made = handover.add(conn, at=now, actor=ref(actor), actor_name=actor.name, taker=given, text=said,
                                body=body, client=mine)
            audit.record(centre.db, conn, actor, Act(what="handover.written", object=f"handover:{made}", why=said,
                                                     reach=reach_of(actor.scope)))
            row = handover.read(conn, made)
        return _told(conn, desk, actor, row, local_day(now))


def book(desk: Desk, actor: Actor, entry: int = 0) -> Book:
    """What is live now, the entry asked for, and the newest others. Raises NotFound for one that is not theirs."""
    actor.must(Permission.INCIDENTS)
    centre, may = desk.centre, actor.may(Permission.RESPOND)
    today, everything = local_day(centre.clock()), actor.scope.everything
    with centre.db.read() as conn:
        rows = handover.newest(conn, SHOWN, concerns="" if everything else ref(actor))
        shown = handover.read(conn, entry) if 0 < entry < 2**53 else None
        if entry and (shown is None or not (everything or _concerns(shown, actor))):
            raise NotFound("Không tìm thấy lần giao ca này.", "No such hand-over.")
        past = tuple(_head(row) for row in rows)
        whole = None if shown is None else _told(conn, desk, actor, shown, today)
    people = tuple((one.ref, one.name) for one in assignable(centre, actor) if one.ref.startswith("person:")
                   and one.ref != ref(actor)) if may else ()
    return Book(now=tuple(_line(_frozen(row)) for row in _open(desk)), shown=whole, past=past, people=people,
                may=may)


def _taker(centre: Centre, actor: Actor, taker: str) -> str:
    """"person:7 Lan" for somebody of the house, else the name as typed."""
    if taker.startswith("person:"):
        known = {one.ref: one.name for one in assignable(centre, actor)}
        if taker not in known:
            raise BadInput("Không có người nhận ca này.", "There is no such person.", code="taker")
        return f"{taker} {known[taker]}"
    name = clean_why(taker)[:LONGEST_TAKER]
    if name:
        refuse_pupil_data(name)
    return name


def _open(desk: Desk) -> list[Row]:
    """What lives now: loud before quiet, the gravest first, nobody's before somebody's, the oldest first."""
    return sorted(listing(desk).rows, key=lambda row: (
        row.incident.quiet, -SEVERITIES.index(row.incident.severity), bool(row.incident.owner),
        row.incident.started_at))


def _frozen(row: Row) -> dict[str, Any]:
    i = row.incident
    return {"id": i.id, "vi": i.says.vi, "en": i.says.en, "severity": i.severity, "state": i.state,
            "owner": i.owner_name, "started_at": i.started_at, "schools": len(row.schools), "quiet": bool(i.quiet)}


def _line(told: dict[str, Any]) -> OpenLine:
    return OpenLine(id=told["id"], says=Words(told["vi"], told["en"]), severity=told["severity"], state=told["state"],
                    owner=told["owner"], started_at=told["started_at"], schools=told["schools"], quiet=told["quiet"])


def _concerns(row: Any, actor: Actor) -> bool:
    return ref(actor) in (row.actor, row.taker.partition(" ")[0])


def _head(row: Any, lines: tuple[OpenLine, ...] = ()) -> Handover:
    ident, _, name = row.taker.partition(" ")
    return Handover(id=row.id, at=row.at, author=reader_name(row.actor_name), text=row.text, lines=lines,
                    taker=reader_name(name) if ident.startswith("person:") else row.taker)


def _told(conn: Connection, desk: Desk, actor: Actor, row: Any, today: str) -> Handover:
    """With its lines: all of them for its author and for who reaches everything, else those reached whole today."""
    lines = [_line(one) for one in json.loads(row.body)]
    if lines and not (desk.scope.everything or row.actor == ref(actor)):
        found = incidents.read_some(conn, desk.scope, [line.id for line in lines], today)
        reached = {one.id for one in found if not one.partial}
        lines = [line for line in lines if line.id in reached]
    return _head(row, tuple(lines))
