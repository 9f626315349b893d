"""How long until a day of the past plays: a made-up day written by the product's own writer, read as a screen asks it.

`python -m bench.replay [schools …]`: seconds to build the day cold (database, marks, packing, gzip), again from memory,
bytes on the wire; and what a live frame costs while days are being built, against a quiet house.
"""

import asyncio
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from domain.wording import Words
from services import replay
from services.board import Board
from services.centre import Centre
from services.desk import Desk, sit
from services.register import Register
from services.replay_recording import MINUTE_S, Recorder
from services.scribe import Scribe
from store import importing, incident_moves, migrating
from store.database import Database
from store.history import local_midnight
from store.importing import AreaRow, SchoolRow

DAY_MINUTES = 1440
INCIDENTS = 300


def found(home: Path, schools: int) -> Centre:
    """A house of so many schools in 168 wards; nobody collects, no cache answers."""
    url = f"sqlite:///{home / 'centre.db'}"
    db = Database(url)
    migrating.migrate(db)
    wards = [f"{26000 + n}" for n in range(168)]
    areas = [AreaRow(code="79", name="Thành phố Hồ Chí Minh", level="province")]
    areas += [AreaRow(code=code, name=f"Phường {code}", level="ward", parent="79", valid_from="2025-07-01")
              for code in wards]
    rows = [SchoolRow(code=f"79{n:06d}", name=f"Trường {n}", kind="thcs", lat=10.7, lon=106.6, new_area=wards[n % 168])
            for n in range(schools)]
    importing.commit(db, importing.Changes(areas_new=areas, schools_new=rows), 0)
    db.close()
    return Centre.open(home=home, database_url=url, redis_url=f"unix://{home}/nobody.sock", simulated=True)


def live_through(centre: Centre, register: Register, midnight: float) -> int:
    """A day: one school in 700 changes each minute, two storms, 300 incidents. Gives the rows written."""
    board, scribe, rng = Board(register, centre.indicators), Scribe(centre, 0), np.random.default_rng(7)
    recorder, n = Recorder(scribe), len(register.schools)
    layer = board.layers["connectivity"]
    layer.status = np.ones(n, np.uint8)
    storm = rng.choice(n, n // 12, replace=False)
    for minute in range(DAY_MINUTES):
        turned = rng.choice(n, max(1, n // 700))
        layer.status = layer.status.copy()
        layer.status[turned] = rng.choice(np.array([1, 1, 1, 2, 3], np.uint8), len(turned))
        if minute in (500, 900):
            layer.status[storm] = 3
        if minute in (560, 930):
            layer.status[storm] = 1
        recorder.note(board, midnight + minute * MINUTE_S, blind=False)
    rows = 0
    while scribe._sheets:
        with centre.db.write() as conn:
            for _ in range(min(200, len(scribe._sheets))):
                sheet = scribe._sheets.popleft()
                sheet.write(conn)
                rows += sheet.weight
    happen(centre, register, midnight, rng)
    return rows


def happen(centre: Centre, register: Register, midnight: float, rng: np.random.Generator) -> None:
    """Incidents of the day, each with a beginning and an end, one of them wide."""
    with centre.db.write() as conn:
        for number in range(INCIDENTS):
            at, rule, subject = midnight + float(rng.integers(0, 80_000)), "connectivity", f"bench:{number}"
            kind = "single" if number else "wide"
            some = rng.choice(len(register.schools), 200 if number == 0 else 1, replace=False)
            codes = [register.schools[i].code for i in some]
            incident_moves.open_incident(
                centre.db, conn, kind=kind, rule=rule, subject=subject, severity="high", area="",
                says=Words("mất kết nối", "offline"), started_at=at, at=at, members=codes)
            incident_moves.resolve_incident(centre.db, conn, rule=rule, subject=subject, at=at + 3600)


def timed(act: Callable[[], object]) -> float:
    """Seconds of one act."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def frames_meanwhile(desk: Desk, code: str, days: list[str]) -> tuple[float, float]:
    """(p99, longest) milliseconds of a live frame asked 200 times a second while days are being built."""

    async def run() -> list[float]:
        building = [asyncio.create_task(replay.day(desk, code, layer, day)) for day in days
                    for layer in ("connectivity", "latency", "labs")]
        took = []
        while not all(task.done() for task in building) or len(took) < 400:
            began = time.perf_counter()
            desk.feed.frame(code, "connectivity", 0, "")
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.005)
        await asyncio.gather(*building, return_exceptions=True)
        return took

    took = sorted(asyncio.run(run()))
    return took[int(len(took) * 0.99)], took[-1]


def measure(schools: int) -> None:
    """One size of house."""
    home = Path(tempfile.mkdtemp(prefix="bench-replay-"))
    try:
        centre = found(home, schools)
        midnight = local_midnight(time.time() - 86400)
        desk = sit(centre)
        register = desk.viewer.picture.register
        assert register.province is not None
        rows, code = live_through(centre, register, midnight), register.province.code
        day = time.strftime("%Y-%m-%d", time.gmtime(midnight + 7 * 3600))
        ask = lambda: asyncio.run(replay.day(desk, code, "connectivity", day))  # noqa: E731
        cold, began = [], time.process_time()
        for _ in range(5):
            replay._replays._kept.clear()
            cold.append(timed(ask))
        cpu = (time.process_time() - began) / 5
        plain, packed = asyncio.run(replay.day(desk, code, "connectivity", day))
        warm = timed(ask)
        with centre.db.read() as conn:
            stored = conn.scalar(sa.text("SELECT sum(length(payload)) FROM frames")) or 0
        replay._replays._kept.clear()
        p99, longest = frames_meanwhile(desk, code, [day])
        quiet, most = frames_meanwhile(desk, code, [])
        print(f"{schools:>6} schools: day cold {min(cold):.2f}–{max(cold):.2f} s ({cpu:.2f} CPU-s), "
              f"from memory {warm * 1000:.1f} ms, "
              f"{len(replay.frames_of(plain))} frames, {len(plain) / 1e6:.2f} MB, {len(packed) / 1e3:.0f} kB gzip; "
              f"{rows} rows, {stored / 1e6:.2f} MB a day and layer; live frame while building p99 {p99:.2f} ms "
              f"(longest {longest:.1f}), quiet {quiet:.2f} ({most:.1f}); "
              f"RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        centre.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    for size in [int(word) for word in sys.argv[1:]] or [2380, 52_000]:
        measure(size)
