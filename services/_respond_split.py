"""Schools that leave a wide incident, each with one of its own."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from domain.errors import BadInput, NotFound
from domain.incident import Kind
from domain.wording import Words, moment
from services._respond_move import Hand, Step, live
from services._watch_words import wide_says
from store import incidents, registers
from store.incident_members import MemberSchool, read_schools_of
from store.incidents import Incident


def split_off(hand: Hand, found: Incident, schools: Sequence[str], text: str) -> Step:
    """`left` with what remains, a single incident for each; then the step `split`. Raises BadInput, NotFound."""
    live(found)
    wanted = sorted(set(schools))
    there = {school.code: school for school in read_schools_of(
        hand.conn, hand.actor.scope, found.id, hand.today)}
    if not wanted or len(wanted) >= len(there):
        raise BadInput("Hãy chọn một phần các trường của sự cố để tách ra.",
                       "Choose some of the incident's schools, not all.", code="schools")
    if not there.keys() >= set(wanted):
        raise NotFound("Sự cố này không gồm trường ấy.", "The incident does not speak for that school.")
    db = hand.centre.db
    incidents.leave_incident(db, hand.conn, incident_id=found.id, members=wanted, at=hand.now, actor=hand.actor)
    for code in wanted:
        incidents.open_incident(
            db, hand.conn, kind=Kind.SINGLE, rule=found.rule, subject=f"school:{code}", area=there[code].area,
            severity="high" if found.severity == "critical" else found.severity, says=_says(hand, found, there[code]),
            started_at=found.started_at, at=hand.now, members=(code,), quiet=found.quiet, actor=hand.actor, tell=False)
    return Step(what="split", codes=wanted, text=text, data=_remaining(hand, found, len(wanted)))


def _remaining(hand: Hand, found: Incident, gone: int) -> dict[str, Any]:
    """How many a wide one speaks for now, in its sentence too."""
    if found.kind != Kind.WIDE:
        return {}
    head, _, rest = found.subject.partition(":")
    code, _, carrier = ("", "", rest) if head == "carrier" else rest.partition("/")
    names = {area.code: area.name for area in registers.read_areas(hand.conn) if area.valid_to is None}
    place, left = names.get(code or found.area, code or "–"), max(0, found.schools - gone)
    restless = found.says == wide_says(found.schools, place, carrier, flapping=True)
    says = wide_says(left, place, carrier, flapping=restless)
    return {"schools": left, "says_vi": says.vi, "says_en": says.en}


def _says(hand: Hand, found: Incident, school: MemberSchool) -> Words:
    """As the rule says it of one school, where it is an indicator's."""
    indicator, since = hand.centre.indicators.get(found.rule), datetime.fromtimestamp(found.started_at, UTC)
    if indicator is None or indicator.incident is None:
        return Words(f"{school.name}: tách từ sự cố số {found.id}", f"{school.name}: split from incident {found.id}")
    says = indicator.incident.says
    return Words(says.vi.format(school=school.name, since=moment(since, "vi")),
                 says.en.format(school=school.name, since=moment(since, "en")))
