"""Reports that make themselves: on which days, of which time, made once whatever happens, sent with proof, by whoever may."""

from datetime import datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from api._schedules import Sent, draft_of
from domain.calendar import DEFAULT, moment_of
from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.person import Actor, Part, Role
from domain.schedule import Plan, Rhythm
from domain.wording import LOCAL, stamp
from services import schedules
from store.database import Database
from store.leases import LeaseLost
from tests.gate.gatehouse import stranger
from tests.rig.clock import Clock
from tests.rig.paperroom import PaperRoom, at, daily, moment

DAY = 86400.0


@pytest.fixture
def room(db: Database, tmp_path: Path, clock: Clock) -> PaperRoom:
    """A school morning."""
    return PaperRoom(tmp_path / "home", db.url, clock)


def times(plan: Plan, since: str, how_many: int) -> list[str]:
    """When it is due from then on."""
    found, after = [], moment(since)
    for _ in range(how_many):
        following = plan.next_after(DEFAULT, after)
        assert following is not None
        found.append(stamp(following))
        after = following
    return found


# --- when ---


def test_daily_leaves_weekends_and_holidays_out(room: PaperRoom) -> None:
    plan = Plan(rhythm=Rhythm.DAILY)
    assert times(plan, "27/11/2026 06:00", 3) == ["27/11/2026 07:00", "30/11/2026 07:00", "01/12/2026 07:00"]
    assert times(plan, "31/12/2026 12:00", 1) == ["04/01/2027 07:00"]  # New Year's Day is a Friday
    assert times(plan, "29/05/2026 12:00", 1)[0].startswith("01/09/2026") is False  # 1 and 2 September are holidays
    assert times(Plan(rhythm=Rhythm.DAILY, school_days=False), "27/11/2026 12:00", 2) == ["28/11/2026 07:00", "29/11/2026 07:00"]


def test_daily_rests_over_tet_and_summer() -> None:
    plan = Plan(rhythm=Rhythm.DAILY)
    assert times(plan, "13/02/2026 12:00", 1) == ["23/02/2026 07:00"]
    assert times(plan, "29/05/2026 12:00", 1) == ["03/09/2026 07:00"]


def test_weekly_moves_to_the_first_school_day_and_skips_weeks_without_any() -> None:
    plan = Plan(rhythm=Rhythm.WEEKLY, weekday=3, clock=time(16, 30))
    assert times(plan, "27/12/2026 00:00", 2) == ["31/12/2026 16:30", "07/01/2027 16:30"]
    assert times(Plan(rhythm=Rhythm.WEEKLY, weekday=4), "28/12/2026 00:00", 1) == ["08/01/2027 07:00"]  # Friday 1 January is off, so is its week's rest
    assert times(Plan(rhythm=Rhythm.WEEKLY), "14/02/2026 00:00", 1) == ["23/02/2026 07:00"]  # Tết


def test_monthly_moves_to_the_next_working_day_also_in_summer() -> None:
    plan = Plan(rhythm=Rhythm.MONTHLY)
    assert times(plan, "15/12/2026 00:00", 3) == ["04/01/2027 07:00", "01/02/2027 07:00", "01/03/2027 07:00"]
    assert times(plan, "15/06/2026 00:00", 2) == ["01/07/2026 07:00", "03/08/2026 07:00"]


def test_term_comes_twice_a_year() -> None:
    assert times(Plan(rhythm=Rhythm.TERM), "22/11/2026 00:00", 3) == ["18/01/2027 07:00", "01/06/2027 07:00", "17/01/2028 07:00"]


@pytest.mark.parametrize(("rhythm", "due", "period"), [
    (Rhythm.WEEKLY, "25/11/2026 07:00", ("16/11/2026 00:00", "23/11/2026 00:00")), (Rhythm.MONTHLY, "04/01/2027 07:00", ("01/12/2026 00:00", "01/01/2027 00:00")),
    (Rhythm.TERM, "18/01/2027 07:00", ("05/09/2026 00:00", "16/01/2027 00:00")), (Rhythm.TERM, "01/06/2027 07:00", ("16/01/2027 00:00", "01/06/2027 00:00"))])
