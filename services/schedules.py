"""Schedules of reports: who may see, write, pause and end them; whom they may be sent to.

One is made with the reach of whoever wrote it last, as it is on the day: nobody sends what they may not read. Whoever
is a person of the house gets it as far as they may read it themselves; an address outside gets the file.
"""

from collections.abc import Collection
from dataclasses import replace

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.given_names import reader_name
from domain.person import MAY, Actor, ActorKind, Part, Permission, Scope
from domain.schedule import Draft, Run, Schedule, Sent
from domain.snapshot import Template
from domain.wording import Words, sort_key
from services import papers as making
from services._named import clean_name, part_words, reach_of
from services._schedule_addresses import hint_of, read_address
from services._snapshot_ground import cut
from services._snapshot_wish import Wish
from services._way_secrets import sealed, unsealed
from services.calendar import calendar
from services.centre import Centre
from store import audit, paper_post, people, schedules, scoping
from store.audit import Act
from store.database import Connection
from store.scoping import local_day

MOST, MOST_RECIPIENTS, LEAST_NAME = 60, 20, 3
GONE = Words("Không tìm thấy lịch này.", "No such schedule.")
HOUSE_ONLY = Words(
    "Tài khoản dùng thử chỉ gửi báo cáo cho người trong hệ thống, không gửi ra địa chỉ ngoài; hãy chọn người nhận "
    "trong danh sách.",
    "A one-click account sends reports to people of the house only, to no address outside; choose from the list.")
ONE_SCHOOL = Words("Mẫu “Một trường” cần chọn đúng một trường.", "The template of one school needs one school.")
NOWHERE = Words("người đã rời", "somebody gone")


def listed(centre: Centre, actor: Actor) -> tuple[Schedule, ...]:
    """Those one wrote or whose whole reach one has. Raises NotAllowed, StoreDown."""
    actor.must(Permission.SCHEDULES)
    with centre.db.read() as conn:
        return tuple(_named(one) for one in schedules.read_all(conn) if _theirs(centre, conn, actor, one))


def people_for(centre: Centre, actor: Actor) -> tuple[tuple[int, str], ...]:
    """(id, name) of whom a report may be sent to: people who may open reports. Raises NotAllowed."""
    actor.must(Permission.SCHEDULES)
    with centre.db.read() as conn:
        found = [(one.id, reader_name(one.name)) for one in people.read_all(conn)
                 if one.disabled_at is None and Permission.REPORTS in MAY[one.role]
                 and (bool(one.demo) or not actor.demo)]
    return tuple(sorted(found, key=lambda one: sort_key(one[1])))


def save(centre: Centre, actor: Actor, draft: Draft, schedule_id: int = 0) -> int:
    """A new schedule, or another shape of one; its number. Raises NotAllowed, NotFound, BadInput, IllegalMove."""
    _must(actor)
    clean, typed = _checked(centre, actor, draft), [read_address(one) for one in draft.addresses]
    now = centre.clock()
    if (next_at := clean.plan.next_after(calendar(centre), now)) is None:
        raise BadInput("Ngày này không bao giờ là ngày đi học; hãy chọn ngày khác, hoặc bỏ “Chỉ vào ngày học”.",
                       "That is never a school day; choose another, or untick “School days only”.", code="weekday")
    with centre.db.write() as conn:
        before = _find(centre, conn, actor, schedule_id) if schedule_id else None
        if before is None and len(schedules.read_all(conn)) >= MOST:
            raise IllegalMove(f"Đã có {MOST} lịch; hãy bỏ bớt.", f"There are {MOST} schedules; end one.")
        if before is not None and before.next_at is None:
            next_at = None  # paused it was, paused it stays
        row = {**schedules.row_of(clean.plan, clean.parts, clean.papers), "name": clean.name, "owner": actor.id,
               "template": clean.template, "visitors": int(clean.visitors), "changed_at": now, "next_at": next_at}
        if before is None:
            schedule_id = schedules.insert(conn, {**row, "created_at": now})
        else:
            schedules.change(conn, schedule_id, **row)
        kept, fresh = _addresses(centre, conn, schedule_id, draft.kept, typed)
        schedules.put_recipients(conn, schedule_id, sorted(set(clean.people)), fresh, kept, now)
        _note(centre, conn, actor, "schedule.changed" if before else "schedule.made", schedule_id, before)
    return schedule_id


