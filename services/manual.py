"""An incident told by a person: a phone call, a flood, a poisoning. Of schools within reach, once per client id."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import BadInput, IllegalMove, NotFound
from domain.incident import Category
from domain.person import EVERYTHING, Actor, Permission
from domain.wording import Words
from services._respond_move import clean_client, clean_text, known_severity
from services.centre import Centre
from services.register import no_area
from store import audit, incident_events, incident_members, incidents, registers
from store.audit import Act
from store.database import Connection
from store.incidents import Incident
from store.scoping import local_day

LONGEST, OLDEST_S, AHEAD_S = 300, 30 * 86400.0, 300.0
LATELY_S = 3600.0  # the same thing told again within an hour is the same thing
MOST_SCHOOLS = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person said, made clean. `subject` "" = of its own: hand:CLIENT."""

    category: Category
    text: str
    severity: str
    started_at: float
    codes: tuple[str, ...]
    area: str
    subject: str

    @property
    def rule(self) -> str:
        """One live incident of this rule and subject."""
        return f"manual:{self.category.value}"

    @property
    def says(self) -> Words:
        """What the list shows."""
        first = self.text.partition("\n")[0]
        return Words(f"{self.category.words.vi}: {first}", f"{self.category.words.en}: {first}")


def open_by_hand(
    centre: Centre, actor: Actor, *, client: str | None = None, category: str, text: str, severity: str = "medium",
    schools: Sequence[str] = (), area: str = "", started_at: float | None = None,
) -> Incident:
    """Open it for these schools, or for all of an area within reach; the same `client` again gives the same one.

    Raises NotAllowed, BadInput, NotFound for a school or area that is absent or not theirs, IllegalMove when the same
    thing is open already (its number is in the sentence).
    """
    actor.must(Permission.RESPOND)
    mine, now = clean_client(client) or f"hand-{secrets.token_hex(8)}", centre.clock()
    today = local_day(now)
    said, kind, wanted, since = _text(text), _category(category), known_severity(severity), _since(started_at, now)
    with centre.db.write() as conn:
        incident_events.take_turn(centre.db, conn)
        codes, place, whole = _schools(conn, actor, schools, area, today)
        many = f"area:{place}" if whole else f"hand:{mine}"
        subject = f"school:{codes[0]}" if len(codes) == 1 else many
        told = Told(category=kind, text=said, severity=wanted, started_at=since, codes=codes, area=place,
                    subject=subject)
        again = _again(conn, actor, told, mine, today)
        if again is None and (live := _told_lately(conn, actor, told, today, now)):
            raise _before(live)
        return again or _opened(centre, conn, actor, told, mine, today)


def _opened(centre: Centre, conn: Connection, actor: Actor, told: Told, client: str, today: str) -> Incident:
    made = incidents.open_incident(
        centre.db, conn, kind="manual", rule=told.rule, subject=told.subject, severity=told.severity, area=told.area,
        says=told.says, started_at=told.started_at, at=centre.clock(), members=told.codes, category=told.category.value,
        actor=actor, client=client, text=told.text)
    if made is None:
        live = next((i.id for i in incidents.read_of(conn, actor.scope, told.subject, 20, today)
                     if i.rule == told.rule and i.live), 0)
        raise _before(live)
    audit.record(centre.db, conn, actor, Act(
        what="incident.opened", object=f"incident:{made}", why=told.text,
        reach=incident_members.areas_of(conn, actor.scope, made, today),
        after={"category": told.category.value, "severity": told.severity, "schools": len(told.codes)}))
    found = incidents.read_one(conn, actor.scope, made, today)
    assert found is not None  # its schools are theirs
    return found


def _before(live: int) -> IllegalMove:
    return IllegalMove(f"Việc này đã được báo: sự cố số {live} đang mở. Hãy ghi chú vào đó.",
                       f"This was reported before: incident {live} is live. Add a note there.", code="told_before")


def _told_lately(conn: Connection, actor: Actor, told: Told, today: str, now: float) -> int:
    """A live one of the same category, of the last hour, that speaks for all of these schools; 0 = none."""
    rows = [row.id for row in incidents.read_open(conn, actor.scope, today)
            if row.rule == told.rule and now - row.opened_at <= LATELY_S]
    members = incidents.read_members(conn, actor.scope, rows, today) if rows else {}
    return next((one for one in rows if set(told.codes) <= set(members[one])), 0)


def _again(conn: Connection, actor: Actor, told: Told, client: str, today: str) -> Incident | None:
    """What this very request opened before."""
    for found in incidents.read_of(conn, actor.scope, told.subject, 20, today):
        event = incident_events.read_client(conn, actor.scope, found.id, client, today)
        if found.rule == told.rule and event is not None and event.actor == incident_events.ref(actor):
            return found
    return None


def _schools(
    conn: Connection, actor: Actor, schools: Sequence[str], area: str, today: str,
) -> tuple[tuple[str, ...], str, bool]:
    """(codes within reach, code of the smallest area that holds them all or "", it speaks for all of that area)."""
    if schools:
        wanted = tuple(dict.fromkeys(schools))
        known = registers.read_places(conn, actor.scope, wanted, today) if len(wanted) <= MOST_SCHOOLS else {}
        if len(known) < len(wanted):
            raise NotFound("Có trường không tìm thấy trong phạm vi của bạn.", "A school is not within your reach.")
        return wanted, registers.common_area(conn, actor.scope, wanted, today), False
    if not area:
        raise BadInput("Hãy chọn ít nhất một trường hoặc một địa bàn.", "Choose a school or an area.", code="schools")
    codes = registers.codes_in(conn, actor.scope, area, today)
    if not codes:
        raise no_area()
    if len(codes) < len(registers.codes_in(conn, EVERYTHING, area, today)):
        return _schools(conn, actor, codes, "", today)  # who reaches a part of it does not speak for the area
    return codes, area, True


def _text(text: str) -> str:
    said = clean_text(text, LONGEST * 4)
    if len(said) < 3:
        raise BadInput("Hãy ghi một câu: việc gì xảy ra.", "Say in a sentence what happened.", code="text")
    if len(said.partition("\n")[0]) > LONGEST:
        raise BadInput(f"Câu đầu dài quá {LONGEST} ký tự; hãy xuống dòng cho phần kể thêm.",
                       f"The first line is longer than {LONGEST} characters.", code="text")
    return said


def _category(category: str) -> Category:
    if category not in set(Category):
        known = ", ".join(Category)
        raise BadInput(f"Loại sự cố không có trong danh sách; hãy dùng: {known}.",
                       f"There is no such category; use one of: {known}.", code="category")
    return Category(category)


def _since(started_at: float | None, now: float) -> float:
    if started_at is None:
        return now
    if not now - OLDEST_S <= started_at <= now + AHEAD_S:
        raise BadInput("Lúc bắt đầu phải trong 30 ngày qua, không ở tương lai.",
                       "It began within the last 30 days, not in the future.", code="started_at")
    return min(started_at, now)
