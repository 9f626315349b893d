"""A snapshot as the typesetter's JSON: every text ready to be read, every picture drawn. No markup, ever."""

import re
from datetime import datetime
from typing import Any

import segno

from domain.section import SPELLED, Chart, Chorograph, Figure, Section
from domain.snapshot import Snapshot
from domain.wording import LOCAL, NBSP, number, stamp
from reports._chart_parts import said as of_chart
from reports._chart_svg import chart_svg
from reports._letters import broken, shown
from reports._map_svg import map_svg
from reports._said import change, scope, status_word
from reports._table_told import table

FIGURE = re.compile(
    r"(?<![\w/:.,-])(?<!Quận )(?<!Phường )(?<!Huyện )(?<!Khu )(?<!Xã )(?<!số )(?<!ngày )(?<!tháng )(?<!năm )(?<!lúc )"
    r"\d[\d.]*(?:,\d+)?(?:\u00a0?%| %)?(?![\w/:])"
)
NAME = re.compile(r"(?:[Tt]hành phố|[Qq]uận|[Hh]uyện|[Pp]hường|[Xx]ã|Sở|Bộ|ngày|tháng|năm)"
                  r"(?: (?:[A-ZĐÀ-Ỹ][\w]*|và|\d[\d/]*))+")
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def told(snapshot: Snapshot, *, brief: bool = False) -> dict[str, Any]:
    """What report.typ sets. `brief`: as much as page one holds, without any annex."""
    body = [s for s in snapshot.sections if _said(s)][: 2 if brief else None]
    tables = [] if brief else [table(t) for s in snapshot.sections for t in s.tables if t.annex]
    at = datetime.fromtimestamp(snapshot.made_at, LOCAL)
    return {
        "id": shown(snapshot.id),
        "sha": snapshot.sha256,
        "qr": qr(snapshot),
        "title": bound(broken(shown(snapshot.title))),
        "agency": shown(snapshot.agency),
        "symbol": symbol(snapshot.agency),
        "dated": shown(f"{snapshot.place}, ngày {at:%d} tháng {at:%m} năm {at:%Y}"),
        "day": f"ngày {at:%d} tháng {at:%m} năm {at:%Y}",
        "annexed": not brief,
        "lead": shown(lead(snapshot)),
        "marks": [shown(mark) for mark in snapshot.marks],
        "by": shown(snapshot.made_by),
        "visitors": snapshot.visitors,
        "software": shown(snapshot.software),
        "as_of": stamp(snapshot.as_of, seconds=True),
        "made_at": stamp(snapshot.made_at, seconds=True),
        "sections": [_section(s, snapshot, roman(n)) for n, s in enumerate(body, start=1)],
        "annexes": [{**t, "roman": roman(n)} for n, t in enumerate(tables, start=1)],
        "sources": [
            {"label": shown(s.label), "at": stamp(s.taken_at), "text": shown(s.text), "late": s.late}
            for s in snapshot.sources
        ],
        "rules": [
            {"label": shown(d.label), "text": shown(d.text), "basis": shown(d.basis)} for d in snapshot.definitions
        ],
        "last_roman": roman(len(tables) + 1),
    }


def _said(section: Section) -> bool:
    """It stands in the body; a chapter of annexes alone stands behind it."""
    shown_ = section.findings or section.figures or section.charts or section.maps
    return bool(shown_) or any(not table_.annex for table_ in section.tables)


def lead(snapshot: Snapshot) -> str:
    """The first sentence: of what, of when, compared with what."""

    def clock(at: float) -> str:
        return f"{datetime.fromtimestamp(at, LOCAL):%H giờ %M ngày %d tháng %m năm %Y}"

    when = f"tại thời điểm {clock(snapshot.as_of)}"
    if snapshot.begins is not None and snapshot.ends is not None:
        when = f"trong kỳ từ {clock(snapshot.begins)} đến {clock(snapshot.ends)}"
    compared = f", {snapshot.compared}" if snapshot.compared else ""
    return (
        f"Báo cáo này trình bày số liệu {when}{compared}. Phạm vi: {scope(snapshot)}. Mọi con số được chốt trong "
        f"ảnh chụp số liệu mang mã {snapshot.id} và không đổi về sau; nơi không có số liệu ghi “–”, không tính là 0."
    )


def symbol(agency: str) -> str:
    """BC- and the agency's initials: "Sở Giáo dục và Đào tạo" -> "BC-SGDĐT"."""
    return "BC-" + shown(
        "".join(word[0] for word in agency.split() if word.casefold() != "và" and word[0].isalpha()).upper()
    )


