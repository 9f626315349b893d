"""One school: what presses, what the register says, its line over thirty days, its incidents, every indicator."""

from domain.area import Tree
from domain.errors import BadInput
from domain.groups import GROUPS, OTHER, rank
from domain.indicator import Reading
from domain.measurement import Status
from domain.pressing import pressing
from domain.school import School
from domain.school_view import LINES, Day, Line
from domain.section import Cell, Chart, Column, Figure, Kind, Section, Series, Shape, Table
from domain.wording import carrier_name, day, number, quantity
from services import _contents_incidents as incidents
from services import past, past_month, silenced
from services._contents_base import area_names, known, local, read_at, told
from services._contents_systems import maps
from services._contents_tables import FLAGS
from services._contents_words import sentence, share
from services._snapshot_ground import Ground
from services.view import readings

FEW_BAD = 5  # indicators in alarm that have a sentence of their own
FEW = 2  # days a line can be drawn through
UP, WATCH, DOWN, UNKNOWN, WORK = (LINES.index(line) for line in Line)


def section(ground: Ground) -> tuple[Section, ...]:
    """Everything of one school. Raises BadInput when there is not exactly one."""
    if len(ground.register.schools) != 1:
        raise BadInput("Mẫu “Một trường” cần chọn đúng một trường.", "The template of one school needs one school.",
                       code="school")
    school, month = ground.register.schools[0], _month(ground)
    return (
        Section(key="school", title="Thông tin chung", figures=_first(ground), findings=_now(ground, school),
                maps=maps(ground, "connectivity"), tables=(_facts(ground, school),)),
        Section(key="line", title="Đường truyền 30 ngày", findings=_told(month), charts=_charts(month),
                tables=(_days(month),)),
        Section(key="incidents", title="Sự cố", findings=incidents.findings(ground),
                tables=(incidents.period_table(ground),)),
        Section(key="indicators", title="Mọi chỉ số", findings=_outside(ground, school), tables=_every(ground)))


def _first(ground: Ground) -> tuple[Figure, ...]:
    """The line, then what presses: as many as one looks at."""
    known = ground.centre.indicators
    told = {one.key: one for one in _figures(ground)}
    pressed = pressing((known[one.indicator], one.status) for one in _read(ground))
    return tuple(told[key] for key in dict.fromkeys(("connectivity", *pressed)))


def _every(ground: Ground) -> tuple[Table, ...]:
    """One table a group. A plain fact has no state; a figure that is not known says why."""
    told, found = {one.key: one for one in _figures(ground)}, dict[str, list[tuple[Cell, ...]]]()
    for reading in _read(ground):
        one, said = ground.centre.indicators[reading.indicator], told[reading.indicator]
        gone = reading.status in (Status.UNKNOWN, Status.STALE)
        status = reading.status.value if one.judged or gone else None
        found.setdefault(one.group, []).append(
            (one.label.vi, said.text, status, reading.taken_at, one.source_class.words.vi))
    columns = (Column(key="what", label="Chỉ số", wide=True), Column(key="value", label="Giá trị"),
               Column(key="status", label="Tình trạng", kind=Kind.STATUS),
               Column(key="at", label="Số liệu lúc", kind=Kind.MOMENT), Column(key="source", label="Nguồn"))
    return tuple(Table(key=key, title=GROUPS.get(key, OTHER).vi, columns=columns, rows=tuple(found[key]))
                 for key in sorted(found, key=rank))


def _outside(ground: Ground, school: School) -> tuple[str, ...]:
    """What is not asked of a school of this kind, by name: its absence is no gap."""
    names = [one.label.vi for one in ground.centre.indicators.values() if not one.concerns(school.kind)]
    if not names:
        return ()
    return (f"Không thuộc diện ({number(len(names), lang='vi')} chỉ số không hỏi cấp học này): {'; '.join(names)}.",)


def _read(ground: Ground) -> list[Reading]:
    return readings(ground.picture, ground.centre.indicators, 0, ground.at)


def _figures(ground: Ground) -> tuple[Figure, ...]:
    found = []
    for reading in _read(ground):
        one = ground.centre.indicators[reading.indicator]
        fresh = reading.status not in (Status.UNKNOWN, Status.STALE)
        value = known(reading.value) if fresh else None
        words = FLAGS.get(one.key, {}).get(reading.status)
        text = words if one.key in FLAGS and fresh and words else told(one, value)
        note = reading.status.words.vi if not fresh else read_at(ground)
        unit = "" if one.key in FLAGS else one.unit
        found.append(Figure(key=one.key, label=one.label.vi, value=value, text=text, unit=unit,
                            status=reading.status.value if one.judged else "", known=int(fresh), total=1, note=note))
    return tuple(found)


def _now(ground: Ground, school: School) -> tuple[str, ...]:
    by_key = {one.key: one for one in _figures(ground)}
    line = by_key["connectivity"]
    when = f"{local(ground.at):%H:%M ngày %d/%m/%Y}"
    if line.value is None:
        first = f"Lúc {when} chưa biết {school.name} có kết nối hay không ({line.note})."
    else:
        first = f"Lúc {when}, {school.name} {line.text}."
    bad = [one for one in by_key.values() if one.status == Status.BAD.value and one.key != "connectivity"]
    rest = "; ".join(one.label for one in bad[FEW_BAD:])
    return (first, *(f"{one.label}: {one.text}, ở mức báo động." for one in bad[:FEW_BAD]),
            *((f"Cũng ở mức báo động: {rest}.",) if rest else ()))


