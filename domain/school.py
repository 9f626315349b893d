"""A place with an immutable code, a kind and a point."""

from dataclasses import dataclass
from enum import StrEnum

from domain.wording import Words


class SchoolKind(StrEnum):
    """Cấp học. The order is the order of lists."""

    MAM_NON = "mam_non"
    TIEU_HOC = "tieu_hoc"
    THCS = "thcs"
    THPT = "thpt"
    LIEN_CAP = "lien_cap"
    GDTX = "gdtx"
    GDNN_GDTX = "gdnn_gdtx"
    TTHTCD = "tthtcd"
    CHUYEN_BIET = "chuyen_biet"
    KHAC = "khac"

    @property
    def words(self) -> Words:
        """What a person reads."""
        return _KINDS[self]


KINDS: tuple[SchoolKind, ...] = tuple(SchoolKind)
GENERAL = (SchoolKind.TIEU_HOC, SchoolKind.THCS, SchoolKind.THPT, SchoolKind.LIEN_CAP)
GRADED = (*GENERAL, SchoolKind.GDTX, SchoolKind.GDNN_GDTX)  # they have grades, transcripts, admissions
AFTER_NURSERY = (*GRADED, SchoolKind.CHUYEN_BIET)
TAUGHT = (SchoolKind.MAM_NON, *AFTER_NURSERY)  # they have pupils and classes; a learning centre has courses
_KINDS = {
    SchoolKind.MAM_NON: Words("Mầm non", "Preschool"),
    SchoolKind.TIEU_HOC: Words("Tiểu học", "Primary"),
    SchoolKind.THCS: Words("THCS", "Lower secondary"),
    SchoolKind.THPT: Words("THPT", "Upper secondary"),
    SchoolKind.LIEN_CAP: Words("Liên cấp", "Combined"),
    SchoolKind.GDTX: Words("GDTX", "Continuing education"),
    SchoolKind.GDNN_GDTX: Words("GDNN-GDTX", "Vocational and continuing"),
    SchoolKind.TTHTCD: Words("TT học tập cộng đồng", "Community learning centre"),
    SchoolKind.CHUYEN_BIET: Words("Chuyên biệt", "Special education"),
    SchoolKind.KHAC: Words("Chưa rõ cấp học", "Kind not stated"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """`lat`, `lon`: WGS 84 degrees, None = not known. `approximate`: the point is its area's label point.

    `areas`: codes of the leaf areas it lies in, by tree ("old": district until 2025-06-30, "new": present ward).
    `phone`: the school's own line, digits only. `probe`: address the connectivity source asks. "" = none.
    """

    code: str
    name: str
    kind: SchoolKind
    lat: float | None = None
    lon: float | None = None
    approximate: bool = False
    old_area: str = ""
    new_area: str = ""
    pupils: int | None = None
    teachers: int | None = None
    classes: int | None = None
    carrier: str = ""
    contracted_mbps: float | None = None
    phone: str = ""
    probe: str = ""
    pilot: bool = False
