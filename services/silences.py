"""Silences and maintenances: made with a reason and an end, within one's reach, taken back, listed.

What is hushed at a moment is answered by services/silenced.py; its functions are at hand here too.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.person import Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.school import SchoolKind
from domain.silence import (
    DAY_S,
    EVERY_DAY,
    LONGEST_REASON,
    LONGEST_S,
    SHORTEST_REASON,
    Phase,
    Silence,
    SilenceKind,
)
from domain.wording import Words, number
from services._named import clean_why, reach_of
from services.centre import Centre
from services.silenced import (
    covering,
    hushed,
    maintenance_schools,
    next_boundary,
    quiet_incidents,
    silenced,
    silenced_schools,
    under,
)
from store import audit, scoping, silences
from store.audit import Act
from store.database import Connection
from store.incident_events import ref

__all__ = ["Line", "covering", "hushed", "listing", "maintenance_schools", "next_boundary", "one", "quiet_incidents",
           "revoke", "silence", "silenced", "silenced_schools", "under"]
FARTHEST_S = 400 * DAY_S  # nobody plans further ahead
LARGEST = 2**53  # no row has such a number
ABSENT = Words("Không tìm thấy lệnh tạm ngưng này.", "No such silence.")
NO_TARGET = Words("Không tìm thấy trường, địa bàn hoặc sự cố này.", "No such school, area or incident.")
WIDER = Words("Phạm vi này gồm cả trường ngoài địa bàn của bạn; việc này do trung tâm làm.",
              "This also covers schools outside of your reach; the centre does that.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One silence as its reader may know it. `schools`: the reader's own among `all`; `next`: when it turns next.

    `whole`: the reader reaches everything it covers; the reason of another one is theirs to read only then.
    """

    silence: Silence
    phase: Phase
    next: float | None
    schools: int
    all: int
    whole: bool
    mine: bool

    @property
    def can_revoke(self) -> bool:
        """May this reader end it?"""
        return (self.whole or self.mine) and self.phase not in {Phase.OVER, Phase.REVOKED}

    @property
    def reason(self) -> str:
        """As far as it is told."""
        return self.silence.reason if self.whole or self.mine else ""


def silence(
    centre: Centre, actor: Actor, *, until: float | None, reason: str, what: SilenceKind = SilenceKind.SILENCE,
    since: float | None = None, incident: int | None = None, area: str = "", school: str = "",
    kinds: Collection[SchoolKind] = (), weekdays: Collection[int] = (), start: time | None = None,
    stop: time | None = None, client: str | None = None,
) -> Line:
    """Make one. It never begins before now. The same `client` twice is one. Raises NotAllowed, NotFound, BadInput."""
    actor.must(Permission.RESPOND)
    now = centre.clock()
    began = max(now, since if since is not None else now)
    wanted = Silence(
        what=what, since=began, until=_end(what, now, began, until), reason=_reason(reason), incident=incident,
        area=area, school=school, kinds=frozenset(kinds), weekdays=frozenset(weekdays), start=start, stop=stop,
        actor=ref(actor), actor_name=actor.name, created_at=now)
    _check(wanted)
    key = None if not client else f"{ref(actor)}:{client}"[:200]
    with centre.db.write() as conn:
        before = silences.of_client(conn, key) if key else None
        if before is None:
            _must_reach(conn, actor, wanted, scoping.local_day(now))
            before = replace(wanted, id=silences.insert(conn, _row(wanted, key)))
            audit.record(centre.db, conn, actor, Act(
                what=f"{what}.made", object=f"silence:{before.id}", after=_told(wanted), why=wanted.reason,
                reach=[area] if area else reach_of(actor.scope)))
    return one(centre, actor, before.id)


def revoke(centre: Centre, actor: Actor, silence_id: int, why: str = "") -> Line:
    """It ends now. Raises NotAllowed, NotFound, IllegalMove."""
    actor.must(Permission.RESPOND)
    now = centre.clock()
    with centre.db.write() as conn:
        found = silence_id < LARGEST and silences.read_one(conn, actor.scope, silence_id, scoping.local_day(now))
        if not found:
            raise NotFound(*ABSENT)
        if not _is_whole(actor, found) and found.silence.actor != ref(actor):
            raise NotAllowed(*WIDER)
        if not silences.revoke(conn, silence_id, now, ref(actor)):
            raise IllegalMove("Lệnh tạm ngưng này đã hết.", "This silence is over already.")
        audit.record(centre.db, conn, actor, Act(
            what=f"{found.silence.what}.revoked", object=f"silence:{silence_id}", before=_told(found.silence),
            why=clean_why(why), reach=reach_of(actor.scope)))
    return one(centre, actor, silence_id)


def listing(centre: Centre, actor: Actor) -> tuple[Line, ...]:
    """What the actor may know of: active first, then planned, then what is over. Raises NotAllowed."""
    actor.must(Permission.INCIDENTS)
    now = centre.clock()
    with centre.db.read() as conn:
        found = silences.read_list(conn, actor.scope, now, scoping.local_day(now))
    lines = [_line(actor, reached, now) for reached in found]
    return tuple(sorted(lines, key=lambda line: (list(Phase).index(line.phase), -line.silence.id)))


