"""How fresh every source was at the moment of a snapshot."""

import numpy as np

from domain.measurement import Code
from domain.snapshot import SourceState
from domain.source import SourceStatus
from domain.wording import ago
from services import pulse
from services.centre import Centre
from services.health import status_now
from services.view import Picture
from store import snapshot_reads
from store.database import Connection

OFF, NEVER, HEARD = "chưa cấu hình", "chưa có lần trả lời nào", "liên tục, có số liệu phút ấy"
LATE_S, PERIODS, LOOK_BACK_S = 900.0, 3, 7 * 86400.0
_LATE = (SourceStatus.LATE, SourceStatus.WAITING)


def now_sources(centre: Centre, picture: Picture, now: float) -> tuple[SourceState, ...]:
    """As the collector says them. One that fails is late when what it sent is too old to be believed."""
    known = picture.pulse.sources if picture.pulse else ()
    return tuple(_state(one, status_now(one, picture, now), now, _most(centre, one)) for one in known)


def then_sources(
    conn: Connection, centre: Centre, base: Picture, then: Picture, at: float,
) -> tuple[SourceState, ...]:
    """As their polls were written down; of a stream, as long as one school's reading was fresh. A source of today that
    was not heard then had not answered. `then`: the picture of that moment."""
    polls, found = snapshot_reads.last_polls(conn, at, at - LOOK_BACK_S), list[SourceState]()
    for one in base.pulse.sources if base.pulse else ():
        taken = polls.get(one.key)
        late = taken is None or at - taken > _most(centre, one)
        text = NEVER if taken is None else ago(at - taken, "vi")
        if one.every_s is None and _heard(then, one.key):
            taken, late, text = at, False, HEARD
        if not (taken is None and SourceStatus(one.status) is SourceStatus.OFF):
            found.append(SourceState(key=one.key, label=one.name_vi or one.key, taken_at=taken, text=text, late=late))
    return tuple(found)


def _heard(then: Picture, key: str) -> bool:
    layer = then.layers.get(key)
    return layer is not None and bool(np.isin(layer.status, (Code.GOOD, Code.WATCH, Code.BAD)).any())


def _most(centre: Centre, one: pulse.SourceState) -> float:
    """How old its last answer may be: as its own indicator is believed; else three of its periods, at least LATE_S."""
    indicator = centre.indicators.get(one.key)
    return indicator.stale_after.total_seconds() if indicator else max(LATE_S, PERIODS * (one.every_s or 0.0))


def _state(one: pulse.SourceState, status: SourceStatus, now: float, most: float) -> SourceState:
    taken = one.last_success_at
    late = status in _LATE or (status is not SourceStatus.OFF and (taken is None or now - taken > most))
    text = OFF if status is SourceStatus.OFF else NEVER if taken is None else ago(max(0.0, now - taken), "vi")
    if taken is not None and status not in (SourceStatus.OK, SourceStatus.OFF):
        text = f"{text}, {status.words.vi}"
    return SourceState(key=one.key, label=one.name_vi or one.key, taken_at=taken, text=text, late=late)
