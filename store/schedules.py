"""Schedules of reports and the times they were due. Each time is one row: whoever inserts it makes it, nobody else."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Part
from domain.schedule import Plan, Recipient, Rhythm, Run, Schedule
from domain.school import SchoolKind
from domain.wording import Words
from store.database import Database, upsert
from store.gate_tables import people
from store.paper_tables import schedule_recipients, schedule_runs, schedules

Address = tuple[str, str]  # sealed, hint


def read_all(conn: Connection, only: Collection[int] | None = None) -> list[Schedule]:
    """Every schedule that stands, with recipients and its newest run; in order of name's arrival."""
    s, p = schedules.c, people.c
    query = (sa.select(schedules, p.name.label("owner_name"), p.demo.label("owner_demo")).join(people, p.id == s.owner)
             .where(s.revoked_at.is_(None)).order_by(s.id))
    if only is not None:
        query = query.where(s.id.in_(sorted(only)))
    rows = conn.execute(query).all()
    ids = [row.id for row in rows]
    told, last = _recipients(conn, ids), _last(conn, ids)
    return [_schedule(row, told.get(row.id, ()), last.get(row.id)) for row in rows]


def read(conn: Connection, schedule_id: int) -> Schedule | None:
    """One that stands, None = no such."""
    return next(iter(read_all(conn, [schedule_id])), None)


def insert(conn: Connection, values: Mapping[str, Any]) -> int:
    """A new one; `values` as `row_of` gives them."""
    return int(conn.execute(schedules.insert().values(**values).returning(schedules.c.id)).scalar_one())


def change(conn: Connection, schedule_id: int, **values: Any) -> bool:
    """Set columns; False = it does not stand (any more)."""
    s = schedules.c
    return conn.execute(schedules.update().where(s.id == schedule_id, s.revoked_at.is_(None))
                        .values(**values)).rowcount == 1


def row_of(plan: Plan, parts: Iterable[Part], papers: Iterable[str]) -> dict[str, Any]:
    """The columns of a plan, its reach and its papers."""
    told = [{"area": part.area, "kinds": sorted(part.kinds), "school": part.school} for part in parts]
    return {"rhythm": plan.rhythm.value, "clock": f"{plan.clock:%H:%M}", "weekday": plan.weekday, "day": plan.day,
            "school_days": int(plan.school_days), "parts": json.dumps(told), "papers": " ".join(papers)}


def put_recipients(conn: Connection, schedule_id: int, persons: Iterable[int], addresses: Iterable[Address],
                   kept: Collection[int], now: float) -> None:
    """From now on these: persons, new addresses, and of the addresses there were those that are kept."""
    r = schedule_recipients.c
    conn.execute(schedule_recipients.update().where(
        r.schedule_id == schedule_id, r.revoked_at.is_(None), r.id.not_in(sorted(kept)))
        .values(revoked_at=now, address_sealed=""))
    rows: list[dict[str, Any]] = [{"schedule_id": schedule_id, "person_id": one, "address_sealed": "", "hint": ""}
                                  for one in persons]
    rows += [{"schedule_id": schedule_id, "person_id": None, "address_sealed": sealed, "hint": hint}
             for sealed, hint in addresses]
    if rows:
        conn.execute(schedule_recipients.insert(), rows)


def addresses(conn: Connection, schedule_id: int) -> list[tuple[int, str, str]]:
    """(id, sealed, hint) of the addresses in force."""
    r = schedule_recipients.c
    return [(row.id, row.address_sealed, row.hint) for row in conn.execute(
        sa.select(r.id, r.address_sealed, r.hint).where(
            r.schedule_id == schedule_id, r.person_id.is_(None), r.revoked_at.is_(None)).order_by(r.id))]


# --- the times they are due ---


def due(conn: Connection, now: float) -> list[Schedule]:
    """Schedules whose time has come."""
    s = schedules.c
    return read_all(conn, list(conn.scalars(sa.select(s.id).where(s.next_at <= now, s.revoked_at.is_(None)))))


def advance(db: Database, conn: Connection, schedule: Schedule, *, due_at: float, missed: int, next_at: float | None,
            now: float) -> bool:
    """Write the run and move on, in one transaction; False = somebody else did."""
    if not move(conn, schedule, next_at):
        return False
    add_run(db, conn, schedule.id, due_at=due_at, missed=missed, now=now)
    return True


