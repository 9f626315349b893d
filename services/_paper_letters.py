"""What a letter about papers says: the report with its first findings and its files, or that a paper is ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.person import EVERYTHING, Permission
from domain.schedule import Run
from domain.snapshot import Snapshot, opened
from domain.wording import Words, stamp
from services._notify_words import SIMULATED, Message
from services._owners import person_actor
from services._paper_names import file_name
from services.centre import Centre
from services.papers import kinds
from services.sessions import today
from services.snapshots import reach_today
from store import papers, schedules, snapshots
from store.database import Connection
from store.paper_post import Letter
from store.papers import Row

MOST_FILES = 8 * 1024 * 1024  # bytes that ride along; a larger report goes as its address
FINDINGS = 5
FOREIGN = Words("Ngoài phạm vi của người nhận, hoặc tài khoản đã khoá.", "Out of the recipient's reach, or disabled.")
MISSING = Words("Bản này chưa có.", "It is not there.")
File = tuple[str, str, bytes]  # name, media type, content


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One letter as it is sent. `message` None: the reader may not have it (any more)."""

    letter: Letter
    message: Message | None = None
    snapshot: str = ""
    files: tuple[str, ...] = ()


def parcel(centre: Centre, conn: Connection, letter: Letter) -> Parcel:
    """What it says today: to a person only what they may read themselves."""
    run = schedules.run(conn, letter.run_id or 0)
    if run is not None and run.state == "failed":
        return _sorry(centre, conn, letter, run)
    wanted = _papers(conn, letter, run)
    found = [row for row in wanted if row.state == "ready" or letter.what == "ready"]
    if not found or not _may(centre, conn, letter, found[0].snapshot):
        return Parcel(letter=letter)
    body = snapshots.body(conn, EVERYTHING, found[0].snapshot)
    if body is None:
        return Parcel(letter=letter)
    snapshot = opened(body)
    if letter.what == "ready":
        return Parcel(letter=letter, snapshot=snapshot.id, message=_ready(centre, letter, snapshot, found[0]))
    files = _files(conn, snapshot, found)
    return Parcel(letter=letter, snapshot=snapshot.id, files=tuple(row.key for row in found) if files else (),
                  message=_report(centre, letter, snapshot, files, not_made([r for r in wanted if r not in found]).vi))


def not_made(rows: Sequence[Row]) -> Words:
    """Which papers are missing and why, "" = none is."""
    labels = [kinds()[row.key].label if row.key in kinds() else Words(row.key, row.key) for row in rows]
    told = [(label, row.error if row.error.vi else MISSING) for label, row in zip(labels, rows, strict=True)]
    return Words("; ".join(f"Không làm được {label.vi}: {why.vi}" for label, why in told),
                 "; ".join(f"{label.en} could not be made: {why.en}" for label, why in told))


def link(centre: Centre, snapshot_id: str) -> str:
    """Where to read on."""
    return f"{centre.door.public_url}/reports/{snapshot_id}"


def _may(centre: Centre, conn: Connection, letter: Letter, snapshot_id: str) -> bool:
    """An address outside still stands on a schedule that stands, of somebody who may; a person reads what they reach
    today."""
    if letter.person_id is None:
        return _stands(centre, conn, letter)
    reader = person_actor(centre, conn, letter.person_id)
    if reader is None or not reader.may(Permission.REPORTS):
        return False
    return bool(snapshots.visible(conn, reach_today(centre, reader), [snapshot_id], today(centre).isoformat()))


def _stands(centre: Centre, conn: Connection, letter: Letter) -> bool:
    run = schedules.run(conn, letter.run_id or 0)
    schedule = None if run is None else schedules.read(conn, run.schedule_id)
    if schedule is None or letter.address_sealed not in {told for _, told, _ in schedules.addresses(conn, schedule.id)}:
        return False
    owner = person_actor(centre, conn, schedule.owner)
    return owner is not None and owner.may(Permission.REPORTS) and not owner.demo


