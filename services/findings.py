"""Findings as people see them: within reach, dismissed with a reason, never mended by themselves."""

from dataclasses import dataclass

from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission
from domain.privacy import refuse_pupil_data
from domain.wording import Words
from services._named import clean_why
from services.desk import Desk
from services.inspection import CHECKED
from store import audit, claims, findings
from store.audit import Act
from store.findings import Finding
from store.incident_events import ref
from store.scoping import local_day

LEAST_WHY, LARGEST = 10, 2**53
ABSENT = Words("Không tìm thấy phát hiện này.", "No such finding.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What stands; `at`: when the collector looked last, None = never; `checked`: its own JSON, rule -> how many."""

    found: tuple[Finding, ...]
    at: float | None
    checked: bytes


def standing(desk: Desk, *, dismissed: bool = False) -> Findings:
    """Within reach, newest first. Raises StoreDown."""
    with desk.centre.db.read() as conn:
        at, checked = claims.read(conn, (CHECKED,)).get(CHECKED, (None, b"{}"))
        rows = findings.read(conn, desk.scope, local_day(desk.centre.clock()), dismissed=dismissed)
    return Findings(found=tuple(rows), at=at, checked=checked)


def dismiss(desk: Desk, actor: Actor, finding: int, why: str) -> Finding:
    """It is no fault, and why; it comes back when its figure moves. Raises NotAllowed, NotFound, BadInput."""
    actor.must(Permission.RESPOND)
    kept = clean_why(why)
    if len(kept) < LEAST_WHY:
        raise BadInput("Hãy ghi lý do, ít nhất 10 chữ.", "Say why: 10 letters at least.", code="why")
    refuse_pupil_data(kept)
    return _set(desk, actor, finding, desk.centre.clock(), kept)


def restore(desk: Desk, actor: Actor, finding: int) -> Finding:
    """It stands again. Raises NotAllowed, NotFound, StoreDown."""
    actor.must(Permission.RESPOND)
    return _set(desk, actor, finding, None, "")


def _set(desk: Desk, actor: Actor, finding: int, at: float | None, why: str) -> Finding:
    today = local_day(desk.centre.clock())
    with desk.centre.db.write() as conn:
        before = findings.read_one(conn, desk.scope, finding, today) if finding < LARGEST else None
        if before is None or (before.school_id is None and not desk.scope.everything):
            raise NotFound(*ABSENT)  # what is of no school is the whole house's to judge
        findings.dismiss(conn, finding, at=at, who=ref(actor) if why else "", name=actor.name if why else "", why=why)
        audit.record(desk.centre.db, conn, actor, Act(
            what="finding.restored" if at is None else "finding.dismissed", object=before.subject,
            before={"text": before.dismissed_why}, after={"rule": before.rule, "text": why}, why=why))
        found = findings.read_one(conn, desk.scope, finding, today)
    assert found is not None
    return found
