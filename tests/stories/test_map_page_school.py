"""Anh Minh opens one school: what the panel and the page tell him is as old and as sure as they say."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import dash_leaflet as dl
import pytest
from dash import html

from components.charts import place
from components.map_page import map_page
from components.readings_more import readings_more, split
from components.school_card import school_card
from components.school_page import school_page
from components.timeline import totals
from domain.errors import NotFound
from domain.measurement import Status
from domain.person import SYSTEM, Actor, ActorKind, Part, Role, Scope
from services import accounts, past
from services.acting import act_as
from services.desk import Desk, sit
from services.ground import ground, spot
from services.school import card, page
from tests.promises.office import Office, code, stage
from tests.rig.clock import Clock

HOUR = 3600.0


@pytest.fixture
def office(tmp_path: Path, migrated_sqlite: Path, clock: Clock, _caches: dict[str, Any], tmp_path_factory: Any) -> Iterator[Office]:
    yield from stage(tmp_path, migrated_sqlite, clock, _caches, tmp_path_factory)


def desk(office: Office) -> Desk:
    return sit(office.centre)


def texts(tree: Any) -> str:
    """Every text of a Dash tree, in reading order."""
    if tree is None:
        return ""
    if isinstance(tree, str | int | float):
        return str(tree)
    if isinstance(tree, list | tuple):
        return " ".join(texts(part) for part in tree)
    return texts(getattr(tree, "children", None))


def told_of(card: Any) -> str:
    """Every text of a card, in reading order."""
    if isinstance(card, dict | list | tuple):
        return " ".join(told_of(part) for part in (card.values() if isinstance(card, dict) else card))
    return str(card)


def test_the_line_of_a_day_has_no_holes_and_nothing_is_invented(office: Office) -> None:
    office.tick(3)
    office.tick(18, down=[0], seconds=10)
    office.tick(2, seconds=10)
    office.settle()
    line = card(desk(office), code(0)).timeline
    assert [s.status for s in line] == [Status.UNKNOWN, Status.GOOD, Status.BAD, Status.GOOD]
    assert line[-1].until - line[0].since == pytest.approx(24 * HOUR)
    assert all(a.until == b.since for a, b in zip(line, line[1:], strict=False))
    assert totals(line)["down"] == pytest.approx(180, abs=1)


def test_a_collector_that_stopped_leaves_unknown_not_green(office: Office) -> None:
    office.tick(3)
    office.settle()
    office.clock.forward(2 * HOUR)
    view = card(desk(office), code(0))
    assert not view.believed
    assert view.timeline[-1].status is Status.UNKNOWN
    assert view.timeline[-1].until - view.timeline[-1].since == pytest.approx(2 * HOUR, abs=1)
    assert {a.reading.status for a in view.answers} <= {Status.STALE, Status.UNKNOWN}
    assert "không còn được xác nhận" in told_of(school_card(view))


def test_a_value_holds_no_longer_than_it_is_written_again() -> None:
    line = past.segments([(0.0, 1.0)], [], 0.0, 4 * HOUR)
    assert [s.status for s in line] == [Status.GOOD, Status.UNKNOWN]
    assert line[0].until == past.HOLDS_S


def test_inside_a_gap_nothing_holds() -> None:
    line = past.segments([(0.0, 1.0), (3000.0, 0.0)], [(1000.0, 2000.0)], 0.0, 3600.0)
    assert [(s.status, s.until) for s in line] == [(Status.GOOD, 1000.0), (Status.UNKNOWN, 2000.0), (Status.GOOD, 3000.0), (Status.BAD, 3600.0)]


def test_the_page_says_every_indicator_with_what_it_rests_on(office: Office) -> None:
    office.tick(2)
    office.say(0, "connectivity.latency_ms", 41.0)
    office.tick()
    office.settle()
    view = page(desk(office), code(0))
    told, (table, folded) = texts(school_page(view)), split(view.answers)
    more = {row["key"]: row for group in json.loads(readings_more(folded, view.now).to_plotly_json()["props"]["data-readings"]) for row in group["rows"]}
    asked = {key for key, one in office.centre.indicators.items() if one.concerns(view.school.kind)}
    assert {one.indicator.key for one in table} | more.keys() == asked, "and none that it is not asked"
    for answer in table:
        assert answer.indicator.label.vi in told
        assert answer.indicator.legal_basis in told
        assert answer.indicator.source_class.words.vi in told
    for answer in folded:  # drawn by script; what they rest on in law stands on the indicator's own page
        row = more[answer.indicator.key]
        assert (row["label"], row["source"]) == (answer.indicator.label.vi, answer.indicator.source_class.words.vi)
    assert "41\u00a0ms" in told
    assert len(view.days) == 30
    assert view.days[0].share is None, "a day nobody knows is not a day of 0 %"
    assert all(len(answer.series) == 96 for answer in view.answers)


def test_an_incident_of_the_school_is_told_with_its_age(office: Office) -> None:
    office.tick(2)
    office.tick(20, down=[0])
    office.settle()
    told = told_of(school_card(card(desk(office), code(0))))
    assert "mất kết nối từ" in told
    assert "đang diễn ra, đã" in told


def test_a_database_that_is_away_costs_only_the_past(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.errors import StoreDown

    office.tick(2)
    office.settle()
    seated = desk(office)

    def away(self: Any) -> Any:
        raise StoreDown("không trả lời", "away")

    monkeypatch.setattr(office.centre.db.__class__, "read", away)
    view = card(seated, code(0))
    assert not view.past_known
    assert next(a for a in view.answers if a.indicator.key == "connectivity").reading.status is Status.GOOD
    assert "Chưa ghi nhận sự cố" not in told_of(school_card(view)), "nobody could be asked: that is not the same as nothing"


def test_a_school_that_is_not_there_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        card(desk(office), "79999999")
    assert spot(desk(office), "79999999") == ("", False)


def test_a_hostile_name_is_only_ever_text(office: Office) -> None:
    office.tick(2)
    office.settle()
    view = page(desk(office), code(0))
    evil = "<img src=x onerror=window.__x=1>"
    tree = school_page(replace(view, school=replace(view.school, name=evil)))
    assert evil in texts(tree)
    assert not [n for n in tree._traverse() if isinstance(n, html.Iframe | html.Script | html.Img)]


def test_the_ground_of_a_map_is_known_before_the_first_frame(office: Office) -> None:
    laid = ground(desk(office))
    assert (laid.area, laid.name, laid.schools) == ("79", "Thành phố Hồ Chí Minh", 24)


def test_a_basemap_lies_under_the_map_only_when_there_is_one(office: Office) -> None:
    laid = ground(desk(office))
    bare, based = (map_page(replace(laid, tiles=tiles), place="place") for tiles in ("", "/tiles/{z}/{x}/{y}.png"))
    assert not [n for n in bare._traverse() if isinstance(n, dl.TileLayer)]
    assert [n.url for n in based._traverse() if isinstance(n, dl.TileLayer)] == ["/tiles/{z}/{x}/{y}.png"]


def test_a_drawn_outline_says_that_it_is_drawn(office: Office) -> None:
    laid = ground(desk(office))
    assert "Sơ đồ" in texts(map_page(replace(laid, schematic=True), place="place"))
    assert "Sơ đồ" not in texts(map_page(replace(laid, schematic=False), place="place"))


def test_an_empty_house_says_what_to_do(office: Office) -> None:
    laid = replace(ground(desk(office)), schools=0)
    told = texts(map_page(laid, place="place"))
    assert "import-areas" in told


def test_claims_stand_beside_what_was_measured(office: Office) -> None:
    office.tick(2)
    for metric, said in (("connectivity.download_mbps", 20.0), ("labs.rooms", 2.0), ("labs.standard_machines", 40.0), ("labs.machines_online", 30.0),
                         ("labs.projectors", 3.0), ("epayment.enabled", 1.0), ("epayment.transactions_today", 0.0), ("epayment.failed_today", 0.0)):
        office.say(0, metric, said)
    office.tick()
    office.settle()
    told = texts(school_page(page(desk(office), code(0)))).replace("\u00a0", " ")
    assert "100 Mbps Đo được 20 Mbps" in told
    assert "lệch nhiều" in told
    assert "40 máy · 2 phòng Đo được 30 đang bật" in told
    assert "đã triển khai Đo được 0 giao dịch hôm nay 30 ngày chưa thấy giao dịch nào" in told
    assert "22,5" in told, "pupils per machine"
    bare = texts(school_page(page(desk(office), code(1))))
    assert "chưa đo được" in bare
    assert "Chưa nhận được số liệu nào từ nguồn này." in bare


def test_contacts_are_roles_and_names_only_for_who_answers(office: Office) -> None:
    office.tick(2)
    for login, name, area in (("lan", "Lê Thị Lan", "760"), ("thao", "Vũ Thảo", "764")):
        accounts.create(office.centre, SYSTEM, login=login, name=name, role=Role.OFFICER, parts=[Part(area=area)])
    reach = Scope(parts=frozenset({Part()}))
    with act_as(Actor(kind=ActorKind.PERSON, id=9, name="Minh", role=Role.OPERATOR, scope=reach)):
        told = texts(school_page(page(desk(office), code(0))))
    assert "Lê Thị Lan Chuyên viên địa bàn · 8 trường" in told
    assert "Vũ Thảo" not in told
    with act_as(Actor(kind=ActorKind.PERSON, id=10, name="Trường", role=Role.SCHOOL_CONTACT, scope=reach)):
        hidden = texts(school_page(page(desk(office), code(0))))
    assert "Lan" not in hidden
    assert "chỉ người xử lý sự cố xem được tên" in hidden


def test_the_scale_puts_a_value_among_its_bands(office: Office) -> None:
    of = office.centre.indicators
    assert place(of["uptime_24h"], 0.99) == pytest.approx(2 / 3)
    assert place(of["latency"], 100.0) == pytest.approx(2 / 3)
    assert place(of["latency"], 0.0) == 1.0
    assert place(of["latency"], 9_000.0) == 0.0
    assert [round(place(of["bandwidth"], share), 2) for share in (0.0, 0.2, 0.4, 0.55, 0.7, 1.0, 1.4)] == [0, 0.17, 0.33, 0.5, 0.67, 1, 1]


def test_a_wide_incident_that_is_over_stays_with_each_of_its_schools(office: Office) -> None:
    office.tick(3)
    office.tick(20, down=range(8))
    office.tick(12)
    office.settle()
    told = texts(school_page(page(desk(office), code(0))))
    assert "diện rộng" in told
    assert "kéo dài" in told
    assert "diện rộng" not in texts(school_page(page(desk(office), code(20))))
