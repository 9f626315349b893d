"""The first sheet of a workbook: what it is, its figures as cards, findings, what else is in it, where it is from."""

from typing import Any

from domain.section import SPELLED, Column, Figure, Kind, Section
from domain.snapshot import Snapshot
from domain.wording import stamp
from reports import _ink as ink
from reports._said import ABSENT, change, clean, coverage, of_what, worded
from reports._sheet_form import Forms, figure_form, put, put_cell

COVER = "Tổng quan"
LAST, CARDS, SPAN = 12, 4, 3  # columns B..M: four cards of three
_CHARS = 128.0  # of ten points, along a full row


class Cover:
    """A sheet filled from above: `row` is the next free one."""

    def __init__(self, book: Any, forms: Forms, snapshot: Snapshot) -> None:
        """Makes the sheet; `fill` fills it once the other sheets are known."""
        self.sheet, self.forms, self.snapshot, self.row = book.add_worksheet(COVER), forms, snapshot, 0

    def fill(self, contents: list[tuple[str, str]]) -> None:
        """Everything, from the band to the hash. `contents`: (sheet, what it holds)."""
        sheet, told = self.sheet, self.snapshot
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2)
        sheet.set_column(1, LAST, 10.5)
        sheet.set_column(LAST + 1, LAST + 1, 2)
        self._band()
        for section in told.sections:
            if section.figures or section.findings:
                self._section(section)
        self._title("Trong sổ này")
        for name, what in contents:
            self._link(name, what)
        self._sources()
        self._origin()
        self._print()

    def _wide(self, text: str, height: float = 18, **wish: Any) -> None:
        """One row of text over the full width."""
        lines = -(-len(clean(text)) * wish.get("font_size", 10) / 10 // _CHARS)
        self.sheet.set_row(self.row, max(height, height * lines * 0.82 if lines > 1 else height))
        self._over(self.row, 1, LAST, text, text_wrap=True, **wish)
        self.row += 1

    def _over(self, row: int, first: int, last: int, text: str, **wish: Any) -> None:
        """Text over columns `first`..`last` of a row."""
        self.sheet.merge_range(row, first, row, last, "", self.forms(**wish))
        put(self.sheet, self.forms, (row, first), text, **wish)

    def _band(self) -> None:
        told, night = self.snapshot, {"bg_color": ink.NIGHT, "indent": 1}
        rows: tuple[tuple[str, float, dict[str, Any]], ...] = (
            ("", 10, {}), (told.agency, 18, {"font_color": ink.NIGHT_TEXT}),
            (told.title, 32, {"font_size": 20, "bold": True, "font_color": ink.WHITE}),
            (of_what(told), 18, {"font_color": ink.WHITE}),
            (f"{told.template.words.vi} · ảnh chụp {told.id}", 18, {"font_color": ink.NIGHT_TEXT}), ("", 10, {}),
        )
        for text, height, wish in rows:
            self._wide(text, height, **night | wish)
        for mark in told.marks:
            tone = ink.TONES["watch"]
            self._wide(f"▲ {mark}", 22, bold=True, font_color=tone.text, bg_color=tone.soft, indent=1, bottom=1,
                       bottom_color=ink.WHITE)

    def _title(self, text: str) -> None:
        self.sheet.set_row(self.row, 12)
        self.row += 1
        self._wide(text, 24, bold=True, font_size=13, bottom=2, bottom_color=ink.ACCENT)
        self.sheet.set_row(self.row, 6)
        self.row += 1

    def _section(self, section: Section) -> None:
        self._title(section.title)
        for start in range(0, len(section.figures), CARDS):
            self._cards(section.figures[start:start + CARDS])
        for finding in section.findings:
            self._wide(f"•  {finding}", 19, indent=1)

    def _cards(self, figures: tuple[Figure, ...]) -> None:
        for n, height in enumerate((22, 32, 17, 17, 8)):
            self.sheet.set_row(self.row + n, height)
        for n, figure in enumerate(figures):
            self._card(figure, 1 + n * SPAN)
        self.row += 5

    def _card(self, figure: Figure, left: int) -> None:
        """A label, the number itself, of how many it speaks, what it was before; the tone stands at its left."""
        tone, right = ink.tone(figure.status), left + SPAN - 1
        ground = {"bg_color": tone.soft, "indent": 1}
        small = ground | {"font_size": 8, "font_color": ink.INK_2, "shrink": True}
        self._edged(self.row, left, right, figure.label, tone, ground | {"font_color": ink.INK_2, "font_size": 9})
        self._edged(self.row + 1, left, right, "", tone, ground)
        self._value(figure, (self.row + 1, left), tone, ground)
        self._edged(self.row + 2, left, right, coverage(figure), tone, small)
        self._edged(self.row + 3, left, right, change(figure, self.snapshot.compared), tone, small)

    def _edged(self, row: int, left: int, right: int, text: str, tone: ink.Tone, wish: dict[str, Any]) -> None:
        white = {"right": 5, "right_color": ink.WHITE}
        self._over(row, left, right, text, left=5, left_color=tone.mark, **white, **wish)

    def _value(self, figure: Figure, at: tuple[int, int], tone: ink.Tone, ground: dict[str, Any]) -> None:
        wish = ground | {"bold": True, "font_size": 20, "font_color": tone.text, "align": "left", "left": 5,
                         "left_color": tone.mark, "right": 5, "right_color": ink.WHITE}
        if figure.value is None or figure.unit == SPELLED or worded(figure.text):
            put(self.sheet, self.forms, at, figure.text or ABSENT, **wish)
        else:
            self.sheet.write_number(*at, figure.value, self.forms(num_format=figure_form(figure), **wish))

    def _link(self, name: str, what: str) -> None:
        self.sheet.set_row(self.row, 18)
        look = {"font_color": ink.ACCENT, "indent": 1}
        self.sheet.merge_range(self.row, 1, self.row, 4, "", self.forms(**look))
        self.sheet.write_url(self.row, 1, f"internal:'{name}'!A1", self.forms(**look), name)
        self._over(self.row, 5, LAST, what, font_color=ink.INK_2)
        self.row += 1

    def _sources(self) -> None:
        self._title("Nguồn số liệu")
        taken = Column(key="taken", label="", kind=Kind.MOMENT)
        for source in self.snapshot.sources:
            tone = ink.tone("watch" if source.late else "good")
            self.sheet.set_row(self.row, 18)
            self._over(self.row, 1, 4, source.label, indent=1)
            self.sheet.merge_range(self.row, 5, self.row, 6, "", self.forms())
            put_cell(self.sheet, self.forms, (self.row, 5), source.taken_at, taken)
            said = f"{'▲' if source.late else '●'} {source.text}"
            self._over(self.row, 7, LAST, said, font_color=tone.text, indent=1)
            self.row += 1

    def _origin(self) -> None:
        told = self.snapshot
        self._title("Nguồn gốc và kiểm chứng")
        facts = (("Mã ảnh chụp", told.id), ("SHA-256", told.sha256), ("Chụp lúc", stamp(told.made_at, seconds=True)),
                 ("Người chụp", told.made_by), ("Phần mềm", told.software), ("So sánh", told.compared))
        for label, text in facts:
            if text:
                self.sheet.set_row(self.row, 18)
                self._over(self.row, 1, 2, label, font_color=ink.INK_2, indent=1)
                self._over(self.row, 3, LAST, text)
                self.row += 1
        self._wide("Mọi số liệu trong sổ này lấy từ cùng một ảnh chụp, không có công thức. "
                   "Kiểm chứng tại trang Báo cáo: thả tệp hoặc nhập mã ảnh chụp.", 18, font_color=ink.INK_2, indent=1)

    def _print(self) -> None:
        self.sheet.set_paper(9)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_first_sheet()
        self.sheet.activate()
