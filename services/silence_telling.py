"""Silences in words: whom they are about, as the reader may know it. A limited reader is named no area of others."""

from collections.abc import Iterable, Mapping

from domain.errors import NotFound
from domain.given_names import reader_name
from domain.person import Actor, Permission
from domain.school import KINDS
from domain.silence_view import SilenceBoard, SilenceLine
from domain.wording import Words
from services import silences
from services.desk import Desk
from services.incident_list import some
from services.register import Register
from services.silences import Line

INCIDENT = Words("Sự cố số {id}", "Incident {id}")
PARTLY = Words("Phần trong phạm vi của bạn", "The part within your reach")
WHOLE = Words("Toàn địa bàn", "The whole province")


def board(desk: Desk, actor: Actor) -> SilenceBoard:
    """Everything the actor may know of. Raises NotAllowed."""
    lines = silences.listing(desk.centre, actor)
    return SilenceBoard(lines=told(desk, lines), now=desk.centre.clock(), may=actor.may(Permission.RESPOND))


def told(desk: Desk, lines: Iterable[Line]) -> tuple[SilenceLine, ...]:
    """Lines with their names."""
    these = tuple(lines)
    wanted = [line.silence.incident for line in these if line.silence.incident is not None]
    says = {row.incident.id: row.incident.says.text for row in some(desk, wanted)} if wanted else {}
    register = desk.viewer.picture.register
    return tuple(_told(register, says, line) for line in these)


def _told(register: Register, says: Mapping[int, str], line: Line) -> SilenceLine:
    one = line.silence
    target, link, known = _target(register, says, line)
    return SilenceLine(
        id=one.id, what=one.what, phase=line.phase, target=target, link=link, incident=one.incident,
        area=one.area if known else "", school=one.school, kinds=tuple(kind for kind in KINDS if kind in one.kinds),
        schools=line.schools, all=line.all if line.whole else line.schools, since=one.since, until=one.until,
        next=line.next, weekdays=one.weekdays, start=one.start, stop=one.stop, reason=line.reason,
        actor_name=reader_name(one.actor_name), created_at=one.created_at, revoked_at=one.revoked_at,
        can_revoke=line.can_revoke)


def _target(register: Register, says: Mapping[int, str], line: Line) -> tuple[str, str, bool]:
    """(words, its page, may its area be named)."""
    one = line.silence
    if one.incident is not None:
        return says.get(one.incident) or INCIDENT.text.format(id=one.incident), f"/incidents/{one.incident}", True
    if one.school:
        there = one.school in register.index
        name = register.schools[register.index[one.school]].name if there else one.school
        return name, f"/schools/{one.school}", True
    if not one.area:
        return WHOLE.text if line.whole else PARTLY.text, "", line.whole
    try:
        return register.area(one.area).name, f"/?area={one.area}", True
    except NotFound:
        return (one.area, "", True) if line.whole else (PARTLY.text, "", False)
