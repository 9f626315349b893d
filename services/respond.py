"""What a person does with an incident: acknowledge, assign, note, escalate, link, split, resolve, reopen, close.

Each asks for RESPOND first, then for reach (foreign = absent), then for a legal move; event, row, notice and log are
one transaction. The same `client` twice is done once and answered twice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import BadInput, CentreError, IllegalMove, NotFound
from domain.incident import ACK_HOURS, SEVERITIES, Cause, State
from domain.person import Actor
from services._respond_move import (
    Hand,
    Step,
    acknowledging,
    clean_text,
    known_severity,
    legal,
    live,
    move,
    move_many,
    taken,
)
from services._respond_reopen import reopening
from services._respond_split import split_off
from services.assigning import assignee
from services.calendar import calendar
from services.centre import Centre
from store import incident_events, incident_moves, incidents
from store.incident_events import ref
from store.incidents import Incident

LONGEST_POSTMORTEM = 5000
SEVERE = frozenset({"high", "critical"})
DEEPEST = 20  # causes of causes


def acknowledge(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
                hours: float = ACK_HOURS) -> Incident:
    """Somebody looks at it, for so many hours; then it comes back. Raises IllegalMove naming who was faster."""
    return move(centre, actor, incident_id, client, "acknowledged", acknowledging(text, hours))


def acknowledge_many(
    centre: Centre, actor: Actor, which: Sequence[int], *, client: str | None = None, text: str = "",
    hours: float = ACK_HOURS,
) -> tuple[list[int], dict[int, CentreError]]:
    """All of these in one transaction; gives the ids done, and why the others were refused."""
    return move_many(centre, actor, which, client, "acknowledged", acknowledging(text, hours))


def assign(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
           to: str = "me") -> Incident:
    """Give it to "me", "person:ID" or "unit:CODE"; "" = nobody. An acknowledged one is in progress then."""
    said = clean_text(text)

    def decide(hand: Hand, found: Incident) -> Step:
        live(found)
        owner, name = assignee(hand, found, to)
        data: dict[str, Any] = {"owner": owner, "owner_name": name}
        if found.state == State.ACKNOWLEDGED and owner:
            data |= {"state": State.IN_PROGRESS.value, "acknowledged_until": None}
        tell = owner not in ("", ref(actor)) and not found.quiet
        return Step(what="assigned", text=said, data=data, tell=tell)

    return move(centre, actor, incident_id, client, "assigned", decide)


def start(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "") -> Incident:
    """I work on it now: acknowledged, mine and in progress at once."""
    said = clean_text(text)

    def decide(hand: Hand, found: Incident) -> Step:
        legal(found, State.IN_PROGRESS)
        mine = {} if found.state == State.ACKNOWLEDGED else taken(hand, found)
        return Step(what="started", text=said, data={
            "state": State.IN_PROGRESS.value, **mine, "acknowledged_until": None, "owner": ref(actor),
            "owner_name": actor.name})

    return move(centre, actor, incident_id, client, "started", decide)


def note(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
         pictures: Sequence[Mapping[str, Any]] = ()) -> Incident:
    """Words, and `pictures` as rows of incident_pictures (media_type, width, height, sha256, body), checked before."""
    said = clean_text(text)
    if not said and not pictures:
        raise BadInput("Ghi chú đang trống.", "The note is empty.", code="text")

    def decide(hand: Hand, found: Incident) -> Step:
        return Step(what="noted", text=said, after=lambda event_id: incident_events.keep_pictures(
            hand.conn, found.id, event_id, pictures))

    return move(centre, actor, incident_id, client, "noted", decide)


def called(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
           school: str = "", result: str = "") -> Incident:
    """Somebody phoned a school of it, or (`school` "") a carrier; `result` is what came of it."""
    said = clean_text(": ".join(part for part in (result.strip(), text.strip()) if part))
    if not said:
        raise BadInput("Hãy ghi kết quả cuộc gọi.", "Say what came of the call.", code="result")

    def decide(hand: Hand, found: Incident) -> Step:
        own = incidents.read_members(hand.conn, hand.actor.scope, [found.id], hand.today)[found.id]
        if school and school not in own:
            raise NotFound("Sự cố này không gồm trường ấy.", "The incident does not speak for that school.")
        return Step(what="called", text=said, codes=(school,) if school else ())

    return move(centre, actor, incident_id, client, "called", decide)


def set_severity(centre: Centre, actor: Actor, incident_id: int, *, severity: str, client: str | None = None,
                 text: str = "") -> Incident:
    """low, medium, high or critical; raised it is told."""
    said, wanted = clean_text(text), known_severity(severity)

    def decide(_: Hand, found: Incident) -> Step:
        live(found)
        if found.severity == wanted:
            raise IllegalMove("Sự cố đã ở mức này.", "The incident has this severity.")
        graver = SEVERITIES.index(wanted) > SEVERITIES.index(found.severity)
        return Step(what="severity", text=said, data={"severity": wanted}, tell=graver and not found.quiet)

    return move(centre, actor, incident_id, client, "severity", decide)


def escalate(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
             severity: str | None = None) -> Incident:
    """One step up, at once, with a graver severity if said. A quiet one speaks from now on, until it is over."""
    said, wanted = clean_text(text), known_severity(severity) if severity else ""

    def decide(_: Hand, found: Incident) -> Step:
        live(found)
        if wanted and SEVERITIES.index(wanted) < SEVERITIES.index(found.severity):
            raise BadInput("Báo lên cấp trên thì không hạ mức độ: hãy để nguyên mức, hoặc chọn mức cao hơn.",
                           "Escalating does not lower the severity: leave it as it is, or choose a graver one.",
                           code="severity")
        data: dict[str, Any] = {"level": found.level + 1}
        if wanted and wanted != found.severity:
            data["severity"] = wanted
        if found.quiet:
            data["quiet"] = 0
        return Step(what="escalated", text=said, data=data, tell=True)

    return move(centre, actor, incident_id, client, "escalated", decide)


def link(centre: Centre, actor: Actor, incident_id: int, *, parent: int, client: str | None = None,
         text: str = "") -> Incident:
    """This one is a symptom of `parent`. Raises IllegalMove for a circle, NotFound for a foreign cause."""
    said = clean_text(text)

    def decide(hand: Hand, found: Incident) -> Step:
        cause: Any = hand.find(parent)
        for _ in range(DEEPEST):
            if cause is None:
                break
            if cause.id == found.id:
                raise IllegalMove("Hai sự cố không thể là nguyên nhân của nhau.",
                                  "Two incidents cannot be each other's cause.")
            cause = incident_moves.cause_of(hand.conn, cause.id)
        if found.parent == parent:
            raise IllegalMove("Hai sự cố đã được nối.", "They are linked already.")
        return Step(what="linked", text=said, data={"parent": parent})

    return move(centre, actor, incident_id, client, "linked", decide)


def unlink(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "") -> Incident:
    """It has no cause among the incidents any more."""
    said = clean_text(text)

    def decide(_: Hand, found: Incident) -> Step:
        if found.parent is None:
            raise IllegalMove("Sự cố này chưa nối với sự cố nào.", "The incident is linked to none.")
        return Step(what="unlinked", text=said, data={"parent": None})

    return move(centre, actor, incident_id, client, "unlinked", decide)


def split(centre: Centre, actor: Actor, incident_id: int, *, schools: Sequence[str], client: str | None = None,
          text: str = "") -> Incident:
    """These schools leave a wide incident, each with an incident of its own. Gives what is left of the wide one."""
    said = clean_text(text)
    return move(centre, actor, incident_id, client, "split", lambda hand, found: split_off(hand, found, schools, said))


def resolve(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "",
            cause: str = "unknown") -> Incident:
    """It is over, and why."""
    said = clean_text(text)
    if cause not in set(Cause):
        known = ", ".join(Cause)
        raise BadInput(f"Nguyên nhân này không có trong danh sách; hãy dùng: {known}.",
                       f"There is no such cause; use one of: {known}.", code="cause")

    def decide(hand: Hand, found: Incident) -> Step:
        legal(found, State.RESOLVED)
        return Step(what="resolved", text=said, tell=incident_moves.was_told(hand.conn, found.id),
                    data=incident_moves.resolution(hand.now, actor, cause))

    return move(centre, actor, incident_id, client, "resolved", decide)


def reopen(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "") -> Incident:
    """It was not over. Within its rule's window, only if no other one of the same is live; quiet as an opening is."""
    said, known = clean_text(text), calendar(centre)
    return move(centre, actor, incident_id, client, "reopened", reopening(said, known))


def close(centre: Centre, actor: Actor, incident_id: int, *, client: str | None = None, text: str = "") -> Incident:
    """A resolved one is done with."""
    said = clean_text(text)

    def decide(hand: Hand, found: Incident) -> Step:
        legal(found, State.CLOSED)
        return Step(what="closed", text=said, data={"state": State.CLOSED.value, "closed_at": hand.now})

    return move(centre, actor, incident_id, client, "closed", decide)


def postmortem(centre: Centre, actor: Actor, incident_id: int, *, text: str, client: str | None = None) -> Incident:
    """What happened and what was learnt, of a severe one that is over."""
    said = clean_text(text, LONGEST_POSTMORTEM)
    if not said:
        raise BadInput("Nội dung đang trống.", "The text is empty.", code="text")

    def decide(_: Hand, found: Incident) -> Step:
        if found.live or found.severity not in SEVERE:
            raise IllegalMove("Chỉ rút kinh nghiệm cho sự cố nghiêm trọng đã khắc phục.",
                              "A postmortem is for severe incidents that are over.")
        return Step(what="postmortem", text=said, data={"postmortem": said})

    return move(centre, actor, incident_id, client, "postmortem", decide)
