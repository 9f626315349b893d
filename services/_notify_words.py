"""What a message says: short, in Vietnamese, one line an incident, never a word that a person wrote about people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from domain.incident import SEVERITIES, Kind
from domain.notice import key_of
from domain.wording import Words, moment, number, span
from services.centre import Centre
from store.deliveries import Delivery
from store.incidents import Incident

SIMULATED = "[MÔ PHỎNG] "
MOST = 1600  # letters of incidents in one message: Zalo takes 2000
SEVERITY = {
    "low": Words("thấp", "low"), "medium": Words("trung bình", "medium"), "high": Words("cao", "high"),
    "critical": Words("nghiêm trọng", "critical"),
}
WHAT = {
    "opened": Words("Sự cố mới", "New"), "reopened": Words("Mở lại", "Reopened"),
    "recalled": Words("Hết hạn tiếp nhận, chưa xong", "Acknowledgement ran out"),
    "loud": Words("Vẫn chưa khắc phục", "Still not over"),
    "escalated": Words("Chưa ai tiếp nhận", "Nobody acknowledged"), "resolved": Words("Đã khắc phục", "Resolved"),
    "assigned": Words("Giao cho bạn", "Yours"), "severity": Words("Đổi mức độ", "Another severity"),
    "turned": Words("Nặng thêm", "Graver"),
}
NEWS = Words("Có tin mới", "News")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What goes to one person. `key`: the same for every try; `data`: the same for programs; `files`: (name, media
    type, content), which only mail carries."""

    key: str
    subject: str
    text: str
    data: dict[str, Any] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = field(default=(), repr=False)


def message(centre: Centre, leader: Delivery, told: Sequence[tuple[Delivery, Incident]]) -> Message:
    """One message about these, under its leader's key; the newest event of an incident decides what its line says."""
    newest: dict[int, tuple[Delivery, Incident]] = {}
    for delivery, incident in sorted(told, key=lambda pair: pair[0].event_id):
        newest[incident.id] = (delivery, incident)
    lines = sorted(newest.values(), key=lambda pair: (pair[0].what == "resolved", -_rank(pair[1]), pair[1].id))
    key, first = key_of(leader.event_id, leader.person_id), _line(*lines[0])
    subject = first if len(lines) == 1 else f"{number(len(lines))} sự cố – {first}"
    every = [f"{_line(*pair)}\n{_times(pair[1])}\n{link(centre, pair[1].id)}" for pair in lines]
    parts = [part for part, end in zip(every, accumulate(len(part) + 2 for part in every), strict=True) if end <= MOST]
    if len(parts) < len(every):
        parts.append(f"và {number(len(every) - len(parts))} sự cố khác: {link(centre)}")
    badge = SIMULATED if centre.simulated else ""
    return Message(key=key, subject=f"{badge}{subject}"[:180], text="\n\n".join([*parts, f"{centre.title} · {key}"]),
                   data=_data(centre, told, lines))


def trial(centre: Centre, key: str) -> Message:
    """What somebody sends to themselves to see that it arrives."""
    badge = SIMULATED if centre.simulated else ""
    return Message(key=key, subject=f"{badge}Tin thử", data={"trial": True, "simulated": centre.simulated},
                   text=f"Tin thử: kênh này nhận được tin của trung tâm.\n{centre.door.public_url}/notices\n\n"
                        f"{centre.title} · {key}")


def link(centre: Centre, incident_id: int = 0) -> str:
    """Where to read on."""
    return f"{centre.door.public_url}/incidents{f'/{incident_id}' if incident_id else ''}"


def says(incident: Incident) -> str:
    """What it is about, as far as this reader reaches: a sentence that names others' schools is not told."""
    if not incident.partial:
        return incident.says.vi
    return f"{Kind(incident.kind).words.vi}: {number(incident.schools)} trường trong phạm vi của bạn"


def _line(delivery: Delivery, incident: Incident) -> str:
    step = f" (lần {incident.level})" if delivery.what == "escalated" and incident.level else ""
    about = " ".join(says(incident).split())[:400]
    return f"{WHAT.get(delivery.what, NEWS).vi}{step} · mức {SEVERITY[incident.severity].vi} · {about}"


def _times(incident: Incident) -> str:
    since = f"Từ {_at(incident.started_at)}"
    if incident.resolved_at is None:
        return since + (f" · {incident.acknowledged_name} đã tiếp nhận" if incident.acknowledged_name else "")
    return f"{since} đến {_at(incident.resolved_at)} ({span(incident.resolved_at - incident.started_at)})"


def _at(at: float) -> str:
    return moment(datetime.fromtimestamp(at, UTC))


def _rank(incident: Incident) -> int:
    return SEVERITIES.index(incident.severity)


def _data(centre: Centre, told: Sequence[tuple[Delivery, Incident]], lines: Sequence[tuple[Delivery, Incident]],
          ) -> dict[str, Any]:
    return {
        "simulated": centre.simulated,
        "incidents": [{
            "id": i.id, "kind": i.kind, "severity": i.severity, "state": i.state, "says": says(i), "area": i.area,
            "schools": i.schools, "started_at": i.started_at, "resolved_at": i.resolved_at, "link": link(centre, i.id),
        } for _, i in lines],
        "events": [{"id": key_of(d.event_id, d.person_id), "event": d.event_id, "incident": d.incident_id,
                    "what": d.what, "at": d.at} for d, _ in told],
    }
