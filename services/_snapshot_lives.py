"""The incidents of a snapshot: those that were open somewhere in its time, as they stood at its end, as told to one
actor, cut to the schools in scope; before visitors without names and hand-written text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from domain.incident import Category, Kind
from domain.person import Scope
from domain.wording import Words
from services.register import Register
from services.telling import retold
from services.wall_lines import BY_HAND
from store import clocks, incidents, replaying, snapshot_reads
from store.clocks import Row
from store.database import Connection
from store.incidents import Incident
from store.replaying import Step

MANY = 5000  # incidents of one question
_FIRST: dict[str, Any] = {  # how an incident is born
    "state": "open", "acknowledged_at": None, "acknowledged_by": "", "acknowledged_name": "",
    "acknowledged_until": None, "first_acknowledged_at": None, "owner": "", "owner_name": "", "resolved_at": None,
    "resolved_by": "", "cause": "", "closed_at": None, "reopened": 0, "level": 0, "postmortem": "", "parent": None,
}
_TOLD = frozenset(one.name for one in fields(Incident)) - {"id", "says", "schools", "partial", "changed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whose incidents, of when. `whole`: also those of sources and of the centre. `past`: they are told as of `until`.
    """

    scope: Scope
    register: Register
    since: float
    until: float
    today: str
    whole: bool
    past: bool
    visitors: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """Newest first. `members`: incident -> codes of its schools in scope; `rows`: what clocks are read from."""

    incidents: tuple[Incident, ...] = ()
    area_names: Mapping[int, str] = field(default_factory=dict)
    members: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


def lives(conn: Connection, asked: Asked) -> Lives:
    """Read and retold."""
    which = snapshot_reads.lived(conn, asked.scope, asked.since, asked.until, asked.today)
    found: list[Incident] = []
    members: dict[int, list[str]] = {}
    for first in range(0, len(which), MANY):
        some = which[first:first + MANY]
        found += incidents.read_some(conn, asked.scope, some, asked.today)
        members |= incidents.read_members(conn, asked.scope, some, asked.today)
    if asked.past:
        found, members = _as_then(conn, asked, found, members)
    kept, own = _cut(asked, found, members)
    told = retold(conn, asked.scope, kept, asked.register, asked.today, own)
    rows = [row for row in clocks.read_period(conn, asked.scope, asked.since, asked.until, asked.today)
            if row.id in own]
    stood = {one.id: one for one, _ in told}
    return Lives(
        incidents=tuple(_unnamed(one) if asked.visitors else one for one, _ in told),
        area_names={one.id: area for one, area in told}, members={one: tuple(codes) for one, codes in own.items()},
        rows=tuple(_row(row, stood[row.id], visitors=asked.visitors) for row in rows if row.id in stood))


def _cut(
    asked: Asked, found: Sequence[Incident], members: Mapping[int, Sequence[str]],
) -> tuple[list[Incident], dict[int, list[str]]]:
    """Only what speaks for a school in scope; of its schools, only those."""
    index, kept, own = asked.register.index, list[Incident](), dict[int, list[str]]()
    for one in found:
        codes = sorted((code for code in members[one.id] if code in index), key=index.__getitem__)
        if codes or (asked.whole and not members[one.id]):
            fewer = len(codes) < len(members[one.id])
            kept.append(replace(one, schools=len(codes), partial=True) if fewer else one)
            own[one.id] = codes
    return kept, own


def _as_then(
    conn: Connection, asked: Asked, found: Sequence[Incident], members: Mapping[int, Sequence[str]],
) -> tuple[list[Incident], dict[int, list[str]]]:
    """Every step up to `until` taken again, none after it."""
    steps: dict[int, list[Step]] = {}
    for step in replaying.read_steps(conn, asked.scope, asked.since, asked.until, asked.today):
        steps.setdefault(step.incident_id, []).append(step)
    told = [_folded(one, steps.get(one.id, [])) for one in found]
    then = {one.id: _members(members[one.id], steps.get(one.id, [])) for one in told}
    return [one for one in told if one.live or (one.resolved_at or 0) > asked.since], then


def _folded(one: Incident, steps: Sequence[Step]) -> Incident:
    values, says = dict(_FIRST), one.says
    for step in steps:
        data = json.loads(step.data)
        values |= {name: value for name, value in data.items() if name in _TOLD}
        if not one.partial and "says_vi" in data and "says_en" in data:
            says = Words(data["says_vi"], data["says_en"])
    return replace(one, **{**values, "quiet": bool(values.get("quiet", one.quiet)), "says": says})


def _members(now: Sequence[str], steps: Sequence[Step]) -> list[str]:
    """Codes that had joined and not left; of an incident without such steps, those it has now."""
    then, told = set[str](), False
    for step in steps:
        if step.what in ("opened", "joined"):
            then, told = then | set(step.codes), True
        elif step.what == "left":
            then -= set(step.codes)
    return sorted(then) if told and then else list(now)


def _row(row: Row, one: Incident, *, visitors: bool) -> Row:
    """Stops that came later have not happened."""
    row = replace(row, kind=one.kind, severity=one.severity, state=one.state, resolved_at=one.resolved_at,
                  first_acknowledged_at=one.first_acknowledged_at, resolved_by=one.resolved_by, cause=one.cause)
    if one.first_acknowledged_at is None or visitors:
        row = replace(row, taken_by="", taken_name="")
    return replace(row, resolved_by="", resolved_name="") if one.resolved_at is None or visitors else row


def _unnamed(one: Incident) -> Incident:
    """What a person wrote by hand may name anybody: only its sort is said."""
    sort = Category(one.category) if one.category in set(Category) else Kind(one.kind)
    words = Words(BY_HAND.vi.format(what=sort.words.vi), BY_HAND.en.format(what=sort.words.en))
    return replace(one, owner="", owner_name="", acknowledged_by="", acknowledged_name="", resolved_by="",
                   postmortem="", says=words if one.kind == Kind.MANUAL else one.says)
