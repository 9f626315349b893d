"""Papers: asked for by many and made once, told how far they are, taken with a row in the log, never by whoever may not."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from domain.errors import BadInput, NotAllowed, NotFound, TooManyTries
from domain.person import Part, Role
from services import papers
from services._paper_names import disposition, file_name
from services.papers import Job
from store import leases
from store import papers as queue
from store.database import Database
from tests.gate.gatehouse import stranger
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> PaperRoom:
    """A school morning."""
    return PaperRoom(tmp_path / "home", db.url, clock)


def want(room: PaperRoom, actor: object, key: str = "pdf", options: str = "", number: int = 1) -> Job:
    """As the route asks."""
    who: object = actor
    found = papers.head(room.centre, who, f"AC-2026-{number:06}")  # type: ignore[arg-type]
    return papers.want(room.centre, who, found, key, options)  # type: ignore[arg-type]


def test_what_two_people_ask_for_is_made_once_and_stands_on_both_lists(room: PaperRoom) -> None:
    room.keep()
    lan, minh = room.manager("Lan"), room.manager("Minh")
    first, second = want(room, lan), want(room, minh)
    assert first.row.id == second.row.id
    assert (first.row.state, first.place) == ("queued", 1)
    assert room.press.turn()
    assert not room.press.turn()
    assert room.made == ["pdf"]
    for who in (lan, minh):
        (job,) = papers.board(room.centre, who).jobs
        assert (job.row.state, job.progress, job.title) == ("ready", 1.0, "Tình hình 1")


def test_the_bytes_are_taken_home_only_after_the_log_has_it(room: PaperRoom) -> None:
    snapshot = room.keep()
    lan = room.manager()
    job = want(room, lan)
    found = papers.head(room.centre, lan, snapshot.id)
    room.press.turn()
    with pytest.raises(NotAllowed):
        papers.take(room.centre, stranger(Role.SCREEN), found, job)
    taken = papers.take(room.centre, lan, found, papers.again(room.centre, job))
    assert taken.body == b"pdf:" + snapshot.body[:40]
    assert taken.media_type == "application/pdf"
    assert room.acts()[-1] == "snapshot.exported"
    (row,) = room.rows("SELECT object, after FROM audit WHERE act = 'snapshot.exported'")
    assert row[0] == "snapshot:AC-2026-000001"
    assert taken.sha256 in row[1]


def test_the_document_itself_needs_no_maker_and_is_logged_too(room: PaperRoom) -> None:
    snapshot = room.keep()
    lan = room.manager()
    taken = papers.document(room.centre, lan, papers.head(room.centre, lan, snapshot.id))
    assert taken.body == snapshot.body
    assert room.made == []
    assert room.acts()[-1] == "snapshot.exported"


def test_the_queue_is_first_come_first_served_and_says_ones_place(room: PaperRoom) -> None:
    room.keep(1)
    room.keep(2)
    lan = room.manager()
    jobs = [want(room, lan, key) for key in ("pdf", "xlsx")]
    room.clock.forward(1)
    jobs.append(want(room, lan, number=2))
    assert [job.place for job in jobs] == [1, 2, 3]
    assert papers.board(room.centre, lan).waiting == 3
    while room.press.turn():
        pass
    assert room.made == ["pdf", "xlsx", "pdf"]


def test_somebody_who_waits_comes_before_a_schedule(room: PaperRoom) -> None:
    from store import papers as queue

    room.keep()
    with room.centre.db.write() as conn:
        queue.ask(room.centre.db, conn, snapshot="AC-2026-000001", key="xlsx", options="", actor="schedule:1", at=room.clock(), rank=1)
    room.clock.forward(60)
    want(room, room.manager(), "pdf")
    room.press.turn()
    assert room.made == ["pdf"]


def test_without_a_maker_the_list_says_so(room: PaperRoom) -> None:
    room.keep()
    lan = room.manager()
    job = want(room, lan)
    assert "./run.sh papers" in job.words.vi
    room.leader.turn()
    assert papers.again(room.centre, job).words.vi == "Đang chờ, thứ 1"
    assert papers.board(room.centre, lan).alive
    leases.release(room.centre.db, papers.MAKER, room.leader.token)
    assert not papers.board(room.centre, lan).alive


def test_a_child_that_dies_gets_one_more_try_and_then_the_paper_failed_with_a_sentence(room: PaperRoom) -> None:
    room.keep()
    lan = room.manager()
    room.broken["pdf"] = 2
    job = want(room, lan)
    room.press.turn()
    assert papers.again(room.centre, job).row.state == "queued"
    room.press.turn()
    failed = papers.again(room.centre, job)
    assert (failed.row.state, failed.row.tries) == ("failed", 2)
    assert failed.words.vi.startswith("Trung tâm gặp lỗi")
    assert not room.press.turn()
    assert want(room, lan).row.state == "queued"  # whoever asks again gets another two
    room.press.turn()
    assert papers.again(room.centre, job).row.state == "ready"


def test_a_child_that_dies_once_costs_nobody_anything(room: PaperRoom) -> None:
    room.keep()
    room.broken["pdf"] = 1
    job = want(room, room.manager())
    while room.press.turn():
        pass
    assert papers.again(room.centre, job).row.state == "ready"
    assert room.made == ["pdf", "pdf"]


def test_an_officer_gets_no_paper_of_what_exceeds_her_and_it_is_not_on_her_list(room: PaperRoom) -> None:
    room.keep(1)
    room.keep(2, (Part(area="760"),))
    hoa = room.actor(room.person("Hoa", Role.OFFICER, (Part(area="760"),)))
    with pytest.raises(NotFound):
        want(room, hoa)
    want(room, hoa, number=2)
    assert [job.row.snapshot for job in papers.board(room.centre, hoa).jobs] == ["AC-2026-000002"]


def test_what_she_asked_for_leaves_her_list_with_her_reach(room: PaperRoom) -> None:
    room.keep(2, (Part(area="760"),))
    person = room.person("Hoa", Role.OFFICER, (Part(area="760"),))
    want(room, room.actor(person), number=2)
    assert len(papers.board(room.centre, room.actor(person)).jobs) == 1
    with room.centre.db.write() as conn:
        from sqlalchemy import text

        conn.execute(text("UPDATE grants SET area = '764' WHERE holder_id = :p AND holder_kind = 'person'"), {"p": person})
    assert papers.board(room.centre, room.actor(person)).jobs == ()


def test_whoever_waited_long_is_told_by_their_own_way_and_whoever_did_not_is_not(room: PaperRoom) -> None:
    room.keep(1)
    lan, minh = room.manager("Lan"), room.manager("Minh")
    room.beat()
    want(room, lan)
    room.clock.forward(40)
    want(room, minh)
    room.beat()
    room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]
    message = room.inbox[0][1]
    assert message.subject.endswith("đã xong: Tình hình 1")
    assert "/reports/AC-2026-000001" in message.text
    assert message.files == ()


def test_sizes_are_chosen_within_bounds_and_the_usual_one_is_one_paper(room: PaperRoom) -> None:
    options = papers.kinds()["png"].options
    name, least, usual, most = options[0]
    assert papers.options_of("png", {}) == papers.options_of("png", {name: str(usual)}) == ""
    assert papers.options_of("png", {name: str(most)}) == f"{name}={most}"
    assert {papers.options_of("png", {name: str(wide)}) for wide in range(1210, 1350)} == {"width=1280"}, "sizes nobody can tell apart are one paper"
    assert papers.options_of("png", {"width": "1920", "height": "1080"}) == "height=1080 width=1920"
    for wrong in (str(most + 1), str(least - 1), "-1", "1e3", "١٢", "x", "9" * 30):
        with pytest.raises(BadInput):
            papers.options_of("png", {name: wrong})
    with pytest.raises(NotFound):
        papers.options_of("exe", {})


@pytest.mark.parametrize(("title", "name"), [
    ("Tình hình 22/11/2026", "Tình hình 22-11-2026 (AC-2026-000001).pdf"), ("../../etc/passwd", "-etc-passwd (AC-2026-000001).pdf"),
    ("C:\\Windows\\x\r\nSet-Cookie: a=1", "C- Windows x Set-Cookie- a=1 (AC-2026-000001).pdf"), ("", "Báo cáo (AC-2026-000001).pdf"),
    ("…\u202egpj.exe", "… gpj.exe (AC-2026-000001).pdf")])
def test_a_files_name_is_its_title_and_never_a_path(title: str, name: str) -> None:
    told = file_name(title, "AC-2026-000001", "pdf")
    assert told.replace("..", "").lstrip("-") == name.lstrip("-")
    header = disposition(told)
    assert "\n" not in header
    assert "\r" not in header
    assert header.isascii()
    assert header.startswith('attachment; filename="')
    assert "/" not in header.partition("filename*=")[0]


def test_bytes_nobody_asked_for_in_three_months_are_made_again_with_the_same_hash(room: PaperRoom) -> None:
    room.keep()
    lan = room.manager()
    job = want(room, lan)
    room.press.turn()
    before = papers.again(room.centre, job).row.sha256
    room.beat()
    room.clock.forward(91 * 86400)
    room.beat()
    assert room.rows("SELECT body, sha256 FROM papers") == [(None, before)]
    assert want(room, room.actor(lan.id)).row.state == "queued"
    with room.centre.db.read() as conn:
        ours = queue.of_hash(conn, before)
    assert ours is not None, "what was mailed then is ours while it is made again"
    assert ours.id == job.row.id
    room.press.turn()
    assert papers.again(room.centre, job).row.sha256 == before


def test_two_are_made_at_once_in_the_whole_house_and_a_dead_maker_is_found_out(room: PaperRoom) -> None:
    room.keep()
    lan = room.manager()
    jobs = [want(room, lan, key) for key in ("pdf", "xlsx", "docx")]
    with room.centre.db.write() as conn:  # two makers on other machines
        for holder in ("xa:1", "xa:2"):
            assert queue.next_for(room.centre.db, conn, holder, room.clock(), 2)
    assert not room.press.turn()
    assert [papers.again(room.centre, job).row.state for job in jobs] == ["making", "making", "queued"]
    with room.centre.db.write() as conn:  # one of them has not been heard of for its whole lease
        conn.execute(sa.text("UPDATE papers SET lease_until = 0 WHERE holder = 'xa:1'"))
    assert room.press.turn()
    assert room.made == ["pdf"]
    assert not room.press.turn() or room.made == ["pdf", "docx"]
    with room.centre.db.write() as conn:  # whoever lost it keeps nothing
        assert not queue.finish(conn, jobs[0].row.id, "xa:1", made=b"late", sha256="x", at=room.clock(), took_s=1)
    assert papers.again(room.centre, jobs[0]).row.size != len(b"late")


KEYS = ("pdf", "xlsx", "docx", "pptx", "png", "csv", "geojson")
PILE = [(number, key) for number in (1, 2, 3) for key in KEYS]  # one more than anybody may wait for


def test_one_person_waits_for_twenty_papers_at_most_and_is_told_so(room: PaperRoom) -> None:
    for number in (1, 2, 3):
        room.keep(number)
    lan, minh = room.manager("Lan"), room.manager("Minh")
    for number, key in PILE[:20]:
        want(room, lan, key, number=number)
    with pytest.raises(TooManyTries) as refused:
        want(room, lan, "geojson", number=3)
    assert (refused.value.code, refused.value.words.vi[:23]) == ("queue_full", "Bạn đang chờ 20 giấy tờ")
    assert papers.board(room.centre, lan).waiting == 20, "nothing of it is written"
    assert want(room, lan, "pdf").place == 1, "her own she may look after"
    want(room, minh, "geojson", number=3)
    assert papers.board(room.centre, minh).waiting == 21, "nobody else is held up"
    want(room, lan, "geojson", number=3)  # it stands in the queue already
    for _ in range(2):
        assert room.press.turn()
    want(room, lan, "png", "width=1920")
    with pytest.raises(TooManyTries):
        want(room, lan, "png", "width=2080")


def test_a_pile_of_one_person_does_not_hold_up_schedules_nor_anybody_else(room: PaperRoom) -> None:
    """Lan asks for twelve papers and keeps looking after each of them; then a schedule is due, then Minh comes."""
    for number in (1, 2, 3):
        room.keep(number)
    lan, minh = room.manager("Lan"), room.manager("Minh")
    for number, key in PILE[:12]:
        want(room, lan, key, number=number)
        room.clock.forward(1)
    with room.centre.db.write() as conn:
        for key in KEYS[:2]:
            queue.ask(room.centre.db, conn, snapshot="AC-2026-000003", key=key, options="", actor="schedule:1", at=room.clock(), rank=queue.SCHEDULED)
    room.clock.forward(1)
    want(room, minh, "geojson", number=3)
    order = []
    for _ in range(15):
        assert room.press.turn()
        order.append(room.made[-1])
        for number, key in PILE[:12]:
            want(room, lan, key, number=number)  # the page asks again while it waits
    assert order[:5] == ["pdf", "geojson", "xlsx", "pdf", "xlsx"], "Lan's first, Minh's, Lan's second, the schedule's two"
    assert order[5:] == [key for _, key in PILE[2:12]], "then hers, as she asked"
