"""A chapter of a snapshot: findings, figures, charts, maps, tables – frozen, typed, in the order they are read."""

from dataclasses import dataclass
from enum import StrEnum

Cell = str | float | None
Point = tuple[float, float]  # longitude, latitude
SPELLED = "giây học"  # unit of a figure whose text is a span in words: the number is of seconds, the text needs no unit


class Kind(StrEnum):
    """Of a table's column: how its cells are typed and set."""

    TEXT = "text"
    NUMBER = "number"  # in the column's unit, with its decimals
    SHARE = "share"  # 0..1, shown as percent
    MOMENT = "moment"  # epoch seconds
    SPAN = "span"  # seconds
    STATUS = "status"  # a key of STATUS_WORDS


class Shape(StrEnum):
    """Of a chart."""

    BAR = "bar"
    STACK = "stack"
    LINE = "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. `text`: as it is read, with its unit. `known` of `total` schools report (None: not applicable)."""

    key: str
    label: str
    value: float | None
    text: str
    unit: str = ""
    status: str = ""
    known: int | None = None
    total: int | None = None
    note: str = ""
    before: float | None = None  # the same, of the moment or period compared with
    before_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Of a table."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    decimals: int = 0
    wide: bool = False  # long text: takes the room the others leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows in the order they are read. `annex`: long, set behind the body. `names`: keys of columns with people's names
    or telephones, left out for visitors. `total`: a last row that sums, or nothing."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    annex: bool = False
    names: tuple[str, ...] = ()
    empty: str = "Không có dòng nào."


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or set of bars; a value for every place of its chart."""

    label: str
    values: tuple[float | None, ...]
    status: str = ""  # gives it that status' colour and texture


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """`places`: the labels along the axis. `unit` "%" = values are shares."""

    key: str
    title: str
    shape: Shape
    places: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaShape:
    """An area of a map: rings of (longitude, latitude) and what it is coloured by."""

    code: str
    name: str
    rings: tuple[tuple[Point, ...], ...]
    value: float | None
    text: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDot:
    """A school of a map."""

    code: str
    name: str
    at: Point
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chorograph:
    """The map's state: what it shows, of what, and every shape on it."""

    key: str
    title: str
    areas: tuple[AreaShape, ...]
    schools: tuple[SchoolDot, ...]
    bands: str = ""  # what the colours mean, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One chapter. `findings`: sentences made from the figures, with their numbers."""

    key: str
    title: str
    findings: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    maps: tuple[Chorograph, ...] = ()
    tables: tuple[Table, ...] = ()
