"""A dated node of the tree of places; two trees meet under one province."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.wording import Words

DISTRICTS_END = date(2025, 6, 30)  # last day of the district level (law on local government 2025)
WARDS_BEGIN = date(2025, 7, 1)


class Level(StrEnum):
    """Tier of government an area belongs to."""

    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _LEVELS[self]


_LEVELS = {
    Level.PROVINCE: Words("tỉnh/thành phố", "province"),
    Level.DISTRICT: Words("quận/huyện", "district"),
    Level.WARD: Words("phường/xã/đặc khu", "ward"),
}


class Tree(StrEnum):
    """Which way the province is divided."""

    OLD = "old"
    NEW = "new"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _TREES[self]

    @property
    def leaf(self) -> Level:
        """The level schools hang on in this tree."""
        return Level.DISTRICT if self is Tree.OLD else Level.WARD


_TREES = {
    Tree.OLD: Words("Quận/huyện cũ", "Former districts"),
    Tree.NEW: Words("Phường/xã hiện nay", "Present wards"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """`code`: official text code with leading zeros. `valid_to` None = still valid. Label point in WGS 84 degrees.

    `bounds`: (south, west, north, east) degrees, None when no outline is known. `schematic`: the outline is a
    drawing of ours ("sơ đồ"), not a survey.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    valid_from: date | None = None
    valid_to: date | None = None
    label_lat: float | None = None
    label_lon: float | None = None
    bounds: tuple[float, float, float, float] | None = None
    schematic: bool = False
