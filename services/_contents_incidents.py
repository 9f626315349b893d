"""Incidents of a snapshot: how many, which, where they gather, and the tables that list them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.incident import Category, Cause, Kind, State
from domain.indicator import Severity
from domain.measurement import Status
from domain.section import Cell, Chart, Column, Figure, Series, Shape, Table
from domain.section import Kind as Of
from domain.service_level import clock_of
from domain.wording import carrier_name, number, sort_key
from services._contents_base import NO_AREA, dated, local, plain, read_at
from services._contents_words import Place, gathered, joined, moved, sentence, some
from services._snapshot_ground import Ground
from services._snapshot_when import spoken
from services.calendar import calendar
from services.clocks import WORDS
from services.incident_marks import RANK, counted, shown
from services.telling import carrier_of
from store import drilling, inspecting
from store.incidents import Incident
from store.scoping import local_day

LISTED, FIRST = 25, 12  # rows the body holds; of more the first ones, and all of them behind it
NOT_TOLD = "Trung tâm chưa theo dõi vào lúc ấy: chưa thể kết luận về sự cố."
PARTLY = "Trung tâm không theo dõi suốt kỳ: số sự cố phát sinh và khắc phục chỉ là phần đã ghi nhận được."


def live(ground: Ground) -> list[Incident]:
    """Those a wall shows: live and not only recorded; worst first, then oldest."""
    return sorted((one for one in ground.live if shown(one)), key=lambda one: (-RANK[one.severity], one.opened_at))


def opened(ground: Ground) -> list[Incident]:
    """Begun within the period."""
    return [one for one in ground.incidents if ground.since <= one.opened_at <= ground.until]


def resolved(ground: Ground) -> list[Incident]:
    """Ended within the period."""
    return [one for one in ground.incidents
            if one.resolved_at is not None and ground.since <= one.resolved_at <= ground.until]


def figures(ground: Ground) -> tuple[Figure, ...]:
    """What is live, what of it nobody has, what is wide; begun and ended in the period."""
    now, then = _counts(ground), _counts(ground.before) if ground.before is not None else None
    words = {
        "incidents": ("Sự cố đang mở", read_at(ground)), "unacknowledged": ("Chưa ai tiếp nhận", read_at(ground)),
        "wide": ("Sự cố diện rộng", read_at(ground)), "opened": ("Sự cố mới trong kỳ", period(ground)),
        "resolved": ("Đã khắc phục trong kỳ", period(ground))}
    return tuple(
        plain(key, label, now[key], "sự cố", was=then[key] if then else None, note=note,
              status=_tone(key, now[key])) for key, (label, note) in words.items())


def stood(ground: Ground, at: float) -> bool:
    """Somebody was watching then: no incidents of a time before the house are not "none"."""
    if any(one.opened_at <= at for one in ground.incidents):
        return True
    with ground.centre.db.read() as conn:
        first = drilling.first_hour(conn, ground.scope, local_day(ground.centre.clock()))
        return inspecting.stood(conn, at) or (first is not None and first <= at)


def unwatched(ground: Ground) -> str:
    """Why none of a period is not "none"; "" = somebody was watching from its begin to its end."""
    return NOT_TOLD if not stood(ground, ground.until) else "" if stood(ground, ground.since) else PARTLY


def _counts(ground: Ground) -> dict[str, float | None]:
    now, whole = stood(ground, ground.until), stood(ground, ground.since)
    count, begun, over = counted(ground.live), len(opened(ground)), len(resolved(ground))
    return {"incidents": float(count.open) if now else None,
            "unacknowledged": float(count.unacknowledged) if now else None,
            "wide": float(sum(one.kind == Kind.WIDE for one in live(ground))) if now else None,
            "opened": float(begun) if whole or begun else None, "resolved": float(over) if whole or over else None}


def _tone(key: str, value: float | None) -> str:
    if value is None:
        return Status.UNKNOWN.value
    if key in ("opened", "resolved"):
        return ""
    return (Status.GOOD if not value else Status.BAD if key != "unacknowledged" else Status.WATCH).value


def period(ground: Ground) -> str:
    """The period in words."""
    if ground.begins is None:
        return "trong 24 giờ trước thời điểm chốt số liệu"
    return spoken(ground.since, ground.until)


def findings(ground: Ground) -> tuple[str, ...]:
    """What is open, since when, where; what came and went."""
    if not stood(ground, ground.until):
        return (NOT_TOLD,)
    now = live(ground)
    told = []
    if not now:
        told.append(f"{dated(ground, 'Không có sự cố nào đang mở')}.")
    else:
        nobody = sum(one.state == State.OPEN for one in now)
        told.append(_open(ground, now, nobody))
        oldest = min(now, key=lambda one: one.started_at)
        told.append(f"Sự cố kéo dài nhất bắt đầu từ {local(oldest.started_at):%H:%M ngày %d/%m/%Y}: "
                    f"{says(ground, oldest)}.")
    quiet = counted(ground.live).quiet
    if quiet:
        told.append(f"Ngoài ra {number(quiet, lang='vi')} sự cố chỉ ghi nhận (ngoài giờ học, tạm ngưng báo hoặc "
                    "bảo trì), không tính vào số đang mở.")
    return (*told, _came_and_went(ground), *(() if stood(ground, ground.since) else (PARTLY,)))


def _open(ground: Ground, now: Sequence[Incident], nobody: int) -> str:
    if len(now) == 1:
        held = "chưa ai tiếp nhận" if nobody else "đã có người tiếp nhận"
        return sentence(dated(ground, "1 sự cố đang mở"), f"mức {WORDS[Severity(now[0].severity)].vi.lower()}", held)
    held = (f"{number(nobody, lang='vi')} sự cố chưa ai tiếp nhận" if 0 < nobody < len(now)
            else "chưa sự cố nào có người tiếp nhận" if nobody else "tất cả đã có người tiếp nhận")
    return sentence(f"{number(len(now), lang='vi')} {dated(ground, 'sự cố đang mở')} ({_by_severity(now)})",
                    gathered(_where(ground, now), "sự cố"), held)


def _came_and_went(ground: Ground) -> str:
    came, went = len(opened(ground)), len(resolved(ground))
    was = ground.before
    then = len(opened(was)) if was is not None and stood(was, was.since) else None
    when = period(ground)
    step = moved(came, then, "sự cố", 0, ground.compared or "kỳ so sánh") if then is not None else ""
    quiet = " (kể cả chỉ ghi nhận)" if came else ""
    none = "chưa ghi nhận" if unwatched(ground) else "không có"
    return sentence(when, f"{some(came, 'sự cố', none)} mới phát sinh{quiet}", step,
                    f"{some(went, 'sự cố', none)} được khắc phục",
                    "kỳ so sánh chưa có số liệu" if ground.before is not None and then is None else "")


def _by_severity(rows: Iterable[Incident]) -> str:
    counts = Counter(one.severity for one in rows)
    return joined([f"{number(counts[s], lang='vi')} {WORDS[s].vi.lower()}" for s in reversed(Severity)
                   if counts[s]])


def _where(ground: Ground, rows: Iterable[Incident]) -> list[Place]:
    counts = Counter(ground.area_names.get(one.id, "") or NO_AREA for one in rows)
    return [Place(name, n) for name, n in counts.items()]


def says(ground: Ground, one: Incident) -> str:
    """The sentence of an incident; for visitors nothing that a person wrote by hand."""
    if ground.visitors and one.kind == Kind.MANUAL:
        sort = Category(one.category) if one.category in set(Category) else Kind(one.kind)
        return f"{sort.words.vi}, báo tay"
    return one.says.vi


# --- tables and charts ---

COLUMNS = (
    Column(key="id", label="Số"), Column(key="says", label="Sự cố", wide=True), Column(key="area", label="Địa bàn"),
    Column(key="severity", label="Mức"), Column(key="state", label="Trạng thái"),
    Column(key="schools", label="Số trường", kind=Of.NUMBER), Column(key="started", label="Bắt đầu", kind=Of.MOMENT),
    Column(key="lasted", label="Kéo dài", kind=Of.SPAN))
CLOCK = Column(key="clock", label="Đồng hồ phục vụ")
CAUSE = Column(key="cause", label="Nguyên nhân")
WHO = Column(key="who", label="Người tiếp nhận")


def open_tables(ground: Ground) -> tuple[Table, ...]:
    """What is live now, worst first; of many the first ones, and all of them behind the body."""
    whole = _open_table(ground)
    if len(whole.rows) <= LISTED:
        return (whole,)
    first = replace(whole, key="open-first", rows=whole.rows[:FIRST],
                    title=f"{FIRST} sự cố nặng nhất (đủ {number(len(whole.rows), lang='vi')} sự cố ở phụ lục)")
    return first, replace(whole, annex=True)


def _open_table(ground: Ground) -> Table:
    rows = live(ground)
    known = calendar(ground.centre)
    clocks: list[Cell] = [clock_of(one, ground.at, known).words.vi for one in rows]
    return _table(ground, "open", dated(ground, "Sự cố đang mở"), rows, CLOCK, clocks,
                  empty="Không có sự cố nào đang mở." if stood(ground, ground.until) else NOT_TOLD)


def period_table(ground: Ground) -> Table:
    """Everything that lived within the period, newest first."""
    rows = sorted(ground.incidents, key=lambda one: (-one.opened_at, -one.id))
    causes: list[Cell] = [Cause(one.cause).words.vi if one.cause in set(Cause) else None for one in rows]
    return _table(ground, "period", f"Danh sách sự cố {period(ground)}", rows, CAUSE, causes,
                  annex=len(rows) > FIRST,
                  empty=unwatched(ground) or "Không có sự cố nào trong kỳ.")


def _table(ground: Ground, key: str, title: str, rows: Sequence[Incident], last: Column, told: Sequence[Cell], *,
           empty: str, annex: bool = False) -> Table:
    names = not ground.visitors
    return Table(
        key=key, title=title, columns=(*COLUMNS, last, *((WHO,) if names else ())), annex=annex,
        names=("who",) if names else (), empty=empty,
        rows=tuple((*_row(ground, one), cell, *((one.owner_name or one.acknowledged_name or None,) if names else ()))
                   for one, cell in zip(rows, told, strict=True)))


def _row(ground: Ground, one: Incident) -> tuple[Cell, ...]:
    until = ground.until if one.resolved_at is None else min(one.resolved_at, ground.until)
    return (str(one.id), says(ground, one), ground.area_names.get(one.id) or None, WORDS[Severity(one.severity)].vi,
            State(one.state).words.vi, float(one.schools), float(round(one.started_at)),
            float(round(max(0.0, until - one.started_at))))


def by_kind(ground: Ground) -> Chart | None:
    """What began within the period, by what it is about and how grave."""
    rows = opened(ground)
    kinds = [kind for kind in Kind if any(one.kind == kind for one in rows)]
    if not kinds:
        return None
    counts = Counter((one.kind, one.severity) for one in rows)
    return Chart(
        key="incidents-by-kind", title="Sự cố mới trong kỳ theo loại và mức", shape=Shape.STACK, unit="sự cố",
        places=tuple(kind.words.vi for kind in kinds),
        series=tuple(Series(label=WORDS[s].vi, values=tuple(float(counts[kind.value, s.value]) for kind in kinds))
                     for s in reversed(Severity) if any(one.severity == s for one in rows)))


def by_carrier(ground: Ground, rows: Sequence[Incident]) -> list[Place]:
    """How many of these incidents speak for which carrier."""
    index, schools = ground.register.index, ground.register.schools
    counts = Counter[str]()
    for one in rows:
        own = {schools[index[code]].carrier for code in ground.members.get(one.id, ()) if code in index}
        carrier = carrier_of(one.subject) or (own.pop() if len(own) == 1 else "")
        counts[carrier_name(carrier) if carrier else "nhà mạng chưa rõ"] += 1
    return sorted((Place(name, n) for name, n in counts.items()), key=lambda one: (-one.n, sort_key(one.name)))
