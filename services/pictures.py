"""Pictures of an incident: taken with a note, read in a limited process of their own, shown to whoever may see it.

No picture of a pupil belongs here; what can be checked is checked (kind, size, what rides along), and only pixels are
kept: no place, no camera, no time.
"""

import base64
import binascii
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import structlog

from domain.errors import BadInput, NotFound
from domain.person import Actor, Permission
from domain.wording import Words
from services import respond
from services.centre import Centre
from store import pictures
from store.incidents import Incident
from store.scoping import local_day

MOST_BYTES = 5_000_000
PATIENCE_S = 20.0
READER = Path(__file__).with_name("_picture_reader.py")
_AT_ONCE = threading.BoundedSemaphore(2)
log = structlog.get_logger()

REFUSALS = {
    "large": Words("Ảnh lớn hơn 5 MB: hãy thu nhỏ rồi gửi lại.", "The picture is over 5 MB: make it smaller."),
    "foreign": Words("Tệp này không phải ảnh JPEG, PNG hay WebP.", "This is no JPEG, PNG or WebP picture."),
    "pixels": Words("Ảnh có hơn 40 triệu điểm ảnh: hãy thu nhỏ rồi gửi lại.",
                    "The picture has more than 40 million pixels: make it smaller."),
    "broken": Words("Ảnh hỏng hoặc thiếu một phần: hãy chụp hay lưu lại.",
                    "The picture is broken or cut off: take or save it again."),
    "hidden": Words("Trong tệp có thứ khác đi kèm ảnh: hãy chụp màn hình ảnh đó rồi gửi.",
                    "Something else rides along in this file: send a screenshot of the picture."),
    "heavy": Words("Ảnh này quá nặng để đọc an toàn: hãy lưu lại thành JPEG nhỏ hơn.",
                   "This picture is too heavy to be read safely: save it as a smaller JPEG."),
}
GONE = Words("Không có ảnh này.", "No such picture.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """As it is served."""

    media_type: str
    sha256: str
    body: bytes


def add(centre: Centre, actor: Actor, incident_id: int, told: str, *, text: str = "",
        client: str | None = None) -> Incident:
    """A note with one picture (`told`: base64). Raises BadInput whose sentence says what to change."""
    actor.must(Permission.RESPOND)
    return respond.note(centre, actor, incident_id, client=client, text=text, pictures=(checked(decoded(told)),))


def read(centre: Centre, actor: Actor, incident_id: int, picture_id: int) -> Picture:
    """One picture of one incident. Raises NotFound: foreign and absent are one."""
    actor.must(Permission.INCIDENTS)
    today = local_day(centre.clock())
    if not (0 < incident_id < 2**53 and 0 < picture_id < 2**53):
        raise NotFound(*GONE)
    with centre.db.read() as conn:
        row = pictures.read(conn, actor.scope, incident_id, picture_id, today, f"{actor.kind.value}:{actor.id}")
    if row is None:
        raise NotFound(*GONE)
    return Picture(media_type=row.media_type, sha256=row.sha256, body=bytes(row.body))


def decoded(told: str) -> bytes:
    """The bytes of a base64 text, with or without the "data:" a browser puts before it."""
    plain = told.partition(",")[2] if told.startswith("data:") else told
    if len(plain) > MOST_BYTES * 4 // 3 + 8:
        raise _refusal("large")
    try:
        data = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raise _refusal("broken") from None
    return data


def checked(data: bytes) -> dict[str, Any]:
    """A row of incident_pictures: pixels only, at most 2560 px an edge. Raises BadInput."""
    if len(data) > MOST_BYTES:
        raise _refusal("large")
    with _AT_ONCE:
        head, body = _read_apart(data)
    if "refused" in head:
        raise _refusal(str(head["refused"]))
    return {**head, "sha256": sha256(body).hexdigest(), "body": body}


def _read_apart(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What the limited process says; one that died of its limits refused."""
    try:
        done = subprocess.run([sys.executable, "-I", str(READER)], input=data, capture_output=True, timeout=PATIENCE_S,
                              check=False, env={"LC_ALL": "C"}, cwd="/")
    except subprocess.TimeoutExpired:
        log.warning("picture refused", why="slow", bytes=len(data))
        return {"refused": "heavy"}, b""
    line, _, body = done.stdout.partition(b"\n")
    if done.returncode != 0 or not line:
        log.warning("picture refused", why="reader ended", code=done.returncode, bytes=len(data))
        return {"refused": "heavy"}, b""
    head: dict[str, Any] = json.loads(line)
    return head, body


def _refusal(key: str) -> BadInput:
    return BadInput(*REFUSALS[key], code=f"picture_{key}")
