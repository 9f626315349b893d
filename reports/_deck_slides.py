"""The slides of a snapshot: a cover, figures, charts, maps, tables, and where it all is from."""

import io
from typing import Any

from pptx.util import Inches

from domain.section import Chart, Chorograph, Column, Figure, Kind, Section, Table
from domain.wording import number
from reports import _ink as ink
from reports._deck import BOTTOM, FULL, LEFT, TOP, WIDE, Deck, say
from reports._deck_ends import add_cover, add_origin
from reports._deck_table import add_table, fitting
from reports._office_chart import chart_data, chart_kind, dress, message
from reports._said import MARKS, apart, change, clean, coverage, status_word

PAGES, SHORT = 3, 36  # slides a table may take; rows of an annex that is shown all the same
_AREA = (
    Column(key="name", label="Địa bàn", wide=True),
    Column(key="text", label="Giá trị"),
    Column(key="status", label="Tình trạng", kind=Kind.STATUS),
)


def add_slides(deck: Deck) -> None:
    """Every slide."""
    add_cover(deck)
    for section in deck.snapshot.sections:
        said = clean(section.findings[0]) if section.findings else ""
        shown = [one for one in section.tables if one.rows and (not one.annex or len(one.rows) <= SHORT)]
        alone = (
            not section.figures and len(section.findings) == 1 and bool(shown)
        )  # it is the message of the first table
        if not alone:
            _overview(deck, section, said)
        for one in section.maps:
            _map(deck, section, one)
        for chart in section.charts:
            _chart(deck, section, chart)
        for n, table in enumerate(shown):
            _table(deck, section, table, said if alone and n == 0 else "")
    add_origin(deck)