def pause(centre: Centre, actor: Actor, schedule_id: int, *, paused: bool) -> None:
    """Makes nothing until it goes on; what it misses while paused is not made later. Raises NotAllowed, NotFound."""
    _must(actor)
    now = centre.clock()
    with centre.db.write() as conn:
        before = _find(centre, conn, actor, schedule_id)
        following = None if paused else before.plan.next_after(calendar(centre), now)
        schedules.change(conn, schedule_id, next_at=following, changed_at=now)
        _note(centre, conn, actor, "schedule.paused" if paused else "schedule.resumed", schedule_id, before)


def drop(centre: Centre, actor: Actor, schedule_id: int) -> None:
    """It makes nothing any more; what it made stays. Raises NotAllowed, NotFound."""
    _must(actor)
    now = centre.clock()
    with centre.db.write() as conn:
        before = _find(centre, conn, actor, schedule_id)
        schedules.change(conn, schedule_id, revoked_at=now, next_at=None)
        schedules.put_recipients(conn, schedule_id, (), (), (), now)
        _note(centre, conn, actor, "schedule.ended", schedule_id, before)


def make_now(centre: Centre, actor: Actor, schedule_id: int) -> None:
    """Once more, now, to everybody on it. Raises NotAllowed, NotFound, IllegalMove."""
    _must(actor)
    now = centre.clock()
    with centre.db.write() as conn:
        found = _find(centre, conn, actor, schedule_id)
        if found.last is not None and found.last.state in ("due", "making"):
            raise IllegalMove("Báo cáo này đang được làm.", "It is being made already.")
        schedules.add_run(centre.db, conn, schedule_id, due_at=now, missed=0, now=now)
        _note(centre, conn, actor, "schedule.asked", schedule_id, None)


def runs(centre: Centre, actor: Actor, schedule_id: int) -> tuple[Run, ...]:
    """The times it was due, newest first, each with what became of its letters. Raises NotAllowed, NotFound."""
    actor.must(Permission.SCHEDULES)
    with centre.db.read() as conn:
        _find(centre, conn, actor, schedule_id)
        found = schedules.runs(conn, schedule_id)
        names = {one.id: reader_name(one.name) for one in people.read_all(conn)}
        return tuple(replace(one, letters=tuple(_sent(letter, names) for letter in paper_post.of_run(conn, one.id)))
                     for one in found)


def _must(actor: Actor) -> None:
    actor.must(Permission.SCHEDULES)
    if actor.kind is not ActorKind.PERSON:
        raise NotAllowed("Chỉ người dùng mới đặt lịch được.", "Only people write schedules.")


def _find(centre: Centre, conn: Connection, actor: Actor, schedule_id: int) -> Schedule:
    found = schedules.read(conn, schedule_id)
    if found is None or not _theirs(centre, conn, actor, found):
        raise NotFound(*GONE)
    return found


def _theirs(centre: Centre, conn: Connection, actor: Actor, one: Schedule) -> bool:
    if actor.demo and not one.owner_demo:
        return False  # one click opens nothing of people who entered by their own name
    if actor.scope.everything or (actor.kind is ActorKind.PERSON and one.owner == actor.id):
        return True
    today = local_day(centre.clock())
    asked = set(scoping.school_ids(conn, Scope(parts=frozenset(one.parts or (Part(),))), today))
    return asked <= set(scoping.school_ids(conn, actor.scope, today))


