"""What the page of silences shows, and what can be asked for there."""

from datetime import time

from dash.development.base_component import Component

from components.silence_form import Asked, silence_form
from components.silences import silence_board, silence_sheet
from domain.area import Tree
from domain.calendar import moment_of, read_clock
from domain.errors import BadInput
from domain.silence import SilenceKind
from domain.wording import Words, read_day
from pages._admin_calendar import clock_field, kinds_of, weekdays_of
from pages._admin_wish import UNREAD, Acts, Done, Wish, number
from services import silences
from services.acting import acting
from services.desk import desk
from services.incident_list import one as one_incident
from services.silence_telling import board, told

MADE = Words("Đã đặt. Trong vài giây sự cố liên quan sẽ im tiếng.", "Done; what it covers falls silent in seconds.")
PLANNED = Words("Đã đặt trước.", "Planned.")
ENDED = Words("Đã bỏ. Sự cố nào chưa khắc phục sẽ được báo trong vòng một phút.",
              "Ended; what still is down is told within a minute.")
NO_MOMENT = Words("Hãy gõ như 22/11/2026 14:00.", "Type it like 22/11/2026 14:00.")
FORMER = Words("{name} (trước 7/2025)", "{name} (before 7/2025)")


def whole() -> Component:
    """Every one the person may know of."""
    return silence_board(board(desk(), acting()))


def sheet(at: dict[str, str]) -> Component | None:
    """What the URL opens; None = nothing. Raises NotFound."""
    if (wanted := number(at, "silence")) is not None:
        line = silences.one(desk().centre, acting(), wanted)
        return silence_sheet(told(desk(), [line])[0], desk().centre.clock())
    if not any(at.get(key) for key in ("new", "incident", "school", "area")):
        return None
    register = desk().viewer.picture.register
    code, incident = at.get("school", ""), number(at, "incident")
    name = register.schools[register.index[code]].name if code in register.index else ""
    known = (incident, one_incident(desk(), incident).incident.says.text) if incident is not None else None
    what = SilenceKind.MAINTENANCE if at.get("new") == SilenceKind.MAINTENANCE else SilenceKind.SILENCE
    return silence_form(Asked(what=what, incident=known, area=at.get("area", ""),
                              school=(code, name) if name else ("", "")), _areas())


def _areas() -> list[tuple[str, str]]:
    """(code, name) of what may be chosen: the province for whoever reaches it, then both trees."""
    register = desk().viewer.picture.register
    found = [(register.province.code, register.province.name)] if desk().scope.everything and register.province else []
    found += [(area.code, area.name) for area in register.trees[Tree.NEW]]
    return found + [(area.code, FORMER.text.format(name=area.name)) for area in register.trees[Tree.OLD]]


def _moment(wish: Wish, name: str) -> float | None:
    """"22/11/2026 14:00", or a day alone: its first second. None when nothing is typed. Raises BadInput."""
    day_text, _, clock_text = wish.text(name).partition(" ")
    if not day_text:
        return None
    day, clock = read_day(day_text), read_clock(clock_text) if clock_text.strip() else time()
    if day is None or clock is None or not 2000 < day.year < 2200:
        raise BadInput(*NO_MOMENT, code=name)
    return moment_of(day, clock)


def _make(wish: Wish) -> Done:
    centre, since, until = desk().centre, _moment(wish, "since"), _moment(wish, "until")
    if (what := wish.text("what")) not in set(SilenceKind):
        raise BadInput(*UNREAD, code="what")
    if until is None and (lasts := wish.text("lasts")):
        if lasts not in {"0.5", "1", "2", "4", "8", "24", "72", "168"}:
            raise BadInput(*UNREAD, code="lasts")
        until = max(centre.clock(), since or 0.0) + float(lasts) * 3600.0
    line = silences.silence(
        centre, acting(), what=SilenceKind(what), since=since, until=until, reason=wish.text("reason"),
        incident=wish.ident("incident") if wish.text("incident") else None,
        area="" if wish.fields.get("school") else wish.text("area"),
        school=wish.text("school") if wish.fields.get("school") else "", kinds=kinds_of(wish),
        weekdays=weekdays_of(wish), start=clock_field(wish, "start"), stop=clock_field(wish, "stop"))
    ahead = line.silence.since > centre.clock()
    return Done(words=PLANNED if ahead else MADE, then=f"new=&incident=&school=&area=&silence={line.silence.id}")


def _revoke(wish: Wish) -> Done:
    silences.revoke(desk().centre, acting(), wish.ident())
    return Done(words=ENDED)


ACTS: Acts = {"make": _make, "revoke": _revoke}
