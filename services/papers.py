"""Papers of snapshots as people get them: asked for, waited for, taken home, and every taking written down.

Rights are the snapshot's: whoever cannot open it gets no paper of it, queued or made. What is made is kept; the same
paper is never made twice for two people.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from domain.errors import BadInput, NotFound, TooManyTries
from domain.paper import Paper
from domain.person import Actor, Permission
from domain.registry import discover
from domain.wording import Words
from services._named import reach_of
from services._paper_names import file_name
from services.centre import Centre
from services.sessions import today
from services.snapshots import reach_today
from store import audit, leases, papers, snapshots
from store.audit import Act
from store.incident_events import ref
from store.papers import Row
from store.snapshots import Row as Head

MAKER = "papers"  # the lease of the process that makes them
LISTED = 30
MOST_WAITING = 20  # papers of one person that are not made yet
FULL = Words(f"Bạn đang chờ {MOST_WAITING} giấy tờ; hãy đợi bớt vài bản rồi lấy tiếp.",
             f"You wait for {MOST_WAITING} papers; let some be made before you ask for more.")
STEPS = {"width": 160, "height": 120}  # pixels: whoever asks for every size gets few; 4:3 and 16:9 stay exact
USUAL_S = 4.0  # of a paper that was never made here
ABSENT = Words("Không có loại giấy tờ này.", "No such paper.")
NO_SUCH = Words("Không có ảnh chụp này.", "No such snapshot.")
STATES = {
    "queued": Words("Đang chờ, thứ {place}", "Waiting, number {place}"), "making": Words("Đang làm", "Being made"),
    "ready": Words("Đã xong", "Ready"), "failed": Words("Không làm được", "Failed"),
}
ALONE = Words("Chưa có máy làm giấy tờ nào chạy (./run.sh papers).", "No maker is running (./run.sh papers).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One paper on somebody's list. `place` 0 = does not wait; `expected_s`: what is usual for its kind; `progress`:
    what its maker says, else as far as it usually is by now."""

    row: Row
    title: str
    place: int
    progress: float | None
    expected_s: float
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`alive`: somebody makes papers now; `waiting`: how many wait, of everybody."""

    jobs: tuple[Job, ...]
    alive: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A paper on its way out of the house."""

    name: str
    media_type: str
    sha256: str
    body: bytes


