"""Reach is given, taken back and lent: areas × kinds or single schools, from one local day to another."""

from collections.abc import Collection
from datetime import date

from domain.errors import BadInput, NotFound
from domain.person import Actor, Part, Permission, Role, Scope
from services._named import checked_days, checked_parts, clean_why, part_words, reach_of
from services._people import theirs
from services.centre import Centre
from services.sessions import today
from store import audit, grants, keys, screens
from store.audit import Act
from store.database import Connection
from store.grants import Grant

LONGEST_COVER_DAYS = 366
_ASKS = {"person": Permission.PEOPLE, "screen": Permission.SCREENS, "client": Permission.KEYS}
_OBJECTS = {"person": "person", "screen": "screen", "client": "key"}


def give(centre: Centre, actor: Actor, *, holder_id: int, parts: Collection[Part], holder_kind: str = "person",
         since: date | None = None, until: date | None = None, why: str = "") -> tuple[int, ...]:
    """Widen somebody's reach, all parts or none. Gives the ids of the grants. Raises BadInput, NotFound."""
    actor.must(_ASKS[holder_kind])
    begins, now = since or today(centre), centre.clock()
    checked_days(begins, until)
    with centre.db.write() as conn:
        role = _role(conn, actor, holder_kind, holder_id)
        wanted = checked_parts(conn, role, parts)
        made = tuple(grants.insert(conn, holder_kind, holder_id, part, begins, now, until=until, why=clean_why(why))
                     for part in wanted)
        audit.record(centre.db, conn, actor, Act(
            what="grant.given", object=f"{_OBJECTS[holder_kind]}:{holder_id}", why=clean_why(why),
            reach=reach_of(Scope(parts=frozenset(wanted))),
            after={"grants": list(made), "parts": [part_words(p) for p in wanted], "since": begins.isoformat(),
                   "until": until and until.isoformat()}))
    return made


def take_back(centre: Centre, actor: Actor, grant_ids: Collection[int], why: str = "") -> None:
    """These give nothing from the next request on, all or none. Raises NotFound."""
    with centre.db.write() as conn:
        for grant_id in sorted(set(grant_ids)):
            grant = grants.read_grant(conn, grant_id)
            if grant is None:
                actor.must(Permission.PEOPLE)
                raise NotFound("Không tìm thấy phần phạm vi này.", "No such grant.")
            actor.must(_ASKS[grant.holder_kind])
            _role(conn, actor, grant.holder_kind, grant.holder_id)
            grants.revoke(conn, grant_id, centre.clock())
            audit.record(centre.db, conn, actor, Act(
                what="grant.revoked", object=f"{_OBJECTS[grant.holder_kind]}:{grant.holder_id}", why=clean_why(why),
                reach=reach_of(Scope(parts=frozenset({grant.part}))), before=_told(grant)))


def delegate(centre: Centre, actor: Actor, *, from_id: int, to_id: int, since: date, until: date,
             why: str = "") -> int:
    """Leave cover: for these days `to` also reaches what `from` reaches by own grants at that moment."""
    actor.must(Permission.PEOPLE)
    checked_days(since, until)
    if (until - since).days >= LONGEST_COVER_DAYS:
        raise BadInput("Uỷ quyền tối đa một năm.", "Cover lasts a year at most.", code="until")
    if until < today(centre):
        raise BadInput("Thời hạn này đã qua.", "These days are over.", code="until")
    with centre.db.write() as conn:
        giver, taker = theirs(conn, actor, from_id), theirs(conn, actor, to_id)
        if giver.id == taker.id:
            raise BadInput("Không thể uỷ quyền cho chính mình.", "Nobody covers for themselves.", code="to")
        if bool(giver.demo) != bool(taker.demo):
            raise NotFound("Không tìm thấy người này.", "No such person.")
        grant_id = grants.insert(conn, "person", to_id, Part(), since, centre.clock(), until=until,
                                 delegated_by=from_id, why=clean_why(why))
        reach = grants.read_scope(conn, "person", from_id, today(centre))
        audit.record(centre.db, conn, actor, Act(
            what="grant.delegated", object=f"person:{to_id}", reach=reach_of(reach), why=clean_why(why),
            after={"grant": grant_id, "from": from_id, "since": since.isoformat(), "until": until.isoformat()}))
    return grant_id


def _role(conn: Connection, actor: Actor, kind: str, holder_id: int) -> Role:
    """The holder's role. Raises NotFound."""
    if kind == "person":
        return theirs(conn, actor, holder_id).role
    if kind == "client" and (key := keys.read(conn, holder_id)) and (key.demo or not actor.demo):
        return key.role
    if kind == "screen" and screens.read(conn, holder_id):
        return Role.SCREEN
    raise NotFound("Không tìm thấy.", "Not found.")


def _told(grant: Grant) -> dict[str, object]:
    until = grant.until.isoformat() if grant.until else None
    return {"grant": grant.id, "part": part_words(grant.part), "since": grant.since.isoformat(), "until": until,
            "from": grant.delegated_by}