def roman(value: int) -> str:
    """4 -> "IV"."""
    found = ""
    for worth, letters in ROMAN:
        found += letters * (value // worth)
        value %= worth
    return found


def qr(snapshot: Snapshot) -> str:
    """Id and hash to be read by a telephone, as SVG."""
    rows = list(segno.make(f"{snapshot.id} sha256:{snapshot.sha256}", error="m", micro=False).matrix)
    path = "".join(f"M{x + 1} {y + 1}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    side = len(rows) + 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path d="{path}" fill="#14202B" shape-rendering="crispEdges"/></svg>'
    )


def stressed(finding: str) -> list[tuple[str, bool]]:
    """A sentence in parts, its figures strong; a number that is part of a name or a date is none."""
    parts, at = [], 0
    for found in FIGURE.finditer(finding):
        parts += [(finding[at : found.start()], False), (found.group(), True)]
        at = found.end()
    return [part for part in (*parts, (finding[at:], False)) if part[0]]


def _section(section: Section, snapshot: Snapshot, numeral: str) -> dict[str, Any]:
    return {
        "roman": numeral,
        "title": shown(section.title),
        "findings": [stressed(broken(shown(f))) for f in section.findings],
        "figures": [figure_told(f, snapshot) for f in section.figures],
        "maps": [_map(m) for m in section.maps],
        "charts": [_chart(c) for c in section.charts],
        "tables": [table(t) for t in section.tables if not t.annex],
    }


def _map(chorograph: Chorograph) -> dict[str, Any]:
    """In three heights: the page takes the one it has room for."""
    svgs = [{"high": high, "svg": map_svg(chorograph, high=high).decode()} for high in (330, 290, 255, 220)]
    return {"title": shown(chorograph.title), "svgs": svgs, "alt": shown(map_alt(chorograph))}


def _chart(chart: Chart) -> dict[str, Any]:
    svg = chart_svg(chart)
    high = float(svg.split(b'height="', 1)[1].split(b'"', 1)[0])
    return {"title": shown(chart.title), "svgs": [{"high": high, "svg": svg.decode()}], "alt": shown(chart_alt(chart))}


def _apart(figure: Figure) -> tuple[str, str]:
    """The number, and its unit that is set smaller: "13 nhiệm vụ" -> "13", "nhiệm vụ"; a percent sign stays."""
    if not figure.unit or figure.unit in {"%", SPELLED} or figure.value is None:
        return figure.text, ""
    bare = figure.text.removesuffix(figure.unit).rstrip()
    return (bare or figure.text), (figure.unit if bare else "")


def bound(title: str) -> str:
    """A title whose names and dates are not torn apart at the end of a line."""
    return NAME.sub(lambda found: found.group().replace(" ", NBSP), title)


def figure_told(figure: Figure, snapshot: Snapshot) -> dict[str, Any]:
    """A card: the figure as it is read, of how many, and before."""
    text, unit = _apart(figure)
    way = (
        0
        if figure.before is None or figure.value is None
        else (figure.value > figure.before) - (figure.value < figure.before)
    )
    known = (
        f"{number(figure.known, lang='vi')}/{number(figure.total, lang='vi')} trường báo cáo"
        if figure.total is not None
        else ""
    )
    share = min(1.0, max(0.0, figure.known / figure.total)) if figure.total and figure.known is not None else None
    return {
        "label": shown(figure.label),
        "text": shown(text),
        "unit": shown(unit),
        "status": figure.status,
        "known": known,
        "share": share,
        "word": shown(status_word(figure.status)) if figure.status else "",
        "note": shown(figure.note),
        "before": shown(figure.before_text) if figure.before is not None else "",
        "way": way,
        "than": shown(change(figure, snapshot.compared)),
    }


def chart_alt(chart: Chart) -> str:
    """A chart for who does not see it: its values in words, the first fifty places."""
    lines = []
    for series in chart.series:
        pairs = ", ".join(
            f"{place} {of_chart(value, chart)}"
            for place, value in list(zip(chart.places, series.values, strict=True))[:50]
        )
        lines.append(f"{status_word(series.label)}: {pairs}.")
    return f"Biểu đồ {chart.title}. " + " ".join(lines)


def map_alt(chorograph: Chorograph) -> str:
    """A map for who does not see it."""
    areas = ", ".join(f"{area.name} {area.text} {status_word(area.status)}" for area in chorograph.areas[:50])
    many = number(len(chorograph.schools), lang="vi")
    return f"Bản đồ {chorograph.title}. {chorograph.bands}. {areas}. {many} trường theo tình trạng."