def test_it_tells_of_the_time_that_is_over(rhythm: Rhythm, due: str, period: tuple[str, str]) -> None:
    found = Plan(rhythm=rhythm).period(moment(due))
    assert found is not None
    assert tuple(stamp(one) for one in found) == period
    assert Plan(rhythm=Rhythm.DAILY).period(moment(due)) is None


# --- made ---


def test_at_seven_it_is_taken_made_and_sent_with_its_file_and_the_proof_stands(room: PaperRoom) -> None:
    lan = room.manager()
    minh = room.person("Minh", Role.OPERATOR, (Part(),))
    room.way(minh, "minh@so.vn")
    at(room, "23/11/2026 06:59")
    one = schedules.save(room.centre, lan, daily(minh, addresses=("Phong.GDDT@hcm.edu.vn",), papers=("xlsx", "pdf")))
    assert room.beat() == []
    at(room, "23/11/2026 07:00")
    first, second = room.beat()
    assert [target for target, _ in room.inbox] == ["minh@so.vn", "phong.gddt@hcm.edu.vn"]
    assert first.subject == "[MÔ PHỎNG] Tình hình 1"
    assert [(name, media) for name, media, _ in second.files] == [
        ("Tình hình 1 (AC-2026-000001).pdf", "application/pdf"),
        ("Tình hình 1 (AC-2026-000001).xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    assert "DỮ LIỆU MÔ PHỎNG" in first.text
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, run.snapshot, run.missed, stamp(run.due_at)) == ("posted", "AC-2026-000001", 0, "23/11/2026 07:00")
    assert [(letter.to, letter.state, letter.channel) for letter in run.letters] == [("Minh", "sent", "email"), ("p…@hcm.edu.vn", "sent", "email")]
    assert room.acts().count("snapshot.posted") == 2
    assert [row.next_at and stamp(row.next_at) for row in schedules.listed(room.centre, lan)] == ["24/11/2026 07:00"]


def test_an_address_is_sealed_and_shown_by_a_hint_only(room: PaperRoom) -> None:
    schedules.save(room.centre, room.manager(), daily(addresses=("bimat@hcm.edu.vn",)))
    assert "bimat@" not in room.everything_stored()


def test_two_addresses_that_look_alike_are_both_kept_and_what_rests_goes_on_resting(room: PaperRoom) -> None:
    """The page knows addresses by hints: l…@hcm.edu.vn twice. Lan changes the hour of a paused schedule."""
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("lan@hcm.edu.vn", "linh@hcm.edu.vn")))
    schedules.pause(room.centre, lan, one, paused=True)
    (before,) = schedules.listed(room.centre, lan)
    hints = [recipient.hint for recipient in before.recipients]
    assert (len(hints), len(set(hints))) == (2, 1), "they look alike"
    sent = Sent(id=one, name="Báo cáo trưa", template="daily", clock="11:30", addresses=hints)
    schedules.save(room.centre, lan, draft_of(sent, before), one)
    (after,) = schedules.listed(room.centre, lan)
    assert [recipient.id for recipient in after.recipients] == [recipient.id for recipient in before.recipients]
    assert (after.name, after.next_at) == ("Báo cáo trưa", None)
    schedules.save(room.centre, lan, draft_of(sent.model_copy(update={"addresses": hints[:1]}), after), one)
    assert len(schedules.listed(room.centre, lan)[0].recipients) == 1


def test_what_was_missed_while_the_centre_was_away_is_made_once_after(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id))
    at(room, "26/11/2026 09:15")
    assert len(room.beat()) == 1
    assert room.beat() == []
    (run,) = schedules.runs(room.centre, lan, one)
    assert (stamp(run.due_at), run.missed, run.state) == ("26/11/2026 07:00", 3, "posted")
    at(room, "27/11/2026 07:00")
    assert len(room.beat()) == 1


