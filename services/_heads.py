"""The log's newest hash, written once a day outside of the database: who cuts the log's end off is found by it."""

import os
from pathlib import Path

from services.centre import Centre
from store import audit_reading
from store.scoping import local_day

NAME = "audit-heads.log"


def write(centre: Centre, *, always: bool = False) -> bool:
    """Append "DAY SEQ HASH" when today has none (or `always`, when the head moved); was it written?"""
    path, day = centre.home / NAME, local_day(centre.clock())
    lines = _lines(path)
    last = lines[-1] if lines else None
    if last is not None and last[0] == day and not always:
        return False
    with centre.db.read() as conn:
        head = audit_reading.head(conn)
    if head is None or (last is not None and (last[1], last[2]) == head):
        return False
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="ascii") as out:
        out.write(f"{day} {head[0]} {head[1]}\n")
        out.flush()
        os.fsync(out.fileno())
    return True


def read(home: Path) -> list[tuple[int, str]]:
    """(number, hash) of every head written down here."""
    return [(seq, digest) for _, seq, digest in _lines(home / NAME)]


def _lines(path: Path) -> list[tuple[str, int, str]]:
    if not path.exists():
        return []
    parts = (line.split() for line in path.read_text("ascii", "replace").splitlines())
    return [(p[0], int(p[1]), p[2]) for p in parts if len(p) == 3 and p[1].isdigit()]