def move(conn: Connection, schedule: Schedule, next_at: float | None) -> bool:
    """It comes then, not when it was to come; False = somebody else moved, paused or ended it."""
    s = schedules.c
    still = (s.id == schedule.id, s.next_at == schedule.next_at, s.revoked_at.is_(None))
    return conn.execute(schedules.update().where(*still).values(next_at=next_at)).rowcount == 1


def add_run(db: Database, conn: Connection, schedule_id: int, *, due_at: float, missed: int, now: float) -> None:
    """It is due; the same time again changes nothing."""
    conn.execute(upsert(db, schedule_runs, ("schedule_id", "due_at"), ()), {
        "schedule_id": schedule_id, "due_at": due_at, "missed": missed, "state": "due", "next_at": now})


def unfinished(conn: Connection, now: float) -> list[Run]:
    """Runs that wait for something, whose time to look again has come; oldest first."""
    r = schedule_runs.c
    return _runs(conn, sa.select(schedule_runs).where(r.state.in_(("due", "making")), r.next_at <= now)
                 .order_by(r.id).limit(50))


def change_run(conn: Connection, run_id: int, was: str, /, **values: Any) -> bool:
    """Set columns of a run that is in this state; False = it is not."""
    r = schedule_runs.c
    return conn.execute(schedule_runs.update().where(r.id == run_id, r.state == was).values(**values)).rowcount == 1


def run(conn: Connection, run_id: int) -> Run | None:
    """One run."""
    return next(iter(_runs(conn, sa.select(schedule_runs).where(schedule_runs.c.id == run_id))), None)


def runs(conn: Connection, schedule_id: int, most: int = 30) -> list[Run]:
    """Of one schedule, newest first."""
    r = schedule_runs.c
    return _runs(conn, sa.select(schedule_runs).where(r.schedule_id == schedule_id)
                 .order_by(r.due_at.desc()).limit(most))


def _runs(conn: Connection, query: sa.Select[Any]) -> list[Run]:
    return [Run(id=row.id, schedule_id=row.schedule_id, due_at=row.due_at, missed=row.missed, state=row.state,
                snapshot=row.snapshot, tries=row.tries, ended_at=row.ended_at,
                error=Words(row.error_vi, row.error_en)) for row in conn.execute(query)]


def _last(conn: Connection, ids: list[int]) -> dict[int, Run]:
    r = schedule_runs.c
    newest = sa.select(sa.func.max(r.id)).where(r.schedule_id.in_(ids)).group_by(r.schedule_id)
    return {one.schedule_id: one for one in _runs(conn, sa.select(schedule_runs).where(r.id.in_(newest)))}


def _recipients(conn: Connection, ids: list[int]) -> dict[int, tuple[Recipient, ...]]:
    r, p = schedule_recipients.c, people.c
    rows = conn.execute(
        sa.select(r.id, r.schedule_id, r.person_id, r.hint, p.name)
        .select_from(schedule_recipients.outerjoin(people, p.id == r.person_id))
        .where(r.schedule_id.in_(ids), r.revoked_at.is_(None)).order_by(r.id))
    found: dict[int, tuple[Recipient, ...]] = {}
    for row in rows:
        one = Recipient(id=row.id, person_id=row.person_id, name=row.name or "", hint=row.hint)
        found[row.schedule_id] = (*found.get(row.schedule_id, ()), one)
    return found


def _schedule(row: Any, recipients: tuple[Recipient, ...], last: Run | None) -> Schedule:
    plan = Plan(rhythm=Rhythm(row.rhythm), clock=time.fromisoformat(row.clock), weekday=row.weekday, day=row.day,
                school_days=bool(row.school_days))
    parts = tuple(Part(area=one["area"], school=one["school"], kinds=frozenset(SchoolKind(k) for k in one["kinds"]))
                  for one in json.loads(row.parts))
    return Schedule(
        id=row.id, name=row.name, template=row.template, plan=plan, parts=parts, papers=tuple(row.papers.split()),
        visitors=bool(row.visitors), owner=row.owner, owner_name=row.owner_name,
        owner_demo=bool(row.owner_demo), next_at=row.next_at,
        recipients=recipients, last=last)
