"""What the door remembers: wrong tries of the last minutes, and from where each account entered before."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store.database import Database
from store.gate_tables import codes as codes_table
from store.gate_tables import devices as devices_table
from store.gate_tables import failures as failures_table

_LOCK = 0x7464_6c6b  # PostgreSQL's advisory lock: tries are counted one after the other


def queue(db: Database, conn: Connection) -> None:
    """Until the end of this transaction nobody else counts: two tries at once never both take the last one."""
    if not db.sqlite:  # SQLite's writers are alone anyway (BEGIN IMMEDIATE)
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def failures(conn: Connection, since: float, until: float, *, account: str = "", source: str = "",
             known: bool | None = None) -> int:
    """How many tries between two moments; "" and None = whatever it is."""
    t = failures_table.c
    which = [t.at > since, t.at <= until]
    which += [t.account == account] if account else []
    which += [t.source == source] if source else []
    which += [t.known == int(known)] if known is not None else []
    return int(conn.scalar(sa.select(sa.func.count()).select_from(failures_table).where(*which)) or 0)


def add_failure(conn: Connection, at: float, account: str, source: str, known: bool) -> int:
    """A try counts as failed until it is forgiven; gives its number."""
    made = conn.execute(failures_table.insert().values(at=at, account=account, source=source, known=int(known))
                        .returning(failures_table.c.id))
    return int(made.scalar_one())


def forgive(conn: Connection, failure_id: int) -> None:
    """That try was right."""
    conn.execute(failures_table.delete().where(failures_table.c.id == failure_id))


def prune_failures(conn: Connection, before: float, after: float) -> int:
    """Forget what no longer counts, also what a wrong clock put into the future; how many."""
    t = failures_table.c
    return conn.execute(failures_table.delete().where(sa.or_(t.at <= before, t.at > after))).rowcount


def device_known(conn: Connection, device_hash: str, person_id: int) -> bool:
    """Did this person enter from there before?"""
    t = devices_table.c
    return conn.scalar(sa.select(t.hash).where(t.hash == device_hash, t.person_id == person_id)) is not None


def remember_device(conn: Connection, device_hash: str, person_id: int, now: float, most: int) -> None:
    """This person entered from there; only the newest `most` places of a person are kept."""
    t = devices_table.c
    again = conn.execute(devices_table.update().where(t.hash == device_hash).values(seen_at=now))
    if not again.rowcount:
        conn.execute(devices_table.insert().values(
            hash=device_hash, person_id=person_id, created_at=now, seen_at=now))
    newest = sa.select(t.hash).where(t.person_id == person_id).order_by(t.seen_at.desc(), t.hash).limit(most)
    kept = [row.hash for row in conn.execute(newest)]
    conn.execute(devices_table.delete().where(t.person_id == person_id, t.hash.not_in(kept)))


def forget_devices(conn: Connection, person_id: int) -> None:
    """Another password: no place is known any more."""
    conn.execute(devices_table.delete().where(devices_table.c.person_id == person_id))


def prune_devices(conn: Connection, before: float) -> int:
    """Forget places nobody entered from since then; how many."""
    return conn.execute(devices_table.delete().where(devices_table.c.seen_at < before)).rowcount


def code_opens(conn: Connection, purpose: str, code_hash: str, now: float) -> tuple[bool, int | None]:
    """(True, whose) for a code that could be used now; it is not used up by asking."""
    t = codes_table.c
    row = conn.execute(sa.select(t.person_id).where(
        t.hash == code_hash, t.purpose == purpose, t.used_at.is_(None), t.expires_at > now)).one_or_none()
    return (False, None) if row is None else (True, row.person_id)