@cache
def kinds() -> dict[str, Paper]:
    """Every paper there is, in order; none of their libraries is loaded."""
    found = discover("reports", "PAPER", Paper)
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def options_of(key: str, asked: Mapping[str, str]) -> str:
    """"width=1280" for what a reader chose, in steps; the usual is left out. Raises NotFound, BadInput."""
    if key not in kinds():
        raise NotFound(*ABSENT)
    chosen = []
    for name, least, usual, most in kinds()[key].options:
        told = asked.get(name, "")
        if told and not (told.isascii() and told.isdecimal() and len(told) < 8 and least <= int(told) <= most):
            raise BadInput(f"Hãy chọn từ {least} đến {most}.", f"Choose {least} to {most}.", code=name)
        step = STEPS.get(name, 1)
        size = max(least, min(most, (int(told or usual) + step // 2) // step * step))
        if size != usual:
            chosen.append(f"{name}={size}")
    return " ".join(sorted(chosen))


def head(centre: Centre, actor: Actor, snapshot_id: str) -> Head:
    """The snapshot as the register has it. Raises NotAllowed, NotFound: foreign and absent are one."""
    actor.must(Permission.REPORTS)
    reach = reach_today(centre, actor)
    with centre.db.read() as conn:
        found = snapshots.row(conn, reach, snapshot_id, today(centre).isoformat())
    if found is None:
        raise NotFound(*NO_SUCH)
    return found


def want(centre: Centre, actor: Actor, snapshot: Head, key: str, options: str = "") -> Job:
    """Ask for a paper of a snapshot the actor opened: it is queued unless it is there, behind what others wait for when
    one waits for many already. Raises NotFound, TooManyTries, StoreDown."""
    actor.must(Permission.REPORTS)
    if key not in kinds():
        raise NotFound(*ABSENT)
    with centre.db.write() as conn:
        there = papers.read(conn, snapshot.id, key, options)
        pile = papers.waiting_for(conn, ref(actor))
        row = papers.ask(centre.db, conn, snapshot=snapshot.id, key=key, options=options, actor=ref(actor),
                         at=centre.clock(), rank=pile)
        longer = row.state == "queued" and (there is None or there.state != "queued")
        if longer and pile >= MOST_WAITING:  # and nothing is written
            raise TooManyTries(*FULL, code="queue_full")
    return _job(centre, row, snapshot.title)


def again(centre: Centre, job: Job) -> Job:
    """The same paper as it is now. Raises StoreDown."""
    with centre.db.read() as conn:
        row = papers.read(conn, job.row.snapshot, job.row.key, job.row.options)
    return job if row is None else _job(centre, row, job.title)


def take(centre: Centre, actor: Actor, snapshot: Head, job: Job) -> Taken:
    """The bytes, once the log has it that they leave the house. Raises NotFound when they are not there (any more)."""
    actor.must(Permission.REPORTS)
    key = job.row.key
    with centre.db.read() as conn:
        body = papers.body(conn, job.row.id)
    if body is None:
        raise NotFound(*ABSENT)
    exported(centre, actor, snapshot, key, job.row.options, job.row.sha256)
    return Taken(name=file_name(snapshot.title, snapshot.id, key), media_type=kinds()[key].media_type,
                 sha256=job.row.sha256, body=body)


def document(centre: Centre, actor: Actor, snapshot: Head) -> Taken:
    """The frozen document itself: nobody needs to set it."""
    reach = reach_today(centre, actor)
    with centre.db.read() as conn:
        body = snapshots.body(conn, reach, snapshot.id, today(centre).isoformat())
    if body is None:
        raise NotFound(*NO_SUCH)
    exported(centre, actor, snapshot, "json", "", snapshot.sha256)
    return Taken(name=file_name(snapshot.title, snapshot.id, "json"), media_type="application/json",
                 sha256=snapshot.sha256, body=body)


def exported(centre: Centre, actor: Actor, snapshot: Head, key: str, options: str, sha256: str) -> None:
    """In the log before the first byte leaves."""
    told = {"paper": key, "sha256": sha256} | ({"options": options} if options else {})
    with centre.db.write() as conn:
        audit.record(centre.db, conn, actor, Act(what="snapshot.exported", object=f"snapshot:{snapshot.id}",
                                                 reach=reach_of(actor.scope), after=told))


def board(centre: Centre, actor: Actor) -> Board:
    """What the actor asked for, as far as they still reach it. Raises NotAllowed, StoreDown."""
    actor.must(Permission.REPORTS)
    with centre.db.read() as conn:
        rows = papers.of_actor(conn, ref(actor), LISTED)
        places, usual = papers.places(conn), papers.usual_s(conn)
        alive = leases.held(centre.db, conn, MAKER)
    titles = titled(centre, actor, {row.snapshot for row in rows})
    jobs = tuple(_told(centre, row, titles[row.snapshot], places, usual, alive)
                 for row in rows if row.snapshot in titles)
    return Board(jobs=jobs, alive=alive, waiting=len(places))


def titled(centre: Centre, actor: Actor, which: Collection[str]) -> dict[str, str]:
    """snapshot -> its title, of those within reach today."""
    reach = reach_today(centre, actor)
    with centre.db.read() as conn:
        found = snapshots.visible(conn, reach, sorted(which), today(centre).isoformat())
    return {snapshot: told[0] for snapshot, told in found.items()}


def _job(centre: Centre, row: Row, title: str) -> Job:
    with centre.db.read() as conn:
        waits = row.state == "queued"
        places = papers.places(conn) if waits else {}
        usual = papers.usual_s(conn) if row.state in ("queued", "making") else {}
        return _told(centre, row, title, places, usual, not waits or leases.held(centre.db, conn, MAKER))


def _told(centre: Centre, row: Row, title: str, places: Mapping[int, int], usual: Mapping[str, float], alive: bool,
          ) -> Job:
    place = places.get(row.id, 0) if row.state == "queued" else 0
    expected = round(usual.get(row.key, USUAL_S), 1)
    return Job(row=row, title=title, place=place, expected_s=expected, progress=_progress(centre, row, expected),
               words=_words(row, place, alive))


def _progress(centre: Centre, row: Row, expected: float) -> float | None:
    if row.state != "making":
        return 1.0 if row.state == "ready" else None
    usual = (centre.clock() - (row.began_at or centre.clock())) / max(expected, 0.1)
    return round(max(row.progress or 0.0, min(0.95, usual)), 2)


def _words(row: Row, place: int, alive: bool) -> Words:
    words = STATES[row.state]
    if row.state == "failed":
        return row.error if row.error.vi else words
    if row.state == "queued":
        return ALONE if not alive else Words(words.vi.format(place=place), words.en.format(place=place))
    return words
