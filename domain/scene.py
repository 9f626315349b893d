"""What a wall screen plays: scenes one after another, how it looks, and who may stand before it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.wording import Words


class SceneKind(StrEnum):
    """Cảnh: one picture that fills the screen."""

    CITY = "city"  # everything the screen reaches: map, figures, worst areas, incidents
    AREA = "area"  # one area (`Scene.area`), large, with its schools and its incidents
    INDICATORS = "indicators"
    INCIDENTS = "incidents"  # open ones with their owners
    SYSTEMS = "systems"  # the parts of the centre and what they lean on
    PROGRAMME = "programme"  # the 13 items of the plan, beside what is measured
    SOURCES = "sources"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _KINDS[self]


_KINDS = {
    SceneKind.CITY: Words("Toàn cảnh", "Whole picture"),
    SceneKind.AREA: Words("Một địa bàn", "One area"),
    SceneKind.INDICATORS: Words("Bảng chỉ số", "Indicator board"),
    SceneKind.INCIDENTS: Words("Sự cố và người phụ trách", "Incidents and owners"),
    SceneKind.SYSTEMS: Words("Bảng hệ thống", "Systems board"),
    SceneKind.PROGRAMME: Words("Tiến độ đề án", "Programme"),
    SceneKind.SOURCES: Words("Nguồn dữ liệu", "Sources"),
}


class Theme(StrEnum):
    """Nền. BY_HOUR is dark at night and light by day."""

    DARK = "dark"
    LIGHT = "light"
    BY_HOUR = "by_hour"


class Palette(StrEnum):
    """Bảng màu. SAFE can be told apart with every common colour blindness."""

    STANDARD = "standard"
    SAFE = "safe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One entry of a playlist. `area`: of an AREA scene; `layer`: what colours its map, "" = the first indicator."""

    kind: SceneKind
    seconds: int = 30
    area: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """What one screen plays. `visitors`: people who may not read names and phones stand before it: they are not sent.

    `only_issues`: the whole picture hides healthy schools; one area shows all of its own. `hold_s`: so long a new
    critical incident holds the rotation when nobody acknowledges it.
    """

    scenes: tuple[Scene, ...] = (Scene(kind=SceneKind.CITY),)
    only_issues: bool = True
    visitors: bool = False
    theme: Theme = Theme.DARK
    palette: Palette = Palette.STANDARD
    hold_s: int = 120


LEAST_S, MOST_S, MOST_SCENES = 5, 3600, 20
