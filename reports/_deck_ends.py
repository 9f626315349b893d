"""The first and the last slide: what it is with its first figures, and where all of it is from."""

import io
from typing import Any

import segno
from pptx.util import Inches

from domain.section import Column, Kind
from domain.wording import number, stamp
from reports import _ink as ink
from reports._deck import FULL, HIGH, LEFT, TOP, WIDE, Deck, say
from reports._deck_table import add_table
from reports._said import apart, clean, coverage, figures, marked, of_what, tables

RULES, SOURCES, ANNEXES = 5, 9, 8  # definitions on a slide, sources and annexes on the last


def add_cover(deck: Deck) -> None:
    """Night ground, title, the first four figures."""
    told = deck.snapshot
    slide = deck.file.slides.add_slide(deck.layout)
    ground = deck.bar(slide, (0, 0, WIDE, HIGH), ink.NIGHT)
    slide.shapes._spTree.remove(ground._element)
    slide.shapes._spTree.insert(2, ground._element)
    deck.bar(slide, (LEFT, 0.95, 0.09, 3.2), ink.TONES["good"].mark)
    deck.text(slide, (LEFT + 0.35, 0.9, 9, 0.4), told.agency, size=16, colour=ink.NIGHT_TEXT, bold=True)
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Inches(LEFT + 0.35), Inches(1.4), Inches(11.2), Inches(2.0)
    size = next((size for most, size in ((48, 44), (90, 36), (160, 28)) if len(told.title) <= most), 22)
    say(title.text_frame.paragraphs[0], clean(told.title, 400), size, ink.WHITE, bold=True)
    deck.text(slide, (LEFT + 0.35, 3.45, 11.2, 0.4), clean(of_what(told), 160), size=18, colour=ink.WHITE)
    deck.text(slide, (LEFT + 0.35, 3.86, 11.2, 0.35), told.template.words.vi, size=14, colour=ink.NIGHT_TEXT)
    first = [figure for _, figure in figures(told)][:4]
    for n, figure in enumerate(first):
        left = LEFT + n * (FULL / 4)
        deck.bar(slide, (left, 4.85, FULL / 4 - 0.25, 0.03), ink.tone(figure.status).mark)
        deck.text(slide, (left, 4.98, FULL / 4 - 0.3, 0.3), figure.label, size=12, colour=ink.NIGHT_TEXT)
        deck.text(
            slide,
            (left, 5.26, FULL / 4 - 0.3, 0.7),
            " ".join(apart(figure)).strip(),
            size=28,
            colour=ink.WHITE,
            bold=True,
        )
        deck.text(slide, (left, 5.9, FULL / 4 - 0.3, 0.3), coverage(figure), size=10, colour=ink.NIGHT_TEXT)
    if told.marks:
        deck.text(slide, (LEFT, 6.55, FULL, 0.3), f"▲ {marked(told)}", size=12, colour="F4C261", bold=True)
    deck.text(
        slide, (LEFT, 6.9, FULL, 0.3), f"Ảnh chụp {told.id} · SHA-256 {told.sha256}", size=10, colour=ink.NIGHT_TEXT
    )
    slide.notes_slide.notes_text_frame.text = deck.notes


def add_origin(deck: Deck) -> None:
    """Definitions; then sources, annexes elsewhere, id and hash."""
    told = deck.snapshot
    _meanings(deck)
    slide = deck.slide("Nguồn gốc", "Nguồn số liệu và cách kiểm chứng")
    columns = (
        Column(key="s", label="Nguồn", wide=True),
        Column(key="at", label="Lấy lúc", kind=Kind.MOMENT),
        Column(key="t", label="Độ mới", wide=True),
    )
    sources = [(one.label, one.taken_at, ("▲ " if one.late else "● ") + one.text) for one in told.sources[:SOURCES]]
    if len(told.sources) > SOURCES:
        sources[-1:] = [(_rest(len(told.sources) - SOURCES + 1, "nguồn"), None, "")]
    add_table(deck, slide, (LEFT, TOP, 7.0, 3), columns, sources, size=11, row=0.32)
    frame = deck.text(slide, (8.0, TOP, WIDE - LEFT - 8.0, 3.4), "Danh sách đầy đủ", size=14, bold=True).text_frame
    annexes = [table for _, table in tables(told) if table.annex]
    for table in annexes[:ANNEXES]:
        say(
            frame.add_paragraph(),
            f"{clean(table.title, 90)}: {number(len(table.rows), lang='vi')} dòng",
            11,
            ink.INK_2,
            after=3,
        )
    if len(annexes) > ANNEXES:
        say(frame.add_paragraph(), _rest(len(annexes) - ANNEXES, "danh sách"), 11, ink.INK_2, after=3)
    said = (
        "Có trong tệp Excel, PDF, Word, CSV của cùng ảnh chụp." if annexes else "Mọi bảng đã có trong bộ trang này."
    )
    say(frame.add_paragraph(), said, 11, ink.INK, after=3)
    _proof(deck, slide)


def _meanings(deck: Deck) -> None:
    """What the indicators mean, as many as two slides hold."""
    told = deck.snapshot
    meaning = (
        Column(key="l", label="Chỉ số"),
        Column(key="t", label="Nghĩa và mức", wide=True),
        Column(key="b", label="Căn cứ"),
    )
    for start in range(0, min(len(told.definitions), 2 * RULES), RULES):
        rows = [(one.label, one.text, one.basis) for one in told.definitions[start : start + RULES]]
        left = len(told.definitions) - start - RULES if start else 0
        if left > 0:
            rows[-1:] = [(_rest(left + 1, "định nghĩa"), "", "")]
        slide = deck.slide("Định nghĩa", "Chỉ số nghĩa là gì, mức nào đang hiệu lực")
        add_table(deck, slide, (LEFT, TOP, FULL, 4.8), meaning, rows, size=10, row=0.84)


def _rest(count: int, what: str) -> str:
    """What a deck has no room for is said."""
    return f"còn {number(count, lang='vi')} {what} trong bản XLSX, PDF"


def _proof(deck: Deck, slide: Any) -> None:
    """Id, hash and how to ask whether the file is ours and unchanged."""
    told, code = deck.snapshot, io.BytesIO()
    segno.make(f"{told.id} sha256:{told.sha256}", error="m", micro=False).save(
        code, kind="png", scale=8, border=1, dark=f"#{ink.INK}"
    )
    picture = slide.shapes.add_picture(io.BytesIO(code.getvalue()), *(Inches(n) for n in (LEFT, 5.4, 1.4, 1.4)))
    picture._element.nvPicPr.cNvPr.set("descr", "Mã QR: mã ảnh chụp và giá trị băm")
    frame = deck.text(slide, (LEFT + 1.65, 5.5, 10.4, 1.3), f"Ảnh chụp {told.id}", size=14, bold=True).text_frame
    made = f"Chụp lúc {stamp(told.made_at, seconds=True)}" + (f", {told.made_by}" if told.made_by else "")
    for line in (
        f"SHA-256 {told.sha256}",
        f"{made} · {told.software}",
        "Kiểm chứng tại trang Báo cáo: thả tệp hoặc nhập mã ảnh chụp.",
    ):
        say(frame.add_paragraph(), line, 11, ink.INK_2, after=2)