def test_two_makers_never_make_it_twice(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    schedules.save(room.centre, lan, daily(lan.id))
    other = room.leads()
    at(room, "23/11/2026 07:00")
    assert room.look(room.leader)
    assert not room.look(other)  # somebody leads
    with room.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE leases SET until = 0"))
    room.leader, before = other, room.leader
    room.beat()
    assert len(room.inbox) == 1
    with pytest.raises(LeaseLost):
        room.look(before)
    room.beat(60)
    assert (len(room.inbox), len({wish.client for wish in room.wishes})) == (1, 1)
    assert room.rows("SELECT count(*) FROM schedule_runs") == [(1,)]


def test_a_maker_that_died_after_the_photograph_does_not_take_another(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    schedules.save(room.centre, lan, daily(lan.id))
    at(room, "23/11/2026 07:00")
    room.beat()
    with room.centre.db.write() as conn:  # as if it had died before it could write what it took
        conn.execute(sa.text("UPDATE schedule_runs SET state = 'due', snapshot = ''"))
        conn.execute(sa.text("DELETE FROM paper_post"))
    room.beat()
    room.beat()
    assert room.rows("SELECT count(*) FROM snapshots") == [(1,)]
    assert room.made == ["pdf"]


def test_a_weekly_one_asks_for_last_week_and_compares_it_with_the_week_before(room: PaperRoom) -> None:
    lan = room.manager(parts=(Part(area="760"),))
    at(room, "22/11/2026 12:00")
    schedules.save(room.centre, lan, daily(lan.id, template="connectivity", plan=Plan(rhythm=Rhythm.WEEKLY), parts=(Part(area="760"),)))
    at(room, "23/11/2026 07:00")
    room.beat()
    (wish,) = room.wishes
    assert (wish.template, wish.compared, wish.parts) == ("connectivity", "previous", (Part(area="760"),))
    assert (stamp(wish.begins), stamp(wish.ends)) == ("16/11/2026 00:00", "23/11/2026 00:00")


def test_a_paper_that_cannot_be_made_fails_the_run_with_its_sentence_and_sends_no_file(room: PaperRoom) -> None:
    lan = room.manager()
    room.broken["pdf"] = 9
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id))
    at(room, "23/11/2026 07:00")
    room.beat()
    room.beat()
    (run,) = schedules.runs(room.centre, lan, one)
    assert (run.state, [message.files for _, message in room.inbox]) == ("failed", [()])
    assert "Trung tâm gặp lỗi" in run.error.vi


def test_whoever_does_not_answer_is_tried_again_and_nobody_else_gets_it_twice(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id, addresses=("xa@so.vn",)))
    room.deaf.add("xa@so.vn")
    at(room, "23/11/2026 07:00")
    room.beat()
    (run,) = schedules.runs(room.centre, lan, one)
    assert [letter.state for letter in run.letters] == ["sent", "waiting"]
    room.deaf.clear()
    room.beat(600)
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn", "xa@so.vn"]
    assert [letter.state for letter in schedules.runs(room.centre, lan, one)[0].letters] == ["sent", "sent"]


def test_a_letter_that_waits_stays_when_its_schedule_ends(room: PaperRoom) -> None:
    one = schedules.save(room.centre, lan := room.manager(), daily(addresses=("xa@so.vn",)))
    room.deaf.add("xa@so.vn")
    schedules.make_now(room.centre, lan, one)
    assert (room.beat(), room.rows("SELECT state FROM paper_post")) == ([], [("waiting",)])
    schedules.drop(room.centre, lan, one)
    room.deaf.clear()
    assert (room.beat(600), room.inbox) == ([], [])


def test_a_person_gets_only_what_they_may_read_themselves(room: PaperRoom) -> None:
    lan = room.manager()
    hoa = room.person("Hoa", Role.OFFICER, (Part(area="760"),))
    room.way(hoa, "hoa@so.vn")
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(hoa, lan.id))
    at(room, "23/11/2026 07:00")
    room.beat()
    assert [target for target, _ in room.inbox] == [f"{lan.id}@so.vn"]
    letters = schedules.runs(room.centre, lan, one)[0].letters
    assert {(letter.to, letter.state) for letter in letters} == {("Hoa", "failed"), ("Nguyễn Thị Lan", "sent")}


def test_when_whoever_wrote_it_is_gone_nothing_is_made_and_the_run_says_why(room: PaperRoom) -> None:
    lan, minh = room.manager("Lan"), room.manager("Minh")
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(minh.id))
    with room.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE people SET disabled_at = 1 WHERE id = :p"), {"p": lan.id})
    at(room, "23/11/2026 07:00")
    room.beat()
    (run,) = schedules.runs(room.centre, minh, one)
    assert (run.state, room.inbox, room.wishes) == ("failed", [], [])
    assert "không còn xem được" in run.error.vi


