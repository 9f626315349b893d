"""Silences, the calendar and the clocks at the gate: who may, how far, and that nobody is told of schools or areas of others."""

import csv
import io
from typing import Any

import pytest

from domain.person import Part, Role
from pages._callback import asked_by
from tests.gate.incident_scene import planted
from tests.gate.whole import Answer, Whole, asked_as_declared
from tests.promises.office import code

SILENCES = "/api/v1/silences"
HANH, MINH = "officer", "operator"  # Quận 1 (760), everything
SECRET = "cáp ngầm bí mật ở Gò Vấp"


def made(whole: Whole, who: str | dict[str, str], **words: Any) -> Answer:
    return whole.ask(who, SILENCES, body={"hours": 1, "reason": "Sửa điện", **words})


def call(whole: Whole, who: str, page: str, suffix: str, values: dict[str, Any]) -> Answer:
    """One callback of a page as its browser asks for it."""
    name, entry = next((n, e) for n, e in whole.dash.callback_map.items() if f"pages-{page}-" in n and n.endswith(suffix))
    assert asked_by(name)
    return whole.ask(who, "/_dash-update-component", body=asked_as_declared(entry, name, {f"pages-{page}-{key}": value for key, value in values.items()}))


@pytest.mark.parametrize("who", ["anonymous", "half", "screen", "school_contact"])
def test_whoever_answers_no_incidents_silences_none(whole: Whole, who: str) -> None:
    before = whole.ask(MINH, SILENCES).json
    assert whole.ask(who, SILENCES).status in {401, 403, 404}
    assert made(whole, who, school=code(0)).status in {401, 403, 404}
    assert whole.ask(who, "/api/v1/clocks.csv").status in {401, 403, 404}
    assert whole.ask(MINH, SILENCES).json == before


def test_a_person_and_a_program_make_one_and_end_it(whole: Whole) -> None:
    for who in (HANH, MINH, "client"):
        answer = made(whole, who, school=code(0), client=f"c-{who}")
        assert answer.status == 200, answer.body
        assert (answer.json["active"], answer.json["schools"], answer.json["phase"]) == (True, 1, "active")
        assert made(whole, who, school=code(0), client=f"c-{who}").json["id"] == answer.json["id"]
        path = f"{SILENCES}/{answer.json['id']}/revoke"
        ended = whole.ask(who, path, body={})
        assert (ended.status, ended.json["phase"]) == (200, "revoked")
        assert whole.ask(who, path, body={}).status == 409
    assert whole.ask(MINH, f"{SILENCES}/{10**30}/revoke", body={}).status == 404


def test_foreign_reads_and_acts_as_absent(whole: Whole) -> None:
    foreign = made(whole, MINH, school=code(8), reason=SECRET)
    absent = whole.ask(HANH, f"{SILENCES}/999999/revoke", body={})
    theirs = whole.ask(HANH, f"{SILENCES}/{foreign.json['id']}/revoke", body={})
    assert (theirs.status, theirs.body) == (absent.status, absent.body) == (404, absent.body)
    assert foreign.json["id"] not in [one["id"] for one in whole.ask(HANH, SILENCES).json]
    for field, other, nothing in (("school", code(8), "79999999"), ("area", "764", "99999"), ("incident", planted(whole, (8,)), 999_999)):
        one, none = (made(whole, HANH, **{field: value}) for value in (other, nothing))
        assert (one.status, one.body) == (none.status, none.body), field
        assert one.status == 404
    assert whole.ask(HANH, f"{SILENCES}/{foreign.json['id']}/revoke", body={}).status == 404


def test_of_a_wider_one_an_officer_knows_that_it_is_there_and_no_more(whole: Whole) -> None:
    wide = made(whole, MINH, area="26734", reason=SECRET).json
    told = next(one for one in whole.ask(HANH, SILENCES).json if one["id"] == wide["id"])
    assert (told["reason"], told["schools"], told["can_revoke"]) == ("", 8, False)
    assert wide["schools"] == 24
    text = whole.ask(HANH, SILENCES).body.decode() + call(whole, HANH, "silences", "rows.children", {}).body.decode()
    assert SECRET not in text
    assert "Gò Vấp" not in text
    assert SECRET in call(whole, MINH, "silences", "rows.children", {}).json["response"].__repr__()


@pytest.mark.parametrize("body", [
    {}, {"reason": "abc"}, {"hours": 1}, {"hours": -1, "reason": "abc", "school": code(0)}, {"hours": 10**9, "reason": "abc", "school": code(0)},
    {"hours": 1, "reason": "\0\0\0", "school": code(0)}, {"hours": 1, "reason": "abc", "kinds": ["x"]}, {"hours": 1, "reason": "abc", "what": "x"},
    {"hours": 1, "reason": "abc", "school": code(0), "weekdays": [9]}, {"hours": 1, "reason": "abc", "school": code(0), "start": "25:00"},
    {"hours": "1", "reason": "abc"}, {"since": "now", "hours": 1, "reason": "abc"}, {"hours": 1, "reason": "abc", "incident": 0}, [], "x",
])
def test_what_is_misshapen_is_refused_with_a_sentence(whole: Whole, body: Any) -> None:
    answer = whole.ask(MINH, SILENCES, body=body)
    assert answer.status in {400, 422}
    assert answer.json["vi"]


def test_only_an_administrator_edits_the_calendar(whole: Whole) -> None:
    asked = {"asked.data": {"act": "span", "nonce": "n1", "fields": {"what": "holiday", "name": "Nghỉ bão", "since": "20/11/2026", "kinds": []}}}
    for who in (HANH, MINH, "manager", "client"):
        assert call(whole, who, "calendar", "done.data..", asked).status in {401, 403, 404}
    answer = call(whole, "administrator", "calendar", "done.data..", asked)
    assert answer.status == 200
    assert "Đã lưu" in answer.json["response"].__repr__()
    assert "Nghỉ bão" in call(whole, "administrator", "calendar", "rows.children", {"said.data": {"year": "2026"}}).json["response"].__repr__()


def test_the_file_of_clocks_is_the_readers_own(whole: Whole) -> None:
    planted(whole, (8,))
    planted(whole, (0,))
    quang = {"cookie": f"centre_session={whole.gatehouse.enter(whole.gatehouse.person('Quang', Role.OFFICER, (Part(area='787'),)))}"}
    for who, sees in ((MINH, True), (HANH, True), (quang, False)):
        answer = whole.ask(who, "/api/v1/clocks.csv?days=30")
        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"
        lines = list(csv.reader(io.StringIO(answer.body.decode().lstrip("\ufeff"))))
        assert (int(lines[1][3]) > 0) is sees
        assert who is MINH or "Gò Vấp" not in answer.body.decode()
    assert whole.ask(MINH, "/api/v1/clocks.csv?days=0").status == 400
