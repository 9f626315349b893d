"""When a report does not come out as it was planned: what is told, to whom, and how far it may reach."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from domain.errors import BadInput, NotFound
from domain.person import Part, Role
from services import schedules
from services.papers import MAKER
from store import leases
from store.database import Database
from tests.gate.gatehouse import stranger
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom, at, daily

ADMIN = stranger(Role.ADMINISTRATOR)


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> PaperRoom:
    """A school morning."""
    return PaperRoom(tmp_path / "home", db.url, clock)


# --- what could not be made ---


def test_what_is_ready_goes_out_and_the_letter_names_what_could_not_be_made(room: PaperRoom) -> None:
    lan = room.manager()
    room.broken["pptx"] = 9
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id, papers=("pdf", "pptx", "xlsx"), addresses=("phong@hcm.edu.vn",)))
    at(room, "23/11/2026 07:00")
    told = room.beat()
    assert [[name.rpartition(".")[2] for name, _, _ in message.files] for message in told] == [["pdf", "xlsx"]] * 2
    assert all("Không làm được PowerPoint" in message.text and "Trung tâm gặp lỗi" in message.text for message in told)
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, [letter.state for letter in run.letters]) == ("posted", ["sent", "sent"])
    assert run.error.vi.startswith("Không làm được PowerPoint")
    assert "could not be made" in run.error.en
    assert room.rows("SELECT count(*) FROM audit WHERE act = 'snapshot.posted' AND after LIKE '%pptx%'") == [(0,)]


def test_when_everything_comes_out_nothing_is_said_to_be_missing(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id, papers=("pdf", "xlsx")))
    schedules.make_now(room.centre, lan, one)
    (told,) = room.beat()
    assert "Không làm được" not in told.text
    assert schedules.runs(room.centre, lan, one)[0].error.vi == ""


def test_when_nothing_could_be_made_whoever_wrote_the_schedule_is_told_and_nobody_else(room: PaperRoom) -> None:
    lan, minh = room.manager("Lan"), room.manager("Minh")
    room.broken |= {"pdf": 9, "xlsx": 9}
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(minh.id, papers=("pdf", "xlsx"), addresses=("phong@hcm.edu.vn",)))
    at(room, "23/11/2026 07:00")
    (told,) = room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]
    assert told.subject == "[MÔ PHỎNG] Không làm được báo cáo “Báo cáo sáng”"
    assert "lúc 23/11/2026 07:00" in told.text
    assert "Không làm được PDF" in told.text
    assert "/reports?view=plans" in told.text
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, [(letter.to, letter.state) for letter in run.letters]) == ("failed", [("Lan", "sent")])
    room.beat(600)
    assert len(room.inbox) == 1, "once"


def test_when_no_snapshot_could_be_taken_the_owner_hears_why(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    schedules.save(room.centre, lan, daily(lan.id))
    at(room, "23/11/2026 07:00")
    with patch.object(room, "take", side_effect=BadInput("Không có trường nào trong phạm vi.", "No school.")):
        room.beat()
    assert [("Không có trường nào" in message.text, message.files) for _, message in room.inbox] == [(True, ())]


def test_an_owner_who_is_gone_gets_no_letter(room: PaperRoom) -> None:
    lan = room.manager()
    room.broken["pdf"] = 9
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.make_now(room.centre, lan, one)
    room.deaf.add(f"{lan.id}@so.vn")
    room.beat()
    schedules.drop(room.centre, lan, one)
    room.deaf.clear()
    room.beat(600)
    assert (room.inbox, room.rows("SELECT state FROM paper_post")) == ([], [("failed",)])


def test_a_paper_added_while_the_others_are_made_is_made_too(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.make_now(room.centre, lan, one)
    room.look(room.leader)
    schedules.save(room.centre, lan, daily(lan.id, papers=("xlsx",)), one)
    (told,) = room.beat()
    assert [name.rpartition(".")[2] for name, _, _ in told.files] == ["xlsx"]


# --- one maker, however long the morning ---


def test_a_long_morning_stays_one_makers(room: PaperRoom) -> None:
    """Twenty schedules are due at seven and each takes three seconds to photograph; another maker waits to lead."""
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    for n in range(20):
        schedules.save(room.centre, lan, daily(lan.id, name=f"Báo cáo {n}"))
    at(room, "23/11/2026 07:00")
    taken, taking, others = room.take, 0, []

    def slow(*words: Any) -> Any:
        nonlocal taking
        taking += 1
        room.clock.forward(3)
        others.append(leases.acquire(room.centre.db, MAKER, "another"))
        return taken(*words)

    with patch.object(Database, "clock", lambda *_: room.clock()), patch.object(room, "take", slow):
        assert room.look(room.leader)
    assert (taking, set(others)) == (20, {None})


# --- how far it may reach, and to whom it may go ---


def test_nobody_writes_a_schedule_beyond_their_reach_and_foreign_is_as_absent(room: PaperRoom) -> None:
    hoa = room.manager("Hoa", (Part(area="760"),))
    own = schedules.save(room.centre, hoa, daily(hoa.id, parts=(Part(area="760"),)))
    for beyond in (Part(area="764"), Part(area="999"), Part(school="99999999"), Part(school=room.rows("SELECT code FROM schools WHERE old_area = '764'")[0][0])):
        for number in (0, own):
            with pytest.raises(NotFound):
                schedules.save(room.centre, hoa, daily(hoa.id, parts=(Part(area="760"), beyond)), number)
    (row,) = schedules.listed(room.centre, hoa)
    assert row.parts == (Part(area="760"),)


def test_the_template_of_one_school_is_kept_for_one_school_only(room: PaperRoom) -> None:
    lan = room.manager()
    with pytest.raises(BadInput) as refused:
        schedules.save(room.centre, lan, daily(lan.id, template="school", parts=(Part(area="760"),)))
    assert refused.value.code == "school"
    schedules.save(room.centre, lan, daily(lan.id, template="school", parts=(Part(school="79000001"),)))


def test_a_one_click_account_sends_to_people_of_the_house_only(room: PaperRoom) -> None:
    lan = room.manager()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET demo = 2 WHERE id = {lan.id}")
    guest = replace(lan, demo=True)
    with pytest.raises(BadInput, match="people of the house only"):
        schedules.save(room.centre, guest, daily(guest.id, addresses=("ai.do@gmail.com",)))
    one = schedules.save(room.centre, guest, daily(guest.id))
    schedules.make_now(room.centre, guest, one)
    assert len(room.beat()) == 1


def test_what_a_one_click_account_had_written_goes_to_no_address_outside_any_more(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id, addresses=("ai.do@gmail.com",)))
    with room.centre.db.write() as conn:
        conn.exec_driver_sql(f"UPDATE people SET demo = 2 WHERE id = {lan.id}")
    schedules.make_now(room.centre, replace(lan, demo=True), one)
    room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]


def test_an_address_leaves_the_post_with_its_letter_and_the_proof_stays(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn", "gan@so.vn")))
    room.deaf.add("xa@so.vn")
    schedules.make_now(room.centre, lan, one)
    schedules.pause(room.centre, lan, one, paused=True)
    room.beat()
    sealed = room.rows("SELECT hint, state, address_sealed <> '' FROM paper_post ORDER BY id")
    assert [(hint, state, bool(kept)) for hint, state, kept in sealed] == [("x…@so.vn", "waiting", True), ("g…@so.vn", "sent", False)]
    for _ in range(40):
        room.beat(4000)
    assert room.rows("SELECT hint, state, address_sealed FROM paper_post ORDER BY id") == [("x…@so.vn", "failed", ""), ("g…@so.vn", "sent", "")]
    (run,) = schedules.runs(room.centre, lan, one)
    assert [(letter.to, letter.state, bool(letter.sent_at)) for letter in run.letters] == [("x…@so.vn", "failed", False), ("g…@so.vn", "sent", True)]


def test_addresses_that_were_kept_before_are_forgotten_by_the_hour(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn",)))
    schedules.make_now(room.centre, lan, one)
    room.beat()
    with room.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE paper_post SET address_sealed = 'niêm phong'")
    room.beat(3601)
    assert room.rows("SELECT address_sealed FROM paper_post") == [("",)]
