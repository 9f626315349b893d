"""Ảnh chụp: what was known of a scope at a moment, frozen. Every paper of it says the same; nothing edits it.

Texts are Vietnamese (papers follow Nghị định 30/2020/NĐ-CP) and frozen as they were said; numbers stay numbers beside
their text. Shares are 0..1, times are epoch seconds, absence is None: never 0, never an empty string.
"""

import json
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import StrEnum
from hashlib import sha256
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from domain.section import Figure, Section
from domain.wording import Words

FORM = 1  # of the frozen document; an older one is still read


class Template(StrEnum):
    """What a snapshot holds."""

    DAILY = "daily"
    INCIDENTS = "incidents"
    CONNECTIVITY = "connectivity"
    LABS = "labs"
    PAYMENTS = "payments"
    PROGRAMME = "programme"
    AREA = "area"
    SCHOOL = "school"
    MINISTRY = "ministry"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _TEMPLATES[self]


_TEMPLATES = {
    Template.DAILY: Words("Điều hành hằng ngày", "Daily operations"),
    Template.INCIDENTS: Words("Sự cố và mức phục vụ", "Incidents and service levels"),
    Template.CONNECTIVITY: Words("Kết nối Internet", "Connectivity"),
    Template.LABS: Words("Phòng máy và thiết bị", "Labs and devices"),
    Template.PAYMENTS: Words("Thu không dùng tiền mặt", "E-payment"),
    Template.PROGRAMME: Words("Tiến độ kế hoạch", "Programme progress"),
    Template.AREA: Words("Một địa bàn", "One area"),
    Template.SCHOOL: Words("Một trường", "One school"),
    Template.MINISTRY: Words("Biểu gửi Bộ", "Ministry form"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How fresh a source was. `late`: older than it may be, or failing: every page of every paper says so."""

    key: str
    label: str
    taken_at: float | None
    text: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A rule in force: what an indicator or a word of this snapshot means, its bands, its legal basis."""

    key: str
    label: str
    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopePart:
    """Areas × kinds as of domain.person.Part, with the words of it."""

    area: str
    kinds: tuple[str, ...]
    school: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Frozen. `id` is its number in the register; `marks` stand on every page of every paper: stale sources, low
    coverage, simulated figures. `begins`, `ends`: the period, or both None for a moment."""

    id: str
    template: Template
    title: str
    agency: str
    place: str
    parts: tuple[ScopePart, ...]
    as_of: float
    begins: float | None
    ends: float | None
    compared: str
    made_at: float
    made_by: str
    software: str
    simulated: bool
    visitors: bool
    marks: tuple[str, ...]
    sources: tuple[SourceState, ...]
    definitions: tuple[Definition, ...]
    sections: tuple[Section, ...]
    form: int = FORM

    @property
    def body(self) -> bytes:
        """The frozen document: canonical JSON, the same bytes for the same content."""
        told = asdict(self)
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()

    @property
    def sha256(self) -> str:
        """Of `body`: what the register, every paper and the QR code say."""
        return sha256(self.body).hexdigest()

    def figure(self, section: str, key: str) -> Figure:
        """One figure by its place. KeyError when there is none."""
        return {(s.key, f.key): f for s in self.sections for f in s.figures}[section, key]


def opened(body: bytes) -> Snapshot:
    """The snapshot of a frozen document. ValueError when it is none."""
    try:
        told = _read(Snapshot, json.loads(body))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no snapshot: {error}") from error
    assert isinstance(told, Snapshot)
    return told


def _read(kind: Any, told: Any) -> Any:
    """`told` of JSON as `kind`: dataclasses, tuples of one kind, enums, and what JSON knows."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        known = {field.name for field in fields(kind)}
        return kind(**{name: _read(hints[name], value) for name, value in told.items() if name in known})
    if get_origin(kind) is tuple:
        inside = get_args(kind)
        if inside[-1] is Ellipsis:
            return tuple(_read(inside[0], one) for one in told)
        return tuple(_read(one, value) for one, value in zip(inside, told, strict=True))
    if isinstance(kind, UnionType) or told is None:
        return told
    return kind(told) if isinstance(kind, type) and issubclass(kind, StrEnum) else told
