"""Incidents for the gate's stories: Hạnh's officer reach is Quận 1 (schools 0-7); schools 8-15 are Gò Vấp's, 16-23 Cần Giờ's."""

import itertools
from typing import Any

import sqlalchemy as sa

from domain.wording import Words
from store import incidents
from tests.gate.whole import Answer, Whole
from tests.promises.office import code, school

NUMBERS = itertools.count(1)
ABSENT = 10**9
VERBS = ("acknowledge", "assign", "note", "escalate", "resolve", "reopen", "start", "close", "severity", "link", "unlink", "split", "postmortem", "called")
BODIES: dict[str, dict[str, Any]] = {  # the least that makes sense
    "assign": {"to": "me"}, "note": {"text": "đã gọi"}, "resolve": {"cause": "cable"}, "severity": {"severity": "low"}, "postmortem": {"text": "xe cẩu vướng cáp"},
}


def name(n: int) -> str:
    """The n-th school's, as screens write it."""
    return str(school(n).name)


def planted(whole: Whole, members: tuple[int, ...], kind: str = "single", **other: Any) -> int:
    """An open incident that speaks for these schools."""
    centre, number = whole.centre, next(NUMBERS)
    what = {"kind": kind, "rule": "connectivity", "subject": f"school:{number}", "severity": "high", "area": "760", "started_at": centre.clock() - 60, "at": centre.clock(),
            "says": Words(f"{len(members)} trường: {', '.join(map(name, members))}", f"{len(members)} schools: {', '.join(map(name, members))}"), **other}
    with centre.db.write() as conn:
        made = incidents.open_incident(centre.db, conn, members=[code(n) for n in members], **what)
    assert made
    return made


def act(whole: Whole, who: str | dict[str, str], incident: object, verb: str, body: Any = None, **options: Any) -> Answer:
    """POST a verb; without a body the least that makes sense."""
    told = whole.same(who) if isinstance(who, str) else who
    return whole.ask(told, f"/api/v1/incidents/{incident}/{verb}", method="POST", body=BODIES.get(verb, {}) if body is None else body, **options)


def look(whole: Whole, who: str | dict[str, str], path: str = "") -> Answer:
    """GET below /api/v1/incidents."""
    return whole.ask(whole.same(who) if isinstance(who, str) else who, f"/api/v1/incidents{path}")


def row(whole: Whole, incident: int) -> dict[str, Any]:
    """What the table says of it."""
    with whole.centre.db.read() as conn:
        return dict(conn.execute(sa.text("SELECT * FROM incidents WHERE id = :id"), {"id": incident}).mappings().one())


def events(whole: Whole, incident: int) -> list[dict[str, Any]]:
    """What happened to it."""
    with whole.centre.db.read() as conn:
        return [dict(r) for r in conn.execute(sa.text("SELECT * FROM incident_events WHERE incident_id = :id ORDER BY id"), {"id": incident}).mappings()]


def everything(whole: Whole) -> tuple[Any, ...]:
    """Every row of what incidents are made of: to see that nothing changed."""
    names = ("incidents", "incident_events", "incident_schools", "incident_pictures", "outbox", "silences", "handovers", "tickets", "calendar_spans", "contact_ways", "notice_rules")
    with whole.centre.db.read() as conn:
        return tuple(tuple(map(tuple, conn.execute(sa.text(f"SELECT * FROM {n} ORDER BY 1")))) for n in names)
