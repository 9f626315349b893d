"""What walls said last and a small picture of what each painted: for minutes, in the cache and in this process, never
in the database. With the cache away each process knows the walls that spoke to it."""

import binascii
import io
import json
import threading
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any
from weakref import WeakKeyDictionary

from PIL import Image

from domain.errors import BadInput, NotFound
from services.centre import Centre
from store.database import Database
from store.live import Live

KEPT_S = 180
SHARED_S = 0.2
MOST = 1000  # screens one process remembers by itself
LONGEST = 10_240  # bytes of a picture
EDGE = 640
FORMATS = {"WEBP": "image/webp", "JPEG": "image/jpeg"}


class Heard:
    """What this process heard itself: name -> (until, body), the oldest forgotten first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._told: dict[str, bytes] = {}
        self._sharing: threading.Timer | None = None

    def keep(self, name: str, body: bytes, until: float) -> None:
        """The newest of this name."""
        with self._lock:
            self._kept[name] = (until, body)
            self._kept.move_to_end(name)
            while len(self._kept) > 2 * MOST:
                self._kept.popitem(last=False)

    def share(self, live: Live, bodies: dict[str, bytes]) -> None:
        """With the other processes, a moment later: five hundred walls are a few trips a second. Never waits."""
        with self._lock:
            self._told |= bodies
            if self._sharing is None:
                self._sharing = threading.Timer(SHARED_S, self._share, (live,))
                self._sharing.daemon = True
                self._sharing.start()

    def _share(self, live: Live) -> None:
        with self._lock:
            bodies, self._told, self._sharing = self._told, {}, None
        live.remember(bodies, KEPT_S)

    def known(self, names: Sequence[str], now: float) -> dict[str, bytes]:
        """Those whose time has not come."""
        with self._lock:
            found = {name: self._kept[name] for name in names if name in self._kept}
        return {name: body for name, (until, body) in found.items() if until > now}


_heard: WeakKeyDictionary[Database, Heard] = WeakKeyDictionary()
_making = threading.Lock()


def _own(centre: Centre) -> Heard:
    with _making:
        return _heard.setdefault(centre.db, Heard())


def keep_beat(centre: Centre, screen_id: int, told: dict[str, Any]) -> None:
    """What a screen says of itself now: known here at once, in the cache within SHARED_S with all others."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    _own(centre).keep(f"beat:{screen_id}", body, centre.clock() + KEPT_S)
    _own(centre).share(centre.live, {f"beat:{screen_id}": body})


def beats(centre: Centre, screen_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What these screens said within the last minutes, to whichever process."""
    own, shared = _both(centre, [f"beat:{one}" for one in screen_ids])
    told: dict[int, dict[str, Any]] = {}
    for name, body in (*own.items(), *shared.items()):
        said, one = json.loads(body), int(name.partition(":")[2])
        if one not in told or said["seen_at"] >= told[one]["seen_at"]:
            told[one] = said
    return told


def keep_picture(centre: Centre, screen_id: int, packed: str) -> str:
    """The small picture a screen made of itself, base64; gives its stamp. Raises BadInput."""
    body = _checked(packed)
    _keep(centre, f"echo:{screen_id}", body)
    return stamp(body)


def picture(centre: Centre, screen_id: int) -> tuple[bytes, str]:
    """(bytes, media type) of the newest one. Raises NotFound when there is none."""
    name = f"echo:{screen_id}"
    own, shared = _both(centre, [name])
    body = shared.get(name) or own.get(name)
    if body is None:
        raise NotFound("Màn hình này chưa gửi hình.", "This screen has sent no picture yet.")
    return body, FORMATS["JPEG" if body.startswith(b"\xff\xd8\xff") else "WEBP"]


def stamp(body: bytes) -> str:
    """A name for exactly this picture."""
    return blake2b(body, digest_size=6).hexdigest()


def _keep(centre: Centre, name: str, body: bytes) -> None:
    _own(centre).keep(name, body, centre.clock() + KEPT_S)
    centre.live.remember({name: body}, KEPT_S)


def _both(centre: Centre, names: Sequence[str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return _own(centre).known(names, centre.clock()), centre.live.recall(names)


def _checked(packed: str) -> bytes:
    """Only what browsers paint small: judged by its head, never unpacked here."""
    try:
        body = b64decode(packed, validate=True)
        if not 0 < len(body) <= LONGEST:
            raise BadInput(f"Hình thu nhỏ cần từ 1 đến {LONGEST // 1024} kB.",
                           f"An echo has 1 to {LONGEST // 1024} kB.", code="picture")
        with Image.open(io.BytesIO(body), formats=tuple(FORMATS)) as head:
            wide, high = head.size
    except (binascii.Error, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BadInput("Đây không phải hình WebP hoặc JPEG.", "This is no WebP or JPEG picture.",
                       code="picture") from None
    if max(wide, high) > EDGE:
        raise BadInput(f"Hình thu nhỏ lớn nhất là {EDGE} điểm ảnh mỗi cạnh.", f"An echo is {EDGE} pixels at most.",
                       code="picture")
    return body
