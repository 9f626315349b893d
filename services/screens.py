"""What screens that were let in shall play and do: known by heart for a second, however many of them ask."""

import threading
import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from domain.errors import NotFound, StoreDown
from domain.person import Actor, ActorKind, Permission
from domain.scene import Playlist
from services._playlist_form import stored
from services.centre import Centre
from store import screens
from store.database import Database
from store.screens import Order

FRESH_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What one screen plays. `version`: of its playlist, 0 = it has none of its own; `broken`: the stored one cannot be
    read, so that this is the whole picture without names."""

    id: int
    name: str
    playlist: Playlist
    version: int
    broken: bool


class Orders:
    """One per database and process. A database that is away leaves what was known."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, Order] | None = None
        self._read: dict[tuple[int, int], tuple[Playlist, bool]] = {}
        self._asked = -FRESH_S
        self._turn = 0

    def of(self, centre: Centre, screen_id: int) -> Order | None:
        """What it shall do, None = no such screen (any more). Raises StoreDown when nobody ever knew."""
        known = self.fresh()
        if known is None:
            with self._lock:  # one asks, the others wait for its answer
                known = self.fresh()
                if known is None:
                    known = self._ask(centre)
        return known.get(screen_id)

    def fresh(self) -> dict[int, Order] | None:
        """Everybody's orders when they are known by heart; None = the database must be asked. Never waits."""
        known = self._known
        return known if known is not None and time.monotonic() - self._asked <= FRESH_S else None

    def _ask(self, centre: Centre) -> dict[int, Order]:
        began, turn = time.monotonic(), self._turn
        known = self._known
        try:
            with centre.db.read() as conn:
                known = {one.id: one for one in screens.orders(conn)}
        except StoreDown:
            if known is None:
                raise
        self._known = known
        if turn == self._turn:  # else somebody changed something meanwhile: the next question asks again
            self._asked = began
        return known

    @property
    def count(self) -> int:
        """How many screens there are, as far as is known."""
        return len(self._known or ())

    def playlist(self, order: Order) -> tuple[Playlist, bool]:
        """(what it plays, whether the stored row could not be read); read once a version."""
        found = self._read.get((order.id, order.version))
        if found is None:
            if len(self._read) > 4096:
                self._read.clear()
            found = self._read[order.id, order.version] = stored(order.playlist)
        return found

    def forget(self) -> None:
        """Somebody here changed something: the next question goes to the database."""
        self._turn += 1
        self._asked = -2 * FRESH_S


_kept: WeakKeyDictionary[Database, Orders] = WeakKeyDictionary()
_making = threading.Lock()


def orders(centre: Centre) -> Orders:
    """What this process knows of its screens."""
    with _making:
        return _kept.setdefault(centre.db, Orders())


def playlist_of(centre: Centre, screen_id: int) -> Playlist:
    """What a screen plays: the whole picture when it has no playlist, when the stored one is broken, when there is no
    such screen. Says nothing about whether the asking one may know: that is `played`."""
    try:
        order = orders(centre).of(centre, screen_id)
    except StoreDown:
        return Playlist(visitors=True)
    return Playlist() if order is None else orders(centre).playlist(order)[0]


def played(centre: Centre, actor: Actor, screen_id: int) -> Played:
    """What it plays, for that screen itself and for who arranges screens. Raises NotFound for everybody else."""
    own = actor.kind is ActorKind.SCREEN and actor.id == screen_id
    order = orders(centre).of(centre, screen_id) if own or actor.may(Permission.SCREENS) else None
    if order is None or (actor.demo and not order.demo and not own):
        raise NotFound("Không tìm thấy màn hình này.", "No such screen.")
    playlist, broken = orders(centre).playlist(order)
    return Played(id=order.id, name=order.name, playlist=playlist, version=order.version, broken=broken)


def visitors(centre: Centre, actor: Actor) -> bool:
    """Do people who may not read names and phones stand before the acting screen? Not known is yes; a person is no."""
    return actor.kind is ActorKind.SCREEN and playlist_of(centre, actor.id).visitors


def visitors_at_once(centre: Centre, actor: Actor) -> bool | None:
    """`visitors` by heart; None = the database must be asked."""
    if actor.kind is not ActorKind.SCREEN:
        return False
    known = orders(centre).fresh()
    if known is None:
        return None
    order = known.get(actor.id)
    return order is not None and orders(centre).playlist(order)[0].visitors
