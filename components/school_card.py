"""The card beside the map: one school with every indicator, its last day, its incidents, and the way to its page.

Everything it says, in the reader's language and ready to be drawn; assets/school_card.js draws it. It goes as data and
not as components, because what Dash mounts costs the browser half a second and this is a few milliseconds.
"""

from typing import Any

from components.readings import NEVER, groups_of, late, shown
from components.school_line import TONES
from components.school_panel import (
    NO_INCIDENT,
    PAST_AWAY,
    PILOT,
    STORY,
    area_name,
    cautions,
    holder,
    lived,
    point,
    sign,
    where,
    worst,
)
from components.timeline import hours, lengths, spoken, tell
from domain.groups import GROUPS, OTHER
from domain.phone import spoken as dialled
from domain.pressing import pressing
from domain.school_view import Answer, IncidentLine, SchoolView
from domain.wording import Words, carrier_name, number, quantity

LAST_DAY = Words("Kết nối 24 giờ qua", "Connectivity, last 24 hours")
INCIDENTS = Words("Sự cố", "Incidents")
ABOUT = Words("Về trường", "About the school")
WHOLE = Words("Mở trang của trường", "Open the school's page")
FACTS = (Words("Học sinh", "Pupils"), Words("Giáo viên", "Teachers"), Words("Lớp", "Classes"),
         Words("Điện thoại", "Phone"), Words("Nhà mạng", "Carrier"),
         Words("Băng thông hợp đồng", "Contracted bandwidth"), Words("Toạ độ", "Coordinates"),
         Words("Phường/xã hiện nay", "Present ward"), Words("Quận/huyện cũ", "Former district"))


def school_card(view: SchoolView) -> dict[str, Any]:
    """Everything an operator asks first about one school, as JSON."""
    school, status = view.school, worst(view)
    special = [PILOT.text] if school.pilot else []
    return {
        "code": school.code, "name": school.name, "where": where(view), "now": view.now,
        "status": [status, status.words.text], "pills": [school.kind.words.text, *special],
        "cautions": cautions(view),
        "pressing": pressing((answer.indicator, answer.reading.status) for answer in view.answers),
        "readings": [{"key": key, "title": GROUPS.get(key, OTHER).text,
                      "rows": [_reading(answer, view.now) for answer in rows]}
                     for key, rows in groups_of(view.answers).items()],
        "day": _day(view) if view.past_known else None,
        "incidents": _incidents(view),
        "about": {"title": ABOUT.text, "facts": _facts(view), "open": WHOLE.text},
    }


def _reading(answer: Answer, now: float) -> dict[str, Any]:
    indicator, reading = answer.indicator, answer.reading
    return {
        "key": indicator.key, "label": indicator.label.text, "question": indicator.question.text,
        "status": [reading.status, reading.status.words.text], "value": shown(answer), "taken_at": reading.taken_at,
        "judged": indicator.judged, "late": late(answer, now), "source": indicator.source_class.words.text,
        **({"never": NEVER.text} if reading.taken_at is None else {}),
    }


def _day(view: SchoolView) -> dict[str, Any]:
    line = view.timeline
    parts = [[TONES[part.line], round(part.until - part.since, 1), tell(part)] for part in line]
    return {"title": LAST_DAY.text, "says": spoken(line), "parts": parts, "clock": hours(line) if line else [],
            "lengths": [[TONES[state], state.words.text, lasted] for state, lasted in lengths(line)]}


def _incidents(view: SchoolView) -> dict[str, Any]:
    nothing = PAST_AWAY if not view.past_known else NO_INCIDENT if not view.incidents else None
    rows = [] if nothing else [_incident(line, view.now) for line in view.incidents]
    return {"title": INCIDENTS.text, "nothing": nothing.text if nothing else "", "open": STORY.text, "rows": rows}


def _incident(line: IncidentLine, now: float) -> dict[str, Any]:
    said, calls = holder(line)
    return {"sign": sign(line), "says": line.says.text, "id": line.id, "holder": said, "nobody": calls,
            "lived": lived(line, now)}


def _facts(view: SchoolView) -> list[list[str]]:
    """What, how much, and for a telephone what to dial."""
    s = view.school
    known = (number(s.pupils), number(s.teachers), number(s.classes), dialled(s.phone) if s.phone else "–",
             carrier_name(s.carrier) or "–", quantity(s.contracted_mbps, "Mbps", 0), point(view),
             area_name(view.new_area), area_name(view.old_area))
    return [[words.text, text, s.phone if words is FACTS[3] else ""] for words, text in zip(FACTS, known, strict=True)]
