"""Lan's morning: what she holds, what nobody holds, who is silent, whose figures are late; the most urgent clock first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.person import EVERYTHING, Actor, ActorKind, Part, Role, Scope
from domain.wording import Words
from services import desk as desks
from services import respond, work
from services.acting import act_as
from services.work import Work
from store import incidents
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

LAN = Actor(kind=ActorKind.PERSON, id=7, name="Lan", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="760")})))
BINH = Actor(kind=ActorKind.PERSON, id=8, name="Bình", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="764")})))
HA = Actor(kind=ActorKind.PERSON, id=9, name="Hà", role=Role.OPERATOR, scope=EVERYTHING)


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(desks, "_seated", [])
    for made in stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory):
        desks.sit(made.centre)
        made.viewer = desks._seated[0].viewer
        made.tick(2)
        yield made


def plant(office: Office, *numbers: int, severity: str = "high", kind: str = "single", since: float = 60.0, **more: Any) -> int:
    what = {"rule": "epayment", "subject": f"school:{code(numbers[0])}" if kind != "wide" else f"area:760/{numbers[0]}", "area": "760", **more}
    with office.centre.db.write() as conn:
        made = incidents.open_incident(
            office.centre.db, conn, kind=kind, severity=severity, says=Words(f"Việc {severity}", f"Work {severity}"), started_at=office.clock() - since,
            at=office.clock() - since, members=[code(n) for n in numbers], **what)
    assert made is not None
    return made


def list_of(actor: Actor) -> Work:
    with act_as(actor):
        return work.work(desks.desk(), actor)


def ids(tasks: Any) -> list[int]:
    return [task.row.incident.id for task in tasks]


def test_by_clock_within_reach_and_what_is_taken_is_hers(office: Office) -> None:
    low = plant(office, 0, severity="low")
    critical = plant(office, 1, severity="critical")
    high = plant(office, 2, severity="high")
    foreign = plant(office, 8, severity="critical", area="764")
    hushed = plant(office, 3, severity="high", quiet=True)
    found = list_of(LAN)
    assert ids(found.free) == [critical, high, low, hushed]
    assert (ids(found.mine), found.free_all) == ([], 4)
    assert ids(list_of(BINH).free) == [foreign]
    respond.start(office.centre, LAN, high, client="a", text="")
    respond.acknowledge(office.centre, HA, critical, client="b", text="", hours=4.0)
    found = list_of(LAN)
    assert ids(found.mine) == [high]
    assert ids(found.free) == [low, hushed], "what Hà looks at is nobody's else"
    assert critical in ids(list_of(HA).mine), "looked at by her, given to nobody: hers"
    respond.assign(office.centre, HA, low, client="c", text="", to="unit:760")
    assert low in ids(list_of(LAN).free), "given to her unit, taken by nobody"
    assert list_of(LAN).free[0].row.incident.owner_name


def test_whom_to_call_and_what_came_of_it(office: Office) -> None:
    one = plant(office, 0)
    wide = plant(office, 1, 2, 3, 4, 5, 6, kind="wide", subject="area:760/viettel")
    respond.called(office.centre, LAN, one, client="a", text="", school=code(0), result="Không nghe máy")
    respond.called(office.centre, LAN, one, client="b", text="", school=code(0), result="Đã có điện")
    tasks = {task.row.incident.id: task for task in list_of(LAN).free}
    school, carrier = tasks[one].phones
    assert (school.school, school.result, school.called_by) == (code(0), "Đã có điện", "Lan")
    assert (carrier.school, carrier.phone, carrier.result) == ("", "1800 8119", "")
    assert tasks[wide].phones[0].school == "", "of a wide one the carrier first"
    assert tasks[wide].phones_more == 3
    assert [one.result for one in list_of(LAN).free[0].phones + list_of(LAN).free[1].phones if one.result] == ["Đã có điện"]


def test_of_a_shared_incident_only_ones_own(office: Office) -> None:
    shared = plant(office, 0, 8, kind="wide", subject="carrier:viettel", area="79")
    respond.called(office.centre, BINH, shared, client="a", text="", school=code(8), result="Nói riêng với Bình")
    task = next(task for task in list_of(LAN).free if task.row.incident.id == shared)
    assert (task.row.incident.partial, task.row.schools) == (True, (code(0),))
    assert "Bình" not in repr(task.phones) or "Nói riêng" not in repr(task.phones)
    assert code(8) not in repr(task)
    assert [one.result for one in task.phones] == ["", ""], "nobody called the carrier"
    respond.called(office.centre, HA, shared, client="b", text="", school="", result="Nhà mạng đang xử lý")
    task = next(task for task in list_of(LAN).free if task.row.incident.id == shared)
    assert [(one.school, one.result) for one in task.phones] == [("", "Nhà mạng đang xử lý"), (code(0), "")]


def test_who_is_silent_with_and_without_an_incident(office: Office) -> None:
    office.tick(50, only=[n for n in range(24) if n not in (3, 5, 9)])
    found = list_of(LAN)
    assert [(one.school, task) for one, task in found.quiet] == [(code(3), None), (code(5), None)]
    assert found.quiet_why == "known"
    silent = plant(office, 5, kind="silent", severity="medium", rule="connectivity.silent", subject=f"school:{code(5)}")
    found = list_of(LAN)
    assert [(one.school, task and task.row.incident.id) for one, task in found.quiet] == [(code(5), silent), (code(3), None)]
    assert ids(found.free) == [], "a silent school stands among the silent, once"
    respond.start(office.centre, LAN, silent, client="a", text="")
    assert ids(list_of(LAN).mine) == [silent], "unless it is hers"


def test_a_silent_incident_is_never_lost(office: Office) -> None:
    office.tick(2)
    silent = plant(office, 5, kind="silent", severity="medium", rule="connectivity.silent", subject=f"school:{code(5)}")
    found = list_of(LAN)
    assert (found.quiet, ids(found.free)) == ((), [silent]), "who is heard of again stands in no list of schools"
    office.tick(50, only=[0])
    found = list_of(LAN)
    assert (found.quiet_why, ids(found.free)) == ("many", [silent])
    office.clock.forward(3600)
    found = list_of(LAN)
    assert (found.quiet_why, ids(found.free)) == ("blind", [silent])


def test_what_she_holds_of_the_same_school_does_not_stand_for_its_silence(office: Office) -> None:
    office.tick(50, only=[n for n in range(24) if n != 5])
    held = plant(office, 5, kind="manual", rule="manual", severity="low")
    respond.start(office.centre, LAN, held, client="a", text="")
    silent = plant(office, 5, kind="silent", severity="medium", rule="connectivity.silent", subject=f"school:{code(5)}")
    found = list_of(LAN)
    assert ids(found.mine) == [held]
    assert [(one.school, task and task.row.incident.id) for one, task in found.quiet] == [(code(5), silent)]


def test_no_silent_incident_is_lost_beyond_what_is_told_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST", 1)
    office.tick(50, only=[n for n in range(24) if n not in (3, 5)])
    silent = [plant(office, n, kind="silent", severity="medium", rule="connectivity.silent", subject=f"school:{code(n)}", since=90.0 - n) for n in (3, 5)]
    found = list_of(LAN)
    told = [task.row.incident.id for _, task in found.quiet if task]
    assert sorted(told + ids(found.free)) == silent


def test_most_at_once_is_not_the_schools_and_blind_is_not_calm(office: Office) -> None:
    office.tick(50, only=[0])
    assert (list_of(LAN).quiet, list_of(LAN).quiet_why) == ((), "many")
    office.clock.forward(3600)
    assert (list_of(LAN).quiet_why, list_of(LAN).due_why) == ("blind", "blind")


def test_overdue_figures_of_those_who_are_heard_of(office: Office) -> None:
    assert list_of(LAN).due_why == "none", "nobody ever sent any"
    for n in range(8):
        office.say(n, "epayment.enabled", 1.0)
    office.tick(1)
    office.clock.forward(3500)
    for n in (0, 1, 2, 4, 5, 6, 7):
        office.say(n, "epayment.enabled", 1.0)
    office.tick(60)
    found = list_of(LAN)
    assert [(one.school, [figure[0] for figure in one.figures]) for one, _ in found.due] == [(code(3), ["Thanh toán không dùng tiền mặt"])]
    assert found.due[0][0].figures[0][2] > 0
    assert list_of(BINH).due == ()
    office.clock.forward(3600)
    office.tick(2)
    assert (list_of(LAN).due, list_of(LAN).due_sources) == ((), ("Thanh toán không dùng tiền mặt",)), "old everywhere: the source's"


def test_nothing_new_is_told_by_a_sign(office: Office) -> None:
    def sign(actor: Actor) -> str:
        with act_as(actor):
            return work.sign(desks.desk(), actor)

    first = sign(LAN)
    assert first == sign(LAN) != sign(HA)
    plant(office, 0)
    second = sign(LAN)
    assert second != first
    office.tick(50, only=[n for n in range(24) if n != 3])
    assert sign(LAN) != second


def test_mutant_that_forgets_the_clock_is_caught(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_urgent", lambda found, *_: list(found))
    with pytest.raises(AssertionError):
        test_by_clock_within_reach_and_what_is_taken_is_hers(office)
