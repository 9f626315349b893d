"""Charts of a snapshot: by area, by kind of school, by hour or day."""

from collections.abc import Sequence

from domain.measurement import Status
from domain.section import Chart, Series, Shape
from services._contents_base import Line, known, local
from services._snapshot_ground import Ground

HOUR, DAY_HOURS = 3600.0, 25
FEW = 2  # places a chart can compare
BARS = 24  # places a chart can name
ORDER = (Status.GOOD, Status.WATCH, Status.BAD, Status.STALE, Status.UNKNOWN)


def worst(lines: Sequence[Line], key: str, title: str, status: Status = Status.BAD) -> Chart | None:
    """The places with most schools of a status, most first; None when there is none."""
    some = [line for line in lines if line.now.counts[status]]
    some.sort(key=lambda line: -line.now.counts[status])  # stable: Vietnamese order where they are equal
    shown = some[:BARS]
    if not shown or len(lines) < FEW:
        return None
    more = f" ({BARS} địa bàn nhiều nhất trong {len(some)})" if len(some) > BARS else ""
    return Chart(
        key=key, title=title + more, shape=Shape.BAR, unit="trường", places=tuple(line.name for line in shown),
        series=(Series(label=status.words.vi.capitalize(), status=status.value,
                       values=tuple(float(line.now.counts[status]) for line in shown)),))


def statuses(lines: Sequence[Line], key: str, title: str) -> Chart | None:
    """How schools stand, place by place; None when nobody is there."""
    there = [line for line in lines if line.now.schools]
    seen = [status for status in ORDER if any(line.now.counts[status] for line in there)]
    if not seen:
        return None
    return Chart(
        key=key, title=title, shape=Shape.STACK, unit="trường", places=tuple(line.name for line in there),
        series=tuple(Series(label=status.words.vi.capitalize(), status=status.value,
                            values=tuple(float(line.now.counts[status]) for line in there)) for status in seen))


def values(lines: Sequence[Line], key: str, title: str, unit: str) -> Chart | None:
    """The value of every place that reports, lowest first."""
    some = [line for line in lines if line.now.value is not None and line.now.value == line.now.value]
    some.sort(key=lambda line: line.now.value or 0.0)
    shown = some[:BARS]
    if len(shown) < FEW:
        return None
    more = f" ({BARS} nơi thấp nhất trong {len(some)})" if len(some) > BARS else ""
    return Chart(key=key, title=title + more, shape=Shape.BAR, unit=unit, places=tuple(line.name for line in shown),
                 series=(Series(label=title, values=tuple(float(line.now.value or 0.0) for line in shown)),))


def course(ground: Ground, key: str, title: str, label: str, unit: str = "%") -> Chart | None:
    """The mean over schools of what was measured, by hour of the period (by day when it is long); what nobody heard is
    a hole."""
    hours = ground.hours(key)
    if not any(mean is not None for _, mean, _ in hours):
        return None
    daily = len(hours) > 1 and hours[1][0] - hours[0][0] > HOUR
    return Chart(key=key + "-course", title=f"{title} theo {'ngày' if daily else 'giờ'}", shape=Shape.LINE, unit=unit,
                 places=_labels([start for start, _, _ in hours], daily=daily),
                 series=(Series(label=label, values=tuple(known(mean) for _, mean, _ in hours)),))


def _labels(starts: Sequence[float], *, daily: bool) -> tuple[str, ...]:
    """"14:00"; of more than one day "22/11 14:00"; of days "22/11"."""
    form = "%d/%m" if daily else "%H:00" if len(starts) <= DAY_HOURS else "%d/%m %H:00"
    return tuple(local(start).strftime(form) for start in starts)
