"""Chị Hà reads a report out in a meeting: its figures are those of the wall, its sentences are made of its figures."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.person import Actor, ActorKind, Part, Role, Scope
from domain.programme import ITEMS
from domain.school import SchoolKind
from domain.section import Section, Table
from domain.snapshot import Snapshot, Template, opened
from services import _contents as contents
from services import manual, respond
from services._contents_base import local
from services._contents_terms import USED
from services._snapshot_ground import Ground, ground
from services._snapshot_wish import Wish
from services.desk import sit
from services.wall import Wall
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

HOUR, DAY = 3600.0, 86400.0
HA = Actor(kind=ActorKind.PERSON, id=7, name="Trần Thu Hà", role=Role.MANAGER, scope=Scope(parts=frozenset({Part()})))
DISTRICTS = (Part(area="760"), Part(area="764"), Part(area="787"))


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    for opened_office in stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory):
        sit(opened_office.centre)
        yield opened_office


def made(office: Office, template: str = "daily", **wish: Any) -> tuple[Ground, dict[str, Section]]:
    office.settle()
    sit(office.centre)
    found = ground(office.centre, HA, Wish(template=Template(template), **wish))
    return found, {one.key: one for one in contents.sections(found, found.template)}


def table(section: Section, key: str) -> list[dict[str, Any]]:
    found: Table = next(one for one in section.tables if one.key == key)
    return [dict(zip([column.key for column in found.columns], row, strict=True)) for row in found.rows]


def figures(section: Section) -> dict[str, Any]:
    return {one.key: one for one in section.figures}


def said(chapters: dict[str, Section]) -> str:
    return "\n".join(one for chapter in chapters.values() for one in chapter.findings)


# --- the same figures as the screens ---


def test_the_daily_report_says_what_the_wall_says(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.wall.PATIENCE_S", 30.0)  # however busy the machine: the wall waits for what the database tells
    office.tick(8, down=[0, 1, 2, 9], unknown=[20, 21])
    found, chapters = made(office)
    wall = {one["key"]: one for one in json.loads(Wall(office.viewer).ready())["figures"]}
    told = figures(chapters["overview"])
    for key in ("connected", "offline", "labs", "epayment", "incidents"):
        assert told[key].text.partition("\u00a0")[0] == wall[key]["value"].partition("\u00a0")[0], key
    assert (told["connected"].value, told["connected"].known, told["connected"].total) == (18.0, 22, 24)
    assert (told["offline"].value, told["offline"].status) == (4.0, "bad")
    assert told["connectivity"].value == pytest.approx(18 / 22, abs=1e-6)
    statuses = {row["code"]: row["status"] for row in table(chapters["annex"], "schools")}
    assert statuses == {code(i): status for i, status in office.statuses().items()}
    assert len(statuses) == 24


def test_every_area_adds_up_to_the_whole(office: Office) -> None:
    office.tick(4, down=[0, 1, 9], unknown=[16])
    found, chapters = made(office, parts=DISTRICTS)
    rows = {row["group"]: row for row in table(chapters["areas"], "connectivity-old")}
    assert list(rows) == ["Huyện Cần Giờ", "Quận 1", "Quận Gò Vấp"]
    assert (rows["Quận 1"]["schools"], rows["Quận 1"]["good"], rows["Quận 1"]["bad"]) == (8.0, 6.0, 2.0)
    assert (rows["Huyện Cần Giờ"]["reporting"], rows["Huyện Cần Giờ"]["value"]) == (7.0, 1.0)
    total = next(one for one in chapters["areas"].tables if one.key == "connectivity-old").total
    assert total[:4] == ("Cộng", 24.0, 23.0, 20.0)
    assert total[5] == sum(row["bad"] for row in rows.values())


def test_areas_are_in_vietnamese_order_and_numbers_by_their_value(office: Office) -> None:
    with office.centre.db.write() as conn:
        for area, name in (("760", "Quận 10"), ("764", "Quận 2"), ("787", "Quận Đống Đa")):
            conn.execute(sa.text("UPDATE areas SET name = :n WHERE code = :c"), {"n": name, "c": area})
    office.screen()
    office.tick(2)
    _, chapters = made(office, parts=DISTRICTS)
    assert [row["group"] for row in table(chapters["areas"], "connectivity-old")] == ["Quận 2", "Quận 10", "Quận Đống Đa"]
    assert list(dict.fromkeys(row["area"] for row in table(chapters["annex"], "schools"))) == ["Quận 2", "Quận 10", "Quận Đống Đa"]


# --- sentences made of figures ---


def test_who_is_down_for_more_than_an_hour_is_named_with_the_places(office: Office) -> None:
    """Six of Gò Vấp went down at 9:15, one of Quận 1 a few minutes ago."""
    office.tick(2)
    office.tick(25, seconds=170, down=range(8, 14))
    office.tick(2, seconds=60, down=[0, *range(8, 14)])
    found, chapters = made(office, parts=DISTRICTS)
    told = said(chapters)
    assert "7\u00a0trường đang mất kết nối, ở Quận Gò Vấp (6\u00a0trường) và Quận 1 (1\u00a0trường)." in told
    assert "6\u00a0trường mất kết nối quá 1 giờ, đều ở Quận Gò Vấp." in told
    rows = table(chapters["offline"], "offline")
    assert {row["code"] for row in rows[:6]} == {code(i) for i in range(8, 14)}
    assert rows[-1]["code"] == code(0)
    assert rows[0]["lasted"] > HOUR > rows[-1]["lasted"] > 0
    assert all(row["since"] + row["lasted"] == pytest.approx(found.at, abs=1.5) for row in rows)
    assert "trong 7\u00a0trường mất kết nối dùng nhà mạng VIETTEL" in told.replace("Viettel", "VIETTEL")


def test_sentences_are_whole_and_name_no_absence(office: Office) -> None:
    office.tick(6, down=[0, 8, 9, 16], unknown=[3])
    for template in Template:
        parts = (Part(school=code(0)),) if template is Template.SCHOOL else ()
        found, chapters = made(office, template.value, parts=parts)
        for line in [*said(chapters).splitlines(), contents.title(found, template) + "."]:
            assert re.fullmatch(r"\S.*[.]", line), line
            assert line[0].isupper() or line[0].isdigit(), line
            assert not re.search(r"None|nan|  |\.\.|,\.|\{|–", line), line


def test_when_nobody_reports_nothing_is_concluded(office: Office) -> None:
    office.tick(3, unknown=range(24))
    _, chapters = made(office)
    told = figures(chapters["overview"])
    for key in ("connectivity", "connected", "offline", "labs", "epayment"):
        assert (told[key].value, told[key].status, told[key].known) == (None, "unknown", 0), key
        assert told[key].text == "–"
    assert "Chưa có trường nào trong 24 trường báo cáo về tỷ lệ trường có kết nối internet: chưa thể kết luận." in said(chapters)
    assert "Không có trường nào trong" not in said(chapters)


def test_steps_are_told_against_the_same_minute_of_yesterday(office: Office) -> None:
    """Yesterday four were down; today one of them still is, and another one besides."""
    office.tick(3, down=[0, 1, 2, 3])
    office.settle()
    office.clock.forward(DAY - 15)
    office.tick(3, down=[0, 20])
    found, chapters = made(office, "connectivity", compared="day", parts=DISTRICTS)
    told = figures(chapters["connectivity"])
    assert (told["offline"].value, told["offline"].before) == (2.0, 4.0)
    assert told["connectivity"].before == pytest.approx(20 / 24, abs=1e-6)
    lines = said(chapters)
    assert "tăng 8,3\u00a0điểm phần trăm so với ngày hôm trước cùng giờ." in lines
    assert "So với ngày hôm trước cùng giờ, 1\u00a0trường mất kết nối thêm, 3\u00a0trường có kết nối trở lại." in lines
    rows = {row["group"]: row for row in table(chapters["areas"], "connectivity-old")}
    assert (rows["Quận 1"]["before"], rows["Huyện Cần Giờ"]["before"]) == (0.5, 1.0)


def test_what_is_compared_with_a_time_before_the_house_is_absent_not_zero(office: Office) -> None:
    office.tick(8, down=[0, 1])
    _, chapters = made(office, compared="week")
    for one in [*chapters["overview"].figures, *chapters["incidents"].figures]:
        assert (one.before, one.before_text) == (None, ""), one.key
    assert "kỳ so sánh chưa có số liệu" in said(chapters)
    assert "tăng" not in said(chapters)


def test_a_period_is_told_over_all_of_it(office: Office) -> None:
    """From 9:15 to 12:15 school 0 was down throughout, school 8 for a third of what was measured."""
    began = office.clock()
    office.tick(12, seconds=290, down=[0])
    office.tick(12, seconds=290, down=[0, 8])
    office.tick(12, seconds=290, down=[0])
    office.ingest.housekeep()
    found, chapters = made(office, "connectivity", begins=began - HOUR, parts=DISTRICTS)
    means = found.means("connectivity")
    told = figures(chapters["period"])["connectivity-period"]
    assert told.value == pytest.approx(float(means[means == means].mean()), abs=1e-6)
    assert (told.known, told.total) == (24, 24)
    rows = table(chapters["period"], "lowest")
    assert [row["code"] for row in rows] == [code(0), code(8)]
    assert rows[0]["share"] == 0.0 < rows[1]["share"] < 0.95
    assert "2\u00a0trường có kết nối dưới 95\u00a0% thời gian đo được." in said(chapters)
    shares = {row["code"]: row["period"] for row in table(chapters["annex"], "schools")}
    assert shares[code(8)] == rows[1]["share"]
    course = next(one for one in chapters["connectivity"].charts if one.key == "connectivity-course")
    known_hours = [value for value in course.series[0].values if value is not None]
    assert known_hours
    assert max(known_hours) == pytest.approx(23 / 24, abs=1e-6)
    assert course.places == tuple(dict.fromkeys(course.places)), "every hour has a name of its own"
    assert course.title == "Tỷ lệ lượt đo có kết nối theo giờ"
    assert {one.note for one in chapters["connectivity"].figures} == {f"tại {local(found.at):%H:%M %d/%m/%Y}"}
    keys = {one.key for one in made(office, "payments", begins=began - HOUR)[1]["epayment"].figures}
    assert keys == {"epayment", "epayment-bad", "payment_failures"}, "what was paid in a day is no figure of a period"


# --- the templates ---


def test_no_item_of_the_plan_is_silently_green(office: Office) -> None:
    office.tick(3)
    _, chapters = made(office, "programme")
    rows = table(chapters["programme"], "items")
    assert len(rows) == len(ITEMS) == 13
    assert {row["standing"] for row in rows} <= {"chưa có minh chứng", "trong hạn, chưa có minh chứng"}
    told = figures(chapters["programme"])
    assert (told["items"].value, told["proved"].value) == (13.0, 0.0)
    assert told["unproved"].value == sum(row["late"] is not None for row in rows) == 13.0
    assert {one.status for one in chapters["programme"].figures} == {"", "unknown"}
    assert "tracked" not in chapters
    assert {row["state"] for row in table(chapters["absent"], "absent")} == {"chưa có nguồn dữ liệu", "chưa trường nào báo cáo"}


def test_rooms_and_machines_are_added_up_with_how_many_told(office: Office) -> None:
    for number in range(6):
        office.say(number, "labs.rooms", 2.0)
        office.say(number, "labs.standard_machines", 60.0)
        office.say(number, "labs.machines_online", 45.0)
    office.say(6, "labs.rooms", 0.0)
    office.tick(3)
    _, chapters = made(office, "ministry", parts=DISTRICTS)
    rows = {row["what"]: row for row in table(chapters["form"], "counts")}
    assert (rows["Phòng máy tính"]["value"], rows["Phòng máy tính"]["known"], rows["Phòng máy tính"]["total"]) == (12.0, 7.0, 24.0)
    assert rows["Máy tính phòng máy"]["value"] == 360.0
    assert (rows["Giao dịch lỗi trong ngày"]["value"], rows["Giao dịch lỗi trong ngày"]["known"]) == (None, 0.0)
    nobody = [row for row in table(chapters["form"], "shares") if row["what"] in ("Học sinh đã xác thực", "Học bạ số", "Chữ ký số đã cấp")]
    assert [(row["value"], row["known"]) for row in nobody] == [(None, 0.0)] * 3, "what nobody told is blank, never zero"
    office.say(0, "signatures.issued", 9.0)
    office.say(0, "signatures.requested", 10.0)
    office.tick()
    _, chapters = made(office, "ministry", parts=DISTRICTS)
    signed = next(row for row in table(chapters["form"], "shares") if row["what"] == "Chữ ký số đã cấp")
    assert (signed["value"], signed["known"]) == (0.9, 1.0)
    _, chapters = made(office, "labs", parts=DISTRICTS)
    assert "Trong phạm vi có 1\u00a0trường báo không có phòng máy nào, nên không có tỷ lệ." in said(chapters)
    areas = {row["group"]: row for row in table(chapters["areas"], "rooms")}
    assert (areas["Quận 1"]["per-room"], areas["Quận 1"]["pupils"]) == (30.0, 15.0)
    assert (areas["Quận Gò Vấp"]["machines"], areas["Quận Gò Vấp"]["per-room"]) == (None, None)


def test_clocks_and_incidents_of_the_period_are_those_of_the_page(office: Office) -> None:
    office.tick(8, down=[0, 1])
    with office.centre.db.read() as conn:
        first = int(conn.execute(sa.text("SELECT min(id) FROM incidents")).scalar_one())
    respond.acknowledge(office.centre, HA, first, text="đang gọi")
    office.tick(2, down=[0, 1])
    found, chapters = made(office, "incidents")
    told = figures(chapters["incidents"])
    assert told["incidents"].value == len([one for one in found.live if not one.quiet]) == 2.0
    assert told["unacknowledged"].value == 1.0
    assert told["opened"].value == len(table(chapters["annex"], "period")) == 2.0
    board = found.clocks.total
    assert figures(chapters["clocks"])["acknowledge-met"].value == board.acknowledge.met == 1.0
    assert "2 sự cố đang mở (2 cao)" in said(chapters)
    assert "1 sự cố chưa ai tiếp nhận" in said(chapters)
    assert {row["who"] for row in table(chapters["incidents"], "open")} == {None, "Trần Thu Hà"}


def test_visitors_read_no_name_no_telephone_and_nothing_written_by_hand(office: Office) -> None:
    office.tick(3)
    with office.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE schools SET phone = '02839990001'"))
        conn.execute(sa.text("UPDATE facts SET value = value + 1 WHERE key = 'register_version'"))
    office.lead()
    office.screen()
    office.tick(3)
    told = manual.open_by_hand(office.centre, HA, category="power", text="Ông Bùi Bí Mật 0903123456 báo mất điện", schools=[code(2)], severity="high")
    respond.acknowledge(office.centre, HA, told.id, text="gọi bà Trương Kín")
    office.tick(2)
    secrets = ("Bí Mật", "0903123456", "Trương Kín", "Trần Thu Hà", "02839990001", "mất điện")
    for template in Template:
        parts = (Part(school=code(2)),) if template is Template.SCHOOL else DISTRICTS
        open_, hidden = (str(list(made(office, template.value, parts=parts, visitors=visitors)[1].values())) for visitors in (False, True))
        assert not [secret for secret in secrets if secret.lower() in hidden.lower().replace("mất điện, báo tay", "")], template
        if template in (Template.DAILY, Template.INCIDENTS, Template.SCHOOL):
            assert "Bí Mật" in open_, "the walk would not have found it"


def test_an_officer_s_report_adds_up_their_own_schools_only(office: Office) -> None:
    """Lan has Quận 1, and wishes the THPT of the province."""
    for number in range(24):
        office.say(number, "labs.rooms", 2.0)
    office.tick(6, down=[0, 9])
    office.settle()
    lan = Actor(kind=ActorKind.PERSON, id=8, name="Lê Lan", role=Role.OFFICER, scope=Scope(parts=frozenset({Part(area="760")})))
    kinds = frozenset({SchoolKind.THPT})
    for template in (Template.DAILY, Template.LABS, Template.MINISTRY, Template.AREA, Template.INCIDENTS):
        found = ground(office.centre, lan, Wish(template=template, parts=(Part(kinds=kinds),)))
        chapters = {one.key: one for one in contents.sections(found, template)}
        whole = str(list(chapters.values()))
        assert not [code(i) for i in range(8, 24) if code(i) in whole], template
        assert "Gò Vấp" not in whole, template
        rooms = [one for chapter in chapters.values() for one in chapter.figures if one.key == "labs.rooms"]
        assert [(one.value, one.known, one.total) for one in rooms] in ([], [(16.0, 8, 8)]), template


def test_every_template_can_be_frozen_and_opened_again(office: Office) -> None:
    office.tick(4, down=[0], unknown=[3])
    for template in Template:
        parts = (Part(school=code(0)),) if template is Template.SCHOOL else ()
        found, chapters = made(office, template.value, parts=parts)
        document = Snapshot(
            id="AC-2026-000001", template=template, title=contents.title(found, template), agency="Sở", place="TP", parts=(), as_of=found.at, begins=None, ends=None,
            compared="", made_at=found.at, made_by="", software="", simulated=True, visitors=False, marks=(), sources=(), sections=tuple(chapters.values()),
            definitions=contents.definitions(found, template))
        assert opened(document.body) == document
        keys = [(one.key, shown.key) for one in document.sections for shown in one.figures]
        assert len(keys) == len(set(keys)), template
        for chapter in document.sections:
            for one in chapter.tables:
                assert {len(row) for row in (*one.rows, *((one.total,) if one.total else ()))} <= {len(one.columns)}, one.key
            for chart in chapter.charts:
                assert {len(series.values) for series in chart.series} == {len(chart.places)}, chart.key


def test_rules_in_force_are_those_of_the_indicators(office: Office) -> None:
    office.tick(2)
    for template in Template:
        found, _ = made(office, template.value, parts=(Part(school=code(0)),) if template is Template.SCHOOL else ())
        rules = {one.key: one for one in contents.definitions(found, template)}
        for key in USED.get(template, ()):
            assert rules[key].basis == office.centre.indicators[key].legal_basis
            assert "Bình thường:" in rules[key].text
    labs = next(one.text for one in contents.definitions(found, Template.LABS) if one.key == "labs")
    assert "Bình thường: từ 60" in labs
    assert "Số đo quá 10 phút là dữ liệu cũ" in labs


def test_the_map_is_what_the_screen_showed(office: Office) -> None:
    office.tick(4, down=[0, 1], unknown=[5])
    ring = '{"type":"Polygon","coordinates":[[[106.6,10.7],[106.7,10.7],[106.7,10.8],[106.6,10.8],[106.6,10.7]]]}'
    with office.centre.db.write() as conn:
        conn.execute(sa.text("UPDATE areas SET outline = :o WHERE code = '760'"), {"o": ring})
    (drawn,) = made(office, parts=DISTRICTS)[1]["overview"].maps
    assert [(one.code, one.status, one.value) for one in drawn.areas] == [("760", "bad", pytest.approx(5 / 7, abs=1e-6))]
    assert drawn.areas[0].rings[0][0] == drawn.areas[0].rings[0][-1]
    assert {one.code: one.status for one in drawn.schools} == {code(i): status for i, status in office.statuses().items()}
