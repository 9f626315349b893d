"""Is the ground safe? Every precondition of the house with what was found; and the guard that refuses to start (C9).

A database or a cache that is away becomes a line within seconds, never a traceback.
"""

import time
from collections.abc import Mapping
from pathlib import Path

from domain.errors import CentreError, StoreDown
from domain.person import EVERYTHING
from domain.wording import Words, ago, number
from services import _heads
from services._checking_host import REMOTE, descriptors, filesystem, host
from services.scribe import LEASE
from services.verdict import Verdict
from store import audit_reading, embedded, inspecting, migrating
from store.audit_reading import Walked
from store.database import Database
from store.inspecting import Cache, Counts, Lease, Server

SQLITE = (3, 51, 3)  # R30: older ones could corrupt a write-ahead log
CACHE = 7
SKEW_S = 2.0  # the collector's lease lasts 15 s by the database's clock
LATE_S = 30.0
__all__ = ["Verdict", "checks", "guard"]
OFF = frozenset({"off", "OFF"})
SAFE = Words("{name} = {value}", "{name} = {value}")
NEVER = Words("chưa có", "none yet")
UNKNOWN = Words("chưa biết: cơ sở dữ liệu không trả lời", "unknown: the database does not answer")
DATABASE = Words("Cơ sở dữ liệu trả lời", "The database answers")


def checks(home: Path, database_url: str, redis_url: str,
           sources: Mapping[str, bool] | None = None) -> list[Verdict]:
    """Every precondition. `sources`: key -> configured. Takes a few seconds at most, whatever is away."""
    sqlite = database_url.startswith("sqlite")
    found = host(home, sqlite)
    found += _database(database_url, home)
    found.append(_cache(redis_url, home))
    if sources is not None:
        found.append(_sources(sources))
    return found


def guard(db: Database, home: Path) -> None:
    """Refuse ground that can lose what it was told to keep. Raises CentreError with every reason, or StoreDown."""
    with db.read() as conn:
        verdicts = _keeping(inspecting.server(db, conn))
    if db.sqlite and filesystem(home) in REMOTE:
        verdicts.append(Verdict(what=Words("CENTRE_HOME trên đĩa mạng", "CENTRE_HOME on a network disk"),
                                found=filesystem(home), ok=False, stops=True))
    wrong = [v for v in verdicts if not v.ok and v.stops]
    if wrong:
        vi = "; ".join(f"{v.what.vi}: {v.found}" for v in wrong)
        en = "; ".join(f"{v.what.en}: {v.found}" for v in wrong)
        raise CentreError(f"Không khởi động: dữ liệu có thể mất. {vi}", f"Refused: data could be lost. {en}")


def _keeping(server: Server) -> list[Verdict]:
    """What decides whether an acknowledged write survives a crash."""
    asked = server.settings
    if not server.sqlite:
        return [
            Verdict(what=Words(f"PostgreSQL {name} phải bật", f"PostgreSQL {name} must be on"),
                    found=SAFE.vi.format(name=name, value=asked[name]), ok=asked[name] not in OFF, stops=True)
            for name in ("fsync", "full_page_writes", "synchronous_commit")
        ]
    wal = asked["journal_mode"].lower() == "wal"
    return [
        Verdict(what=Words("SQLite từ 3.51.3 khi dùng WAL", "SQLite 3.51.3 or newer with WAL"),
                found=f"{server.version}, {asked['journal_mode']}",
                ok=not wal or _parts(server.version) >= SQLITE, stops=True),
        Verdict(what=Words("SQLite synchronous là FULL", "SQLite synchronous is FULL"),
                found=SAFE.vi.format(name="synchronous", value=asked["synchronous"]),
                ok=asked["synchronous"] in {"FULL", "EXTRA"}, stops=True),
    ]


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _database(url: str, home: Path) -> list[Verdict]:
    """One read of everything the database can tell; its absence is one line that stops and one that explains."""
    try:
        db = Database(url)
    except OSError as error:
        return [Verdict(what=DATABASE, found=str(error), ok=False, stops=True)]
    began, heads = time.monotonic(), _heads.read(home)  # written down before the database is looked at
    try:
        with db.read() as conn:
            server = inspecting.server(db, conn)
            now, took = time.time(), time.monotonic() - began
            whole = server.revision == migrating.head()
            known = (inspecting.counts(conn, EVERYTHING), inspecting.lease(conn, LEASE), inspecting.last_commit(conn),
                     audit_reading.walk(conn, heads)) if whole else None
    except StoreDown as error:
        return [Verdict(what=DATABASE, found=error.words.en, ok=False, stops=True),
                Verdict(what=Words("Bộ thu thập, sổ đăng ký", "Collector, register"), found=UNKNOWN.vi, ok=False,
                        stops=False)]
    finally:
        db.close()
    name = "SQLite" if server.sqlite else "PostgreSQL"
    found = [Verdict(what=DATABASE, found=f"{name} {server.version}, {number(took * 1000)} ms", ok=True, stops=True),
             _revision(server), *_keeping(server), _clock(server, now)]
    if known is not None:
        register, holder, commit, chain = known
        found += [*_collector(holder, commit, server.clock), descriptors(register.schools), *_register(register),
                  _log(chain)]
    return found