# --- edited ---


def test_paused_misses_for_good_and_goes_on_from_now(room: PaperRoom) -> None:
    lan = room.manager()
    at(room, "23/11/2026 06:00")
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.pause(room.centre, lan, one, paused=True)
    at(room, "25/11/2026 12:00")
    assert room.beat() == []
    schedules.pause(room.centre, lan, one, paused=False)
    assert room.beat() == []
    at(room, "26/11/2026 07:00")
    assert len(room.beat()) == 1


def test_now_means_now_and_not_twice_at_once(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(lan.id))
    schedules.make_now(room.centre, lan, one)
    with pytest.raises(IllegalMove):
        schedules.make_now(room.centre, lan, one)
    assert len(room.beat()) == 1


def test_an_ended_one_is_gone_and_its_addresses_with_it(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn",)))
    schedules.drop(room.centre, lan, one)
    assert schedules.listed(room.centre, lan) == ()
    assert room.rows("SELECT address_sealed FROM schedule_recipients") == [("",)]
    with pytest.raises(NotFound):
        schedules.pause(room.centre, lan, one, paused=False)
    assert room.acts()[-2:] == ["schedule.made", "schedule.ended"]


def test_editing_keeps_an_address_by_its_hint_and_drops_the_others(room: PaperRoom) -> None:
    lan = room.manager()
    one = schedules.save(room.centre, lan, daily(addresses=("xa@so.vn", "gan@so.vn")))
    (row,) = schedules.listed(room.centre, lan)
    kept = tuple(r.id for r in row.recipients if r.hint.startswith("x"))
    schedules.save(room.centre, lan, daily(lan.id, kept=kept, addresses=("XA@so.vn", "moi@so.vn")), one)
    (row,) = schedules.listed(room.centre, lan)
    assert sorted(r.hint or r.name for r in row.recipients) == ["Nguyễn Thị Lan", "m…@so.vn", "x…@so.vn"]


def test_only_managers_and_administrators_edit_and_only_what_they_reach(room: PaperRoom) -> None:
    lan = room.manager("Lan")
    hoa = room.manager("Hoa", (Part(area="760"),))
    whole = schedules.save(room.centre, lan, daily(lan.id))
    own = schedules.save(room.centre, hoa, daily(hoa.id, parts=(Part(area="760"),)))
    assert [row.id for row in schedules.listed(room.centre, hoa)] == [own]
    assert [row.id for row in schedules.listed(room.centre, lan)] == [whole, own]
    with pytest.raises(NotFound):
        schedules.drop(room.centre, hoa, whole)
    for role in (Role.OPERATOR, Role.OFFICER, Role.SCHOOL_CONTACT, Role.SCREEN):
        for verb in (schedules.listed, schedules.people_for):
            with pytest.raises(NotAllowed):
                verb(room.centre, stranger(role))


def wrong(room: PaperRoom, lan: Actor, **changes: object) -> str:
    """The field the refusal names."""
    with pytest.raises(BadInput) as refused:
        schedules.save(room.centre, lan, daily(lan.id, **changes))
    return refused.value.code


def test_what_cannot_be_used_is_refused_with_the_field(room: PaperRoom) -> None:
    lan = room.manager()
    contact = room.person("Tâm", Role.SCHOOL_CONTACT, (Part(school="79000001"),))
    assert wrong(room, lan, name="  ") == "name"
    assert wrong(room, lan, template="../x") == "template"
    assert wrong(room, lan, papers=("exe",)) == "papers"
    assert wrong(room, lan, people=(contact,)) == "recipients"
    assert wrong(room, lan, people=()) == "recipients"
    assert wrong(room, lan, addresses=("x@y\r\nBcc: z@w.vn",)) == "recipients"
    assert wrong(room, lan, plan=Plan(rhythm=Rhythm.MONTHLY, day=31)) == "day"
    assert moment_of(datetime(2026, 11, 23, tzinfo=LOCAL).date(), time(7)) == moment("23/11/2026 07:00")
