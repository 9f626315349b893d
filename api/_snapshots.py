"""Snapshots as JSON, and what may be asked for. Times are epoch seconds UTC; an ISO time without zone is local."""

import base64
import binascii
from typing import Any

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from domain.errors import BadInput
from domain.person import Actor, Part
from domain.school import SchoolKind
from domain.section import Figure
from domain.snapshot import Template
from services import snapshots
from services._snapshot_when import read_moment
from services.centre import Centre
from services.snapshots import Compared, Row, Verdict, Wish

FRESH = {"cache-control": "no-store"}
MOST_AREAS = 500


class Asked(BaseModel):
    """{template, area: "79" or "760,761" or "", school, kinds, at | begins + ends, compared, visitors}."""

    model_config = ConfigDict(strict=True, extra="ignore")

    template: str = Field("daily", max_length=20)
    area: str = Field("", max_length=8000)
    school: str = Field("", max_length=8000)
    kinds: list[str] = Field(default_factory=list, max_length=20)
    at: float | str | None = Field(None)
    begins: float | str | None = Field(None)
    ends: float | str | None = Field(None)
    compared: str = Field("", max_length=20)
    visitors: bool = False
    client: str = Field("", max_length=100)

    def wish(self) -> Wish:
        """What is asked for. Raises BadInput."""
        if self.template not in set(Template):
            raise BadInput("Không có mẫu báo cáo này.", "There is no such template.", code="template")
        if not set(self.kinds) <= set(SchoolKind):
            raise BadInput("Không có cấp học này.", "No such kind of school.", code="kinds")
        return Wish(template=Template(self.template), parts=self._parts(), at=read_moment(self.at, "at"),
                    begins=read_moment(self.begins, "begins"), ends=read_moment(self.ends, "ends"),
                    compared=self.compared, visitors=self.visitors, client=self.client)

    def _parts(self) -> tuple[Part, ...]:
        kinds = frozenset(SchoolKind(kind) for kind in self.kinds)
        areas, schools = _listed(self.area), _listed(self.school)
        if len(areas) + len(schools) > MOST_AREAS:
            raise BadInput(f"Chọn nhiều nhất {MOST_AREAS} địa bàn.", f"Choose {MOST_AREAS} areas at most.", code="area")
        found = [Part(school=code) for code in schools] + [Part(area=code, kinds=kinds) for code in areas]
        return tuple(found or ([Part(kinds=kinds)] if kinds else []))


def taken_json(centre: Centre, actor: Actor, asked: Asked) -> dict[str, Any]:
    """Freeze. Raises NotAllowed, NotFound, BadInput, StoreDown."""
    made = snapshots.take(centre, actor, asked.wish())
    return {"id": made.id, "sha256": made.sha256, "as_of": made.as_of, "title": made.title, "marks": list(made.marks)}


def list_json(rows: tuple[Row, ...], most: int) -> dict[str, Any]:
    """`rows` holds one more than was asked for when there are more."""
    return {"rows": [row_json(row) for row in rows[:most]], "more": len(rows) > most}


def row_json(row: Row) -> dict[str, Any]:
    """One line of the register."""
    return {
        "id": row.id, "template": row.template, "template_label": Template(row.template).words.text,
        "title": row.title, "scope": ", ".join(row.parts), "as_of": row.as_of, "begins": row.begins, "ends": row.ends,
        "made_at": row.made_at, "made_by": row.made_by, "sha256": row.sha256, "visitors": row.visitors,
        "simulated": row.simulated, "marks": list(row.marks)}


def document(centre: Centre, actor: Actor, id: str, known: str) -> Response:  # noqa: A002
    """The frozen document, byte for byte. `known`: what the asker holds already (If-None-Match)."""
    body, promised = snapshots.document(centre, actor, id), snapshots.promised(centre, actor, id)
    tag = f'"{promised}"'  # what the register promised, not what these bytes happen to be: the reader takes it again
    headers = {"cache-control": "private, no-cache", "etag": tag}
    if known == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def compared_json(found: tuple[Compared, ...]) -> dict[str, Any]:
    """Figures side by side."""
    return {"figures": [{"section": one.section, "key": one.key, "label": one.label, "first": _figure(one.first),
                         "second": _figure(one.second), "step": one.step} for one in found]}


class Question(BaseModel):
    """{id}, or {id, sha256}, or {file: base64 of any file}, with or without "data:…;base64," before it."""

    model_config = ConfigDict(strict=True, extra="ignore")

    id: str = Field("", max_length=40)
    sha256: str = Field("", max_length=64)
    file: str = Field("")


def verdict(centre: Centre, actor: Actor, asked: Question) -> dict[str, Any]:
    """Of a number, of a number with the hash it came with, or of the bytes of any file. Raises BadInput."""
    if asked.file:
        return verdict_json(snapshots.verified(centre, actor, paper=_bytes(asked.file)))
    found = snapshots.verified(centre, actor, id=asked.id)
    if asked.sha256 and found.row is not None and asked.sha256.lower() != found.row.sha256:
        found = Verdict(known=True, same=False, row=found.row)
    return verdict_json(found)


def verdict_json(found: Verdict) -> dict[str, Any]:
    """`known` false says nothing else: foreign and absent are one."""
    if not found.known or found.row is None:
        return {"known": False, "same": False}
    return {**row_json(found.row), "known": True, "same": found.same, "paper": found.paper}


def told(value: dict[str, Any], status: int = 200) -> Response:
    """JSON that nobody keeps."""
    return JSONResponse(value, status_code=status, headers=FRESH)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.rpartition(";base64,")[2], validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("Tệp gửi lên không đọc được.", "The file cannot be read.", code="file") from None


def _figure(found: Figure | None) -> dict[str, Any] | None:
    return None if found is None else {
        "value": found.value, "text": found.text, "unit": found.unit, "status": found.status, "known": found.known,
        "total": found.total}


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(code for one in text.split(",") if (code := one.strip())))
