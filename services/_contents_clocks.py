"""Service levels of a snapshot: the two clocks of every incident, by severity, area, carrier and person."""

from collections.abc import Sequence

from domain.clock_view import ClockBoard, Figure, Group, Verdict
from domain.section import SPELLED, Cell, Column, Kind, Section, Table
from domain.section import Figure as Shown
from domain.service_level import school_span
from domain.wording import number
from services._contents_base import known, plain
from services._contents_incidents import PARTLY, unwatched
from services._contents_words import moved, sentence, share
from services._snapshot_ground import Ground

MINUTE, HOUR = 60.0, 3600.0
LISTED = 15  # rows the body holds
NONE = "chưa có sự cố nào xét được"
CLOCKS = (("acknowledge", "tiếp nhận"), ("resolve", "khắc phục"))


def section(ground: Ground) -> Section:
    """The chapter of service levels."""
    board, none = ground.clocks, unwatched(ground) or "Không có sự cố nào trong kỳ."
    people = (_table("people", "Theo người xử lý", "Người xử lý", board.people, none, names=True),
              ) if board.people and not ground.visitors else ()
    return Section(
        key="clocks", title="Mức phục vụ", findings=_findings(ground, board), figures=_figures(ground, board),
        tables=(_table("severities", "Theo mức nghiêm trọng", "Mức", board.severities, none, target=True),
                _table("clock-areas", "Theo địa bàn", "Địa bàn", board.areas, none),
                _table("carriers", "Theo nhà mạng", "Nhà mạng", board.carriers, none), *people))


def _figures(ground: Ground, board: ClockBoard) -> tuple[Shown, ...]:
    then = ground.before.clocks.total if ground.before is not None else None
    found = []
    for key, what in CLOCKS:
        now: Figure = getattr(board.total, key)
        was: Figure | None = getattr(then, key) if then else None
        found.append(plain(f"{key}-met", f"{what.capitalize()} đúng hạn", now.met, "%", decimals=1,
                           was=was.met if was else None, note=_of(now) if now.n else NONE))
        found.append(_median(key, what, now, was))
    return tuple(found)


def _median(key: str, what: str, now: Figure, was: Figure | None) -> Shown:
    """School time is told in its own words."""
    before = was.median if was else None
    return Shown(
        key=f"{key}-median", label=f"Thời gian {what} (trung vị)", unit=SPELLED,
        value=known(now.median), text=_span(now.median), before=known(before),
        before_text=_span(before) if before is not None else "",
        note=f"giờ học; 90 % không quá {_span(now.p90)}" if now.p90 is not None else NONE)


def _span(seconds: float | None) -> str:
    return "–" if seconds is None else school_span(seconds)


def _of(figure: Figure) -> str:
    met = figure.counts.get(Verdict.MET, 0)
    return (f"{number(met, lang='vi')} đúng hạn trong {number(figure.judged, lang='vi')} sự cố xét được; "
            f"{number(figure.outside, lang='vi')} ngoài mẫu số")


def _findings(ground: Ground, board: ClockBoard) -> tuple[str, ...]:
    if not board.total.resolve.n:
        return (unwatched(ground) or "Không có sự cố nào phát sinh trong kỳ.",)
    then = ground.before.clocks.total if ground.before is not None else None
    told = []
    for key, what in CLOCKS:
        now: Figure = getattr(board.total, key)
        was: Figure | None = getattr(then, key) if then else None
        if now.met is None:
            told.append(f"Chưa có sự cố nào đủ điều kiện xét thời hạn {what}.")
            continue
        met = now.counts.get(Verdict.MET, 0)
        step = moved(now.met, was.met if was else None, "%", 1, ground.compared or "kỳ so sánh")
        told.append(sentence(f"{share(now.met)} sự cố được {what} đúng hạn ({number(met, lang='vi')} / "
                             f"{number(now.judged, lang='vi')} sự cố xét được)", step,
                             f"thời gian {what} trung vị là {_span(now.median)} giờ học" if now.median is not None
                             and "ngày" not in _span(now.median) else
                             f"thời gian {what} trung vị là {_span(now.median)}" if now.median is not None else ""))
    late = [group for group in board.areas if group.resolve.counts.get(Verdict.MISSED, 0)]
    late.sort(key=lambda group: -group.resolve.counts[Verdict.MISSED])
    if late:
        count = late[0].resolve.counts[Verdict.MISSED]
        told.append(f"Nhiều sự cố quá hạn khắc phục nhất: {late[0].label.vi} ({number(count, lang='vi')} sự cố).")
    return (*told, _outside(board.total), *((PARTLY,) if unwatched(ground) else ()))


def _outside(total: Group) -> str:
    """What is in no denominator, and why."""
    counts = total.resolve.counts
    parts = [f"{number(counts[verdict], lang='vi')} {verdict.words.vi}" for verdict in Verdict
             if verdict not in (Verdict.MET, Verdict.MISSED) and counts.get(verdict)]
    n = number(total.resolve.n, lang="vi")
    if not parts:
        return f"Cả {n} sự cố trong kỳ đều xét được thời hạn khắc phục."
    return f"Trong {n} sự cố của kỳ, ngoài mẫu số khắc phục: {', '.join(parts)}."


def _table(key: str, title: str, what: str, groups: Sequence[Group], empty: str, *, target: bool = False,
           names: bool = False) -> Table:
    aims = (Column(key="target", label="Hạn tiếp nhận / khắc phục"),) if target else ()
    return Table(
        key=key, title=title, annex=len(groups) > LISTED, names=("group",) if names else (),
        empty=empty,
        columns=(Column(key="group", label=what, wide=True), *aims, Column(key="n", label="Sự cố", kind=Kind.NUMBER),
                 Column(key="ack", label="Tiếp nhận đúng hạn", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="ack-median", label="Trung vị tiếp nhận", kind=Kind.NUMBER, unit="phút học", decimals=0),
                 Column(key="res", label="Khắc phục đúng hạn", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="res-median", label="Trung vị khắc phục", kind=Kind.NUMBER, unit="giờ học", decimals=1),
                 Column(key="outside", label="Ngoài mẫu số", kind=Kind.NUMBER)),
        rows=tuple(_row(group, target=target) for group in groups))


def _row(group: Group, *, target: bool) -> tuple[Cell, ...]:
    first, second = group.acknowledge, group.resolve
    aims: tuple[Cell, ...] = (group.target.vi,) if target else ()
    return (group.label.vi, *aims, float(max(first.n, second.n)), known(first.met), _in(first.median, MINUTE),
            known(second.met), _in(second.median, HOUR), float(second.outside))


def _in(seconds: float | None, unit: float) -> float | None:
    return None if seconds is None else seconds / unit