def _revision(server: Server) -> Verdict:
    wanted = migrating.head()
    return Verdict(what=Words(f"Cơ sở dữ liệu ở bản {wanted}", f"The database is at revision {wanted}"),
                   found=server.revision or Words("trống; ./run.sh tự đưa lên, hoặc ./run.sh migrate",
                                                  "empty; ./run.sh brings it up, or ./run.sh migrate").vi,
                   ok=server.revision == wanted, stops=False)


def _clock(server: Server, now: float) -> Verdict:
    zone = server.settings.get("TimeZone")
    skew = abs(now - server.clock)
    told = f"{number(skew, 2)} s" + (f", {zone}" if zone else "")
    return Verdict(what=Words("Đồng hồ máy khớp với cơ sở dữ liệu", "This clock agrees with the database's"),
                   found=told, ok=skew <= SKEW_S, stops=False)


def _collector(holder: Lease | None, commit: float | None, now: float) -> list[Verdict]:
    led = holder is not None and holder.until > now
    gone = Words("không tiến trình nào đang thu thập", "nobody collects now").vi
    age = None if commit is None else now - commit
    return [
        Verdict(what=Words("Bộ thu thập đang giữ phiên", "A collector holds the lease"),
                found=holder.holder if holder is not None and led else gone, ok=led, stops=False),
        Verdict(what=Words("Lần ghi gần nhất", "Last commit"), found=NEVER.vi if age is None else ago(age),
                ok=age is not None and age <= LATE_S, stops=False),
    ]


def _log(chain: Walked) -> Verdict:
    """Whoever checks must not miss a broken chain; `guard` never asks for it, so schools stay watched meanwhile."""
    rows = f"{number(chain.rows)} {Words('dòng', 'rows').vi}"
    if chain.broken is None:
        return Verdict(what=Words("Nhật ký nguyên vẹn", "The log is whole"), found=rows, ok=True, stops=True)
    told = Words("đứt ở dòng {row} ({rows} trước đó còn nguyên)", "broken at row {row} ({rows} before it still stand)")
    return Verdict(what=Words("Nhật ký BỊ SỬA", "The log WAS CHANGED"), ok=False, stops=True,
                   found=told.vi.format(row=number(chain.broken), rows=rows))


def _register(counts: Counts) -> list[Verdict]:
    no_point = Words("trường thiếu toạ độ", "schools without coordinates").vi
    near = Words("vị trí gần đúng", "placed approximately").vi
    return [
        Verdict(what=Words("Sổ trường", "Register of schools"), found=number(counts.schools),
                ok=counts.schools > 0, stops=False),
        Verdict(what=Words("Mọi trường có toạ độ", "Every school has coordinates"),
                found=f"{number(counts.no_point)} {no_point}, {number(counts.approximate)} {near}",
                ok=counts.no_point == 0, stops=False),
        Verdict(what=Words("Mọi trường có địa chỉ đo", "Every school has a probe address"),
                found=f"{number(counts.no_address)} {Words('trường thiếu', 'without').vi}",
                ok=counts.no_address == 0, stops=False),
    ]


def _cache(url: str, home: Path) -> Verdict:
    what = Words("Valkey/Redis từ 7, noeviction", "Valkey/Redis 7 or newer, noeviction")
    found = inspecting.cache(url or embedded.url(home))
    if found.refusal:
        return _no_cache(what, bool(url), found)
    old = _parts(found.version)[:1] < (CACHE,)
    limit = f" / {number(found.limit / 1e6)}" if found.limit else ""
    told = f"{found.product} {found.version}, {found.policy or '?'}, {number(found.used / 1e6, 1)}{limit} MB"
    return Verdict(what=what, found=told, ok=not old and found.policy in {"noeviction", ""}, stops=False)


def _no_cache(what: Words, named: bool, found: Cache) -> Verdict:
    """A cache may be away (B1): screens then live by the database. Ours starts with the house."""
    if named:
        return Verdict(what=what, found=found.refusal, ok=False, stops=False)
    try:
        embedded.binary()
    except CentreError as error:
        return Verdict(what=what, found=error.words.vi, ok=False, stops=True)
    return Verdict(what=what, found=Words("máy chủ nhúng chưa chạy; ./run.sh tự khởi động",
                                          "the embedded server is not running; ./run.sh starts it").vi,
                   ok=True, stops=False)


def _sources(sources: Mapping[str, bool]) -> Verdict:
    off = sorted(key for key, configured in sources.items() if not configured)
    told = ", ".join(f"SOURCE_{key.upper()}_…" for key in off)
    return Verdict(what=Words("Mọi nguồn dữ liệu đã cấu hình", "Every source is configured"),
                   found=f"{number(len(sources) - len(off))} / {number(len(sources))}" + (f"; {told}" if off else ""),
                   ok=not off, stops=False)
