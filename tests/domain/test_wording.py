"""Numbers, shares, ages and names as Vietnamese eyes expect them."""

import random
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.wording import ABSENT, ago, fold, moment, number, percent, quantity, sort_key, span

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (1234.5, 1, "1.234,5", "1,234.5"), (0, 0, "0", "0"), (2380, 0, "2.380", "2,380"),
        (1_234_567.891, 2, "1.234.567,89", "1,234,567.89"), (-1234, 0, "-1.234", "-1,234"),
        (-0.4, 0, "0", "0"), (-0.0, 1, "0,0", "0.0"), (None, 0, "–", "–"), (NAN, 2, "–", "–"),
    ],
)
def test_numbers_have_vietnamese_points_and_commas(value: float | None, decimals: int, vi: str, en: str) -> None:
    assert number(value, decimals) == vi
    assert number(value, decimals, "en") == en


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_a_shown_number_reads_back_as_itself(value: float, decimals: int) -> None:
    shown = number(value, decimals)
    assert float(shown.replace(".", "").replace(",", ".")) == pytest.approx(value, abs=2 * 10.0**-decimals)


def test_a_half_is_rounded_up_as_spreadsheets_and_browsers_do() -> None:
    assert [percent(share) for share in (0.0625, 0.3125)] == ["6,3\u00a0%", "31,3\u00a0%"]
    assert [number(6.5), number(12.25, 1), number(-6.5)] == ["7", "12,3", "-7"]


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3))
def test_a_part_is_never_shown_as_all_or_as_nothing(share: float, decimals: int) -> None:
    assert percent(share, decimals) not in {percent(1, decimals), percent(0, decimals)}


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [(465 / 595, 2, "78,15 %"), (1, 1, "100,0 %"), (0, 1, "0,0 %"), (0.99996, 1, "99,9 %"), (0.00004, 1, "0,1 %"),
     (None, 1, "–"), (NAN, 1, "–"), (2379 / 2380, 0, "99 %")],
)
def test_shares(share: float | None, decimals: int, shown: str) -> None:
    assert percent(share, decimals).replace("\u00a0", " ") == shown


def test_a_figure_never_parts_from_its_unit_at_a_line_end() -> None:
    assert "\u00a0" in percent(0.5)
    assert quantity(18.0, "ms", 0) == "18\u00a0ms"
    assert quantity(0.5, "%", 0) == "50\u00a0%"
    assert quantity(None, "ms", 0) == quantity(None, "%", 0) == "–"


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [(0, "vừa xong", "just now"), (58, "58 giây trước", "58 s ago"), (180, "3 phút trước", "3 min ago"),
     (7500, "2 giờ 05 phút trước", "2 h 05 min ago"), (4 * 86400, "4 ngày trước", "4 d ago"), (-5, "vừa xong", "just now")],
)
def test_ages(seconds: float, vi: str, en: str) -> None:
    assert ago(seconds) == vi
    assert ago(seconds, "en") == en


def test_an_age_that_is_not_known_says_so() -> None:
    assert ago(None) == ABSENT.vi
    assert ago(None, "en") == ABSENT.en
    assert span(-1) == "0 giây"


def test_moments_are_local_whatever_the_hosts_zone() -> None:
    at = datetime(2026, 9, 6, 17, 5, tzinfo=UTC)
    assert moment(at) == "07/09 00:05"
    assert moment(at, seconds=True) == "07/09 00:05:00"
    assert moment(at, "en").endswith("00:05")
    assert moment(None) == "–"


# Present wards and former districts of the city, in the order of a Vietnamese dictionary.
ORDERED = [
    "An Hội Đông", "An Khánh", "An Lạc", "An Nhơn", "An Phú Đông", "Bà Điểm", "Bàn Cờ", "Bảy Hiền", "Bến Thành",
    "Bình Chánh", "Bình Hưng", "Bình Lợi", "Bình Quới", "Bình Tân", "Bình Thạnh", "Bình Thới", "Bình Tiên",
    "Bình Trị Đông", "Bình Trưng", "Cát Lái", "Cần Giờ", "Cầu Kiệu", "Cầu Ông Lãnh", "Chánh Hưng", "Chợ Lớn",
    "Chợ Quán", "Củ Chi", "Diên Hồng", "Đông Hưng Thuận", "Đông Thạnh", "Đức Nhuận", "Gia Định", "Gò Vấp",
    "Hạnh Thông", "Hiệp Bình", "Hòa Bình", "Hòa Hưng", "Hóc Môn", "Khánh Hội", "Linh Xuân", "Long Bình", "Nhà Bè",
    "Nhiêu Lộc", "Phú Nhuận", "Phú Thọ Hòa", "Phước Long", "Quận 1", "Quận 3", "Quận 10", "Quận 12", "Sài Gòn",
    "Tam Bình", "Tân Bình", "Tân Phú", "Tây Thạnh", "Thạnh An", "Thủ Đức", "Thủ Thiêm", "Vĩnh Hội", "Vĩnh Lộc", "Vườn Lài",
    "Xóm Chiếu", "Xuân Hòa",
]


def test_real_names_sort_as_in_a_vietnamese_dictionary() -> None:
    shuffled = ORDERED[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDERED


def test_tones_only_break_ties() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["mán", "mạ", "ma"], key=sort_key) == ["ma", "mạ", "mán"]
    assert sorted("eêdđaâăoơôuư", key=sort_key) == list("aăâdđeêoôơuư")


def test_numbers_in_names_sort_by_value() -> None:
    names = ["Trường Tiểu học số 10", "Trường Tiểu học số 2", "Trường Tiểu học số 1"]
    assert sorted(names, key=sort_key) == names[::-1]


NAMES = st.text(alphabet="aàảãáạăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯÁẠ 0123456789.-", max_size=30)


@given(NAMES)
def test_a_name_sorts_and_folds_the_same_however_its_marks_are_stored(name: str) -> None:
    apart = unicodedata.normalize("NFD", name)
    assert sort_key(apart) == sort_key(name)
    assert fold(apart) == fold(name)
    assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Trường Tiểu học", "truong tieu hoc"), ("THPT chuyên Lê Hồng Phong", "thpt chuyen le hong phong"),
     ("Đa Kao", "da kao"), ("  Quận\t 5 ", "quan 5"), ("Hoà Bình", "hoa binh"), ("Hòa Bình", "hoa binh"), ("", "")],
)
def test_search_form(text: str, folded: str) -> None:
    assert fold(text) == folded