def _sorry(centre: Centre, conn: Connection, letter: Letter, run: Run) -> Parcel:
    """To whoever wrote a schedule: this time there is no report, and why. It says nothing of any school."""
    schedule = schedules.read(conn, run.schedule_id)
    if schedule is None or letter.person_id is None or person_actor(centre, conn, letter.person_id) is None:
        return Parcel(letter=letter)
    said, where = f"Không làm được báo cáo “{schedule.name}”", f"{centre.door.public_url}/reports?view=plans"
    text = f"{said} lúc {stamp(run.due_at)}.\n{run.error.vi}\n\n{where}\n{centre.title}"
    badge = SIMULATED if centre.simulated else ""
    return Parcel(letter=letter, message=Message(
        key=f"paper-{letter.id}", subject=f"{badge}{' '.join(said.split())}"[:180], text=text,
        data={"simulated": centre.simulated, "schedule": schedule.id, "due_at": run.due_at, "error": run.error.vi,
              "link": where}))


def _papers(conn: Connection, letter: Letter, run: Run | None) -> list[Row]:
    """What it is about: one paper, or those of its schedule, made or not."""
    if letter.paper_id is not None:
        one = papers.by_id(conn, letter.paper_id)
        return [] if one is None else [one]
    schedule = None if run is None else schedules.read(conn, run.schedule_id)
    if run is None:
        return []
    made = {row.key: row for row in papers.of_snapshots(conn, [run.snapshot]) if not row.options}
    wanted = made if schedule is None else schedule.papers
    return [made[key] for key in wanted if key in made]


def _files(conn: Connection, snapshot: Snapshot, found: list[Row]) -> tuple[File, ...]:
    if sum(row.size for row in found) > MOST_FILES:
        return ()
    bodies = [(row, papers.body(conn, row.id)) for row in found]
    return tuple((file_name(snapshot.title, snapshot.id, row.key), kinds()[row.key].media_type, body)
                 for row, body in bodies if body)


def _report(centre: Centre, letter: Letter, snapshot: Snapshot, files: tuple[File, ...], missing: str) -> Message:
    findings = [sentence for section in snapshot.sections for sentence in section.findings][:FINDINGS]
    lines = [f"Số liệu lúc {stamp(snapshot.as_of)}.", *(f"• {one}" for one in findings),
             *(f"Lưu ý: {mark}" for mark in snapshot.marks)]
    lines += [f"Lưu ý: {missing}"] if missing else []
    attached = "Tệp kèm theo: " + ", ".join(name for name, _, _ in files) if files else ""
    end = f"{link(centre, snapshot.id)}\n{snapshot.agency} · {snapshot.id} · SHA-256 {snapshot.sha256}"
    return Message(
        key=f"paper-{letter.id}", subject=_subject(snapshot, snapshot.title), files=files,
        text="\n".join([snapshot.title, "", *lines]) + "\n\n" + "\n".join(part for part in (attached, end) if part),
        data=_data(centre, snapshot) | {"findings": findings, "missing": missing})


def _ready(centre: Centre, letter: Letter, snapshot: Snapshot, row: Row) -> Message:
    label = kinds()[row.key].label.vi if row.key in kinds() else row.key
    return Message(
        key=f"paper-{letter.id}", subject=_subject(snapshot, f"{label} đã xong: {snapshot.title}"),
        text=f"{label} của “{snapshot.title}” đã làm xong.\n\n{link(centre, snapshot.id)}\n{snapshot.id}",
        data=_data(centre, snapshot) | {"paper": row.key})


def _subject(snapshot: Snapshot, said: str) -> str:
    return f"{SIMULATED if snapshot.simulated else ''}{' '.join(said.split())}"[:180]


def _data(centre: Centre, snapshot: Snapshot) -> dict[str, object]:
    return {"simulated": snapshot.simulated, "snapshot": snapshot.id, "sha256": snapshot.sha256,
            "as_of": snapshot.as_of, "link": link(centre, snapshot.id)}
