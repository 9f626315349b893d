"""A school's own line comes with the register: with its zero, without anybody's mobile, and a second import changes nothing."""

from pathlib import Path

import openpyxl
import pytest

from domain.phone import school_line, spoken
from services.importing import SchoolOptions, import_schools
from simulator.register import phone
from store.database import Database
from store.importing import read_registers
from tests.importing.kit import kinds


@pytest.mark.parametrize(("given", "kept"), [
    ("028 3822 1234", "02838221234"), ("(028) 38.221.234", "02838221234"), ("+84 28 3822 1234", "02838221234"),
    ("2838221234", "02838221234"), ("0251.3822123", "02513822123"), ("1800 1166", "18001166"), ("0912345678", ""),
    ("0912 345 678 / 028 3822 1234", "02838221234"), ("028 3822 1234 - 0912 345 678", "02838221234"), ("", ""), ("không có", ""),
    ("079301001234", ""), ("=1+1", "")])
def test_only_a_schools_own_line_is_kept(given: str, kept: str) -> None:
    assert school_line(given) == kept


def test_it_is_read_out_in_groups() -> None:
    assert [spoken(number) for number in ("02838221234", "02513822123", "18001166", "0912345678")] == [
        "028 3822 1234", "0251 382 2123", "1800 1166", "0912 345 678"]


@pytest.mark.parametrize("heading", ["Điện thoại", "Phone", "Số điện thoại trường"])
def test_a_spreadsheet_that_lost_the_zero_and_a_second_import(province: Database, tmp_path: Path, heading: str) -> None:
    book = openpyxl.Workbook()
    for row in (["Mã trường", "Tên trường", heading], ["A", "Trường THCS A", 2838221234], ["B", "Trường THCS B", "028 3822 9999"],
                ["C", "Trường THCS C", "0912 345 678"]):
        book.active.append(row)
    book.save(tmp_path / "s.xlsx")
    options = SchoolOptions(home=tmp_path)
    result = import_schools(province, tmp_path / "s.xlsx", options, apply=True)
    assert {s.code: s.phone for s in read_registers(province).schools} == {"A": "02838221234", "B": "02838229999", "C": ""}
    assert kinds(result)["phone"] == 1
    back = openpyxl.load_workbook(result.out).active
    cells = [str(cell.value) for line in back.iter_rows() for cell in line]
    assert "028 3822 9999" in cells
    assert not [cell for cell in cells if "0912" in cell]
    again = import_schools(province, tmp_path / "s.xlsx", options, apply=True)
    assert [(one.new, one.changed) for one in again.counts] == [(0, 0)]


def test_the_simulated_province_has_landlines_the_same_for_the_same_seed() -> None:
    lines = [phone(7, f"7976031{n:02d}") for n in range(99)]
    assert lines == [phone(7, f"7976031{n:02d}") for n in range(99)]
    assert all(line == "" or (school_line(line) == line and line.startswith("0283")) for line in lines)
    assert len(set(lines)) > 80
