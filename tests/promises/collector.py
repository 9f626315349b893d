"""A collector of a scripted day in a process of its own: killed at any statement, it must end where an unbroken one ends.

`python -m tests.promises.collector`, then lines "HOME DATABASE_URL KILL_AT": answers `statements N`, `ended CODE`.
"""

import os
import signal
import sys
from pathlib import Path

import sqlalchemy as sa

from services.ingest import Taken
from store.database import Database
from tests.promises.office import Office
from tests.rig.clock import Clock

STEPS = 12
GONE = "redis://127.0.0.1:1/0"
# What a killed flush may not have is only told apart by ids, not by these:
EXPORT = {
    "history": "SELECT school_id, metric, taken_at, value FROM history ORDER BY 1, 2, 3",
    "latest": "SELECT school_id, metric, taken_at, value FROM latest ORDER BY 1, 2",
    "sweeps": "SELECT source, started_at, finished_at, rows FROM sweeps ORDER BY 1, 2",
    "incidents": "SELECT kind, rule, subject, state, opened_at, resolved_at, started_at, schools FROM incidents ORDER BY opened_at, subject",
    "events": "SELECT i.subject, e.at, e.what FROM incident_events e JOIN incidents i ON i.id = e.incident_id ORDER BY e.at, 1, 3",
    "states": "SELECT key, status, last_success_at FROM source_states",
}


def play(office: Office) -> None:
    """From the beginning, whatever is there already: schools fall dark, one cable is cut, polls end, hours are saved."""
    from services.pulse import SourceState

    start = office.clock()
    for n in range(STEPS):
        office.clock.forward(start + 5 * (n + 1) - office.clock())
        office.beat(down=[20] if 1 <= n < 7 else [0, 1, 2, 3, 4, 5] if n >= 8 else [])
        for school in range(24):
            office.say(school, "labs.machines_online", 30.0 if n % 2 else 10.0)
        office.ingest.note_sweep("labs", office.clock() - 1, office.clock(), Taken(rows=24), 0)
        office.ingest.commit((SourceState(key="labs", status="ok", last_success_at=office.clock()),))
        assert office.ingest.scribe.write(30)
    office.ingest.save_hours()


def export(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """All that history says, without ids."""
    with db.read() as conn:
        return {name: [tuple(row) for row in conn.execute(sa.text(query))] for name, query in EXPORT.items()}


def run(home: str, database_url: str, kill_at: int) -> None:
    """Play, and die by SIGKILL before the `kill_at`-th statement (0 = never)."""
    office = Office(Path(home), database_url, GONE, Clock())
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(office.centre.db.engine, "before_cursor_execute", count)
    sa.event.listen(office.centre.db.engine, "commit", count)
    play(office)
    print("statements", seen, flush=True)


def main() -> None:
    """For each line "HOME URL KILL_AT": a child forked from here, so that starting Python is paid once."""
    for line in sys.stdin:
        home, database_url, kill_at = line.split()
        child = os.fork()
        if child == 0:
            run(home, database_url, int(kill_at))
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
