"""Chị Lan of Quận 1 sees which claim a week bears out; thầy Dũng disputes a figure; an impossible one is found, never mended."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api import _claims as told
from domain.claims import OF, Answer, Says
from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from services import claims, disputes, findings
from services import desk as desks
from services._claim_columns import Columns
from services._claim_rules import Figures, judge
from services.desk import Desk
from services.sight import Sight
from store import history
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

DAY = 86_400.0
QUAN_1 = Scope(parts=frozenset({Part(area="760")}))
LAN = Actor(kind=ActorKind.PERSON, id=1, name="Lan", role=Role.OFFICER, scope=QUAN_1)
DUNG = Actor(kind=ActorKind.PERSON, id=2, name="Dũng", role=Role.SCHOOL_CONTACT, scope=Scope(parts=frozenset({Part(school=code(0))})))
HA = Actor(kind=ActorKind.PERSON, id=3, name="Hà", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="764")})))
QUANG = Actor(kind=ActorKind.PERSON, id=4, name="Quang", role=Role.ADMINISTRATOR, scope=EVERYTHING)


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def seat(office: Office, actor: Actor) -> Desk:
    viewer = office.viewer if actor.scope.everything else Sight(office.viewer, actor.scope)
    return desks._desk(office.centre, actor.scope, viewer)


def look(office: Office) -> None:
    """The collector looks its figures over, and writes what it found."""
    inspection = office.ingest.derived.inspection
    for _, sheet in inspection.look(office.ingest, inspection._held(office.ingest), office.clock()):
        with office.centre.db.write() as conn:
            sheet.write(conn)


def say(office: Office, number: int, **metrics: float | None) -> None:
    for name, value in metrics.items():
        office.say(number, name.replace("__", "."), value)


def test_four_answers_are_never_mixed() -> None:
    """A claim of nothing, a denial, a silence and a shortfall are different things; so is a shortfall too early to tell."""
    nan = float("nan")
    figures = Figures(np.array([nan, 0, 100, 100, 100]), np.array([50, 50, nan, 59, 60.0]), np.zeros(5))
    assert [Answer(one) for one in judge(OF["broadband"], figures)] == [
        Answer.UNDECLARED, Answer.DENIED, Answer.UNMEASURED, Answer.GAP, Answer.KEPT]
    early = Figures(figures.claimed, figures.measured, figures.taken, True)
    assert [Answer(one) for one in judge(OF["broadband"], early)][3:] == [Answer.UNMEASURED, Answer.KEPT]


def test_the_columns_survive_the_database_and_a_smaller_reach() -> None:
    ids = np.array([3, 5, 9])
    full = Columns(ids=ids, answer=np.array([4, 3, 2], np.uint8), claimed=np.array([1, 2, np.nan], np.float32),
                   measured=np.array([7, 8, 9], np.float32), taken=np.array([1, 2, 3], np.uint32), since=np.array([4, 5, 6], np.uint32))
    again = Columns.unpack(full.pack())
    assert again is not None
    cut = again.of(np.array([9, 4, 3]))
    assert cut.answer.tolist() == [2, 0, 4], "a school nobody knew then has declared nothing"
    assert cut.since.tolist() == [6, 0, 4]
    assert Columns.unpack(full.pack()[:-1]) is None


def test_the_gap_is_a_work_list_within_reach(office: Office) -> None:
    for number in (0, 1, 8):
        say(office, number, connectivity__download_mbps=20.0 if number != 1 else 95.0)
    office.tick()
    look(office)
    hers = claims.overview(seat(office, LAN), "broadband")
    assert [row.school for row in hers.rows] == [code(0)], "Gò Vấp's gap is not hers"
    assert (hers.rows[0].claimed, hers.rows[0].measured) == (100, 20)
    assert hers.tallies[0].counts == {"undeclared": 0, "denied": 0, "unmeasured": 6, "gap": 1, "kept": 1}
    work = told.for_work(seat(office, LAN), 60)
    assert [row["school"] for row in work["gaps"]["rows"]] == [code(0)]
    with pytest.raises(NotFound):
        claims.overview(seat(office, LAN), "wishes")


def test_a_gap_keeps_the_moment_it_began(office: Office) -> None:
    say(office, 0, connectivity__download_mbps=20.0)
    office.tick()
    look(office)
    began = claims.overview(seat(office, LAN), "broadband").rows[0].since
    office.clock.forward(3600)
    office.tick()
    look(office)
    assert claims.overview(seat(office, LAN), "broadband").rows[0].since == began


def test_a_fresh_house_believes_the_week_it_is_told_of_and_says_since_when(office: Office) -> None:
    """At night no machine is on and this house is minutes old: five looks at ten in the morning are a week's measurement."""
    say(office, 0, labs__rooms=2, labs__standard_machines=60, labs__machines_online=0)
    say(office, 1, labs__rooms=2, labs__standard_machines=60, labs__machines_online=0)
    office.tick()
    look(office)
    assert {claims.of_school(seat(office, QUANG), code(n))[1].answer for n in (0, 1)} == {Answer.UNMEASURED}
    ids = dict(office.rows_now("SELECT code, id FROM schools"))
    looks = [history.local_midnight(office.clock() - back * DAY) + 10 * 3600 for back in range(1, 6)]
    with office.centre.db.write() as conn:
        history.write_hours(office.centre.db, conn, [
            history.Rolled(ids[code(n)], "labs.machines_online", at, 1, on, on, on) for n, on in ((0, 40.0), (1, 3.0)) for at in looks])
    office.clock.forward(61)
    office.tick()
    look(office)
    kept, gap = (claims.of_school(seat(office, QUANG), code(n))[1] for n in (0, 1))
    assert (kept.answer, kept.measured, kept.since) == (Answer.KEPT, 40, min(looks))
    assert (gap.answer, gap.measured, gap.since) == (Answer.GAP, 3, min(looks))


