"""The official report is archivable, accessible, in the form of Nghị định 30, and says every figure of its snapshot."""

import io
import re
import unicodedata
from dataclasses import replace
from functools import cache

import pikepdf
import pypdfium2
import pytest

from domain.section import Cell, Chart, Column, Figure, Kind, Section, Series, Shape, Table
from domain.snapshot import Snapshot, opened
from reports._said import told
from reports._told import bound, chart_alt, roman, stressed, symbol
from reports.pdf import render
from tests.rig.snapshots import sample

HOSTILE = (
    '<img src=x onerror=window.__x=1>', '</script><svg/onload=1>', "#read(\"/etc/passwd\") $x^2$ *b* _i_ `raw` @ref <label>", "#import \"@preview/x:1.0.0\": *",
    "\\u{1F600} 😀 中文 ①", "a\u202egnp.exe", "\x1b[2J\x00x", "=HYPERLINK(\"http://127.0.0.1:9/\")", "../../../../etc/passwd", "x" * 400,
    unicodedata.normalize("NFD", "Trường Tiểu học Nguyễn Thị Minh Khai"), "{{7*7}}${7*7}<%=7*7%>", "\u2028\u0085\u200b\ufeff",
)


@cache
def made(schools: int = 60, areas: int = 6, hostile: str = "", marks: tuple[str, ...] = (), visitors: bool = False) -> tuple[Snapshot, bytes]:
    snapshot = sample(areas=areas, schools=schools, hostile=hostile, marks=marks, visitors=visitors)
    return snapshot, render(snapshot)


def pages(paper: bytes, chosen: slice = slice(None)) -> list[str]:
    """What stands on every page, spaces made one."""
    document = pypdfium2.PdfDocument(paper)
    return [plain(document[n].get_textpage().get_text_range()) for n in range(len(document))[chosen]]


def plain(said: str) -> str:
    return " ".join(unicodedata.normalize("NFC", said.replace("\u200b", "").replace("\ufffe", "")).replace("\u00a0", " ").split())


def tight(said: str) -> str:
    """Without spaces: a line may break anywhere."""
    return re.sub(r"\s", "", plain(said))


def tags(document: pikepdf.Pdf) -> dict[str, int]:
    """How many of every structure element."""
    found: dict[str, int] = {}
    left = [document.Root.StructTreeRoot.K]
    while left:
        node = left.pop()
        if isinstance(node, pikepdf.Array):
            left.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node.S)] = found.get(str(node.S), 0) + 1
            if "/K" in node:
                left.append(node.K)
    return found


