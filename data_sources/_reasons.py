"""How one try ended, and whose fault it is: a failure of ours never says anything about a school (A10, R12)."""

import errno
from enum import IntEnum


class Reason(IntEnum):
    """The end of one try. The order is the argument: answered, then theirs, then ours."""

    OK = 0
    # The school's line answered, its service did not: reachable, but nothing to read.
    SILENT = 1  # connected, no whole answer before the deadline
    RESET = 2  # connected, then cut off
    BAD_ANSWER = 3  # connected, and what came is not the answer we asked for
    TOO_BIG = 4  # connected, and it would not stop talking
    # Theirs: evidence that the school cannot be reached.
    REFUSED = 10
    TIMEOUT = 11
    UNREACHABLE = 12
    # Ours: no evidence at all.
    NO_FDS = 20
    NO_MEMORY = 21
    NO_PORTS = 22
    NO_ROUTE = 23
    FORBIDDEN = 24
    NO_DNS = 25
    BUSY = 26  # waited too long in our own queue
    STALLED = 27  # our own loop stood still while the try was in flight
    BAD_ADDRESS = 28
    OTHER = 29
    UNVERIFIED = 30  # the TLS certificate did not hold: nothing it says is believed


LAST_CONTACT = Reason.TOO_BIG  # reasons up to here prove that the other end is there
FIRST_OURS = Reason.NO_FDS


def contact(reason: int) -> bool:
    """True if somebody at the other end answered the call, whatever was said."""
    return reason <= LAST_CONTACT


def ours(reason: int) -> bool:
    """True if the try failed on our side: it proves nothing about the school."""
    return reason >= FIRST_OURS


# What connect() says at once comes from our own kernel and routing table, except for a loopback refusal.
_AT_ONCE: dict[int, Reason] = {
    errno.ECONNREFUSED: Reason.REFUSED,
    errno.ETIMEDOUT: Reason.TIMEOUT,
    errno.ECONNRESET: Reason.REFUSED,
    errno.ENETUNREACH: Reason.NO_ROUTE,
    errno.EHOSTUNREACH: Reason.NO_ROUTE,
    errno.ENETDOWN: Reason.NO_ROUTE,
    errno.EADDRNOTAVAIL: Reason.NO_PORTS,
    errno.EAGAIN: Reason.NO_PORTS,
    errno.EPERM: Reason.FORBIDDEN,
    errno.EACCES: Reason.FORBIDDEN,
    errno.EMFILE: Reason.NO_FDS,
    errno.ENFILE: Reason.NO_FDS,
    errno.ENOBUFS: Reason.NO_MEMORY,
    errno.ENOMEM: Reason.NO_MEMORY,
}
# What arrives later came over the line: a router said so, and the sentinels tell whether it was ours.
_LATER: dict[int, Reason] = {
    **_AT_ONCE,
    errno.ENETUNREACH: Reason.UNREACHABLE,
    errno.EHOSTUNREACH: Reason.UNREACHABLE,
    errno.EPIPE: Reason.RESET,
}
SCARCE = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def at_once(error: int) -> Reason:
    """What an errno of socket() or connect() itself means; an unknown one is ours."""
    return _AT_ONCE.get(error, Reason.OTHER)


def later(error: int) -> Reason:
    """What an errno that arrived while connecting means; an unknown one is ours."""
    return _LATER.get(error, Reason.OTHER)