def test_cashless_declared_and_thirty_days_without_a_payment_is_a_gap_and_a_finding(office: Office) -> None:
    say(office, 0, epayment__enabled=1, epayment__transactions_today=0, epayment__transactions_30d=0)
    say(office, 1, epayment__enabled=1, epayment__transactions_today=0, epayment__transactions_30d=40)
    say(office, 2, epayment__enabled=0, epayment__transactions_today=0, epayment__transactions_30d=None)
    office.tick()
    look(office)
    rows = {row.claim.key: row.answer for n in (0,) for row in claims.of_school(seat(office, QUANG), code(n))}
    assert rows["cashless"] is Answer.GAP
    assert claims.of_school(seat(office, QUANG), code(1))[2].answer is Answer.UNMEASURED, "an hour without payments says nothing of a week"
    assert claims.of_school(seat(office, QUANG), code(2))[2].answer is Answer.DENIED
    found = [one for one in findings.standing(seat(office, LAN)).found if one.rule == "cashless_unused"]
    assert [one.subject for one in found] == [f"school:{code(0)}"]
    assert ["epayment.transactions_30d", 0.0] in [line[:2] for line in found[0].evidence]


def test_a_finding_is_dismissed_with_a_reason_and_returns_when_its_figure_moves(office: Office) -> None:
    say(office, 0, network__pupils=2000, network__classes=20)
    office.tick()
    look(office)
    desk = seat(office, LAN)
    found = next(one for one in findings.standing(desk).found if one.rule == "class_size")
    assert found.value == 100
    with pytest.raises(BadInput):
        findings.dismiss(desk, LAN, found.id, "ok")
    with pytest.raises(NotFound):
        findings.dismiss(seat(office, HA), HA, found.id, "Không phải trường của tôi")
    findings.dismiss(desk, LAN, found.id, "Trường ghép hai cơ sở, đã gọi hỏi")
    look(office)
    assert "class_size" not in {one.rule for one in findings.standing(desk).found}
    assert office.rows_now("SELECT value FROM latest WHERE metric = 'network.pupils'") in ([], [(2000.0,)]), "no figure is mended by itself"
    say(office, 0, network__pupils=3000)
    office.tick()
    look(office)
    assert "class_size" in {one.rule for one in findings.standing(desk).found}, "what was dismissed was another figure"
    say(office, 0, network__pupils=None)
    office.tick()
    look(office)
    assert "class_size" in {one.rule for one in findings.standing(desk).found}, "who is not heard of clears nothing"
    say(office, 0, network__pupils=600)
    office.tick()
    look(office)
    assert "class_size" not in {one.rule for one in findings.standing(desk).found}