def test_it_is_archivable_and_accessible() -> None:
    with pikepdf.open(io.BytesIO(made()[1])) as document:
        with document.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"].startswith("Tình hình điều hành giáo dục")
        root = document.Root
        assert str(root.Lang).startswith("vi")
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        found = tags(document)
        assert {"/Document", "/P", "/H1", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= set(found), found
        assert found["/TD"] >= 60 * 9


def test_every_font_is_embedded_and_ours() -> None:
    fonts = {}
    with pikepdf.open(io.BytesIO(made()[1])) as document:
        for page in document.pages:
            for font in (page.Resources.get("/Font") or {}).values():
                inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                fonts[str(inner.BaseFont)] = {str(key) for key in inner.FontDescriptor}
    assert fonts
    assert all("Liberation" in name or "BeVietnam" in name for name in fonts), fonts.keys()
    assert all(about & {"/FontFile", "/FontFile2", "/FontFile3"} for about in fonts.values())


def test_every_picture_says_in_words_what_it_shows() -> None:
    snapshot, paper = made()
    with pikepdf.open(io.BytesIO(paper)) as document:
        said, left = [], [document.Root.StructTreeRoot.K]
        while left:
            node = left.pop()
            if isinstance(node, pikepdf.Array):
                left.extend(node)
            elif isinstance(node, pikepdf.Dictionary):
                said += [str(node.Alt)] if "/Alt" in node else []
                left += [node.K] if "/K" in node else []
    for chart in (chart for section in snapshot.sections for chart in section.charts):
        assert any(chart_alt(chart)[:60] in plain(one) or plain(chart_alt(chart))[:60] in plain(one) for one in said)


def test_page_one_has_the_form_of_an_official_report() -> None:
    first = pages(made()[1])[0]
    order = ["SỞ GIÁO DỤC VÀ ĐÀO TẠO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/BC-SGDĐT",
             "Thành phố Hồ Chí Minh, ngày 22 tháng 11 năm 2026", "BÁO CÁO", "Tình hình điều hành giáo dục ngày 22/11/2026", "I. Tình hình chung"]
    assert [one for one in order if one not in first] == []
    assert [first.index(one) for one in order[5:]] == sorted(first.index(one) for one in order[5:])
    whole = " ".join(pages(made()[1]))
    assert all(one in whole for one in ("Nơi nhận:", "Lưu: VT", "(Ký, ghi rõ họ tên, đóng dấu)", "Phụ lục I", "Người lập: Trần Thu Hà"))


def test_every_figure_finding_and_cell_stands_in_its_text() -> None:
    snapshot, paper = made()
    whole = tight(" ".join(pages(paper)))
    for section in snapshot.sections:
        assert all(tight(one) in whole for one in section.findings)
        assert all(tight(figure.label) in whole and tight(figure.text) in whole for figure in section.figures)
        for table in section.tables:
            cells = [told(cell, column) for row in (*table.rows, *([table.total] if table.total else [])) for cell, column in zip(row, table.columns, strict=True)]
            assert [cell for cell in cells if tight(cell) not in whole] == []
    assert "2.320/2.380" not in whole  # the figures are those of this snapshot
    assert f"{snapshot.figure('overview', 'connected').known}/{snapshot.figure('overview', 'connected').total}trườngbáocáo" in whole


def test_marks_number_and_hash_stand_on_every_page() -> None:
    snapshot, paper = made(schools=300, marks=("Nguồn quá hạn: Phòng máy", "Chỉ 40 % trường báo cáo"))
    for text in pages(paper):
        assert "DỮ LIỆU MÔ PHỎNG" in text
        assert "Nguồn quá hạn: Phòng máy" in text
        assert "Chỉ 40 % trường báo cáo" in text
        assert snapshot.id in text
        assert snapshot.sha256[:16] in text
    assert tight(snapshot.sha256) in tight(" ".join(pages(paper)))


def test_the_head_of_an_annex_is_repeated_on_every_page_of_it_and_pages_are_numbered() -> None:
    texts = pages(made(schools=300)[1])
    annex = [text for text in texts if "Trường Tiểu học Nguyễn" in text]
    assert len(annex) > 3
    assert all("Mã trường" in text and "Thời gian có mạng" in text for text in annex)
    assert all(f"tờ {n}/{len(texts)}" in text for n, text in enumerate(texts, start=1))


def test_the_same_snapshot_gives_the_same_bytes_whenever_and_wherever_it_is_set() -> None:
    snapshot, paper = made()
    assert render(opened(snapshot.body)) == paper
    assert render(replace(snapshot, made_by="Lê Văn Ánh")) != paper


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_name_holds_it_comes_out_as_text(hostile: str) -> None:
    paper = render(sample(areas=3, schools=8, hostile=hostile))
    whole = tight(" ".join(pages(paper)))
    seen = max(re.findall(r"[!-~]+", tight(hostile)), key=len, default="")
    assert seen[:60] in whole
    assert b"/JavaScript" not in paper
    assert b"/URI" not in paper
    assert "root:x:0" not in whole


def test_a_letter_no_font_has_leaves_a_box_and_not_a_gap() -> None:
    assert "Khai 1 □□" in " ".join(pages(render(sample(areas=3, schools=4, hostile=" 😀中"))))


def test_ten_thousand_rows_and_a_comparison_of_twenty_two_areas() -> None:
    snapshot, paper = made(schools=10_000, areas=22)
    first, last = " ".join(pages(paper, slice(8))), " ".join(pages(paper, slice(-3, None)))
    assert "Minh Khai 10000" in last
    assert all(area.name in first for area in snapshot.sections[0].maps[0].areas)


def test_visitors_read_no_names() -> None:
    whole = " ".join(pages(made(visitors=True)[1]))
    assert "Lê Văn Ánh" not in whole
    assert "Người lập" not in whole
    assert "Người phụ trách" not in whole


def test_absence_is_a_dash_and_never_zero() -> None:
    absent: tuple[tuple[Cell, ...], ...] = (("Trường A", None),)
    table = Table(key="t", title="Bảng", columns=(Column(key="n", label="Tên"), Column(key="v", label="Máy", kind=Kind.NUMBER)), rows=absent)
    chart = Chart(key="c", title="Biểu đồ trống", shape=Shape.STACK, places=("Q1",), series=(Series(label="bad", values=(None,), status="bad"),))
    figure = Figure(key="f", label="Máy chạy", value=None, text="–", status="unknown")
    whole = " ".join(pages(render(replace(sample(areas=3, schools=3), sections=(Section(key="s", title="Mục", figures=(figure,), charts=(chart,), tables=(table,)),), definitions=(), sources=()))))
    assert "Trường A –" in whole
    assert "Q1 –" in whole
    assert "Máy chạy –" in whole


def test_nothing_to_say_is_still_a_report() -> None:
    bare = replace(sample(areas=3, schools=3), sections=(), sources=(), definitions=(), marks=(), title="Trống")
    assert "BÁO CÁO" in pages(render(bare))[0]


@pytest.mark.parametrize(("agency", "expected"), [("Sở Giáo dục và Đào tạo", "BC-SGDĐT"), ("Trung tâm điều hành", "BC-TTĐH"), ("", "BC-")])
def test_the_symbol_of_an_agency(agency: str, expected: str) -> None:
    assert symbol(agency) == expected


def test_only_figures_are_stressed_never_parts_of_names_or_dates() -> None:
    strong = [text for text, bold in stressed("12 trường ở Quận 2 mất mạng từ 22/11/2026, bằng 91,3\u00a0% của 2.380 trường.") if bold]
    assert strong == ["12", "91,3\u00a0%", "2.380"]


def test_small_things_of_the_form() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40)] == ["I", "IV", "IX", "XIV", "XL"]
    assert "Thành\u00a0phố\u00a0Hồ\u00a0Chí\u00a0Minh" in bound("Tình hình Thành phố Hồ Chí Minh ngày 22/11/2026")
