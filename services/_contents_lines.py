"""The state of lines: who is down since when, where they gather, which way it moved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from domain.measurement import Code, Status
from domain.section import Cell, Column, Kind, Section, Table
from domain.wording import carrier_name, number, sort_key
from services._contents_base import (
    NO_AREA,
    Line,
    area_lines,
    area_names,
    bad,
    body_tree,
    dated,
    known,
    over,
    places,
    summary,
    told,
)
from services._contents_words import Place, gathered, joined, schools, sentence, share, some, than
from services._snapshot_ground import Ground
from store import report_reads
from store.scoping import local_day

KEY, METRIC = "connectivity", "connectivity.reachable"
HOUR = 3600.0
LISTED, FIRST = 25, 12  # rows the body holds; of more the first ones, and all of them behind it
FEW = 3  # an area of fewer schools that report says too little to be the best or the worst
MUCH = 0.6  # of all that are down, with one carrier: worth a sentence when it is more than its share of schools


def dark(ground: Ground) -> dict[int, float | None]:
    """place of a school that is down -> since when; None = history does not tell."""
    which, register = bad(ground, KEY), ground.register
    ids = [int(register.ids[i]) for i in which]
    with ground.centre.db.read() as conn:
        since = report_reads.dark_since(conn, ground.scope, ids, METRIC, ground.at, local_day(ground.centre.clock()))
    return {int(i): since.get(int(register.ids[i])) for i in which}


def findings(ground: Ground, since: Mapping[int, float | None]) -> tuple[str, ...]:
    """From the whole to the places: share, who is down, how long, with whom, what moved, what nobody knows."""
    found = [summary(ground, KEY, "Tỷ lệ trường có kết nối Internet")]
    now = over(ground, KEY)
    if not now.reporting:
        return tuple(found)
    lines = area_lines(ground, KEY, body_tree(ground))
    if not since:
        found.append(f"Không có trường nào trong {number(now.reporting, lang='vi')} trường báo cáo "
                     f"{dated(ground, 'mất kết nối')}.")
    else:
        where = gathered(places(lines)) if len(lines) > 1 else ""
        found.append(sentence(f"{schools(len(since))} {dated(ground, 'đang mất kết nối')}", where))
        found += [told for told in (_long(ground, since), _carrier(ground, since)) if told]
    return (*found, *(told for told in (_spread(ground), _turned(ground), silent(ground, KEY)) if told))


def _long(ground: Ground, since: Mapping[int, float | None]) -> str:
    """"12 trường mất kết nối quá 1 giờ, tập trung ở …"."""
    long = [i for i, at in since.items() if at is not None and ground.at - at > HOUR]
    unknown = sum(at is None for at in since.values())
    rest = f"{schools(unknown)} không rõ mất từ lúc nào" if unknown else ""
    if not long:
        return sentence("không có trường nào được biết là mất kết nối quá 1 giờ", rest)
    names = area_names(ground, body_tree(ground))
    counts = Counter(names[i] or NO_AREA for i in long)
    where = gathered([Place(name, n) for name, n in counts.items()]) if len(set(names)) > 1 else ""
    return sentence(f"{schools(len(long))} mất kết nối quá 1 giờ", where, rest)


def _carrier(ground: Ground, since: Mapping[int, float | None]) -> str:
    """One carrier behind most of it, more than its share of the schools."""
    register = ground.register
    counts = Counter(register.schools[i].carrier for i in since)
    carrier, n = min(counts.items(), key=lambda one: (-one[1], one[0]))
    usual = sum(school.carrier == carrier for school in register.schools) / len(register.schools)
    if not carrier or n < FEW or n / len(since) < MUCH or n / len(since) <= usual:
        return ""
    return (f"{number(n, lang='vi')} trong {schools(len(since))} mất kết nối dùng nhà mạng {carrier_name(carrier)}, "
            f"nhà mạng của {share(usual)} số trường trong phạm vi.")


def _spread(ground: Ground, key: str = KEY) -> str:
    """The best and the worst area, of those where enough schools report."""
    one = ground.centre.indicators[key]
    lines = [line for line in area_lines(ground, key, body_tree(ground))
             if line.now.reporting >= FEW and known(line.now.value) is not None]
    if len(lines) < FEW:
        return ""
    rising = one.bands.good >= one.bands.watch
    lines.sort(key=lambda line: (known(line.now.value) or 0.0) * (-1 if rising else 1))
    best, worst = ([line for line in lines if told(one, line.now.value) == told(one, end.now.value)]
                   for end in (lines[0], lines[-1]))
    if told(one, best[0].now.value) == told(one, worst[0].now.value):
        return ""
    return sentence(f"{_ends(best)} tốt nhất ({told(one, best[0].now.value)})",
                    f"{_ends(worst)} kém nhất ({told(one, worst[0].now.value)})")


spread = _spread


def _ends(lines: Sequence[Line]) -> str:
    return lines[0].name if len(lines) == 1 else f"{number(len(lines), lang='vi')} địa bàn cùng"


def _turned(ground: Ground) -> str:
    """Who fell and who came back, school by school."""
    if ground.before is None:
        return ""
    then, now = ground.before, ground.picture.status(KEY, ground.at)
    was = then.picture.status(KEY, then.at)
    if then.register.index != ground.register.index:
        return ""
    fell = int(((was == Code.GOOD) & (now == Code.BAD)).sum())
    rose = int(((was == Code.BAD) & (now == Code.GOOD)).sum())
    both = int((np.isin(was, (Code.GOOD, Code.BAD)) & np.isin(now, (Code.GOOD, Code.BAD))).sum())
    if not both:
        return ""
    return sentence(than(ground.compared or "kỳ so sánh"), f"{some(fell, 'trường')} mất kết nối thêm",
                    f"{some(rose, 'trường')} có kết nối trở lại")


def silent(ground: Ground, key: str) -> str:
    """Whom nobody heard of: they are in no share."""
    now = over(ground, key)
    parts = [f"{schools(now.counts[status])} {words}" for status, words in
             ((Status.UNKNOWN, "chưa có dữ liệu"), (Status.STALE, "chỉ có dữ liệu cũ")) if now.counts[status]]
    return f"{joined(parts)[:1].upper()}{joined(parts)[1:]}, không tính vào tỷ lệ." if parts else ""


def tables(ground: Ground, since: Mapping[int, float | None]) -> tuple[Table, ...]:
    """The schools that are down, longest first; of whom nobody knows since when, last."""
    whole = _table(ground, since)
    if len(whole.rows) <= LISTED:
        return (whole,)
    title = f"{FIRST} trường {dated(ground, 'mất kết nối')} lâu nhất (đủ {schools(len(whole.rows))} ở phụ lục)"
    first = replace(whole, key="offline-first", title=title, rows=whole.rows[:FIRST])
    return first, replace(whole, annex=True)


def _table(ground: Ground, since: Mapping[int, float | None]) -> Table:
    register, names = ground.register, area_names(ground, body_tree(ground))
    spoken = _spoken(ground)
    order = sorted(since, key=lambda i: (since[i] is None, since[i] or 0.0, sort_key(register.schools[i].name)))
    rows: list[tuple[Cell, ...]] = []
    for i in order:
        school, at = register.schools[i], since[i]
        carrier = carrier_name(school.carrier) if school.carrier else None
        rows.append((school.code, school.name, names[i] or None, carrier, None if at is None else float(round(at)),
                     None if at is None else float(round(max(0.0, ground.at - at))), spoken.get(school.code)))
    return Table(
        key="offline", title=dated(ground, "Trường đang mất kết nối"), rows=tuple(rows),
        empty="Không có trường nào được biết là đang mất kết nối.",
        columns=(Column(key="code", label="Mã trường"), Column(key="school", label="Trường", wide=True),
                 Column(key="area", label="Địa bàn"), Column(key="carrier", label="Nhà mạng"),
                 Column(key="since", label="Mất từ", kind=Kind.MOMENT),
                 Column(key="lasted", label="Đã mất", kind=Kind.SPAN), Column(key="incident", label="Sự cố số")))


def _spoken(ground: Ground) -> dict[str, str]:
    """school -> numbers of the live incidents that speak for it."""
    found: dict[str, list[int]] = {}
    for one in ground.live:
        for code in ground.members.get(one.id, ()):
            found.setdefault(code, []).append(one.id)
    return {code: ", ".join(str(i) for i in sorted(ids)) for code, ids in found.items()}


def section(ground: Ground) -> Section:
    """The short chapter of a daily report: who is down."""
    since = dark(ground)
    return Section(key="offline", title="Trường cần xử lý", findings=findings(ground, since)[1:],
                   tables=tables(ground, since))
