"""Silences as JSON, and what may be asked. Times are epoch seconds UTC; hours are local "22:00"."""

from datetime import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar import read_clock
from domain.errors import BadInput
from domain.given_names import reader_name
from domain.person import Actor
from domain.school import SchoolKind
from domain.silence import Phase, SilenceKind
from domain.silence_view import SilenceLine
from services import silences
from services.desk import Desk
from services.silence_telling import board, told


class NewSilence(BaseModel):
    """{until, reason} and one of incident, school, area (× kinds); the rest is optional. `hours` instead of `until`:
    so long from now. The same `client` twice is one."""

    model_config = ConfigDict(strict=True, extra="ignore")

    what: str = Field("silence", max_length=20)
    since: float | None = Field(None, allow_inf_nan=False)
    until: float | None = Field(None, allow_inf_nan=False)
    hours: float | None = Field(None, allow_inf_nan=False)
    reason: str = Field("", max_length=2000)
    incident: int | None = Field(None, ge=1, lt=2**53)
    area: str = Field("", max_length=40)
    school: str = Field("", max_length=40)
    kinds: list[str] = Field(default_factory=list, max_length=20)
    weekdays: list[int] = Field(default_factory=list, max_length=7)
    start: str = Field("", max_length=5)
    stop: str = Field("", max_length=5)
    client: str = Field("", max_length=100)
    client_id: str = Field("", max_length=100)


class Taken(BaseModel):
    """The body of taking one back."""

    model_config = ConfigDict(strict=True, extra="ignore")

    why: str = Field("", max_length=2000)
    client: str = Field("", max_length=100)


def every(desk: Desk, actor: Actor) -> list[dict[str, Any]]:
    """What the actor may know of."""
    return [line_json(line) for line in board(desk, actor).lines]


def made(desk: Desk, actor: Actor, asked: NewSilence) -> dict[str, Any]:
    """Make it. Raises BadInput, NotFound, NotAllowed, IllegalMove."""
    if asked.what not in set(SilenceKind):
        raise BadInput("Loại phải là silence hoặc maintenance.", "`what` is silence or maintenance.", code="what")
    if not set(asked.kinds) <= set(SchoolKind):
        raise BadInput("Không có cấp học này.", "No such kind of school.", code="kinds")
    began = asked.since if asked.since is not None else desk.centre.clock()
    line = silences.silence(
        desk.centre, actor, what=SilenceKind(asked.what), since=asked.since, reason=asked.reason,
        until=asked.until if asked.hours is None else began + asked.hours * 3600.0, incident=asked.incident,
        area=asked.area, school=asked.school, kinds=[SchoolKind(kind) for kind in asked.kinds],
        weekdays=asked.weekdays, start=_clock(asked.start, "start"), stop=_clock(asked.stop, "stop"),
        client=asked.client or asked.client_id or None)
    return line_json(told(desk, [line])[0])


def ended(desk: Desk, actor: Actor, silence_id: int, why: str) -> dict[str, Any]:
    """Take it back. Raises NotFound, NotAllowed, IllegalMove."""
    return line_json(told(desk, [silences.revoke(desk.centre, actor, silence_id, why)])[0])


def line_json(line: SilenceLine) -> dict[str, Any]:
    """One of them."""
    return {
        "id": line.id, "what": line.what.value, "phase": line.phase.value, "active": line.phase is Phase.ACTIVE,
        "target": line.target, "incident": line.incident, "area": line.area, "school": line.school,
        "kinds": [kind.value for kind in line.kinds], "schools": line.schools, "since": line.since,
        "until": line.until, "next": line.next, "weekdays": sorted(line.weekdays),
        "start": f"{line.start:%H:%M}" if line.start else "", "stop": f"{line.stop:%H:%M}" if line.stop else "",
        "reason": line.reason, "actor_name": reader_name(line.actor_name), "created_at": line.created_at,
        "revoked_at": line.revoked_at, "can_revoke": line.can_revoke,
    }


def _clock(text: str, name: str) -> time | None:
    found = read_clock(text)
    if text and found is None:
        raise BadInput("Hãy ghi giờ như 07:30.", "Write an hour like 07:30.", code=name)
    return found
