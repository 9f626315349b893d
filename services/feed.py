"""Ready bytes for screens: the directory once, then frames. Built once per version and scope, then only copied.

The binary frame and the points file are little-endian; the layouts stand in docs/feed.md.
"""

import gzip
import json
import random
import struct
import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.area import Tree
from domain.errors import NotFound
from domain.school import KINDS
from domain.wording import speaking
from services import _frames as frames
from services.incident_board import IncidentBoard, marks_json
from services.incident_marks import Marks, block
from services.incident_watch import DEAF_S, Board
from services.places import area_of, points_of
from services.register import Register
from services.seeing import Seeing
from services.view import Picture
from store import registers

FULL, DELTA, UNCHANGED = frames.FULL, frames.DELTA, frames.UNCHANGED
SIMULATED, BLIND, LATE, FROM_DATABASE = 1, 2, 4, 8
_HEAD = struct.Struct("<4sBBHdddddII8s")
Parts = tuple[bytes, bytes, bytes]
KEPT = 256  # bodies kept ready of each sort: those of a register, and frames of the areas people look at
_BRIEF = frozenset({"full", "delta", "json", "marks", "marks json"})  # gone soon: they must not push out what lasts
POLL_MS = (2600, 3000)  # drawn per answer, so that screens never march in step


class Feed:
    """One per scope and web worker; every body it keeps is made for that scope alone, and kept under it."""

    def __init__(self, viewer: Seeing, incidents: IncidentBoard | None = None) -> None:
        self.viewer = viewer
        self._incidents = incidents or IncidentBoard(viewer)
        self._brief: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lasting: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = threading.RLock()  # one builder, however many ask at once

    def _once(self, key: tuple[Any, ...], build: Callable[[], Any]) -> Any:
        kept, key = self._brief if key[0] in _BRIEF else self._lasting, (*key, self.viewer.scope)
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
            value = kept[key] = build()
            while len(kept) > KEPT:
                kept.popitem(last=False)
            return value

    def _stored(self, key: tuple[Any, ...], build: Callable[[], Any]) -> Any:
        """As `_once`, for what the database must be asked for: frames never wait behind a slow database."""
        if (*key, self.viewer.scope) in self._lasting:
            return self._once(key, build)
        value = build()
        return self._once(key, lambda: value)

    def _scope(self, register: Register, area: str) -> NDArray[np.intp]:
        scope: NDArray[np.intp] = self._once(("scope", register.edition, area), lambda: register.within(area))
        return scope

    def directory(self, area: str, register: Register | None = None) -> tuple[str, bytes, bytes]:
        """(content hash, directory JSON in the reader's language, points file) of an area. Raises NotFound."""
        register = register or self.viewer.picture.register
        made: tuple[str, bytes, bytes] = self._once(
            ("directory", register.edition, area, speaking()),
            lambda: self._directory(register, area, self._scope(register, area)),
        )
        return made

    def _directory(self, register: Register, area: str, scope: NDArray[np.intp]) -> tuple[str, bytes, bytes]:
        schools = [register.schools[i] for i in scope]
        points = points_of(register, scope)
        body = {
            "area": area, "count": len(schools), "codes": [s.code for s in schools], "names": [s.name for s in schools],
            "kinds": [kind.value for kind in KINDS], "kind_labels": [kind.words.text for kind in KINDS],
            "trees": {tree.value: [area_of(a) for a in areas] for tree, areas in register.trees.items()},
            "layers": frames.layers_meta(self.viewer.centre.indicators.values()),
            "missing": [n for n, s in enumerate(schools) if s.lat is None],
        }
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        digest = self._digest(text.encode() + points)
        return digest, f'{{"hash":"{digest}",{text[1:]}'.encode(), points

    def frame(self, area: str, layer: str, since: float, directory: str, marks: float | None = None) -> bytes:
        """A binary frame, whole. Raises NotFound."""
        return b"".join(self.parts(area, layer, since, directory, marks))

    def parts(self, area: str, layer: str, since: float, directory: str, marks: float | None = None) -> Parts:
        """A binary frame: its head, the body (unchanged, delta or full, whichever is smallest and safe; the same bytes
        for everybody who asks for it), its incident marks. Raises NotFound.

        `marks`: the version of the incident marks the client holds; their block follows. None = it wants none."""
        picture, now = self.viewer.picture, self.viewer.centre.clock()
        if layer not in self.viewer.centre.indicators:
            raise no_layer()
        scope = self._scope(picture.register, area)
        digest = self.directory(area, picture.register)[0]
        kept = picture.layers.get(layer)
        version = kept.version if kept else 0
        kind, changes, body = FULL, 0, b""
        base = int(since) if directory == digest[:8] and 0 < since < 2**53 else 0  # not a number: never seen any
        if base == version and base:
            kind = UNCHANGED
        elif base and base in picture.past.get(layer, {}):
            kind, changes, body = self._once(
                ("delta", picture.register.edition, area, layer, base, version, layer in picture.unproved),
                lambda: frames.delta(picture, scope, layer, base),
            )
        if kind == FULL:
            key = ("full", picture.register.edition, area, layer, version, layer in picture.unproved)
            body = self._once(key, lambda: frames.full(picture, scope, layer))
        head = self._head(picture, now, kind, version, base, len(scope), changes, digest)
        if marks is None:
            return head, body, b""
        held = marks if directory == digest[:8] and 0 < marks < 2**53 else 0.0
        return head, body, self._marks_block(picture.register, area, scope, now, held)

    def _marks_block(
        self, register: Register, area: str, scope: NDArray[np.intp], now: float, held: float,
    ) -> bytes:
        board, age = self._incidents.board, 0.0
        known = self._marks(board, register, area, scope, board.version)
        before = self._marks(board, register, area, scope, held) if held else None
        age = now - board.heard_at
        return block(board.version, age, not 0 <= age + 1 < DEAF_S, self._incidents.count(), known, held, before)

    def _marks(
        self, board: Board, register: Register, area: str, scope: NDArray[np.intp], version: float,
    ) -> Marks | None:
        marks: Marks | None = self._once(
            ("marks", register.edition, area, board.version, version), lambda: board.marks_of(register, version))
        return marks if marks is None else marks[scope]

    def _head(
        self, picture: Picture, now: float, kind: int, version: int, base: int, count: int, changes: int, digest: str,
    ) -> bytes:
        pulse = picture.pulse
        return _HEAD.pack(
            b"SFR1", kind, self.flags(picture, now), random.randint(*POLL_MS), version, base, now,
            pulse.at if pulse else 0.0, pulse.valid_until if pulse else 0.0, count, changes, digest[:8].encode(),
        )

    def flags(self, picture: Picture, now: float) -> int:
        """What is wrong with the proof, as bits."""
        pulse = picture.pulse
        return (
            (SIMULATED if picture.register.simulated or self.viewer.centre.simulated else 0)
            | (BLIND if pulse and pulse.blind_since is not None else 0)
            | (0 if picture.believed(now) else LATE)
            | (FROM_DATABASE if picture.from_database else 0)
        )

    def frame_json(self, area: str, layer: str = "connectivity") -> bytes:
        """The same, every layer, readable; of a crowd the schools of `layer` only. Raises NotFound."""
        picture, now = self.viewer.picture, self.viewer.centre.clock()
        scope = self._scope(picture.register, area)
        believed = picture.believed(now)
        layers = self._once(
            ("json", picture.register.edition, area, picture.version, believed, picture.unproved, layer),
            lambda: frames.layers_json(picture, scope, self.viewer.centre.indicators, now, layer),
        )
        pulse, bits = picture.pulse, self.flags(picture, now)
        head = json.dumps({
            "version": picture.version, "server_time": now, "proved_at": pulse.at if pulse else None,
            "valid_until": pulse.valid_until if pulse else None,
            "flags": {"simulated": bool(bits & SIMULATED), "blind": bool(bits & BLIND), "late": bool(bits & LATE),
                      "from_database": bool(bits & FROM_DATABASE)},
        })
        told = self._incidents_json(picture.register, area, scope)
        return b"".join((head[:-1].encode(), b',"incidents":', told, b',"layers":', layers, b"}"))

    def _incidents_json(self, register: Register, area: str, scope: NDArray[np.intp]) -> bytes:
        board = self._incidents.board
        body: bytes = self._once(
            ("marks json", register.edition, area, board.version),
            lambda: json.dumps(marks_json(board, self.viewer, register, scope)).encode())
        return body

    def pulse_json(self) -> bytes:
        """Banner and tiles of a screen: proof, culprit, sources with their ages in words."""
        picture, now = self.viewer.picture, self.viewer.centre.clock()
        return frames.pulse_json(picture, now, self.flags(picture, now), blind=BLIND)

    def packed(self, what: str, area: str, tree: Tree = Tree.NEW) -> tuple[bytes, bytes]:
        """(plain, gzip) of an immutable body: directory, points, outlines or water. Raises NotFound."""
        register = self.viewer.picture.register
        worded = (speaking(),) if what == "directory" else ()
        made: tuple[bytes, bytes] = self._stored(
            ("packed", register.edition, what, area, tree, *worded), lambda: _with_gzip(self._plain(what, area, tree))
        )
        return made

    def _plain(self, what: str, area: str, tree: Tree) -> bytes:
        if what == "outlines":
            return self.outlines(tree, area)[1]
        if what == "water":
            with self.viewer.centre.db.read() as conn:
                drawn = registers.fact(conn, "water")
            return (drawn or '{"type":"FeatureCollection","features":[]}').encode()
        _, directory, points = self.directory(area)
        return directory if what == "directory" else points

    def outlines(self, tree: Tree, area: str) -> tuple[str, bytes]:
        """(content hash, GeoJSON of the tree's leaf areas). Raises NotFound for an unknown area."""
        register = self.viewer.picture.register
        made: tuple[str, bytes] = self._stored(
            ("outlines", register.edition, tree, area), lambda: self._outlines(register, tree, area))
        return made

    def _outlines(self, register: Register, tree: Tree, area: str) -> tuple[str, bytes]:
        whole = register.province is not None and area == register.province.code
        areas = register.trees[tree] if whole else (register.area(area),)
        with self.viewer.centre.db.read() as conn:
            shapes = registers.read_outlines(conn, [a.code for a in areas])
        features = ",".join(
            f'{{"type":"Feature","id":{json.dumps(a.code)},"properties":{json.dumps(area_of(a), ensure_ascii=False)},'
            f'"geometry":{shapes[a.code]}}}'
            for a in areas if a.code in shapes
        )
        body = f'{{"type":"FeatureCollection","features":[{features}]}}'.encode()
        return self._digest(body), body

    def _digest(self, body: bytes) -> str:
        """Of the content, and of whose it is: two reaches never share an address that browsers keep for ever."""
        return blake2b(body, digest_size=8, key=self.viewer.scope.key.encode()).hexdigest()


def _with_gzip(body: bytes) -> tuple[bytes, bytes]:
    return body, gzip.compress(body, 6, mtime=0)


def no_layer() -> NotFound:
    """The one sentence for a layer that does not exist."""
    return NotFound("Không có chỉ số này.", "No such indicator.")
