"""Snapshots as JSON, and what may be asked for. Times are epoch seconds UTC; an ISO time without zone is local."""

from base64 import b64decode
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from api._strict import strict
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
QUESTION_BYTES = 1000  # no paper is so small


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
    body = snapshots.document(centre, actor, id)
    tag = f'"{snapshots.digest(body)}"'
    headers = {"cache-control": "private, no-cache", "etag": tag}
    if known == tag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def compared_json(found: tuple[Compared, ...]) -> dict[str, Any]:
    """Figures side by side."""
    return {"figures": [{"section": one.section, "key": one.key, "label": one.label, "first": _figure(one.first),
                         "second": _figure(one.second), "step": one.step} for one in found]}


async def verdict(request: Request, centre: Centre, actor: Actor) -> dict[str, Any]:
    """Of {id} or {id, sha256}, or of {file: base64}: the gate takes JSON only; a frozen document may come as it is."""
    body = await request.body()
    said = _said(body)
    if said is None:
        return verdict_json(snapshots.verified(centre, actor, paper=await run_in_threadpool(_file, body)))
    found = snapshots.verified(centre, actor, id=said[0])
    if said[1] and found.row is not None and said[1].lower() != found.row.sha256:
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


def _said(body: bytes) -> tuple[str, str] | None:
    """(id, hash) of a question; None = it is a file, which may itself be JSON. The gate takes every body as JSON."""
    if len(body) > QUESTION_BYTES:
        return None
    try:
        value = strict(body)
    except BadInput:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        return None
    return value["id"][:40], str(value.get("sha256", ""))[:64]


def _file(body: bytes) -> bytes:
    """Of {file: base64}; a frozen document, which is JSON itself, comes as it is."""
    value = strict(body)
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        return body
    try:
        return b64decode(value["file"], validate=True)
    except ValueError:
        raise BadInput("Tệp gửi lên không đọc được.", "The file cannot be read.", code="file") from None


def _figure(found: Figure | None) -> dict[str, Any] | None:
    return None if found is None else {
        "value": found.value, "text": found.text, "unit": found.unit, "status": found.status, "known": found.known,
        "total": found.total}


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(code for one in text.split(",") if (code := one.strip())))