def test_the_documents_are_worked_out_again(office: Office) -> None:
    office.tick()
    look(office)
    found = {(one.rule, one.subject): one.value for one in findings.standing(seat(office, QUANG)).found}
    assert found == {("machines_exact", "document:A2"): 6.0, ("parts_total", "document:C13"): 304.0}, "15.766 + 35.459 is 51.225, 465/595 is 78.15 %"


def test_an_area_whose_machines_divide_too_well_is_found(office: Office) -> None:
    for number in range(8):
        say(office, number, labs__rooms=3, labs__standard_machines=18)
    office.tick()
    look(office)
    subjects = {one.subject for one in findings.standing(seat(office, QUANG)).found if one.rule == "machines_exact"}
    assert {"area:760", "document:A2"} <= subjects


def test_a_dispute_has_an_owner_an_answer_and_a_reach(office: Office) -> None:
    office.tick()
    his, hers = seat(office, DUNG), seat(office, LAN)
    with pytest.raises(BadInput):
        disputes.answer(his, DUNG, school=code(0), about="broadband", says=Says.DISPUTED, note="sai", shown="")
    with pytest.raises(NotFound):
        disputes.answer(his, DUNG, school=code(1), about="broadband", says=Says.DISPUTED, note="Không phải trường của tôi", shown="")
    made = disputes.answer(his, DUNG, school=code(0), about="broadband", says=Says.DISPUTED, note="Nhà mạng đã nâng gói từ tháng 9", shown="100")
    assert [one.id for one in disputes.board(hers).live] == [made.id]
    assert disputes.board(seat(office, HA)).live == ()
    assert told.for_work(hers, 60)["disputes"]["all"] == 1
    with pytest.raises(NotAllowed):
        disputes.take(his, DUNG, made.id)
    with pytest.raises(NotFound):
        disputes.take(seat(office, HA), HA, made.id)
    assert disputes.take(hers, LAN, made.id).owner_name == "Lan"
    done = disputes.settle(hers, LAN, made.id, upheld=True, note="Hợp đồng mới đã nhận, sẽ sửa sổ")
    assert (done.state, done.ended_name) == ("upheld", "Lan")
    with pytest.raises(IllegalMove):
        disputes.settle(hers, LAN, made.id, upheld=False, note="Nghĩ lại thì giữ nguyên")
    confirmed = disputes.answer(his, DUNG, school=code(0), about="record", says=Says.CONFIRMED, note="", shown="")
    assert confirmed.state == "confirmed"
    acts = [act for (act,) in office.rows_now("SELECT act FROM audit WHERE act LIKE 'record.%' ORDER BY seq")]
    assert acts == ["record.disputed", "record.taken", "record.upheld", "record.confirmed"]


def test_the_ledger_of_silence_says_what_was_known_last(office: Office) -> None:
    say(office, 0, labs__rooms=3)
    office.tick(3)
    office.tick(60, seconds=30.0, only=range(1, 24))
    found = claims.ledger(seat(office, LAN))
    silent = {one.school: one for one in found.schools}
    assert code(0) in silent
    assert code(1) not in silent
    lost = silent[code(0)]
    assert lost.since > 0
    connectivity = next(one for one in lost.known if one.group == "connectivity")
    assert connectivity.lost >= 1
    assert "labs" in {one.group for one in lost.known}
    assert "services" in lost.never
