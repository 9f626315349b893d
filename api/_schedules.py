"""Schedules of reports as JSON: what the page shows and what it sends."""

from datetime import time
from typing import Any

from pydantic import BaseModel, Field

from domain.calendar import read_clock
from domain.errors import BadInput, NotFound
from domain.person import Actor, Part
from domain.schedule import Draft, Plan, Recipient, Rhythm, Run, Schedule
from domain.school import SchoolKind
from services import schedules
from services.centre import Centre


class Sent(BaseModel):
    """`areas`: none = all one reaches; `addresses`: new ones, or hints of those that stay."""

    id: int = Field(0, ge=0, lt=2**31)
    name: str = Field("", max_length=200)
    template: str = Field(max_length=40)
    areas: list[str] = Field(default=[], max_length=60)
    school: str = Field("", max_length=40)
    kinds: list[SchoolKind] = Field(default=[], max_length=20)
    rhythm: Rhythm = Rhythm.DAILY
    clock: str = Field("07:00", max_length=8)
    weekday: int = Field(0, ge=0, le=6)
    day: int = Field(1, ge=1, le=28)
    school_days: bool = True
    papers: list[str] = Field(default=["pdf"], max_length=12)
    people: list[int] = Field(default=[], max_length=40)
    addresses: list[str] = Field(default=[], max_length=40)
    visitors: bool = False


class Paused(BaseModel):
    """Whether it rests."""

    paused: bool


def draft_of(sent: Sent, before: Schedule | None) -> Draft:
    """What was sent, to be checked. An address the page shows by its hint stays as it is. Raises BadInput."""
    clock = read_clock(sent.clock)
    if clock is None:
        raise BadInput("Hãy gõ giờ như 07:00.", "Type an hour like 07:00.", code="clock")
    there: dict[str, list[int]] = {}  # two addresses may look alike in their hints: each is kept once
    for one in before.recipients if before else ():
        if one.person_id is None:
            there.setdefault(one.hint, []).append(one.id)
    told = [(sent_as, there[sent_as].pop(0) if there.get(sent_as) else 0) for sent_as in sent.addresses]
    plan = Plan(rhythm=sent.rhythm, clock=time(clock.hour, clock.minute), weekday=sent.weekday, day=sent.day,
                school_days=sent.school_days)
    return Draft(
        name=sent.name, template=sent.template, plan=plan, parts=_parts(sent), papers=tuple(sent.papers),
        people=tuple(sent.people), visitors=sent.visitors,
        addresses=tuple(sent_as for sent_as, kept in told if not kept), kept=tuple(kept for _, kept in told if kept))


def _parts(sent: Sent) -> tuple[Part, ...]:
    kinds = frozenset(sent.kinds)
    if sent.school:
        return (Part(school=sent.school),)
    if sent.areas:
        return tuple(Part(area=code, kinds=kinds) for code in sent.areas)
    return (Part(kinds=kinds),) if kinds else ()


def schedule_json(one: Schedule) -> dict[str, Any]:
    """One row of the page's list."""
    last, plan = one.last, one.plan
    return {
        "id": one.id, "name": one.name, "template": one.template,
        "areas": [part.area for part in one.parts if part.area],
        "school": next((part.school for part in one.parts if part.school), ""),
        "kinds": sorted({kind for part in one.parts for kind in part.kinds}),
        "rhythm": plan.rhythm.value, "clock": f"{plan.clock:%H:%M}", "weekday": plan.weekday, "day": plan.day,
        "school_days": plan.school_days, "says": plan.words.text, "papers": list(one.papers),
        "people": [_person(r) for r in one.recipients if r.person_id is not None],
        "addresses": [r.hint for r in one.recipients if r.person_id is None],
        "visitors": one.visitors, "next_at": one.next_at, "paused": one.next_at is None, "made_by": one.owner_name,
        "last_at": last.due_at if last else None, "last_snapshot": last.snapshot if last else "",
        "last_state": last.state if last else "", "last_missed": last.missed if last else 0,
        "last_told": last.error.text if last and last.error.vi else "",
    }


def run_json(one: Run) -> dict[str, Any]:
    """One time it was due, with its letters."""
    return {
        "id": one.id, "due_at": one.due_at, "state": one.state, "missed": one.missed, "snapshot": one.snapshot,
        "ended_at": one.ended_at, "error": one.error.text if one.error.vi else "",
        "told": [{"to": letter.to, "state": letter.state, "channel": letter.channel, "tries": letter.tries,
                  "sent_at": letter.sent_at, "error": letter.error} for letter in one.letters]}


def _person(one: Recipient) -> dict[str, Any]:
    return {"id": one.person_id, "name": one.name}


def board_json(centre: Centre, actor: Actor) -> dict[str, Any]:
    """Every schedule within reach, and whom one may send to: `outside`, also to addresses that are typed."""
    people = [{"id": one, "name": name} for one, name in schedules.people_for(centre, actor)]
    return {"rows": [schedule_json(one) for one in schedules.listed(centre, actor)], "people": people,
            "outside": not actor.demo}


def saved(centre: Centre, actor: Actor, sent: Sent) -> int:
    """The number of what was written. Raises NotFound for one that is not theirs."""
    before = next((one for one in schedules.listed(centre, actor) if one.id == sent.id), None) if sent.id else None
    if sent.id and before is None:
        raise NotFound(*schedules.GONE)
    return schedules.save(centre, actor, draft_of(sent, before), sent.id)