def _named(one: Schedule) -> Schedule:
    return replace(one, owner_name=reader_name(one.owner_name),
                   recipients=tuple(replace(r, name=reader_name(r.name)) for r in one.recipients))


def _checked(centre: Centre, actor: Actor, draft: Draft) -> Draft:
    """What was typed, as it is kept. Raises BadInput, NotFound for what the actor does not reach: as absent."""
    name = clean_name(draft.name)
    if len(name) < LEAST_NAME:
        raise BadInput("Hãy đặt tên cho lịch, ít nhất 3 chữ.", "Give it a name of 3 letters or more.", code="name")
    if draft.template not in set(Template):
        raise BadInput("Hãy chọn một mẫu báo cáo.", "Choose a template.", code="template")
    if not draft.papers or not set(draft.papers) <= making.kinds().keys():
        raise BadInput("Hãy chọn ít nhất một loại giấy tờ.", "Choose at least one paper.", code="papers")
    if not 1 <= draft.plan.day <= 28 or not 0 <= draft.plan.weekday <= 6:
        raise BadInput("Hãy chọn ngày từ 1 đến 28.", "Choose a day from 1 to 28.", code="day")
    if not 1 <= len(draft.people) + len(draft.addresses) + len(draft.kept) <= MOST_RECIPIENTS:
        raise BadInput(f"Hãy chọn từ 1 đến {MOST_RECIPIENTS} nơi nhận.", f"Choose 1 to {MOST_RECIPIENTS} recipients.",
                       code="recipients")
    if actor.demo and (draft.addresses or draft.kept):
        raise BadInput(*HOUSE_ONLY, code="recipients")
    if not set(draft.people) <= {one for one, _ in people_for(centre, actor)}:
        raise BadInput("Không gửi được cho người này.", "It cannot be sent to this person.", code="recipients")
    wish = Wish(template=Template(draft.template), parts=draft.parts)
    within = cut(centre, actor, wish, centre.clock()).register.schools  # refuses what its snapshots would
    if wish.template is Template.SCHOOL and len(within) != 1:
        raise BadInput(*ONE_SCHOOL, code="school")
    papers = tuple(key for key in making.kinds() if key in draft.papers)
    return replace(draft, name=name, papers=papers)


def _addresses(centre: Centre, conn: Connection, schedule_id: int, kept: Collection[int], typed: list[str],
               ) -> tuple[list[int], list[tuple[str, str]]]:
    """Which stay, and which are new: nobody gets it twice."""
    there = [(one, unsealed(centre, hidden)) for one, hidden, _ in schedules.addresses(conn, schedule_id)]
    staying = [one for one, address in there if one in kept or address in typed]
    known = {address for one, address in there if one in staying}
    return staying, [(sealed(centre, one), hint_of(one)) for one in dict.fromkeys(typed) if one not in known]


def _sent(letter: paper_post.Letter, names: dict[int, str]) -> Sent:
    to = letter.hint or names.get(letter.person_id or 0, NOWHERE.text)
    return Sent(to=to, state=letter.state, channel=letter.channel, tries=letter.tries, sent_at=letter.sent_at,
                error=letter.error)


def _note(centre: Centre, conn: Connection, actor: Actor, what: str, schedule_id: int, before: Schedule | None) -> None:
    after = schedules.read(conn, schedule_id)
    audit.record(centre.db, conn, actor, Act(what=what, object=f"schedule:{schedule_id}", reach=reach_of(actor.scope),
                                             before=_said(before), after=_said(after)))


def _said(one: Schedule | None) -> dict[str, object] | None:
    """For the log: no address, only its hint."""
    if one is None:
        return None
    return {"name": one.name, "template": one.template, "rhythm": one.plan.words.vi, "papers": " ".join(one.papers),
            "parts": [part_words(part) for part in one.parts],
            "recipients": [r.name or r.hint for r in one.recipients]}
