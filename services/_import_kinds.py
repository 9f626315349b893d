"""Which kind of school: from the words of its kind column, else from its name."""

import re

from domain.school import SchoolKind
from domain.wording import fold

_KEYS = {kind.value: kind for kind in SchoolKind}
_STAGES = (
    (
        SchoolKind.MAM_NON,
        r"\bmam non\b|\bmau giao\b|\bnha tre\b|\bmn\b|\bmg\b|\bpreschool\b|\bkindergarten\b|\bmam choi\b",
    ),
    (SchoolKind.TIEU_HOC, r"\btieu hoc\b|\bcap 1\b|\bcap i\b|\bth\b|\bprimary\b|\bptcs\b"),
    (SchoolKind.THCS, r"\btrung hoc co so\b|\bthcs\b|\bcap 2\b|\bcap ii\b|\bptcs\b|\blower secondary\b"),
    (
        SchoolKind.THPT,
        r"\btrung hoc pho thong\b|\bthpt\b|\bptth\b|\bcap 3\b|\bcap iii\b|\bupper secondary\b|"
        r"\bpho thong nang khieu\b|\bthpt chuyen\b",
    ),
)
_SPECIAL = (
    (SchoolKind.TTHTCD, r"hoc tap cong dong|\btthtcd\b|\bhtcd\b"),
    (SchoolKind.GDNN_GDTX, r"gdnn\s*gdtx|giao duc nghe nghiep.{0,12}(giao duc thuong xuyen|gdtx)"),
    (SchoolKind.GDTX, r"giao duc thuong xuyen|\bgdtx\b|bo tuc van hoa"),
    (
        SchoolKind.CHUYEN_BIET,
        r"chuyen biet|khuyet tat|khiem thi|khiem thinh|cau diec|tre diec|giao duc hoa nhap|special",
    ),
)
_COMBINED = re.compile(r"lien cap|\bpho thong nhieu cap\b|\bcap 1[ ,&]*2|\bcap 2[ ,&]*3|combined")


def kind_of(word: str, name: str) -> SchoolKind:
    """The kind column decides when it says one; else the name; KHAC = neither says."""
    if fold(word).replace(" ", "_") in _KEYS:
        return _KEYS[fold(word).replace(" ", "_")]
    for text in (word, name):
        kind = _read(_plain(text))
        if kind is not None:
            return kind
    return SchoolKind.KHAC


def _read(text: str) -> SchoolKind | None:
    if not text:
        return None
    for kind, pattern in _SPECIAL:
        if re.search(pattern, text):
            return kind
    if _COMBINED.search(text):
        return SchoolKind.LIEN_CAP
    stages = [kind for kind, pattern in _STAGES if re.search(pattern, text)]
    return stages[0] if len(stages) == 1 else SchoolKind.LIEN_CAP if stages else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())
