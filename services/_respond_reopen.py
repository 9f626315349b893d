"""It was not over: within its rule's window, once, and as loud or quiet as an opening would be at that moment."""

from datetime import timedelta

from domain.calendar import Calendar
from domain.errors import IllegalMove
from domain.incident import REOPEN_S, Kind, State
from domain.school import SchoolKind
from services._respond_move import Decide, Hand, Step, legal
from services.centre import Centre
from services.silenced import hushed
from store import incident_moves
from store.incident_members import read_schools_of
from store.incidents import Incident


def reopening(text: str, known: Calendar) -> Decide:
    """By a person. Raises IllegalMove: it lives, ended too long ago, or another one of the same is live."""

    def decide(hand: Hand, found: Incident) -> Step:
        if found.live:
            raise IllegalMove("Sự cố đang mở.", "The incident is live.")
        legal(found, State.OPEN)
        window = window_s(hand.centre, found)
        if found.resolved_at is not None and hand.now - found.resolved_at > window:
            raise IllegalMove(f"Đã quá {window / 3600:.0f} giờ kể từ khi khắc phục: hãy báo sự cố mới.",
                              f"More than {window / 3600:.0f} hours since it ended: report a new one.")
        other = incident_moves.live_one(hand.conn, found.rule, found.subject)
        if other is not None:
            raise IllegalMove(f"Sự cố số {other} về cùng việc này đang mở.",
                              f"Incident {other} about the same is live.")
        quiet = quietly(hand, known, found)
        return Step(what="reopened", text=text, tell=not quiet,
                    data=incident_moves.reopening(found.reopened) | {"quiet": int(quiet)})

    return decide


def quietly(hand: Hand, known: Calendar, found: Incident) -> bool:
    """Out of hours of all its schools, or all of them are under a silence; what people told speaks at any hour."""
    its = read_schools_of(hand.conn, hand.actor.scope, found.id, hand.today)
    if not its:
        return False
    lessons = any(known.hours(hand.now, SchoolKind(kind)).open for kind in {school.kind for school in its})
    asleep = found.kind != Kind.MANUAL and not lessons
    return asleep or hushed(hand.conn, hand.now, [school.code for school in its]) is not None


def window_s(centre: Centre, found: Incident) -> float:
    """How long after its end it may be reopened."""
    indicator = centre.indicators.get(found.rule)
    asked = getattr(indicator.incident, "reopen", None) if indicator is not None else None
    return float(asked.total_seconds()) if isinstance(asked, timedelta) else REOPEN_S
