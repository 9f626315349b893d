"""A whole centre in one process, on real memory, under a frozen clock: what stories and promises play with."""

import json
import shutil
import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import sqlalchemy as sa

from domain.measurement import STATUSES, Column, Measurement
from domain.person import EVERYTHING
from domain.source import UPLINK
from services import register
from services.centre import Centre
from services.feed import Feed
from services.ingest import LEASE, Ingest
from services.view import Viewer
from store import importing, incidents, leases
from store.database import Database
from store.importing import AreaRow, SchoolRow
from tests.rig.caches import Cache, valkey_binary
from tests.rig.clock import Clock

DISTRICTS = {"760": "Quận 1", "764": "Quận Gò Vấp", "787": "Huyện Cần Giờ"}
NAMES = ("Nguyễn Du", "Lê Quý Đôn", "Trưng Vương", "Bùi Thị Xuân", "Marie Curie", "Gia Định", "Võ Thị Sáu", "Phú Nhuận")
REACHABLE = "connectivity.reachable"


def code(number: int) -> str:
    """The code of the n-th school, from 0."""
    return f"79{number + 1:06d}"


def school(number: int, **changes: Any) -> SchoolRow:
    """The n-th school: three districts in turn of eight, two carriers; Cần Giờ only has one."""
    district = list(DISTRICTS)[number // 8 % len(DISTRICTS)]
    return SchoolRow(**{
        "code": code(number), "name": f"THPT {NAMES[number % len(NAMES)]} {number // 8 + 1}", "kind": "thpt", "lat": 10.7 + number / 1000,
        "lon": 106.6 + number / 1000, "old_area": district, "new_area": "26734", "carrier": "viettel" if number % 8 < 6 else "vnpt",
        "pupils": 900, "contracted_mbps": 100.0, **changes,
    })


def found(db: Database, schools: Iterable[SchoolRow]) -> None:
    """The register of a small province, by the same transaction as any import; its log begins empty, after it."""
    areas = [AreaRow(code="79", name="Thành phố Hồ Chí Minh", level="province")]
    areas += [AreaRow(code=c, name=n, level="district", parent="79", valid_to="2025-06-30", outline='{"type":"Point","coordinates":[106.7,10.8]}') for c, n in DISTRICTS.items()]
    areas += [AreaRow(code="26734", name="Phường Sài Gòn", level="ward", parent="79", valid_from="2025-07-01")]
    with patch.object(importing, "record_many"):
        importing.commit(db, importing.Changes(areas_new=areas, schools_new=list(schools)), 0)


class Office:
    """`ingest` is the collector's desk, `viewer` and `feed` one web worker's. Times move only by `tick`."""

    def __init__(self, home: Path, database_url: str, redis_url: str, clock: Clock, kinds: Sequence[str] = ("thpt",) * 24) -> None:
        self.home, self.clock, self.home_urls = home, clock, (database_url, redis_url)
        self.centre = self.open()
        if register.current_version(self.centre.db) == 0:
            found(self.centre.db, [school(i, kind=kind) for i, kind in enumerate(kinds)])
        self.lead()
        self.screen()

    def open(self) -> Centre:
        """The same house opened by one more process."""
        return Centre.open(home=self.home, database_url=self.home_urls[0], redis_url=self.home_urls[1], clock=self.clock)

    def lead(self) -> Ingest:
        """A collector starts (again): lease, register, everything restored. The one before is gone without a word."""
        with self.centre.db.write() as conn:
            conn.execute(sa.text("UPDATE leases SET until = 0"))
        token = leases.acquire(self.centre.db, LEASE, "office")
        assert token is not None
        self.register = register.load(self.centre.db)
        self.ingest = Ingest(self.centre, self.register, token)
        return self.ingest

    def screen(self) -> Feed:
        """A web worker starts (again)."""
        self.viewer = Viewer(self.centre)
        self.feed = Feed(self.viewer)
        return self.feed

    def beat(self, down: Iterable[int] = (), unknown: Iterable[int] = (), only: Iterable[int] | None = None) -> None:
        """One reading of every school (or `only` some): reachable, except `down`, except `unknown`."""
        which = list(range(len(self.register.schools)) if only is None else only)
        dark, lost = set(down), set(unknown)
        values = array("d", [float("nan") if i in lost else 0.0 if i in dark else 1.0 for i in which])
        self.ingest.take([Column(metric=REACHABLE, taken_at=self.clock(), schools=array("l", which), values=values)])

    def say(self, number: int, metric: str, value: float | None) -> None:
        """One measurement of one school."""
        self.ingest.take([Measurement(school=code(number), metric=metric, value=value, taken_at=self.clock())])

    def see(self, sees: bool) -> None:
        """The centre's own line."""
        self.ingest.take([Column(metric=UPLINK, taken_at=self.clock(), schools=(), values=array("d", [float(sees)]))])

    def tick(self, times: int = 1, *, seconds: float = 5.0, silent: bool = False, **readings: Any) -> None:
        """Time passes, schools answer, the collector commits, the screen looks."""
        for _ in range(times):
            self.clock.forward(seconds)
            if not silent:
                self.beat(**readings)
            self.ingest.commit(())
            self.viewer.refresh()

    def settle(self) -> None:
        """Wait until the scribe has written what it was given."""
        assert self.ingest.scribe.write(10.0)

    def json(self, area: str = "79") -> dict[str, Any]:
        """The JSON frame."""
        answer: dict[str, Any] = json.loads(self.feed.frame_json(area))
        return answer

    def statuses(self, layer: str = "connectivity") -> dict[int, str]:
        """{number of the school: its status on screen}."""
        schools = self.json()["layers"][layer]["schools"]
        return {i: schools[s.code] for i, s in enumerate(self.viewer.picture.register.schools)}

    def colours(self, layer: str = "connectivity") -> dict[str, int]:
        """{status: how many}, statuses that somebody has."""
        return {status: n for status, n in self.json()["layers"][layer]["counts"].items() if n}

    def open_incidents(self) -> dict[str, str]:
        """{subject: kind} of what is open in the database."""
        self.settle()
        with self.centre.db.read() as conn:
            return {i.subject: i.kind for i in incidents.read_open(conn, EVERYTHING)}

    def rows(self, query: str, **words: Any) -> list[Any]:
        """What the database says, past the product."""
        self.settle()
        return self.rows_now(query, **words)

    def rows_now(self, query: str, **words: Any) -> list[Any]:
        """The same, whatever is still to be written."""
        with self.centre.db.read() as conn:
            return [tuple(row) for row in conn.execute(sa.text(query), words)]

    def binary(self, layer: str = "connectivity", since: float = 0, area: str = "79") -> "Frame":
        """The binary frame, read as docs/feed.md says."""
        return Frame(self.feed.frame(area, layer, since, self.feed.directory(area)[0][:8]))

    def close(self) -> None:
        """Give everything back."""
        self.ingest.scribe.write(5.0)
        self.centre.close()


class Frame:
    """A client's own reading of the binary layout; shares no code with the product."""

    def __init__(self, body: bytes) -> None:
        self.magic, self.kind, self.flags, self.poll_ms = struct.unpack_from("<4sBBH", body, 0)
        self.version, self.base, self.server_time, self.proved_at, self.valid_until = struct.unpack_from("<5d", body, 8)
        self.count, self.changes = struct.unpack_from("<II", body, 48)
        self.directory = body[56:64].decode()
        self.body = body[64:]

    def apply(self, before: "np.ndarray[Any, Any] | None") -> "np.ndarray[Any, Any]":
        """Statuses after this frame."""
        if self.kind == 0:
            assert len(self.body) == self.count
            return np.frombuffer(self.body, np.uint8).copy()
        assert before is not None
        assert len(before) == self.count
        after = before.copy()
        if self.kind == 1:
            assert len(self.body) == 5 * self.changes
            index = np.frombuffer(self.body, "<u4", self.changes)
            after[index] = np.frombuffer(self.body, np.uint8, self.changes, 4 * self.changes)
        else:
            assert not self.body
        return after


WORDS = [status.value for status in STATUSES]


def stage(tmp_path: Path, template: Path, clock: Clock, caches: dict[str, Cache], homes: Any, kinds: Sequence[str] = ("thpt",) * 24) -> Iterator[Office]:
    """An Office of these kinds of school on SQLite and the session's Valkey: what a story's `office` fixture yields."""
    if "valkey" not in caches:
        caches["valkey"] = Cache(valkey_binary(), homes.mktemp("valkey"))
    caches["valkey"].clear()
    shutil.copy(template, tmp_path / "centre.db")
    opened = Office(tmp_path, f"sqlite:///{tmp_path}/centre.db", caches["valkey"].url, clock, kinds)
    yield opened
    opened.close()
