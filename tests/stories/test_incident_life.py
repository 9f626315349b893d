"""An incident from its first minute to its postmortem: who may do what, what everybody is told, what the log keeps.

Lan is on duty and reaches everything; Nga answers for Quận 1 (760: schools 0-7), Tú for Gò Vấp (764: schools 8-15).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.errors import BadInput, IllegalMove, NotAllowed, NotFound
from domain.incident import Category, Cause
from domain.person import Actor, Part, Role
from domain.wording import Words
from services import respond
from services._respond_move import Overtaken
from services.acting import act_as
from services.assigning import assignable
from services.centre import Centre
from services.desk import desk, sit
from services.incident_list import count, listing, story
from store import incident_events, incidents
from store.incidents import Incident
from tests.gate.gatehouse import Gatehouse
from tests.promises.office import code
from tests.rig.clock import Clock

HOUR = 3600.0
TODAY = "2026-09-09"
SAYS = Words("mất kết nối", "went offline")


@dataclass
class House:
    """Everybody at their desk."""

    gatehouse: Gatehouse
    clock: Clock
    lan: Actor
    nga: Actor
    tu: Actor

    @property
    def centre(self) -> Centre:
        """The house."""
        return self.gatehouse.centre

    def open(self, *schools: int, subject: str = "", **other: Any) -> int:
        """The centre opens one that speaks for these schools."""
        wide = len(schools) > 1
        told = {"kind": "wide" if wide else "single", "rule": "connectivity", "severity": "critical" if wide else "high", "area": "760", "says": SAYS,
                "subject": subject or ("area:79" if wide else f"school:{code(schools[0])}" if schools else "source:labs"), "started_at": self.clock() - 60, **other}
        with self.centre.db.write() as conn:
            made = incidents.open_incident(self.centre.db, conn, at=self.clock(), members=[code(n) for n in schools], **told)
        assert made is not None
        return made

    def now(self, incident: int, who: Actor | None = None) -> Incident:
        """As it stands for somebody."""
        with self.centre.db.read() as conn:
            found = incidents.read_one(conn, (who or self.lan).scope, incident, TODAY)
        assert found is not None
        return found

    def events(self, incident: int, who: Actor | None = None) -> list[incident_events.Event]:
        """What somebody may know of its steps."""
        actor = who or self.lan
        with self.centre.db.read() as conn:
            return incident_events.read_events(conn, actor.scope, incident, TODAY, incident_events.ref(actor))

    def told(self) -> list[str]:
        """What waits to be told, in order."""
        return [row[0] for row in self.gatehouse.rows("SELECT what FROM outbox ORDER BY id")]


@pytest.fixture
def house(tmp_path: Path, migrated_url: str, clock: Clock) -> Iterator[House]:
    gatehouse = Gatehouse(tmp_path, migrated_url, clock)
    lan, nga, tu = (gatehouse.actor(gatehouse.person(name, role, parts)) for name, role, parts in (
        ("Lan", Role.OPERATOR, [Part()]), ("Nga", Role.OFFICER, [Part(area="760")]), ("Tú", Role.OFFICER, [Part(area="764")])))
    yield House(gatehouse, clock, lan, nga, tu)
    gatehouse.centre.close()


def test_from_open_to_closed_and_back(house: House) -> None:
    c, one = house.centre, house.open(0)
    taken = respond.acknowledge(c, house.nga, one, text="để em xem")
    assert (taken.state, taken.acknowledged_name, taken.acknowledged_until) == ("acknowledged", "Nga", house.clock() + 4 * HOUR)
    house.clock.forward(60)
    assert respond.assign(c, house.nga, one, to="me").state == "in_progress"
    respond.note(c, house.nga, one, text="đã gọi kỹ thuật VNPT")
    respond.called(c, house.nga, one, school=code(0), result="bảo vệ nghe máy")
    over = respond.resolve(c, house.nga, one, cause="cable", text="nối lại cáp")
    assert (over.state, over.cause, over.resolved_by, over.acknowledged_until) == ("resolved", "cable", f"person:{house.nga.id}", None)
    assert respond.close(c, house.lan, one).closed_at == house.clock()
    back = respond.reopen(c, house.lan, one, text="lại mất")
    assert (back.state, back.reopened, back.resolved_at, back.closed_at, back.cause) == ("open", 1, None, None, "")
    assert (back.acknowledged_by, back.first_acknowledged_at) == ("", taken.acknowledged_at), "the first answer stays the first"
    assert [e.what for e in house.events(one)] == ["opened", "acknowledged", "assigned", "noted", "called", "resolved", "closed", "reopened"]
    assert house.told() == ["opened", "resolved", "reopened"]
    acts = [a for a in house.gatehouse.acts() if a.startswith("incident.")]
    assert acts == ["incident.acknowledged", "incident.assigned", "incident.noted", "incident.called", "incident.resolved", "incident.closed", "incident.reopened"]


def test_who_comes_second_is_told_who_was_faster_and_when(house: House) -> None:
    one = house.open(0)
    respond.acknowledge(house.centre, house.nga, one)
    house.clock.forward(5)
    with pytest.raises(Overtaken) as told:
        respond.acknowledge(house.centre, house.lan, one)
    assert told.value.by == "Nga"
    assert "Nga đã tiếp nhận lúc 09/09 09:15:00" in told.value.words.vi


def test_what_is_no_race_names_nobody(house: House) -> None:
    c, one, other = house.centre, house.open(0), house.open(1)
    respond.start(c, house.nga, one)
    respond.link(c, house.nga, other, parent=one)
    for verb, words in ((respond.set_severity, {"severity": "high"}), (respond.link, {"parent": one}), (respond.link, {"parent": other}), (respond.unlink, {}), (respond.reopen, {})):
        with pytest.raises(IllegalMove) as told:
            verb(c, house.lan, one, **words)
        assert not isinstance(told.value, Overtaken)
        assert "Nga" not in told.value.words.vi + told.value.words.en
    with pytest.raises(IllegalMove) as told:
        respond.start(c, house.nga, one)
    assert not isinstance(told.value, Overtaken), "she was not overtaken by herself"
    with pytest.raises(Overtaken, match="Nga started on"):
        respond.start(c, house.lan, one)
    respond.resolve(c, house.nga, one)
    with pytest.raises(IllegalMove) as told:
        respond.postmortem(c, house.lan, other, text="quá sớm")
    assert not isinstance(told.value, Overtaken)
    with pytest.raises(Overtaken, match="Nga resolved"):
        respond.escalate(c, house.lan, one)


def test_an_acknowledgement_that_ran_out_comes_back_loudly(house: House) -> None:
    one, c = house.open(0), house.centre
    respond.acknowledge(c, house.nga, one, hours=1)
    for wait, comes_back in ((HOUR - 1, False), (1, True), (1, False)):
        house.clock.forward(wait)
        with c.db.write() as conn:
            assert (incidents.recall_incident(c.db, conn, one, at=house.clock()) is not None) == comes_back
    back = house.now(one)
    assert (back.state, back.acknowledged_at, back.acknowledged_by, back.acknowledged_until) == ("open", None, "", None)
    assert house.told() == ["opened", "recalled"]
    for hours in (0, -1, 24.1, float("nan")):
        with pytest.raises(BadInput, match="more than 0 and at most 24 hours") as told:
            respond.acknowledge(c, house.nga, one, hours=hours)
        assert told.value.words.vi == "Thời gian tiếp nhận phải hơn 0 và nhiều nhất 24 giờ."


def test_an_officer_notes_on_a_wide_incident_and_moves_her_own_only(house: House) -> None:
    c, wide = house.centre, house.open(0, 1, 8, 9, 10)
    assert (house.now(wide, house.nga).schools, house.now(wide, house.nga).partial) == (2, True)
    for verb, words in ((respond.acknowledge, {}), (respond.resolve, {}), (respond.assign, {}), (respond.start, {}), (respond.escalate, {}),
                        (respond.set_severity, {"severity": "low"}), (respond.split, {"schools": [code(0)]})):
        with pytest.raises(NotAllowed, match="out of your reach"):
            verb(c, house.nga, wide, **words)
    respond.note(c, house.nga, wide, text="trường em báo mất điện")
    respond.note(c, house.lan, wide, text="đã báo nhà mạng")
    heard = {name: [e.text for e in house.events(wide, who) if e.what == "noted"] for name, who in (("lan", house.lan), ("nga", house.nga), ("tu", house.tu))}
    assert heard["lan"] == heard["nga"] == ["trường em báo mất điện", "đã báo nhà mạng"]
    assert heard["tu"] == ["", "đã báo nhà mạng"], "another officer's words may name schools out of his reach"
    opened = house.events(wide, house.tu)[0]
    assert opened.codes == (code(8), code(9), code(10))
    assert not {"says_vi", "area", "schools", "subject"} & opened.data.keys()


def test_what_is_not_theirs_is_not_there(house: House) -> None:
    theirs, source = house.open(8), house.open(kind="source")
    for one in (theirs, source, 10**9, -1, 0, 10**30):
        with pytest.raises(NotFound, match="No such incident"):
            respond.acknowledge(house.centre, house.nga, one)
    assert respond.acknowledge(house.centre, house.lan, source).state == "acknowledged"
    contact = house.gatehouse.actor(house.gatehouse.person("Hoa", Role.SCHOOL_CONTACT, [Part(school=code(8))]))
    with pytest.raises(NotAllowed):
        respond.note(house.centre, contact, theirs, text="x")


def test_an_incident_is_given_to_who_answers_for_one_of_its_schools(house: House) -> None:
    c, one = house.centre, house.open(0)
    assert respond.assign(c, house.lan, one, to=f"person:{house.nga.id}").owner_name == "Nga"
    assert house.now(one).state == "open", "given is not yet taken"
    assert respond.assign(c, house.lan, one, to="unit:760").owner_name == "Quận 1"
    assert respond.assign(c, house.lan, one, to="unit:centre").owner == "unit:centre"
    assert respond.assign(c, house.lan, one, to="").owner == ""
    gone = house.gatehouse.person("Bình", Role.OFFICER, [Part(area="760")])
    with c.db.write() as conn:
        from store import people
        people.change(conn, gone, disabled_at=1.0)
    contact = house.gatehouse.person("Hoa", Role.SCHOOL_CONTACT, [Part(school=code(0))])
    for to in (f"person:{house.tu.id}", f"person:{gone}", f"person:{contact}", "person:999", "person:x", "unit:99999", "team:1", "client:1"):
        with pytest.raises(BadInput):
            respond.assign(c, house.lan, one, to=to)
    with pytest.raises(BadInput):
        respond.assign(c, house.nga, one, to="unit:764")
    assert [p.name for p in assignable(c, house.nga)] == ["Lan", "Nga"]
    assert [p.name for p in assignable(c, house.lan, one)] == ["Lan", "Nga"]
    assert {p.name for p in assignable(c, house.lan)} == {"Lan", "Nga", "Tú"}
    assert house.told().count("assigned") == 3, "to Nga, to Quận 1, to the centre; not of nobody"


def test_graver_is_told_milder_is_not(house: House) -> None:
    c, one, quiet = house.centre, house.open(0), house.open(1, quiet=True)
    respond.set_severity(c, house.nga, one, severity="low")
    respond.set_severity(c, house.nga, one, severity="critical")
    assert respond.escalate(c, house.nga, one, text="không ai nghe").level == 1
    with pytest.raises(BadInput, match="does not lower the severity"):
        respond.escalate(c, house.nga, one, severity="medium")
    assert (house.now(one).level, house.now(one).severity) == (1, "critical"), "refused is refused whole"
    respond.set_severity(c, house.nga, quiet, severity="critical")
    with pytest.raises(IllegalMove):
        respond.set_severity(c, house.nga, one, severity="critical")
    with pytest.raises(BadInput):
        respond.set_severity(c, house.nga, one, severity="mortal")
    with c.db.write() as conn:
        assert incidents.turn_incident(c.db, conn, quiet, at=house.clock(), quiet=False) is not None
        assert incidents.turn_incident(c.db, conn, quiet, at=house.clock(), quiet=False) is None
    assert house.told() == ["opened", "severity", "escalated", "loud"]
    with c.db.write() as conn:
        incidents.resolve_incident(c.db, conn, rule="connectivity", subject=f"school:{code(1)}", at=house.clock())
    assert house.told()[-1] == "resolved", "somebody was told of it"


def test_a_quiet_one_that_ends_quietly_was_never_told(house: House) -> None:
    c, one = house.centre, house.open(0, quiet=True)
    with c.db.write() as conn:
        assert incidents.resolve_incident(c.db, conn, rule="connectivity", subject=f"school:{code(0)}", at=house.clock()) == one
    over = house.now(one)
    assert (over.cause, over.resolved_by, house.told()) == ("itself", "system:centre", [])


def test_cause_and_symptoms(house: House) -> None:
    c, wide, one, two = house.centre, house.open(0, 8, 9), house.open(1), house.open(2)
    respond.link(c, house.nga, one, parent=wide)
    respond.link(c, house.nga, two, parent=one)
    for child, parent in ((wide, two), (wide, one), (one, one)):
        with pytest.raises(IllegalMove, match="each other"):
            respond.link(c, house.lan, child, parent=parent)
    with pytest.raises(NotFound):
        respond.link(c, house.nga, one, parent=house.open(10))
    respond.resolve(c, house.lan, wide)
    assert house.now(one).state == "open", "a symptom ends by itself"
    assert respond.unlink(c, house.nga, two).parent is None
    with pytest.raises(IllegalMove):
        respond.unlink(c, house.nga, two)


def test_schools_split_off_have_incidents_of_their_own(house: House) -> None:
    c, wide = house.centre, house.open(0, 1, 8, 9)
    left = respond.split(c, house.lan, wide, schools=[code(0), code(8)], text="điện, không phải cáp", client="s1")
    assert (left.schools, left.says.vi, left.says.en) == (2, "2 trường ở Thành phố Hồ Chí Minh cùng mất kết nối", "2 schools in Thành phố Hồ Chí Minh went offline together")
    with c.db.read() as conn:
        assert incidents.read_members(conn, house.lan.scope, [wide])[wide] == [code(1), code(9)]
        singles = {i.subject: i for i in incidents.read_open(conn, house.lan.scope) if i.kind == "single"}
    assert {s: (i.severity, i.started_at) for s, i in singles.items()} == dict.fromkeys((f"school:{code(0)}", f"school:{code(8)}"), ("high", house.clock() - 60))
    assert respond.split(c, house.lan, wide, schools=[code(0), code(8)], client="s1").schools == 2, "asked twice, done once"
    for wrong in ([], [code(1), code(9)]):
        with pytest.raises(BadInput):
            respond.split(c, house.lan, wide, schools=wrong)
    with pytest.raises(NotFound):
        respond.split(c, house.lan, wide, schools=[code(0)])


def test_reopened_within_a_day_and_only_one_of_a_kind(house: House) -> None:
    c, one = house.centre, house.open(0)
    with pytest.raises(IllegalMove):
        respond.reopen(c, house.nga, one)
    respond.resolve(c, house.nga, one)
    house.clock.forward(10)
    other = house.open(0)
    with pytest.raises(IllegalMove, match=str(other)):
        respond.reopen(c, house.nga, one)
    respond.resolve(c, house.nga, other)
    house.clock.forward(25 * HOUR)
    with pytest.raises(IllegalMove, match="24 hours"):
        respond.reopen(c, house.nga, one)


def test_an_unknown_cause_is_answered_with_the_known_ones_as_the_document_names_them(house: House) -> None:
    one, written = house.open(0), " ".join((Path(__file__).parents[2] / "docs/incidents.md").read_text("utf-8").split())
    with pytest.raises(BadInput, match="use one of: power, cable, carrier, .*, unknown") as told:
        respond.resolve(house.centre, house.nga, one, cause="gremlins")
    assert "hãy dùng: power, cable" in told.value.words.vi
    assert house.now(one).state == "open"
    assert ", ".join(Cause) in written
    assert ", ".join(Category) in written


def test_a_postmortem_of_a_severe_one_that_is_over(house: House) -> None:
    c, one, mild = house.centre, house.open(0), house.open(1, severity="low")
    with pytest.raises(IllegalMove):
        respond.postmortem(c, house.nga, one, text="quá sớm")
    for incident in (one, mild):
        respond.resolve(c, house.nga, incident)
    assert respond.postmortem(c, house.nga, one, text="Cần đường dự phòng.").postmortem == "Cần đường dự phòng."
    with pytest.raises(IllegalMove):
        respond.postmortem(c, house.nga, mild, text="nhẹ")


def test_words_are_kept_clean_and_no_pupil_comes_in(house: House) -> None:
    c, one = house.centre, house.open(0)
    respond.note(c, house.nga, one, text="  gọi 028\x00 3822\ud800 9999\u202e\n=1+1 <b>x</b>  ")
    assert house.events(one)[-1].text == "gọi 028 3822? 9999\n=1+1 <b>x</b>"
    for text, what in (("", "text"), (" \u200b ", "text"), ("a" * 4001, "text"), ("em Trần Văn An lớp 6A bị ngất, CCCD 079312345678", "pupil_data")):
        with pytest.raises(BadInput) as told:
            respond.note(c, house.nga, one, text=text)
        assert told.value.code == what
    for client in ("x" * 101, "a\nb", "á"):
        with pytest.raises(BadInput):
            respond.note(c, house.nga, one, text="a", client=client)
    assert len(house.events(one)) == 2


def test_the_list_and_the_story_as_each_reader_may_know_them(house: House) -> None:
    wide, one, far = house.open(0, 1, 8, 9, subject="area:79/viettel", area="79"), house.open(2), house.open(12)
    respond.called(house.centre, house.nga, one, school=code(2), result="không nghe máy")
    whole = sit(house.centre)
    whole.viewer.refresh()  # type: ignore[attr-defined]
    with act_as(house.nga) as nga:
        mine = desk(nga).look()
        rows = {row.incident.id: row for row in listing(mine).rows}
        assert rows.keys() == {wide, one}
        assert (rows[wide].schools, rows[wide].area_name, rows[wide].carrier) == ((code(0), code(1)), "Phường Sài Gòn", "viettel")
        assert rows[wide].incident.says.vi == "2 trường ở Phường Sài Gòn cùng mất kết nối, nhà mạng Viettel"
        told = story(mine, one)
        assert {row.incident.id for row in told.near} == {wide}
        assert [(call.school, call.result, call.called_by) for call in told.calls] == [("", "", ""), (code(2), "không nghe máy", "Nga")]
        assert told.calls[0].phone == "1800 8119"
        with pytest.raises(NotFound):
            story(mine, far)
        assert (count(mine).live, count(mine).unacknowledged) == (2, 2)
    with act_as(house.lan):
        everything = listing(whole)
        assert [row.incident.id for row in everything.rows] == [far, one, wide]
        assert [row.incident.id for row in listing(whole, area="764").rows] == [far, wide]
        assert len(listing(whole, area="79").rows) == 3
        with pytest.raises(NotFound):
            listing(whole, area="99")
        assert listing(whole, since=everything.newest).rows == ()
        respond.resolve(house.centre, house.lan, far)
        changed = listing(whole, since=everything.newest)
        assert [row.incident.state for row in changed.rows] == ["resolved"], "what left is told too"
        assert changed.newest > everything.newest
        assert far not in {row.incident.id for row in listing(whole).rows}
