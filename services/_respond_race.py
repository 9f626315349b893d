"""Of two in the same moment one wins; the other is told who was faster and when."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.errors import IllegalMove
from domain.incident import State, must_move
from domain.wording import Words, moment
from store import incident_events
from store.incidents import Incident

if TYPE_CHECKING:
    from services._respond_move import Hand

DONE = {
    "acknowledged": Words("tiếp nhận", "acknowledged"), "started": Words("nhận xử lý", "started on"),
    "assigned": Words("phân công", "assigned"), "resolved": Words("khắc phục", "resolved"),
    "closed": Words("đóng", "closed"), "reopened": Words("mở lại", "reopened"),
    "recalled": Words("đưa trở lại", "recalled"), "opened": Words("mở", "opened"),
}


class Overtaken(IllegalMove):
    """Somebody was faster: `by` is their name."""

    def __init__(self, vi: str, en: str, by: str) -> None:
        super().__init__(vi, en)
        self.by = by


class NotFromHere(IllegalMove):
    """The state it is in does not allow this move: whoever brought it there was faster."""


def legal(found: Incident, then: State) -> None:
    """Raises NotFromHere unless its life goes there from here."""
    try:
        must_move(State(found.state), then)
    except IllegalMove as error:
        raise NotFromHere(*error.words) from error


def live(found: Incident) -> None:
    """Raises NotFromHere for one that is over."""
    if not found.live:
        state = State(found.state).words
        raise NotFromHere(f"Sự cố {state.vi}: hãy mở lại trước.", f"The incident is {state.en}: reopen it first.")


def who_was_faster(hand: "Hand", found: Incident, error: IllegalMove) -> IllegalMove:
    """The refusal, with who brought the incident where it stands: if that was somebody else."""
    events = incident_events.read_events(hand.conn, hand.actor.scope, found.id, hand.today)
    last = next((e for e in reversed(events) if e.data.get("state") == found.state and e.what in DONE), None)
    if last is None or found.state == State.OPEN or last.actor == incident_events.ref(hand.actor):
        return IllegalMove(*error.words)
    name = Words(last.actor_name or "Trung tâm", last.actor_name or "The centre")
    at = datetime.fromtimestamp(last.at, UTC)
    return Overtaken(
        f"{name.vi} đã {DONE[last.what].vi} lúc {moment(at, 'vi', seconds=True)}. {error.words.vi}",
        f"{name.en} {DONE[last.what].en} it at {moment(at, 'en', seconds=True)}. {error.words.en}", name.vi)
