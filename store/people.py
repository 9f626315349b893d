"""People: who may enter, and the one-time codes that let them choose their own password."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Role
from store.database import Database
from store.gate_tables import codes as codes_table
from store.gate_tables import people as people_table

_LOCK = 0x7464_7070  # PostgreSQL's advisory lock: whoever may leave the centre without an administrator queues here


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row. `demo`: 1 = a one-click role, 2 = made by one; times are epoch seconds UTC."""

    id: int
    login: str
    name: str
    role: Role
    password_hash: str | None = field(default=None, repr=False)
    totp_sealed: str | None = field(default=None, repr=False)
    totp_since: float | None = None
    totp_step: int = 0
    oidc_subject: str | None = None
    demo: int = 0
    created_at: float = 0.0
    disabled_at: float | None = None
    seen_at: float | None = None

    @property
    def can_enter(self) -> bool:
        """Not disabled, and has a way in: a password of their own, an identity elsewhere, or one click."""
        way = self.password_hash is not None or self.oidc_subject is not None or self.demo == 1
        return self.disabled_at is None and way


def fold_login(text: str) -> str:
    """A login as it is stored and looked up: NFC, lower case, no spaces around."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def read(conn: Connection, person_id: int) -> Person | None:
    """One person, None = no such."""
    return _one(conn, people_table.c.id == person_id)


def by_login(conn: Connection, login: str) -> Person | None:
    """Whoever has this login, however it was typed; disabled ones too."""
    typed = fold_login(login).replace("\0", "?").encode("utf-8", "replace").decode()  # what no database can hold
    return _one(conn, people_table.c.login == typed)


def by_subject(conn: Connection, subject: str) -> Person | None:
    """Whoever is known elsewhere as "issuer subject"."""
    return _one(conn, people_table.c.oidc_subject == subject)


def read_all(conn: Connection) -> list[Person]:
    """Everybody, in order of arrival."""
    return [_person(row) for row in conn.execute(sa.select(people_table).order_by(people_table.c.id))]


def insert(conn: Connection, values: Mapping[str, Any]) -> int:
    """A new person; `login` is folded here. Gives the id."""
    row = {**values, "login": fold_login(str(values["login"]))}
    made = conn.execute(people_table.insert().values(**row).returning(people_table.c.id))
    return int(made.scalar_one())


def change(conn: Connection, person_id: int, **values: Any) -> bool:
    """Set columns of one person; False = no such person."""
    t = people_table.c
    return conn.execute(people_table.update().where(t.id == person_id).values(**values)).rowcount == 1


def use_step(conn: Connection, person_id: int, step: int) -> bool:
    """Take a TOTP step, once: False when it, or a later one, was used before."""
    t = people_table.c
    taken = conn.execute(people_table.update().where(t.id == person_id, t.totp_step < step).values(totp_step=step))
    return taken.rowcount == 1


def queue(db: Database, conn: Connection) -> None:
    """Until the end of this transaction nobody else changes who administers."""
    if not db.sqlite:  # SQLite's writers are alone anyway (BEGIN IMMEDIATE)
        conn.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def administrators(conn: Connection) -> list[Person]:
    """Real ones who can enter: not disabled, not of the simulated province, with a way in."""
    t = people_table.c
    rows = conn.execute(sa.select(people_table).where(
        t.role == Role.ADMINISTRATOR.value, t.demo == 0, t.disabled_at.is_(None),
        sa.or_(t.password_hash.is_not(None), t.oidc_subject.is_not(None))))
    return [_person(row) for row in rows]


def anybody_real(conn: Connection) -> bool:
    """Is there anybody who is not of the simulated province?"""
    t = people_table.c
    return conn.execute(sa.select(t.id).where(t.demo == 0).limit(1)).first() is not None


def put_code(conn: Connection, purpose: str, person_id: int | None, code_hash: str, now: float, lasts_s: float) -> None:
    """A one-time code; the unused ones of the same purpose and person die."""
    t = codes_table.c
    same = t.person_id.is_(None) if person_id is None else t.person_id == person_id
    conn.execute(codes_table.delete().where(t.purpose == purpose, same, t.used_at.is_(None)))
    conn.execute(codes_table.insert().values(
        hash=code_hash, purpose=purpose, person_id=person_id, created_at=now, expires_at=now + lasts_s))


def void_codes(conn: Connection, purpose: str, person_id: int | None) -> None:
    """Unused codes of this purpose and person open nothing any more."""
    t = codes_table.c
    same = t.person_id.is_(None) if person_id is None else t.person_id == person_id
    conn.execute(codes_table.delete().where(t.purpose == purpose, same, t.used_at.is_(None)))


def take_code(conn: Connection, purpose: str, code_hash: str, now: float) -> tuple[bool, int | None]:
    """(True, person) for the one who takes it first in time, (False, None) for everybody else."""
    t = codes_table.c
    row = conn.execute(
        codes_table.update().where(t.hash == code_hash, t.purpose == purpose, t.used_at.is_(None), t.expires_at > now)
        .values(used_at=now).returning(t.person_id)).one_or_none()
    return (False, None) if row is None else (True, row.person_id)


def prune_codes(conn: Connection, before: float) -> int:
    """Forget codes that ended before then; how many. The log keeps who used which."""
    return conn.execute(codes_table.delete().where(codes_table.c.expires_at < before)).rowcount


def code_waits(conn: Connection, purpose: str, person_id: int | None, now: float) -> float | None:
    """Until when an unused code can be used, None = there is none."""
    t = codes_table.c
    same = t.person_id.is_(None) if person_id is None else t.person_id == person_id
    until = conn.scalar(sa.select(sa.func.max(t.expires_at)).where(
        t.purpose == purpose, same, t.used_at.is_(None), t.expires_at > now))
    return None if until is None else float(until)


def _one(conn: Connection, where: sa.ColumnElement[bool]) -> Person | None:
    row = conn.execute(sa.select(people_table).where(where)).one_or_none()
    return None if row is None else _person(row)


def _person(row: Any) -> Person:
    return Person(
        id=row.id, login=row.login, name=row.name, role=Role(row.role), password_hash=row.password_hash,
        totp_sealed=row.totp_sealed, totp_since=row.totp_since, totp_step=row.totp_step,
        oidc_subject=row.oidc_subject, demo=row.demo, created_at=row.created_at, disabled_at=row.disabled_at,
        seen_at=row.seen_at,
    )
