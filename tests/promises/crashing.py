"""An incident's life, one step at a time, killed before any statement, before any commit or right after it.

`Steps` is what a step is made of; `Axe` kills inside this process; `python -m tests.promises.crashing`, then lines "HOME URL STEP ID KILL_AT",
kills a process of its own by SIGKILL and answers `statements N`, `ended CODE`.
"""

import itertools
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from domain.person import EVERYTHING, Actor, ActorKind, Role
from domain.wording import Words
from services import respond
from services.centre import Centre, Door
from store import incidents
from store.database import Database
from tests.promises.office import code
from tests.rig.clock import Clock

GONE = "redis://127.0.0.1:1/0"
MINH = Actor(kind=ActorKind.PERSON, id=1, name="Minh", role=Role.OPERATOR, scope=EVERYTHING, session="s")
NUMBERS = itertools.count(1)
Step = Callable[[Centre, int], object]


class Killed(BaseException):
    """Nobody catches it: the process would be gone."""


class Axe:
    """Inside `with axe(k)`: death before the k-th thing said to the database, commits before and after counted as well; 0 = never."""

    def __init__(self, db: Database, die: Callable[[], None]) -> None:
        self.db, self.die, self.seen, self.at = db, die, 0, -1
        sa.event.listen(db.engine, "before_cursor_execute", self.count)
        commit = db.engine.dialect.do_commit

        def committed(connection: Any) -> None:
            self.count()
            commit(connection)
            self.count()

        db.engine.dialect.do_commit = committed  # type: ignore[method-assign]

    def count(self, *_: object) -> None:
        if self.at >= 0:
            self.seen += 1
            if self.seen == self.at:
                self.at = -1
                self.die()

    @contextmanager
    def __call__(self, at: int) -> Iterator["Axe"]:
        self.seen, self.at = 0, at
        try:
            yield self
        finally:
            self.at = -1


def die() -> None:
    """Death inside this process: everything unwinds, no except clause sees it."""
    raise Killed


# --- the steps ---


def open_at(centre: Centre, number: int) -> int:
    """The incident of a rule nobody else has, as the collector opens it; 0 = it is there."""
    with centre.db.write() as conn:
        return incidents.open_incident(
            centre.db, conn, kind="wide", rule=f"trial{number}", subject="area:760/viettel", severity="critical", area="760", says=Words("Đứt cáp", "Cut"),
            started_at=centre.clock() - 30, at=centre.clock(), members=[code(n) for n in range(3)], confidence=0.9,
        ) or 0


def join(centre: Centre, incident_id: int) -> None:
    """Stragglers of the same cable."""
    with centre.db.write() as conn:
        incidents.join_incident(centre.db, conn, incident_id=incident_id, members=[code(3), code(4)], at=centre.clock())


def over(centre: Centre, incident_id: int) -> None:
    """The collector sees that it is over."""
    with centre.db.read() as conn:
        rule = str(conn.scalar(sa.text("SELECT rule FROM incidents WHERE id = :id"), {"id": incident_id}))
    with centre.db.write() as conn:
        incidents.resolve_incident(centre.db, conn, rule=rule, subject="area:760/viettel", at=centre.clock())


def verb(name: str, **more: Any) -> Step:
    """What a person does, twice under the same client id if need be."""
    def step(centre: Centre, incident_id: int) -> object:
        return getattr(respond, name)(centre, MINH, incident_id, client=f"c-{name}", **more)

    return step


ACK, START, RESOLVE = verb("acknowledge"), verb("start"), verb("resolve", cause="cable", text="Đã nối cáp")
STEPS: dict[str, tuple[tuple[Step, ...], Step]] = {  # name -> what comes before, the step itself
    "join": ((), join), "acknowledge": ((), ACK), "assign to me": ((), verb("assign", to="me")), "assign acknowledged": ((ACK,), verb("assign", to="person:2")),
    "assign to a unit": ((), verb("assign", to="unit:760")), "start": ((ACK,), START), "note": ((), verb("note", text="Đã gọi cô hiệu trưởng")),
    "severity": ((), verb("set_severity", severity="high")), "escalate": ((), verb("escalate", text="chưa ai nhận")),
    "called": ((), verb("called", school=code(0), result="reached")), "split": ((), verb("split", schools=[code(0)])),
    "resolve": ((ACK,), RESOLVE), "resolve at once": ((), RESOLVE), "over": ((), over), "over while acknowledged": ((ACK, START), over),
    "postmortem": ((RESOLVE,), verb("postmortem", text="Xe cẩu vướng cáp")), "close": ((RESOLVE,), verb("close")), "reopen": ((RESOLVE,), verb("reopen", text="lại đứt")),
    "reopen closed": ((RESOLVE, verb("close")), verb("reopen", text="lại đứt")),
}
TOLD = {"incidents": "id", "incident_events": "id", "incident_schools": "incident_id", "outbox": "id", "audit": "seq"}  # table -> what grows in it
OWN = re.compile(r"""((?:incident:|sự cố số |from incident )|(?:incident_id|incident|parent)["']: )(\d+)""")
NUMBERED = {"id", "event_id", "seq", "previous", "hash", "request"}  # these differ from trial to trial


def marks(centre: Centre) -> dict[str, int]:
    """How far each table has grown."""
    with centre.db.read() as conn:
        return {name: int(conn.scalar(sa.text(f"SELECT max({key}) FROM {name}")) or 0) for name, key in TOLD.items()}


class Trial:
    """One incident of its own: what the whole database says of everything since it began."""

    def __init__(self, centre: Centre) -> None:
        self.centre, self.number = centre, next(NUMBERS)
        self.since = marks(centre)
        self.id = 0

    def begin(self, before: tuple[Step, ...]) -> "Trial":
        """Open it, and take these steps."""
        self.id = open_at(self.centre, self.number)
        for step in before:
            step(self.centre, self.id)
        return self

    def raw(self) -> dict[str, list[dict[str, Any]]]:
        """Every row since."""
        with self.centre.db.read() as conn:
            return {name: [dict(row) for row in conn.execute(sa.text(f"SELECT * FROM {name} WHERE {key} > :since ORDER BY 1, 2"), {"since": self.since[name]}).mappings()]
                    for name, key in TOLD.items()}

    def told(self) -> dict[str, list[str]]:
        """Every row since, with the numbers of this trial taken out of it."""
        rows = self.raw()
        names = [row["id"] for row in rows["incidents"]]
        own = {str(which): f"#{n}" for n, which in enumerate(names)}

        def plain(row: dict[str, Any]) -> str:
            text = str({k: v for k, v in row.items() if k not in NUMBERED and not (k == "at" and "previous" in row)})
            text = text.replace(f"trial{self.number}", "trial")
            return OWN.sub(lambda found: found[1] + own.get(found[2], found[2]), text)

        return {name: [plain(row) for row in every] for name, every in rows.items()}


def main() -> None:
    """Forked trials, so that starting Python is paid once."""
    for line in sys.stdin:
        home, url, step, incident_id, kill_at = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            centre = Centre.open(home=Path(home), database_url=url, redis_url=GONE, clock=Clock(), door=Door(demo=True))
            with Axe(centre.db, lambda: os.kill(os.getpid(), signal.SIGKILL))(int(kill_at)) as axe:
                STEPS[step][1](centre, int(incident_id))
            print("statements", axe.seen, flush=True)
            os._exit(0)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
