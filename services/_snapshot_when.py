"""Moments and periods of a snapshot, and those it is compared with. Days and months are local."""

import calendar
from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import BadInput
from domain.wording import LOCAL, Words, stamp
from services._snapshot_wish import Wish
from store.history import HOURLY_DAYS, RAW_DAYS

MINUTE_S, HOUR_S, DAY_S = 60.0, 3600.0, 86400.0
COMPARED = ("", "previous", "day", "week", "month", "year")
_TOLD = {"previous": "so với kỳ trước", "day": "so với ngày hôm trước", "week": "so với tuần trước",
         "month": "so với tháng trước", "year": "so với năm trước"}
FUTURE = Words("Chưa tới lúc ấy: chỉ chụp được điều đã qua.", "That is still to come: only the past can be frozen.")
GONE = Words("Số liệu của lúc ấy không còn được lưu (quá 400 ngày).",
             "Figures of that time are no longer kept (more than 400 days).")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """`at`: the moment; of a period its end, or now while it runs. `past`: what was recorded is read, not the picture.
    `step`: minutes within the raw retention, hours beyond."""

    at: float
    begins: float | None
    ends: float | None
    past: bool
    step: float = MINUTE_S

    @property
    def since(self) -> float:
        """Where the told time begins: the period, or the 24 hours before the moment."""
        return self.at - DAY_S if self.begins is None else self.begins


def when(wish: Wish, now: float) -> When:
    """Raises BadInput for what is not past, or no longer kept."""
    begins, ends, at = wish.begins, wish.ends, wish.at
    if begins is None and ends is not None:
        raise BadInput("Hãy chọn cả ngày đầu và ngày cuối.", "Give both ends of the period.", code="begins")
    if begins is not None:
        ends = now if ends is None else ends
        if ends <= begins:
            raise BadInput("Ngày cuối phải sau ngày đầu.", "The period ends before it begins.", code="ends")
        if begins >= now:
            raise BadInput(*FUTURE, code="begins")
        at = ends
    elif at is not None and at > now + MINUTE_S:
        raise BadInput(*FUTURE, code="at")
    if min(now if at is None else at, now if begins is None else begins) < now - HOURLY_DAYS * DAY_S:
        raise BadInput(*GONE, code="at" if begins is None else "begins")
    if at is None or at > now - MINUTE_S:
        return When(at=now, begins=begins, ends=ends, past=False)
    step = MINUTE_S if at >= now - RAW_DAYS * DAY_S else HOUR_S
    return When(at=at // step * step, begins=begins, ends=ends, past=True, step=step)


def read_moment(value: float | str | None, name: str) -> float | None:
    """Epoch seconds, or an ISO time, local when it names no zone. Raises BadInput, its code `name`."""
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value) if value else None
            return None if found is None else (found if found.tzinfo else found.replace(tzinfo=LOCAL)).timestamp()
        if value is not None and not 0 <= value < 2**40:
            raise ValueError("no such time")
        return value
    except (ValueError, OverflowError):
        raise BadInput("Thời điểm không hợp lệ: hãy viết 2026-11-20T14:05.", "No such time: write 2026-11-20T14:05.",
                       code=name) from None


def earlier(found: When, compared: str, now: float) -> tuple[When, str] | None:
    """What a snapshot is compared with, and its words; None = nothing is wished. Raises BadInput."""
    if compared not in COMPARED:
        raise BadInput("Không có cách so sánh này.", "There is no such comparison.", code="compared")
    if not compared:
        return None
    if found.begins is None or found.ends is None:
        step = "day" if compared == "previous" else compared
        then = replace(found, at=_moved(found.at, step), past=True)
        told = f"{_TOLD[step]} cùng giờ ({stamp(then.at)})"
    else:
        begins, ends = _period(found.begins, found.ends, compared, now)
        then = When(at=ends, begins=begins, ends=ends, past=True)
        told = f"{_TOLD[compared]} ({spoken(begins, ends)})"
    step_s = MINUTE_S if then.at >= now - RAW_DAYS * DAY_S else HOUR_S
    return replace(then, at=then.at // step_s * step_s, step=step_s), told


def spoken(begins: float, ends: float) -> str:
    """A period: whole days as "từ 01/11/2026 đến hết 30/11/2026"."""
    if _midnight(begins) and _midnight(ends):
        first, last = (datetime.fromtimestamp(at, LOCAL) for at in (begins, ends - 1))
        if first.date() == last.date():
            return f"ngày {first:%d/%m/%Y}"
        return f"từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}"
    return f"từ {stamp(begins)} đến {stamp(ends)}"


def _period(begins: float, ends: float, compared: str, now: float) -> tuple[float, float]:
    """Of one that still runs as much as has passed of it: three weeks are not compared with a whole month."""
    until = min(ends, now)
    if compared != "previous":
        return _moved(begins, compared), _moved(until, compared)
    months, whole = _months(begins, ends), ends - begins
    if months:
        return _month(begins, -months), _month(until, -months)
    return begins - whole, until - whole


def _months(begins: float, ends: float) -> int:
    """How many whole months a period is, 0 = it is not made of months."""
    first, last = (datetime.fromtimestamp(at, LOCAL) for at in (begins, ends))
    whole = _midnight(begins) and _midnight(ends) and first.day == last.day == 1
    return (last.year - first.year) * 12 + last.month - first.month if whole else 0


def _moved(at: float, step: str) -> float:
    if step in ("day", "week"):
        return at - DAY_S * (1 if step == "day" else 7)
    return _month(at, -1 if step == "month" else -12)


def _month(at: float, by: int) -> float:
    """The same day and time of another month; its last day when it has no such day."""
    local = datetime.fromtimestamp(at, LOCAL)
    count = local.year * 12 + local.month - 1 + by
    year, month = divmod(count, 12)
    day = min(local.day, calendar.monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day).timestamp()


def _midnight(at: float) -> bool:
    local = datetime.fromtimestamp(at, LOCAL)
    return (local.hour, local.minute, local.second) == (0, 0, 0)