def _facts(ground: Ground, school: School) -> Table:
    """What the register says; a school's telephone is not for visitors."""
    place = {tree: area_names(ground, tree)[0] or None for tree in Tree}
    rows: list[tuple[str, Cell]] = [
        ("Mã trường", school.code), ("Tên trường", school.name), ("Cấp học", school.kind.words.vi),
        ("Phường/xã hiện nay", place[Tree.NEW]), ("Quận/huyện cũ", place[Tree.OLD]),
        ("Học sinh", _count(school.pupils)), ("Lớp", _count(school.classes)), ("Giáo viên", _count(school.teachers)),
        ("Nhà mạng", carrier_name(school.carrier) if school.carrier else None),
        ("Băng thông đã ký", quantity(school.contracted_mbps, "Mbps", 0, "vi") if school.contracted_mbps else None),
        ("Toạ độ", _point(school))]
    if not ground.visitors:
        rows.append(("Điện thoại trường", school.phone or None))
    return Table(key="facts", title="Theo danh bạ trường", rows=tuple(rows),
                 columns=(Column(key="what", label="Mục"), Column(key="value", label="Nội dung", wide=True)))


def _point(school: School) -> str | None:
    if school.lat is None or school.lon is None:
        return None
    guessed = " (lấy theo địa bàn)" if school.approximate else ""
    return f"{number(school.lat, 5, 'vi')}; {number(school.lon, 5, 'vi')}{guessed}"


def _count(value: int | None) -> str | None:
    return None if value is None else number(value, lang="vi")


# --- thirty days ---


def _month(ground: Ground) -> tuple[Day, ...]:
    """As of the moment: what was measured later is not seen."""
    picture, at, code = ground.picture, ground.at, ground.register.schools[0].code
    proved = None if ground.past or picture.believed(at) or not picture.pulse else picture.pulse.at
    first, school_id = past_month.first_day(at), int(ground.register.ids[0])
    with ground.centre.db.read() as conn:
        gaps = [(a, min(b, at)) for a, b in past.unheard(conn, first, at, proved) if a < at]
        works = silenced.works(conn, code, first, at)
        return past_month.days(conn, ground.scope, school_id, gaps, works, at)


def _share(one: Day) -> float | None:
    """Of the known time of a day, how much the line was up; half-known quarters count as they were seen."""
    heard = one.seconds[UP] + one.seconds[WATCH] + one.seconds[DOWN]
    return one.seconds[UP] / heard if heard else None


def _told(month: tuple[Day, ...]) -> tuple[str, ...]:
    heard = [value for one in month if (value := _share(one)) is not None]
    if not heard:
        return ("Trong 30 ngày chưa có số đo nào của đường truyền.",)
    up, down, watch = (sum(one.seconds[i] for one in month) for i in (UP, DOWN, WATCH))
    first = sentence(f"trong {number(len(heard), lang='vi')} ngày có số đo, đường truyền có kết nối "
                     f"{share(up / (up + down + watch))} thời gian biết được")
    worst = min((one for one in month if _share(one) is not None), key=lambda one: (_share(one), -one.start))
    lost = sum(1 for one in month if one.seconds[DOWN])
    parts = [first]
    if lost:
        parts.append(f"{number(lost, lang='vi')} ngày có lúc mất kết nối; thấp nhất là ngày "
                     f"{local(worst.start):%d/%m/%Y} ({share(_share(worst))}).")
    silent = len(month) - len(heard)
    if silent:
        parts.append(f"{number(silent, lang='vi')} ngày không có số đo nào, không liệt kê.")
    return (*parts, "Thời gian không rõ và bảo trì không nằm trong mẫu số.")


def _charts(month: tuple[Day, ...]) -> tuple[Chart, ...]:
    values = tuple(_share(one) for one in month)
    if sum(value is not None for value in values) < FEW:
        return ()
    return (Chart(key="days", title="Thời gian có kết nối theo ngày", shape=Shape.LINE, unit="%",
                  places=tuple(f"{local(one.start):%d/%m}" for one in month),
                  series=(Series(label="Có kết nối", values=values, status=Status.GOOD.value),)),)


def _days(month: tuple[Day, ...]) -> Table:
    rows = tuple((day(local(one.start).date()), known(_share(one)),
                  *(float(round(one.seconds[i])) for i in (DOWN, WATCH, UNKNOWN, WORK)))
                 for one in reversed(month) if _share(one) is not None)
    return Table(
        key="days", title="Đường truyền theo ngày", rows=rows, empty="Chưa có số đo nào.",
        columns=(Column(key="day", label="Ngày", wide=True),
                 Column(key="share", label="Có kết nối", kind=Kind.SHARE, unit="%", decimals=1),
                 Column(key="down", label="Mất kết nối", kind=Kind.SPAN),
                 Column(key="watch", label="Chập chờn", kind=Kind.SPAN),
                 Column(key="unknown", label="Không rõ", kind=Kind.SPAN),
                 Column(key="work", label="Bảo trì", kind=Kind.SPAN)))


