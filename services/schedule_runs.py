"""The clockwork of schedules: what is due becomes a run, a run a snapshot, its papers, and a letter to everybody on it.

Each step is one transaction of whoever leads, and each can be taken twice without doing anything twice: the run is one
row, the snapshot is taken under the run's own name, a paper is made once, letters are written with the run's end. Each
prolongs the leader's lease, so that a morning with many schedules stays one maker's.
"""

from collections.abc import Iterable

import structlog

from domain.calendar import Calendar
from domain.errors import CentreError, NotAllowed, StoreDown
from domain.person import Permission
from domain.schedule import Rhythm, Run, Schedule
from domain.snapshot import Template
from domain.wording import Words
from services import snapshots
from services._owners import person_actor
from services._paper_letters import not_made
from services.calendar import calendar, forget
from services.centre import Centre
from services.papers import MAKER
from services.snapshots import Wish
from store import leases, paper_post, papers, schedules
from store.database import Connection

MOST_TRIES = 3
AGAIN_S = 60.0  # after a fault of ours
COMPARED = {Rhythm.DAILY: "day"}
LOST = Words("Người đặt lịch không còn xem được báo cáo.", "Whoever wrote the schedule may not read reports any more.")
GONE = Words("Lịch đã bị bỏ trước khi làm xong.", "The schedule was ended before it was made.")
FAULT = Words("Trung tâm gặp lỗi khi chụp số liệu; đã ghi nhật ký.", "The centre met an error; it is in the log.")
log = structlog.get_logger()


def judged(centre: Centre, token: int, before: Calendar | None) -> Calendar:
    """The calendar in force. Another one than `before`: what is to come is reckoned anew, for a day off that was typed
    since moves it. Raises LeaseLost, StoreDown."""
    days, now = calendar(centre), centre.clock()
    if days == before:
        return days
    with centre.db.read() as conn:
        coming = [one for one in schedules.read_all(conn) if one.next_at is not None and one.next_at > now]
    for one in coming:
        if (other := one.plan.moved(days, one.next_at or now, now)) != one.next_at:
            _move(centre, token, one, other)
    return days


def turn(centre: Centre, token: int) -> int:
    """Everything that is due; how many steps were taken. Raises LeaseLost, StoreDown."""
    now = centre.clock()
    steps = _begin(centre, token, now)
    with centre.db.read() as conn:
        waiting = schedules.unfinished(conn, now)
        known = {one.id: one for one in schedules.read_all(conn, {run.schedule_id for run in waiting})}
    for run in waiting:
        steps += _further(centre, token, run, known.get(run.schedule_id))
    return steps


def _begin(centre: Centre, token: int, now: float) -> int:
    """A run for each schedule whose time has come: the newest time only, with how many were missed before it. By the
    calendar of this moment: a time that is none any more only moves on."""
    with centre.db.read() as conn:
        found = schedules.due(conn, now)
    if found:
        forget(centre)
    begun = 0
    for one in found:
        days = calendar(centre)
        came = one.plan.moved(days, one.next_at or now, now)
        if came is None or came > now:
            _move(centre, token, one, came)
            continue
        due_at, missed = one.plan.last_before(days, came, now)
        following = one.plan.next_after(days, now)
        with centre.db.write() as conn:
            leases.fence(centre.db, conn, MAKER, token)
            begun += schedules.advance(centre.db, conn, one, due_at=due_at, missed=missed, next_at=following, now=now)
    return begun


def _move(centre: Centre, token: int, schedule: Schedule, next_at: float | None) -> None:
    with centre.db.write() as conn:
        leases.fence(centre.db, conn, MAKER, token)
        moved = schedules.move(conn, schedule, next_at)
    log.info("schedule moved with the calendar", schedule=schedule.id, to=next_at, moved=moved)


def _further(centre: Centre, token: int, run: Run, schedule: Schedule | None) -> int:
    """One step of one run; what stops it is written down."""
    try:
        if schedule is None:
            return _fail(centre, token, run, None, GONE)
        return _photograph(centre, token, run, schedule) if run.state == "due" else _post(centre, token, run, schedule)
    except (StoreDown, leases.LeaseLost):
        raise
    except CentreError as error:
        return _fail(centre, token, run, schedule, error.words)
    except Exception:  # noqa: BLE001 - a fault of ours costs one try of one run
        log.exception("schedule broke", schedule=run.schedule_id, run=run.id)
        if run.tries + 1 >= MOST_TRIES:
            return _fail(centre, token, run, schedule, FAULT)
        _later(centre, token, run)
        return 0


