"""A ground becomes a snapshot: its contents, its rules in force, and the marks that stand on every page."""

from dataclasses import replace

from domain.given_names import CENTRE_NAME, given_words
from domain.measurement import Code
from domain.person import Actor, ActorKind, Part
from domain.section import Section
from domain.snapshot import Definition, ScopePart, Snapshot, SourceState, Template
from domain.wording import number, percent, sort_key, span, stamp
from services import _contents
from services._contents_terms import used
from services._reach_name import part_name
from services._snapshot_ground import Ground, reaches_all
from services.health import culprit
from services.view import tally
from store import replaying

SIMULATED = "DỮ LIỆU MÔ PHỎNG"
LATE = "Nguồn không kịp thời: {what}"
FEW = "{what}: chỉ {n} / {all} trường có số liệu ({share})"
NONE = "{what}: chưa trường nào có số liệu"
GAPS = "Trong kỳ có {n} khoảng không ai theo dõi, tổng cộng {all}, dài nhất {most} từ {since}"
RUNNING = "Kỳ chưa kết thúc: số liệu đến {at}"
UNSEEN = "Không ai theo dõi được vào lúc {at}: tình trạng các trường khi ấy không biết"
HOURLY = "Số liệu theo giờ: phút chỉ được lưu trong 35 ngày"
HOLE_S = 300.0
PART = "{what} (phần trong phạm vi của người lập)"
PAST = Definition(
    key="past", label="Thời điểm đã qua",
    text="Tình trạng từng trường đúng như màn hình đã chiếu phút ấy. Giá trị đo là lần ghi gần nhất trước đó: ghi khi "
         "thay đổi đáng kể, ít nhất mỗi giờ một lần.")
_CORE = ("connectivity", "labs", "epayment")
_SPEAKS_OF = {  # what too few schools report of, a template says on every page
    Template.DAILY: _CORE, Template.AREA: _CORE, Template.SCHOOL: _CORE, Template.MINISTRY: _CORE,
    Template.INCIDENTS: ("connectivity",), Template.CONNECTIVITY: ("connectivity",), Template.LABS: ("labs",),
    Template.PAYMENTS: ("epayment",), Template.PROGRAMME: ("connectivity", "epayment"),
}


def made(ground: Ground, id: str) -> Snapshot:  # noqa: A002
    """Frozen, under a number. Raises BadInput when the template does not fit the scope."""
    centre, template = ground.centre, ground.template
    chapters = _contents.sections(ground, template)
    terms = _contents.definitions(ground, template)
    province = ground.register.province
    return Snapshot(
        id=id, template=template, title=_contents.title(ground, template), agency=centre.title,
        place=centre.place or (province.name if province else ""), parts=_parts(ground), as_of=round(ground.at, 3),
        begins=ground.begins, ends=ground.ends, compared=ground.compared, made_at=round(centre.clock(), 3),
        made_by="" if ground.visitors else _maker(ground.actor), software=f"centre {centre.version}",
        simulated=ground.simulated, visitors=ground.visitors, marks=_marks(ground), sources=ground.sources,
        definitions=(*terms, PAST) if ground.past else terms,
        sections=tuple(_nameless(one) for one in chapters) if ground.visitors else chapters)


def _maker(actor: Actor) -> str:
    return CENTRE_NAME.vi if actor.kind is ActorKind.SYSTEM else given_words(actor.name).vi


def _parts(ground: Ground) -> tuple[ScopePart, ...]:
    found = sorted(ground.parts, key=lambda part: (part.school, sort_key(part_name(part, ground.register))))
    return tuple(ScopePart(area=part.area, kinds=tuple(sorted(part.kinds)), school=part.school,
                           text=_part(part, ground)) for part in found)


def _part(part: Part, ground: Ground) -> str:
    """A limited maker's province is not the whole one, nor need a district be: it says so."""
    kinds = ", ".join(sorted((kind.words.vi for kind in part.kinds), key=sort_key))
    name = part_name(part, ground.register)
    told = f"{name} · {kinds}" if kinds else name
    own = reaches_all(ground.actor.scope, ground.register) or part in ground.actor.scope.parts or part.school
    return told if own else PART.format(what=told)


def _marks(ground: Ground) -> tuple[str, ...]:
    """What every page says first."""
    found = [SIMULATED] if ground.simulated else []
    if ground.past and ground.picture.pulse is None and ground.begins is None:
        found.append(UNSEEN.format(at=stamp(ground.at)))
    blame = None if ground.past else culprit(ground.picture, ground.at)
    found += [blame.vi] if blame else []
    late = [f"{one.label} ({one.text})" for one in _concerned(ground) if one.late]
    found += [LATE.format(what="; ".join(late))] if late else []
    found += _coverage(ground)
    found += _gaps(ground)
    found += [RUNNING.format(at=stamp(ground.at))] if ground.ends is not None and ground.ends > ground.at else []
    return (*found, HOURLY) if ground.by_hour else tuple(found)


def _gaps(ground: Ground) -> list[str]:
    """Holes of a period: what came and went inside them nobody saw. Those of a restart, a few minutes, are no holes."""
    if ground.begins is None:
        return []
    with ground.centre.db.read() as conn:
        told = replaying.read_gaps(conn, ground.since, ground.until)
    holes = [(max(gap.since, ground.since), min(gap.until, ground.until)) for gap in told]
    holes = [(since, until) for since, until in holes if until - since >= HOLE_S]
    if not holes:
        return []
    since, until = max(holes, key=lambda hole: hole[1] - hole[0])
    return [GAPS.format(n=number(len(holes)), all=span(sum(b - a for a, b in holes), "vi"), since=stamp(since),
                        most=span(until - since, "vi"))]


def _concerned(ground: Ground) -> list[SourceState]:
    """Sources that the template's figures come from: a metric is named by its source."""
    keys = {"helpdesk"} if ground.template is Template.INCIDENTS else set()
    for key in {*_SPEAKS_OF[ground.template], *used(ground, ground.template)}:
        keys |= {need.partition(".")[0] for need in ground.centre.indicators[key].needs}
    return [one for one in ground.sources if one.key in keys]


def _coverage(ground: Ground) -> list[str]:
    """Indicators of which too few schools report to speak for all."""
    found = []
    for key in _SPEAKS_OF[ground.template]:
        indicator = ground.centre.indicators.get(key)
        if indicator is None:
            continue
        count = tally(ground.picture, indicator, ground.everybody, ground.at)
        known, meant = count.reporting, _meant(ground, key)
        if not known:
            found.append(NONE.format(what=indicator.label.vi))
        elif known < ground.centre.coverage * meant:
            found.append(FEW.format(what=indicator.label.vi, n=number(known), all=number(meant),
                                    share=percent(known / meant)))
    return found


def _meant(ground: Ground, key: str) -> int:
    """How many schools should report: of the line all, of another source those it has ever known. A kindergarten
    without a computer room is no gap; the figures themselves still say n of all."""
    layer = ground.picture.layers.get(key)
    if key == "connectivity" or layer is None:
        return len(ground.register.schools)
    return int((ground.picture.status(key, ground.at) != Code.UNKNOWN).sum())


def _nameless(section: Section) -> Section:
    """Without the columns that hold people's names or telephones."""
    tables = []
    for table in section.tables:
        kept = [n for n, column in enumerate(table.columns) if column.key not in table.names]
        tables.append(replace(
            table, columns=tuple(table.columns[n] for n in kept), names=(),
            rows=tuple(tuple(row[n] for n in kept) for row in table.rows),
            total=tuple(table.total[n] for n in kept) if table.total else ()))
    return replace(section, tables=tuple(tables))
