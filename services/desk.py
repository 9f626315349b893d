"""Where pages and routers of one web process find what the acting person may see; a test sits another centre down.

`desk()` is the desk of the acting person: its picture, feed and wall hold only what their scope reaches. `house()` is
the whole house, for health, entering and the start only: nothing of it may reach a screen.
"""

import gc
import threading
from collections import OrderedDict
from dataclasses import dataclass

from domain.errors import NotAllowed
from domain.person import EVERYTHING, Actor, ActorKind, Part, Scope
from services import bands
from services.acting import acting
from services.centre import Centre
from services.drill import Drill
from services.feed import Feed
from services.incident_board import IncidentBoard
from services.incident_watch import IncidentWatch
from services.seeing import Seeing
from services.sight import Sight
from services.view import Viewer
from services.wall import Wall

DESKS = 64  # scopes kept ready; a province has as many officers as areas, and they do not all look at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The centre, how far this desk reaches, what it sees now, and its ready bytes."""

    centre: Centre
    scope: Scope
    viewer: Seeing
    feed: Feed
    wall: Wall
    incidents: IncidentBoard
    drill: Drill

    @property
    def ready(self) -> bool:
        """Its picture is at hand."""
        return not isinstance(self.viewer, Sight) or self.viewer.ready

    def look(self) -> "Desk":
        """This desk, with its picture at hand. Raises StoreDown."""
        _ = self.viewer.picture
        return self


class Seats:
    """The whole house's desk, and one desk for each limited scope that asked lately."""

    def __init__(self, centre: Centre) -> None:
        self.viewer = Viewer(centre)
        self.watch = IncidentWatch(self.viewer)
        self.whole = _desk(centre, EVERYTHING, self.viewer, self.watch)
        self._kept: OrderedDict[Scope, Desk] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, scope: Scope) -> Desk:
        """The desk of everybody with this scope."""
        if scope.everything or Part(area=self.viewer.picture.register.whole) in scope.parts:
            return self.whole  # whoever was given the province by its code was given everything
        with self._lock:
            found = self._kept.get(scope)
            if found is None:
                found = self._kept[scope] = _desk(self.whole.centre, scope, Sight(self.viewer, scope), self.watch)
            self._kept.move_to_end(scope)
            while len(self._kept) > DESKS:
                self._kept.popitem(last=False)
            return found

    def keep_up(self) -> None:
        """After each look of the viewer: bands of the day; limited sights follow register and day."""
        centre = self.whole.centre
        bands.keep_up(centre.db, centre.indicators, centre.clock())
        with self._lock:
            desks = list(self._kept.values())
        for desk in desks:
            if isinstance(desk.viewer, Sight):
                desk.viewer.keep_up()


def _desk(centre: Centre, scope: Scope, viewer: Seeing, watch: IncidentWatch | None = None) -> Desk:
    board = IncidentBoard(viewer, watch)
    return Desk(centre=centre, scope=scope, viewer=viewer, feed=Feed(viewer, board), wall=Wall(viewer, board),
                incidents=board, drill=Drill(viewer))


_seated: list[Seats] = []


def sit(centre: Centre) -> Desk:
    """From now on this process serves `centre`; returns the whole house's desk."""
    _seated[:] = [Seats(centre)]
    return _seated[0].whole


def house() -> Desk:
    """The whole house, whoever asks: for health, entering and the start only. Raises IndexError before `sit`."""
    return _seated[0].whole


def desk(actor: Actor | None = None) -> Desk:
    """The desk of the acting person. Raises NotAllowed when nobody acts, or somebody who is only half in."""
    who = acting() if actor is None else actor
    if who.kind is ActorKind.NOBODY or who.half:
        raise NotAllowed("Bạn chưa đăng nhập.", "You are not signed in.")
    return _seated[0].of(who.scope)


def seeing(centre: Centre, scope: Scope) -> Seeing:
    """What this scope sees of `centre`: the desks' own picture where they serve it, elsewhere one read now."""
    seats = _seated[0] if _seated and _seated[0].whole.centre is centre else Seats(centre)
    return seats.of(scope).viewer


def follow(stop: threading.Event) -> threading.Thread:
    """Keep pictures and incidents fresh in the background until `stop`."""
    seats = _seated[0]
    gc.collect()
    gc.freeze()  # what stands at the start stays: whoever clears away garbage need not walk through it
    threading.Thread(target=seats.watch.follow, args=(stop,), name="incidents", daemon=True).start()
    thread = threading.Thread(target=seats.viewer.follow, args=(stop, seats.keep_up), name="viewer", daemon=True)
    thread.start()
    return thread
