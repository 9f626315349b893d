"""The 22 district-level units of TP. Hồ Chí Minh until 2025-06-30 (typed facts: official names and GSO codes).

People: the 2019 census, thousands, used as weights only. Carrier shares are invented: the four big carriers of Việt Nam
with a different leader in each part of the city, so that one carrier's cut looks different on the map each time.
"""
from __future__ import annotations

from dataclasses import dataclass

PROVINCE_CODE = "79"
PROVINCE_NAME = "Thành phố Hồ Chí Minh"
OLD_VALID_TO = "2025-06-30"
NEW_VALID_FROM = "2025-07-01"
# Resolution 1111/NQ-UBTVQH14 merged three districts into TP Thủ Đức on this day; the other 21 are older.
THU_DUC_SINCE = "2021-01-01"
DISTRICTS_SINCE = "2003-12-01"

CARRIERS = ("viettel", "vnpt", "fpt", "mobifone", "cmc")


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """One former district-level unit."""

    code: str
    name: str
    people: int
    shares: tuple[int, int, int, int, int]


def _district(code: str, name: str, people: int, *shares: int) -> District:
    viettel, vnpt, fpt, mobifone, cmc = shares
    return District(code=code, name=name, people=people, shares=(viettel, vnpt, fpt, mobifone, cmc))


DISTRICTS: tuple[District, ...] = (
    _district("760", "Quận 1", 143, 22, 36, 26, 6, 10),
    _district("761", "Quận 12", 620, 44, 28, 20, 6, 2),
    _district("764", "Quận Gò Vấp", 677, 40, 26, 26, 5, 3),
    _district("765", "Quận Bình Thạnh", 499, 30, 32, 28, 5, 5),
    _district("766", "Quận Tân Bình", 475, 28, 34, 28, 5, 5),
    _district("767", "Quận Tân Phú", 485, 32, 26, 34, 4, 4),
    _district("768", "Quận Phú Nhuận", 164, 26, 34, 30, 4, 6),
    _district("769", "Thành phố Thủ Đức", 1170, 38, 30, 22, 6, 4),
    _district("770", "Quận 3", 190, 24, 38, 26, 4, 8),
    _district("771", "Quận 10", 235, 26, 34, 30, 4, 6),
    _district("772", "Quận 11", 210, 28, 34, 30, 4, 4),
    _district("773", "Quận 4", 175, 28, 40, 22, 6, 4),
    _district("774", "Quận 5", 159, 24, 42, 24, 4, 6),
    _district("775", "Quận 6", 234, 30, 38, 24, 4, 4),
    _district("776", "Quận 8", 425, 34, 36, 22, 5, 3),
    _district("777", "Quận Bình Tân", 784, 38, 26, 28, 5, 3),
    _district("778", "Quận 7", 360, 30, 28, 28, 5, 9),
    _district("783", "Huyện Củ Chi", 462, 52, 34, 8, 6, 0),
    _district("784", "Huyện Hóc Môn", 542, 48, 30, 15, 6, 1),
    _district("785", "Huyện Bình Chánh", 706, 46, 30, 17, 6, 1),
    _district("786", "Huyện Nhà Bè", 207, 44, 32, 18, 5, 1),
    _district("787", "Huyện Cần Giờ", 72, 54, 40, 0, 6, 0),
)

DISTRICT_BY_CODE: dict[str, District] = {district.code: district for district in DISTRICTS}
