"""A deck reopened: figures, charts and tables are the snapshot's own, every slide says its source, nothing runs."""

import io
import zipfile
from typing import Any

import openpyxl
import pptx
import pytest

from domain.section import Column, Kind
from reports._said import clean, figures, heading, told
from reports._widths import shares
from reports.pptx import render
from tests.rig.papers import HOSTILE, struck
from tests.rig.snapshots import sample


def opened(document: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(document))


def texts(slide: Any) -> str:
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def charts(deck: Any) -> list[Any]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_every_figure_stands_on_a_slide_as_it_is_read() -> None:
    snapshot = sample(schools=400)
    deck = opened(render(snapshot))
    everything = "\n".join(texts(slide) for slide in deck.slides)
    for section, figure in figures(snapshot):
        slide = next(s for s in list(deck.slides)[1:] if f"{figure.label}\n{figure.text}" in texts(s))
        assert section.title.upper() in texts(slide)
        if figure.total is not None:
            assert f"/ {told(float(figure.total), heading_free())} trường báo cáo" in texts(slide)
        assert figure.before is None or figure.before_text in texts(slide)
    for finding in (one for section in snapshot.sections for one in section.findings):
        assert finding in everything


def heading_free() -> Any:
    return Column(key="", label="", kind=Kind.NUMBER)


def test_charts_are_native_and_their_numbers_are_the_snapshots() -> None:
    snapshot = sample(schools=100)
    frozen = [chart for section in snapshot.sections for chart in section.charts]
    drawn = charts(opened(render(snapshot)))
    assert len(drawn) == len(frozen)
    for chart, shown in zip(frozen, drawn, strict=True):
        assert list(shown.plots[0].categories) == list(chart.places)
        assert [tuple(series.values) for series in shown.plots[0].series] == [series.values for series in chart.series]
        inside = openpyxl.load_workbook(io.BytesIO(shown.part.chart_workbook.xlsx_part.blob)).active
        for n, series in enumerate(chart.series, 2):
            assert tuple(inside.cell(r, n).value for r in range(2, len(chart.places) + 2)) == series.values


def test_every_chart_has_its_numbers_beside_its_bars() -> None:
    for chart in charts(opened(render(sample(schools=100)))):
        assert chart.plots[0].has_data_labels or chart.value_axis.visible


def test_no_head_of_a_table_is_cut_within_a_word() -> None:
    columns = [Column(key=str(n), label=words, wide=n == 1) for n, words in enumerate(("Số", "Sự cố", "Địa bàn", "Trạng thái", "Bắt đầu", "Kéo dài", "Đồng hồ phục vụ", "Nguyên nhân", "Người tiếp nhận"))]
    rows = [("14", "20 trường ở Thành phố Thủ Đức cùng mất kết nối, nhà mạng Viettel", "Thành phố Thủ Đức", "mới", "23/11/2026 02:06", "11 giây", "ngoài giờ học, còn 15 phút để tiếp nhận", "Tự phục hồi", "Lê Thị Hạnh")]
    room = 120.0
    wide = [room * share for share in shares(columns, rows, room=room)]
    assert sum(wide) == pytest.approx(room)
    for column, letters in zip(columns, wide, strict=True):
        assert letters - 3.5 >= max(len(word) for word in column.label.split()), column.label
    assert max(wide) == wide[1], "what is long has the most room"


def test_twenty_two_areas_are_all_in_native_tables_with_their_total() -> None:
    snapshot = sample(schools=100)
    table = snapshot.sections[1].tables[0]
    lines = [tuple(cell.text for cell in row.cells) for slide in opened(render(snapshot)).slides for shape in slide.shapes if shape.has_table for row in shape.table.rows]
    assert tuple(heading(column) for column in table.columns) in lines
    for row in table.rows:
        plain = [told(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        assert any(list(line[:-1]) == plain[:-1] and line[-1].endswith(plain[-1]) for line in lines), plain
    assert any(line[0] == "Toàn tỉnh" for line in lines)


def test_every_slide_says_its_moment_its_marks_and_in_the_notes_its_sources() -> None:
    snapshot = sample(schools=100, marks=("NGUỒN QUÁ HẠN: Phòng máy", "DỮ LIỆU MÔ PHỎNG", "CÓ THỂ CHƯA ĐỦ: hai phần ba số trường báo cáo",
                                          "THEO GIỜ: quá hạn giữ số liệu từng phút"))
    for slide in opened(render(snapshot)).slides:
        assert snapshot.id in texts(slide)
        assert "22/11/2026 14:00" in texts(slide)
        assert all(mark in texts(slide) for mark in snapshot.marks)
        notes = slide.notes_slide.notes_text_frame.text
        assert snapshot.sha256 in notes
        assert all(source.label in notes and source.text in notes for source in snapshot.sources)
        assert slide.shapes.title.text_frame.text


def test_nothing_hangs_over_the_edge_and_pictures_are_told_in_words() -> None:
    deck = opened(render(sample(schools=100)))
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width + 10
            assert shape.top + shape.height <= deck.slide_height + 10, shape.name
            if shape.shape_type == 13:
                assert shape._element.nvPicPr.cNvPr.get("descr")


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(payload: str) -> None:
    snapshot = struck(sample(areas=3, schools=4), payload)
    document = render(snapshot)
    deck = opened(document)
    everything = "\n".join(texts(slide) for slide in deck.slides)
    for _, figure in figures(snapshot):
        assert clean(figure.label) in everything
    assert clean(snapshot.sections[0].findings[0]) in everything
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        assert not [name for name in packed.namelist() if b'TargetMode="External"' in packed.read(name) or "vba" in name.lower()]
    for chart in charts(deck):
        inside = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        assert not [cell.coordinate for row in inside for cell in row if cell.data_type == "f"]


def test_a_table_too_long_for_a_deck_says_where_the_rest_is() -> None:
    from dataclasses import replace

    snapshot = sample(areas=3, schools=100)
    annex = snapshot.sections[2].tables[0]
    long = replace(snapshot, sections=(*snapshot.sections[:2], replace(snapshot.sections[2], tables=(replace(annex, annex=False),))))
    slides = [texts(slide) for slide in opened(render(long)).slides]
    shown = sum(str(row[0]) in "\n".join(slides) for row in annex.rows)
    assert 0 < shown < 100
    assert any(f"Còn {100 - shown} dòng" in slide for slide in slides)
    assert any("Danh sách trường: 100 dòng" in texts(slide) for slide in opened(render(snapshot)).slides)
