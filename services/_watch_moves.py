"""Decisions of the watch, and how they become incidents: in the scribe's transaction, twice as good as once."""

from dataclasses import dataclass

from domain.incident import SEVERITIES
from domain.indicator import Severity
from domain.person import EVERYTHING
from domain.wording import Words
from services import tickets
from services.silenced import hushed
from store import incidents
from store.database import Connection, Database

REOPEN_S = 3600.0  # the centre takes up only what ended so lately


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One decision waiting to be written. `what`: open, join, resolve, turn (kind and words) or reopen.

    `rule`, `subject`: whose. `quiet`: it is recorded, not shouted.
    """

    what: str
    rule: str
    subject: str
    at: float
    kind: str = "single"
    severity: Severity = Severity.HIGH
    area: str = ""
    says: Words | None = None
    started_at: float = 0.0
    members: tuple[str, ...] = ()
    quiet: bool = False
    confidence: float | None = None


def write(db: Database, conn: Connection, moves: list[Move]) -> None:
    """Into the caller's transaction; doing it twice changes nothing."""
    for move in moves:
        if move.what == "open":
            _open(db, conn, move)
        elif move.what == "join":
            incidents.join_incident(db, conn, rule=move.rule, subject=move.subject, members=move.members, at=move.at)
        elif move.what == "resolve":
            incidents.resolve_incident(db, conn, rule=move.rule, subject=move.subject, at=move.at)
        elif move.what == "reopen":
            incidents.reopen_incident(db, conn, rule=move.rule, subject=move.subject, at=move.at, within_s=REOPEN_S,
                                      quiet=move.quiet or _hushed(conn, move))
        else:
            _turn(db, conn, move)


def _open(db: Database, conn: Connection, move: Move) -> None:
    assert move.says is not None
    opened = incidents.open_incident(
        db, conn, kind=move.kind, rule=move.rule, subject=move.subject, severity=move.severity, area=move.area,
        says=move.says, started_at=move.started_at, at=move.at, members=move.members, confidence=move.confidence,
        quiet=move.quiet or _hushed(conn, move),
    )
    if opened is not None and move.members:
        tickets.take_over(db, conn, opened, rule=move.rule, members=move.members, at=move.at)


def _turn(db: Database, conn: Connection, move: Move) -> None:
    found = incidents.read_of(conn, EVERYTHING, move.subject, 20)
    for incident in found:
        if incident.rule == move.rule and incident.live:
            graver = SEVERITIES.index(move.severity) > SEVERITIES.index(Severity(incident.severity))
            back = incident.kind == "flapping" and move.kind == "single"
            incidents.turn_incident(db, conn, incident.id, at=move.at, kind=move.kind, says=move.says,
                                    severity=move.severity.value if graver and back else None)


def _hushed(conn: Connection, move: Move) -> bool:
    return bool(move.members) and hushed(conn, move.at, move.members) is not None