def _photograph(centre: Centre, token: int, run: Run, schedule: Schedule) -> int:
    """Freeze what the schedule asks for, with its owner's reach of today; queue its papers."""
    with centre.db.read() as conn:
        owner = person_actor(centre, conn, schedule.owner, request=f"schedule-{schedule.id}-{run.id}")
    if owner is None or not owner.may(Permission.REPORTS):
        raise NotAllowed(*LOST)
    found = snapshots.take(centre, owner, _wish(centre, run, schedule))
    with centre.db.write() as conn:
        leases.fence(centre.db, conn, MAKER, token)
        _ask(centre, conn, schedule, found.id, schedule.papers)
        return int(schedules.change_run(conn, run.id, "due", state="making", snapshot=found.id))


def _ask(centre: Centre, conn: Connection, schedule: Schedule, snapshot: str, keys: Iterable[str]) -> None:
    for key in keys:
        papers.ask(centre.db, conn, snapshot=snapshot, key=key, options="", actor=f"schedule:{schedule.id}",
                   at=centre.clock(), rank=papers.SCHEDULED)


def _wish(centre: Centre, run: Run, schedule: Schedule) -> Wish:
    period = schedule.plan.period(run.due_at, calendar(centre))
    begins, ends = period or (None, None)
    return Wish(template=Template(schedule.template), parts=schedule.parts, begins=begins, ends=ends,
                compared=COMPARED.get(schedule.plan.rhythm, "previous"), visitors=schedule.visitors,
                client=f"schedule-run-{run.id}")


def _post(centre: Centre, token: int, run: Run, schedule: Schedule) -> int:
    """When every paper is made or failed: a letter with what there is to each recipient, in the transaction that ends
    the run. It fails only when none could be made."""
    with centre.db.read() as conn:
        made = {row.key: row for row in papers.of_snapshots(conn, [run.snapshot]) if not row.options}
    if absent := [key for key in schedule.papers if key not in made]:  # its papers were changed while they were made
        with centre.db.write() as conn:
            leases.fence(centre.db, conn, MAKER, token)
            _ask(centre, conn, schedule, run.snapshot, absent)
        return 0
    mine = [made[key] for key in schedule.papers]
    if any(row.state not in ("ready", "failed") for row in mine):
        return 0
    broken = [row for row in mine if row.state == "failed"]
    if len(broken) == len(mine):
        return _fail(centre, token, run, schedule, not_made(broken))
    now, why = centre.clock(), not_made(broken)
    with centre.db.write() as conn:
        leases.fence(centre.db, conn, MAKER, token)
        if not schedules.change_run(conn, run.id, "making", state="posted", ended_at=now, error_vi=why.vi,
                                    error_en=why.en):
            return 0
        _letters(conn, run, schedule, now)
    log.info("report posted", schedule=schedule.id, run=run.id, snapshot=run.snapshot, to=len(schedule.recipients))
    return 1


def _letters(conn: Connection, run: Run, schedule: Schedule, now: float) -> None:
    sealed = {one: hidden for one, hidden, _ in schedules.addresses(conn, schedule.id)}
    for one in schedule.recipients:
        if one.person_id is not None or one.id in sealed:
            paper_post.add(conn, what="report", at=now, run_id=run.id, person_id=one.person_id,
                           address_sealed=sealed.get(one.id, ""), hint=one.hint)


def _fail(centre: Centre, token: int, run: Run, schedule: Schedule | None, why: Words) -> int:
    """Nothing is sent, and whoever wrote the schedule is told, in the same transaction."""
    log.warning("report failed", schedule=run.schedule_id, run=run.id, why=why.en)
    now = centre.clock()
    with centre.db.write() as conn:
        leases.fence(centre.db, conn, MAKER, token)
        if not schedules.change_run(conn, run.id, run.state, state="failed", ended_at=now, error_vi=why.vi,
                                    error_en=why.en):
            return 0
        if schedule is not None:
            paper_post.add(conn, what="report", at=now, run_id=run.id, person_id=schedule.owner)
    return 1


def _later(centre: Centre, token: int, run: Run) -> None:
    with centre.db.write() as conn:
        leases.fence(centre.db, conn, MAKER, token)
        schedules.change_run(conn, run.id, run.state, tries=run.tries + 1, next_at=centre.clock() + AGAIN_S,
                             error_vi=FAULT.vi, error_en=FAULT.en)
