"""What the memories say about themselves: their settings, sizes, the lease, the last polls, the gaps. Only reads."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from domain.person import Scope
from store.database import Database
from store.migrating import revision
from store.scoping import within
from store.tables import gaps, leases, schools, source_states, sweeps

PATIENCE_S = 1.0  # how long a cache may take to describe itself
ASKED = ("fsync", "full_page_writes", "synchronous_commit", "TimeZone")
_JOURNAL = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`version`: "3.53.4" or "15.8"; `settings`: names as the server spells them; `size`: bytes, None = unknown."""

    sqlite: bool
    version: str
    settings: dict[str, str]
    revision: str
    size: int | None
    clock: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """`refusal`: why it did not answer, "" = it did."""

    refusal: str = ""
    product: str = ""
    version: str = ""
    policy: str = ""
    used: int = 0
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One row of `sweeps`."""

    finished_at: float
    took_s: float
    rows: int
    rejected: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """`until`: epoch seconds by the database's clock."""

    holder: str
    token: int
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The register in figures."""

    schools: int
    no_point: int
    approximate: int
    no_address: int


def server(db: Database, conn: Connection) -> Server:
    """Settings and size of the database behind `conn`."""
    if db.sqlite:
        journal = str(conn.scalar(sa.text("PRAGMA journal_mode")))
        synchronous = _JOURNAL.get(int(conn.scalar(sa.text("PRAGMA synchronous")) or 0), "?")
        settings = {"journal_mode": journal, "synchronous": synchronous}
        version, size = str(conn.scalar(sa.text("SELECT sqlite_version()"))), _file_size(db.url)
    else:
        settings = {name: str(conn.scalar(sa.text(f"SHOW {name}"))) for name in ASKED}
        version = str(conn.scalar(sa.text("SHOW server_version"))).split()[0]
        size = int(conn.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
    return Server(sqlite=db.sqlite, version=version, settings=settings, revision=revision(db), size=size,
                  clock=db.clock(conn))


def _file_size(url: str) -> int | None:
    path = Path(url.removeprefix("sqlite:///"))
    found = [path, path.with_name(f"{path.name}-wal")]
    return sum(p.stat().st_size for p in found if p.is_file())


def cache(url: str) -> Cache:
    """What the cache at `url` says; never raises."""
    try:
        client = redis.Redis.from_url(url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)
        with client:
            said = client.info()
            policy, limit = str(said.get("maxmemory_policy", "")), int(said.get("maxmemory", 0))
            with suppress(redis.RedisError):  # a hosted server may forbid CONFIG
                policy = policy or str(client.config_get("maxmemory-policy").get("maxmemory-policy", ""))
            valkey = str(said.get("valkey_version", ""))
            return Cache(product="Valkey" if valkey else "Redis", version=valkey or str(said.get("redis_version", "")),
                         policy=policy, used=int(said.get("used_memory", 0)), limit=limit)
    except (redis.RedisError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return Cache(refusal=f"{type(error).__name__}: {error}"[:160])


def lease(conn: Connection, name: str) -> Lease | None:
    """Who holds the lease `name` now or held it last, None = nobody ever did."""
    row = conn.execute(sa.select(leases).where(leases.c.name == name)).one_or_none()
    return None if row is None or not row.holder else Lease(holder=row.holder, token=int(row.token), until=row.until)


def last_commit(conn: Connection) -> float | None:
    """When a collector last wrote: the newest attempt of any source, None = never."""
    at = conn.scalar(sa.select(sa.func.max(source_states.c.last_attempt_at)))
    return None if at is None else float(at)


def stood(conn: Connection, at: float) -> bool:
    """Had any source been polled by then? A house that did not stand has no past to compare with."""
    return conn.execute(sa.select(sweeps.c.id).where(sweeps.c.finished_at <= at).limit(1)).first() is not None


def polls(conn: Connection, source: str, most: int) -> tuple[Poll, ...]:
    """The newest `most` polls of a source, oldest first."""
    s = sweeps.c
    rows = conn.execute(
        sa.select(s.started_at, s.finished_at, s.rows, s.rejected, s.error).where(s.source == source)
        .order_by(s.finished_at.desc()).limit(most)
    ).all()
    return tuple(
        Poll(finished_at=row.finished_at, took_s=row.finished_at - row.started_at, rows=row.rows,
             rejected=row.rejected, failed=row.error is not None)
        for row in reversed(rows)
    )


def newest_gaps(conn: Connection, most: int) -> list[tuple[str, float, float, str]]:
    """(source, since, until, why), newest first."""
    g = gaps.c
    rows = conn.execute(sa.select(g.source, g.since, g.until, g.why).order_by(g.since.desc()).limit(most))
    return [(row.source, row.since, row.until, row.why) for row in rows]


def counts(conn: Connection, scope: Scope, today: str | None = None) -> Counts:
    """How many schools there are within reach, and how many lack what."""
    s = schools.c

    def of(*where: sa.ColumnElement[bool]) -> int:
        reached = within(scope, s.id, today)
        return int(conn.scalar(sa.select(sa.func.count()).select_from(schools).where(reached, *where)) or 0)

    return Counts(schools=of(), no_point=of(s.lat.is_(None)), approximate=of(s.approximate == 1),
                  no_address=of(s.probe == ""))