def _overview(deck: Deck, section: Section, said: str) -> None:
    """Figures as cards with the other findings below, or on a slide of their own when there is no room."""
    rest = [clean(finding) for finding in section.findings if clean(finding) != said]
    many = -(-len(section.figures) // max(1, -(-len(section.figures) // 8)))  # nine are five and four
    for start in range(0, len(section.figures), many or 1):
        cards, first = section.figures[start : start + many], start == 0
        title = said or section.title if first else f"{section.title} (tiếp)"
        slide = deck.slide(section.title, title, "\n".join(section.findings) if first else "")
        lines = -(-len(cards) // 4)
        high = 2.5 if lines == 1 else 1.75
        across = FULL / max(3, min(4, len(cards)))
        for at, figure in enumerate(cards):
            width = across - (0.2 if at % 4 < 3 else 0)
            _card(deck, slide, figure, (LEFT + at % 4 * across, TOP + at // 4 * (high + 0.2), width, high))
        below = TOP + lines * (high + 0.2) + 0.12
        if first and rest and fits(rest, 13, BOTTOM - below):
            _sentences(deck, slide, rest, below, 18)
            rest = []
    if rest:
        title = f"{section.title}: nhận định" if section.figures else said or section.title
        _sentences(deck, deck.slide(section.title, title, "\n".join(section.findings)), rest, TOP, 24)


def _card(deck: Deck, slide: Any, figure: Figure, box: tuple[float, float, float, float]) -> None:
    left, top, _, high = box
    tone = ink.tone(figure.status)
    ground = deck.bar(slide, box, tone.soft)
    deck.bar(slide, (left, top, 0.06, high), tone.mark)
    frame = ground.text_frame
    frame.word_wrap, frame.vertical_anchor = True, 1
    tall = high > 2
    frame.margin_left, frame.margin_right, frame.margin_top = Inches(0.24), Inches(0.12), Inches(0.16 if tall else 0.1)
    say(frame.paragraphs[0], figure.label, 14 if tall else 13, ink.INK_2, after=2)
    value, unit = apart(figure)
    line = frame.add_paragraph()
    say(
        line,
        value,
        (38 if tall else 26) if len(value) <= 9 else 24 if len(value) <= 14 else 18,
        tone.text,
        bold=True,
    )
    if unit:
        say(line, f" {unit}", 15, tone.text, bold=True, after=3)
    if figure.status in MARKS:
        say(
            frame.add_paragraph(),
            f"{MARKS[figure.status]} {status_word(figure.status)}",
            11,
            tone.text,
            bold=True,
            after=3,
        )
    for told in (coverage(figure), change(figure, deck.snapshot.compared)):
        if told:
            say(frame.add_paragraph(), told, 11, ink.INK_2)


def fits(findings: list[str], size: float, room: float) -> bool:
    """Whether sentences of this size stand below each other within so many inches."""
    lines = sum(1 + int((len(finding) + 3) * size * 0.5 / 72 / FULL) for finding in findings)
    return lines * size * 1.25 / 72 + len(findings) * 0.1 <= room


def _sentences(deck: Deck, slide: Any, findings: list[str], top: float, most: float) -> None:
    """Findings below each other, as large as they fit; what does not fit is said, and stands in the notes."""
    room, size = BOTTOM - top, most
    while size > 11 and not fits(findings, size, room):
        size -= 1
    while len(findings) > 1 and not fits(findings, size, room):
        findings = [*findings[:-2], "Còn nhận định khác: xem ghi chú của trang này."]
    frame = deck.text(slide, (LEFT, top, FULL, max(0.4, room)), "", size=size).text_frame
    for n, finding in enumerate(findings):
        paragraph = frame.paragraphs[0] if n == 0 else frame.add_paragraph()
        say(paragraph, f"•  {finding}", size, ink.INK, after=7)


def _chart(deck: Deck, section: Section, chart: Chart) -> None:
    slide = deck.slide(section.title, message(chart), chart.title)
    frame = slide.shapes.add_chart(
        chart_kind(chart), *(Inches(n) for n in (LEFT, TOP, FULL, BOTTOM - TOP)), chart_data(chart)
    )
    frame.name = clean(chart.title, 200)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(message(chart), 1000))
    dress(frame.chart, chart, 12 if len(chart.places) <= 16 else 10)


def _map(deck: Deck, section: Section, one: Chorograph) -> None:
    from reports._pictures import map_png

    slide = deck.slide(section.title, map_message(one), f"{one.title}. {one.bands}")
    picture = slide.shapes.add_picture(
        io.BytesIO(map_png(one, 1640, 1000, 480)), Inches(LEFT), Inches(TOP), Inches(8.2), Inches(5.0)
    )
    picture._element.nvPicPr.cNvPr.set("descr", clean(f"{one.title}. {one.bands}", 1000))
    order = list(MARKS)
    worst = sorted(one.areas, key=lambda area: order.index(area.status) if area.status in order else len(order))[:11]
    if worst:
        add_table(
            deck,
            slide,
            (9.0, TOP, WIDE - LEFT - 9.0, 5),
            _AREA,
            [(area.name, area.text, area.status) for area in worst],
            size=10,
        )
    if len(one.areas) > len(worst):
        deck.text(
            slide,
            (9.0, BOTTOM - 0.5, WIDE - LEFT - 9.0, 0.4),
            f"{number(len(worst), lang='vi')} trong {number(len(one.areas), lang='vi')} địa bàn, nặng nhất trước.",
            size=10,
            colour=ink.INK_3,
        )


def map_message(one: Chorograph) -> str:
    """What the map says, counted from its own dots."""
    counts = {
        status: sum(school.status == status for school in one.schools)
        for status in ("bad", "watch", "stale", "unknown")
    }
    said = [f"{number(n, lang='vi')} {status_word(status)}" for status, n in counts.items() if n]
    if not one.schools:
        return clean(one.title)
    return f"{clean(one.title)}: " + (
        f"trong {number(len(one.schools), lang='vi')} trường, " + ", ".join(said)
        if said
        else "mọi trường bình thường"
    )


def _table(deck: Deck, section: Section, table: Table, said: str) -> None:
    size = 12 if len(table.columns) < 7 else 10
    many, high = fitting(table.columns, table.rows, FULL, size)
    pages = [table.rows[n : n + many] for n in range(0, len(table.rows), many)]
    for n, rows in enumerate(pages[:PAGES]):
        last = n == len(pages) - 1
        part = f" ({n + 1}/{min(len(pages), PAGES)})" if len(pages) > 1 else ""
        kicker = f"{section.title} · {table.title}{part}" if said else section.title
        slide = deck.slide(kicker, said or table.title + part)
        total = table.total if last else ()
        add_table(deck, slide, (LEFT, TOP, FULL, 5), table.columns, rows, total=total, size=size, row=high)
        if n == PAGES - 1 and not last:
            left = number(len(table.rows) - PAGES * many, lang="vi")
            rest = f"Còn {left} dòng: xem trong tệp Excel hoặc PDF của ảnh chụp này."
            deck.text(slide, (LEFT, BOTTOM - 0.25, FULL, 0.25), rest, size=10, colour=ink.INK_2)
