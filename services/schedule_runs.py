"""The clockwork of schedules: what is due becomes a run, a run a snapshot, its papers, and a letter to everybody on it.

Each step is one transaction of whoever leads, and each can be taken twice without doing anything twice: the run is one
row, the snapshot is taken under the run's own name, a paper is made once, letters are written with the run's end.
"""

import structlog

from domain.errors import CentreError, NotAllowed, StoreDown
from domain.person import Permission
from domain.schedule import Rhythm, Run, Schedule
from domain.snapshot import Template
from domain.wording import Words
from services import snapshots
from services._owners import person_actor
from services.calendar import calendar
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
    """A run for each schedule whose time has come: the newest time only, with how many were missed before it."""
    with centre.db.read() as conn:
        found = schedules.due(conn, now)
    begun = 0
    for one in found:
        days = calendar(centre)
        due_at, missed = one.plan.last_before(days, one.next_at or now, now)
        following = one.plan.next_after(days, now)
        with centre.db.write() as conn:
            leases.hold(conn, MAKER, token)
            begun += schedules.advance(centre.db, conn, one, due_at=due_at, missed=missed, next_at=following, now=now)
    return begun


def _further(centre: Centre, token: int, run: Run, schedule: Schedule | None) -> int:
    """One step of one run; what stops it is written down."""
    try:
        if schedule is None:
            return _fail(centre, token, run, GONE)
        return _photograph(centre, token, run, schedule) if run.state == "due" else _post(centre, token, run, schedule)
    except (StoreDown, leases.LeaseLost):
        raise
    except CentreError as error:
        return _fail(centre, token, run, error.words)
    except Exception:  # noqa: BLE001 - a fault of ours costs one try of one run
        log.exception("schedule broke", schedule=run.schedule_id, run=run.id)
        if run.tries + 1 >= MOST_TRIES:
            return _fail(centre, token, run, FAULT)
        _later(centre, token, run)
        return 0


def _photograph(centre: Centre, token: int, run: Run, schedule: Schedule) -> int:
    """Freeze what the schedule asks for, with its owner's reach of today; queue its papers."""
    with centre.db.read() as conn:
        owner = person_actor(centre, conn, schedule.owner, request=f"schedule-{schedule.id}-{run.id}")
    if owner is None or not owner.may(Permission.REPORTS):
        raise NotAllowed(*LOST)
    found = snapshots.take(centre, owner, _wish(run, schedule))
    with centre.db.write() as conn:
        leases.hold(conn, MAKER, token)
        for key in schedule.papers:
            papers.ask(centre.db, conn, snapshot=found.id, key=key, options="", actor=f"schedule:{schedule.id}",
                       at=centre.clock(), rank=1)
        return int(schedules.change_run(conn, run.id, "due", state="making", snapshot=found.id))


def _wish(run: Run, schedule: Schedule) -> Wish:
    period = schedule.plan.period(run.due_at)
    begins, ends = period or (None, None)
    return Wish(template=Template(schedule.template), parts=schedule.parts, begins=begins, ends=ends,
                compared=COMPARED.get(schedule.plan.rhythm, "previous"), visitors=schedule.visitors,
                client=f"schedule-run-{run.id}")


def _post(centre: Centre, token: int, run: Run, schedule: Schedule) -> int:
    """When every paper is made: a letter to each recipient, in the transaction that ends the run."""
    with centre.db.read() as conn:
        made = {row.key: row for row in papers.of_snapshots(conn, [run.snapshot]) if not row.options}
    mine = [made[key] for key in schedule.papers if key in made]
    broken = next((row for row in mine if row.state == "failed"), None)
    if broken is not None:
        return _fail(centre, token, run, broken.error)
    if any(row.state != "ready" for row in mine):
        return 0
    now = centre.clock()
    with centre.db.write() as conn:
        leases.hold(conn, MAKER, token)
        if not schedules.change_run(conn, run.id, "making", state="posted", ended_at=now, error_vi="", error_en=""):
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


def _fail(centre: Centre, token: int, run: Run, why: Words) -> int:
    log.warning("report failed", schedule=run.schedule_id, run=run.id, why=why.en)
    with centre.db.write() as conn:
        leases.hold(conn, MAKER, token)
        return int(schedules.change_run(conn, run.id, run.state, state="failed", ended_at=centre.clock(),
                                        error_vi=why.vi, error_en=why.en))


def _later(centre: Centre, token: int, run: Run) -> None:
    with centre.db.write() as conn:
        leases.hold(conn, MAKER, token)
        schedules.change_run(conn, run.id, run.state, tries=run.tries + 1, next_at=centre.clock() + AGAIN_S,
                             error_vi=FAULT.vi, error_en=FAULT.en)