def one(centre: Centre, actor: Actor, silence_id: int) -> Line:
    """One of them. Raises NotAllowed, NotFound."""
    actor.must(Permission.INCIDENTS)
    now = centre.clock()
    with centre.db.read() as conn:
        found = silence_id < LARGEST and silences.read_one(conn, actor.scope, silence_id, scoping.local_day(now))
    if not found:
        raise NotFound(*ABSENT)
    return _line(actor, found, now)


def _line(actor: Actor, found: silences.Reached, now: float) -> Line:
    one = found.silence
    return Line(silence=one, phase=one.phase(now), next=one.boundary(now), schools=found.own, all=found.all,
                whole=_is_whole(actor, found), mine=one.actor == ref(actor))


def _is_whole(actor: Actor, found: silences.Reached) -> bool:
    return actor.scope.everything or (found.own == found.all and found.all > 0)


def _must_reach(conn: Connection, actor: Actor, wanted: Silence, today: str) -> None:
    if wanted.incident is not None:
        living = silences.is_live(conn, actor.scope, wanted.incident, today)
        if living is None:
            raise NotFound(*NO_TARGET, code="incident")
        if not living:
            raise IllegalMove("Sự cố này đã xong: không còn gì để tạm ngưng.", "This incident is over.")
        own, whole = silences.count_members(conn, actor.scope, wanted.incident, today)
    else:
        own, whole = silences.count_schools(conn, actor.scope, wanted.scope, today)
        if own == 0:
            raise NotFound(*NO_TARGET, code="school" if wanted.school else "area")
    if own < whole:
        raise NotAllowed(*WIDER)


def _reason(text: str) -> str:
    reason = clean_why(text)[:LONGEST_REASON]
    if sum(letter.isalnum() for letter in reason) < SHORTEST_REASON:
        raise BadInput("Hãy ghi lý do, ít nhất 3 chữ.", "Give a reason of 3 letters or more.", code="reason")
    refuse_pupil_data(reason)
    return reason


def _end(what: SilenceKind, now: float, since: float, until: float | None) -> float:
    if until is None:
        raise BadInput("Hãy cho biết khi nào hết.", "Say when it ends.", code="until")
    if not until > since:
        raise BadInput("Lúc hết phải sau lúc bắt đầu và sau bây giờ.", "It must end after it begins, and after now.",
                       code="until")
    longest = LONGEST_S[what]
    if until - since > longest + 60.0:
        days = round(longest / DAY_S)
        raise BadInput(f"{what.words.vi}: dài nhất {number(days, lang='vi')} ngày.",
                       f"{what.words.en}: {days} days at most.", code="until")
    if since > now + FARTHEST_S:
        raise BadInput("Không đặt trước quá xa như vậy.", "That is too far ahead.", code="since")
    return until


def _check(wanted: Silence) -> None:
    aims = [wanted.incident is not None, bool(wanted.school), bool(wanted.area or wanted.kinds)]
    if sum(aims) != 1:
        raise BadInput("Hãy chọn một sự cố, một trường, hoặc một địa bàn.", "Choose one incident, school or area.",
                       code="area")
    if not wanted.weekdays <= EVERY_DAY:
        raise BadInput("Hãy chọn lại các thứ trong tuần.", "Choose the weekdays again.", code="weekdays")
    if (wanted.start is None) != (wanted.stop is None) or (wanted.start is not None and wanted.start == wanted.stop):
        raise BadInput("Hãy ghi giờ bắt đầu và giờ kết thúc, khác nhau.", "Give two different hours, from and to.",
                       code="stop")
    if not wanted.active(wanted.since) and wanted.boundary(wanted.since) is None:
        raise BadInput("Với các thứ và giờ này thì không lúc nào có hiệu lực.", "It would never be active.",
                       code="weekdays")


def _row(wanted: Silence, client: str | None) -> dict[str, Any]:
    return {
        "what": wanted.what.value, "incident_id": wanted.incident, "area": wanted.area, "school": wanted.school,
        "kinds": " ".join(kind.value for kind in SchoolKind if kind in wanted.kinds), "since": wanted.since,
        "until": wanted.until, "weekdays": " ".join(str(day) for day in sorted(wanted.weekdays)),
        "start": f"{wanted.start:%H:%M}" if wanted.start else "", "stop": f"{wanted.stop:%H:%M}" if wanted.stop else "",
        "reason": wanted.reason, "actor": wanted.actor, "actor_name": wanted.actor_name, "client": client,
        "created_at": wanted.created_at}


def _told(one: Silence) -> dict[str, Any]:
    row = _row(one, None)
    told = {"incident": one.incident, **{name: row[name] for name in (
        "area", "school", "kinds", "since", "until", "weekdays", "start", "stop", "reason")}}
    return {name: value for name, value in told.items() if value not in ("", None)}
