"""Guessing has an end: few wrong tries per account and per source, and strangers' tries never shut a person out.

A try is counted as failed *before* its password is looked at and taken back when it was right: a thousand tries at
once spend the budget once. Everything is counted in the database, so that it holds for every worker and without Redis.
"""

import ipaddress
import threading
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from domain.errors import NoEntry, TooManyTries
from services import _failure_log
from services._secrets import digest
from services.centre import Centre
from store import entering
from store.database import Connection, Database

WINDOW_S = 15 * 60.0
ACCOUNT = 10  # wrong tries per account and window, from places it never entered from
DEVICE = 10  # … and from each place it entered from before
SOURCE = 50  # … per source over all accounts
DEVICE_S = 400 * 86400.0
PLACES = 20  # places remembered per person
PRUNE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """From where somebody asks. `device`, `session`: what their cookies hold, "" = nothing; `agent`: the browser."""

    address: str = ""
    agent: str = ""
    device: str = field(default="", repr=False)
    session: str = field(default="", repr=False)

    @property
    def source(self) -> str:
        """What is counted together: an IPv4 address, or the /64 that one line has in IPv6."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return self.address[:64] or "unknown"
        if isinstance(address, ipaddress.IPv6Address):
            mapped = address.ipv4_mapped
            return str(mapped or ipaddress.ip_network((address, 64), strict=False))
        return str(address)


@dataclass(frozen=True, slots=True)
class Try:
    """A try that may be looked at; it counts as failed until `forgive`."""

    failure: int
    account: str
    source: str
    known: bool


def place(person_id: int, device: str) -> str:
    """What is stored of a place: one cookie serves every person of a shared desk, and no other."""
    return digest(f"place {person_id} {device}")


def begin(centre: Centre, account: str, person_id: int, caller: Caller) -> Try:
    """Take one try. `account`: hash of what is tried, "" = only the source counts. Raises NoEntry, TooManyTries."""
    now = centre.clock()
    _failure_log.roll(centre, now)
    here = place(person_id, caller.device)
    with centre.db.read() as conn:  # a flood costs reads: it never queues before the writers
        known = bool(caller.device) and entering.device_known(conn, here, person_id)
        source = f"device {here[:32]}" if known else caller.source
        _judge(centre, conn, account, source, known)
    with centre.db.write() as conn:
        entering.queue(centre.db, conn)
        _judge(centre, conn, account, source, known)
        _prune(centre, conn, now)
        failure = entering.add_failure(conn, now, account, source, known)
    return Try(failure, account, source, known)


def forgive(conn: Connection, attempt: Try) -> None:
    """It was right: in the transaction that lets the person in."""
    entering.forgive(conn, attempt.failure)


def remember(centre: Centre, conn: Connection, person_id: int, device: str) -> None:
    """This person entered here: strangers' wrong tries elsewhere no longer concern them here."""
    entering.remember_device(conn, place(person_id, device), person_id, centre.clock(), PLACES)


def _judge(centre: Centre, conn: Connection, account: str, source: str, known: bool) -> None:
    now = centre.clock()
    since, until = now - WINDOW_S, now + WINDOW_S
    if known:
        if entering.failures(conn, since, until, account=account, source=source, known=True) >= DEVICE:
            _failure_log.blocked(centre, "device", account, source)
            raise refusal()
        return
    if entering.failures(conn, since, until, source=source, known=False) >= SOURCE:
        _failure_log.blocked(centre, "source", "", source)
        raise TooManyTries("Có quá nhiều lần thử sai từ nơi này. Hãy chờ 15 phút rồi thử lại.",
                           "Too many wrong tries from here. Wait 15 minutes, then try again.")
    if account and entering.failures(conn, since, until, account=account, known=False) >= ACCOUNT:
        _failure_log.blocked(centre, "account", account, source)
        raise refusal()


def refusal() -> NoEntry:
    """The one sentence for every cause."""
    return NoEntry(
        "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang tạm khoá vì nhiều lần thử sai. "
        "Hãy kiểm tra lại, hoặc chờ 15 phút.",
        "The login or the password is wrong, or the account is locked for a while after many wrong tries. "
        "Check again, or wait 15 minutes.",
    )


_pruned: WeakKeyDictionary[Database, float] = WeakKeyDictionary()
_pruning = threading.Lock()


def _prune(centre: Centre, conn: Connection, now: float) -> None:
    with _pruning:
        if 0 <= now - _pruned.get(centre.db, float("-inf")) < PRUNE_S:
            return
        _pruned[centre.db] = now
    entering.prune_failures(conn, now - WINDOW_S, now + WINDOW_S)
    entering.prune_devices(conn, now - DEVICE_S)
