"""Page one of a report nobody has frozen yet: made anew for every choice, by a child as any paper, kept nowhere."""

import threading
from collections import OrderedDict
from dataclasses import replace
from weakref import WeakKeyDictionary

from domain.errors import TooManyTries
from domain.person import Actor, Permission
from services import _paper_child, snapshots
from services._paper_child import Limits
from services.centre import Centre
from services.snapshots import Wish
from store.database import Database

AGAIN_S = 10.0  # the same choice again is the same picture
MOST = 20
WAIT_S = 8.0  # for one of the two places
LIMITS = Limits(cpu_s=20, wall_s=25.0)
_at_once = threading.BoundedSemaphore(2)
DRAFT = "BẢN XEM TRƯỚC"
Key = tuple[object, ...]


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.found: OrderedDict[Key, tuple[float, bytes]] = OrderedDict()

    def recall(self, key: Key, now: float) -> bytes | None:
        with self.lock:
            at, picture = self.found.get(key, (float("-inf"), b""))
        return picture if 0 <= now - at < AGAIN_S else None

    def keep(self, key: Key, now: float, picture: bytes) -> None:
        with self.lock:
            self.found[key] = (now, picture)
            self.found.move_to_end(key)
            if len(self.found) > MOST:
                self.found.popitem(last=False)


_kept: WeakKeyDictionary[Database, _Kept] = WeakKeyDictionary()
_making = threading.Lock()


def preview(centre: Centre, actor: Actor, wish: Wish) -> bytes:
    """A PNG of page one. Raises NotAllowed, NotFound, BadInput, TooManyTries when others are at it, NotMade."""
    actor.must(Permission.REPORTS)
    with _making:
        kept = _kept.setdefault(centre.db, _Kept())
    key: Key = (actor.kind, actor.id, actor.role, actor.scope, wish)
    known = kept.recall(key, centre.clock())
    if known is not None:
        return known
    if not _at_once.acquire(timeout=WAIT_S):
        raise TooManyTries("Nhiều người đang xem trước cùng lúc; hãy thử lại sau ít giây.",
                           "Others are previewing; try again in seconds.", code="busy")
    try:
        told = snapshots.draft(centre, actor, wish)
        shown = replace(told, id=DRAFT, marks=(DRAFT, *told.marks))
        made = _paper_child.make(["preview"], shown.body, limits=LIMITS)
    finally:
        _at_once.release()
    kept.keep(key, centre.clock(), made)
    return made
