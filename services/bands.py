"""Bands and targets of the day: read by every process a few seconds after an administrator decided, old figures keep
theirs. A decision is a row that is never changed: whoever thinks better of it decides again."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import structlog

from domain.catalogue import Catalogue, Decision
from domain.errors import BadInput, NotFound, StoreDown
from domain.indicator import Bands, Indicator
from domain.person import Actor, ActorKind, Permission
from domain.wording import Words, read_day
from store import audit
from store import bands as store
from store.audit import Act
from store.database import Database
from store.scoping import local_day

if TYPE_CHECKING:
    from services.centre import Centre

AGAIN_S = 5.0
LEAST_WHY, MOST_WHY, FAR_DAYS = 10, 600, 1830
NO_INDICATOR = Words("Không tìm thấy chỉ số này.", "No such indicator.")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to hold. `delivered`: the bands as they came with the indicator; days as people write them,
    "" = today, and no day for the target."""

    good: float | None = None
    watch: float | None = None
    delivered: bool = False
    target: float | None = None
    target_by: str = ""
    since: str = ""
    why: str = ""


def keep_up(db: Database, known: Mapping[str, Indicator], now: float) -> None:
    """Let `known` say what holds today; asks the database at most every few seconds. One that is silent leaves it."""
    if not isinstance(known, Catalogue) or 0 <= now - known.asked_at < AGAIN_S:
        return
    known.asked_at = now
    try:
        with db.read() as conn:
            decisions = store.read(conn)
    except StoreDown:
        return
    if moved := known.hold(decisions, local_day(now)):
        log.info("bands changed", indicators=moved)


def indicator(centre: "Centre", key: str) -> Indicator:
    """The one of this key, with the bands of today. Raises NotFound."""
    if key not in centre.indicators:
        raise NotFound(*NO_INDICATOR)
    return centre.indicators[key]


def decisions(centre: "Centre", key: str) -> list[Decision]:
    """What was ever decided about it, newest first. Raises StoreDown."""
    with centre.db.read() as conn:
        found = [one for one in store.read(conn) if one.indicator == key]
    return sorted(found, key=lambda one: (one.since, one.id), reverse=True)


def decide(centre: "Centre", actor: Actor, key: str, wish: Wish) -> Decision:
    """Write it down, in the log too. Raises NotAllowed, NotFound, BadInput, StoreDown."""
    actor.must(Permission.BANDS)
    one, now = indicator(centre, key), centre.clock()
    delivered = _delivered(centre, one)
    made = Decision(
        id=0, indicator=key, bands=None if wish.delivered or not delivered.judged else _bands(delivered, wish),
        target=_finite(wish.target, "target"), target_by=_target_day(wish, local_day(now)),
        since=_since(wish.since, local_day(now)), why=_why(wish.why), at=now, actor=_ref(actor))
    with centre.db.write() as conn:
        store.alone(centre.db, conn)
        rows = [row for row in store.read(conn) if row.indicator == key and row.since <= made.since]
        made = replace(made, id=store.add(conn, made))
        audit.record(centre.db, conn, actor, Act(
            what="indicator.bands", object=f"indicator:{key}", why=made.why,
            before=_told(rows[-1] if rows else None, delivered), after=_told(made, delivered)))
    if isinstance(centre.indicators, Catalogue):
        centre.indicators.asked_at = float("-inf")
        keep_up(centre.db, centre.indicators, now)
    return made


def _delivered(centre: "Centre", one: Indicator) -> Indicator:
    known = centre.indicators
    return known.delivered[one.key] if isinstance(known, Catalogue) else one


def _bands(delivered: Indicator, wish: Wish) -> Bands:
    """Which way is better belongs to the question, not to its limits."""
    good, watch = _finite(wish.good, "good"), _finite(wish.watch, "watch")
    if good is None or watch is None:
        raise BadInput("Hãy nhập cả hai ngưỡng.", "Give both bands.", code="good" if good is None else "watch")
    rising = delivered.bands.good >= delivered.bands.watch
    if rising and good < watch:
        raise BadInput("Chỉ số này càng cao càng tốt: ngưỡng bình thường không được thấp hơn ngưỡng cần chú ý.",
                       "Higher is better here: normal cannot begin below attention.", code="good")
    if not rising and good >= watch:
        raise BadInput("Chỉ số này càng thấp càng tốt: ngưỡng bình thường phải thấp hơn ngưỡng cần chú ý.",
                       "Lower is better here: normal must end below attention.", code="good")
    if delivered.unit == "%" and not (0 <= good <= 1 and 0 <= watch <= 1):
        raise BadInput("Ngưỡng của một tỷ lệ nằm trong khoảng 0 % đến 100 %.", "A share lies between 0 % and 100 %.",
                       code="good")
    return Bands(good=good, watch=watch)


def _finite(value: float | None, name: str) -> float | None:
    if value is not None and (not math.isfinite(value) or abs(value) >= 1e12):
        raise BadInput("Không phải một con số dùng được.", "This is no number to use.", code=name)
    return value


def _since(text: str, today: str) -> str:
    found = read_day(text) if text else date.fromisoformat(today)
    if found is None:
        raise BadInput("Hãy gõ ngày như 22/11/2026.", "Type a day like 22/11/2026.", code="since")
    if found.isoformat() < today:
        raise BadInput("Ngưỡng chỉ có hiệu lực từ hôm nay trở đi: số liệu cũ giữ ngưỡng của ngày ấy.",
                       "Bands hold from today on: old figures keep the bands of their day.", code="since")
    return _near(found, today, "since")


def _target_day(wish: Wish, today: str) -> str:
    if not wish.target_by:
        return ""
    found = read_day(wish.target_by)
    if found is None:
        raise BadInput("Hãy gõ ngày như 22/11/2026.", "Type a day like 22/11/2026.", code="target_by")
    if wish.target is None:
        raise BadInput("Hãy nhập chỉ tiêu của ngày ấy.", "Give the target of that day.", code="target")
    return _near(found, today, "target_by")


def _near(found: date, today: str, name: str) -> str:
    if found.year < 2000 or (found - date.fromisoformat(today)).days > FAR_DAYS:
        raise BadInput("Ngày này quá xa.", "This day is too far away.", code=name)
    return found.isoformat()


def _why(text: str) -> str:
    found = " ".join(text.split())
    if len(found) < LEAST_WHY:
        raise BadInput("Hãy ghi lý do hoặc số văn bản, ít nhất 10 chữ.", "Say why, or name the document: 10 letters or "
                       "more.", code="why")
    if len(found) > MOST_WHY:
        raise BadInput("Lý do quá dài.", "The reason is too long.", code="why")
    return found


def _ref(actor: Actor) -> str:
    return "system:centre" if actor.kind is ActorKind.SYSTEM else f"{actor.kind.value}:{actor.id}"


def _told(one: Decision | None, delivered: Indicator) -> dict[str, Any]:
    """As the log says it."""
    found = delivered.bands if one is None or one.bands is None else one.bands
    limits = {"good": found.good, "watch": found.watch} if delivered.judged else {}
    return {**limits, **({"target": one.target, "target_by": one.target_by, "since": one.since} if one else {})}
