"""Incidents at the gate: foreign reads and acts as absent; whoever has no business there neither reads nor acts; nobody is told of schools of others."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import BadInput
from domain.person import SYSTEM, Part, Role
from services import keys, respond
from services.centre import Door
from tests.gate.incident_scene import ABSENT, VERBS, act, events, everything, look, name, planted, row
from tests.gate.whole import OWN_PAGE, Answer, Whole
from tests.promises.office import code

OUTSIDE = ("anonymous", "half", "screen", "school_contact")
HANH, MINH = "officer", "operator"


def officer(whole: Whole, area: str) -> dict[str, str]:
    """Another officer."""
    login = f"Văn {area} {time.monotonic_ns()}"
    return {"cookie": f"centre_session={whole.gatehouse.enter(whole.gatehouse.person(login, Role.OFFICER, (Part(area=area),)))}"}


def told_of(answer: Answer, *numbers: int) -> bool:
    """Does it name one of these schools?"""
    text = answer.body.decode() + (json.dumps(answer.json, ensure_ascii=False) if answer.body.startswith((b"{", b"[")) else "")
    return any(word in text for n in numbers for word in (name(n), code(n)))


# --- foreign = absent ---


def test_an_incident_of_others_reads_as_one_that_never_was(whole: Whole) -> None:
    foreign, source = planted(whole, (8,)), planted(whole, (), "source", subject="source:labs", rule="source")
    for path in ("/{}", "/{}/pictures/1"):
        absent = look(whole, HANH, path.format(ABSENT))
        assert absent.status == 404
        for one in (foreign, source):
            answer = look(whole, HANH, path.format(one))
            assert (answer.status, answer.body) == (absent.status, absent.body), path
        assert look(whole, MINH, path.format(foreign)).status == (200 if path == "/{}" else 404), "who may, may"
    ids = {one["id"] for one in look(whole, HANH, "?state=all").json}
    assert not ids & {foreign, source}
    assert {foreign, source} <= {one["id"] for one in look(whole, MINH, "?state=all").json}


@pytest.mark.parametrize("verb", VERBS)
def test_an_act_on_an_incident_of_others_is_an_act_on_nothing(whole: Whole, verb: str) -> None:
    foreign = planted(whole, (8,))
    before = everything(whole)
    for body in (None, {"client": "c1", "text": "x", "to": "me", "cause": "cable", "severity": "low", "parent": ABSENT, "schools": [code(8)], "school": code(8), "result": "reached"}):
        theirs, absent = (act(whole, HANH, one, verb, body) for one in (foreign, ABSENT))
        assert (theirs.status, theirs.body) == (absent.status, absent.body), body
        assert theirs.status == 404 or (body is None and theirs.status == 400), "what is misshapen is so before anybody looks"
    assert everything(whole) == before


def test_the_time_of_foreign_and_absent_is_of_one_class(whole: Whole) -> None:
    foreign = planted(whole, (8,))
    took: dict[int, list[float]] = {foreign: [], ABSENT: []}
    for _ in range(40):
        for one, times in took.items():
            began = time.perf_counter()
            look(whole, HANH, f"/{one}")
            times.append(time.perf_counter() - began)
    assert abs(min(took[foreign]) - min(took[ABSENT])) < 0.005, "at its best, whatever else the machine does"


def test_a_foreign_incident_is_no_ones_parent_and_no_school_of_others_is_split_off(whole: Whole) -> None:
    """Ids inside a body are no way round either."""
    own, foreign = planted(whole, (0,)), planted(whole, (8,))
    absent, theirs = (act(whole, HANH, own, "link", {"parent": one}) for one in (ABSENT, foreign))
    assert (theirs.status, theirs.body) == (absent.status, absent.body)
    assert theirs.status in {400, 404}
    assert row(whole, own)["parent"] is None
    for verb, body in (("split", {"schools": [code(8)]}), ("called", {"school": code(8), "result": "reached"}), ("assign", {"to": "unit:764"})):
        before = events(whole, own)
        refused, none = act(whole, HANH, own, verb, body), act(whole, HANH, own, verb, json.loads(json.dumps(body).replace(code(8), "79999999").replace("764", "99999")))
        assert refused.status in {400, 403, 404}, (verb, refused.status, refused.body)
        assert (refused.status, refused.body) == (none.status, none.body), verb
        assert events(whole, own) == before, verb


def test_bulk_acknowledges_what_is_theirs_and_says_of_the_rest_only_that_it_is_not_there(whole: Whole) -> None:
    own, foreign = planted(whole, (0,)), planted(whole, (8,))
    answer = whole.ask(whole.same(HANH), "/api/v1/incidents/acknowledge", body={"ids": [own, foreign, ABSENT], "client": "many"})
    assert answer.status == 200, answer.body
    assert (row(whole, own)["state"], row(whole, foreign)["state"]) == ("acknowledged", "open")
    assert not told_of(answer, 8)
    refused = {one["id"]: {k: v for k, v in one.items() if k != "id"} for one in answer.json["refused"]}
    assert refused[foreign] == refused[ABSENT]


def test_areas_of_others_in_a_filter_give_what_an_unknown_one_gives(whole: Whole) -> None:
    planted(whole, (8,))
    theirs, unknown = (look(whole, HANH, f"?state=all&area={area}") for area in ("764", "99999"))
    assert (theirs.status, theirs.body) == (unknown.status, unknown.body)


def test_by_hand_only_about_schools_within_reach(whole: Whole) -> None:
    before = everything(whole)
    for body in ({"schools": [code(8)]}, {"schools": [code(0), code(8)]}, {"area": "764"}):
        answer = whole.ask(whole.same(HANH), "/api/v1/incidents", body={"category": "flood", "text": "nước vào sân", "severity": "high", "client": "m1", **body})
        assert answer.status in {400, 403, 404}, (body, answer.status, answer.body[:200])
        assert not told_of(answer, 8)
    assert everything(whole) == before
    made = whole.ask(whole.same(HANH), "/api/v1/incidents", body={"category": "flood", "text": "nước vào sân", "severity": "high", "client": "m2", "schools": [code(0)]})
    assert made.status in {200, 201}, made.body
    assert made.json["schools"] == [code(0)]


def test_what_she_reports_of_an_area_wider_than_hers_is_of_her_schools_and_keeps_nobody_from_reporting(whole: Whole) -> None:
    """An officer's "the whole province" takes no place away from the centre's."""
    told = {"category": "storm", "text": "gió giật", "severity": "high", "area": "79"}
    hers = whole.ask(whole.same(HANH), "/api/v1/incidents", body={**told, "client": "w1"})
    if hers.status < 400:
        assert set(hers.json["schools"]) <= {code(n) for n in range(8)}
    centres = whole.ask(whole.same(MINH), "/api/v1/incidents", body={**told, "client": "w2"})
    assert centres.status == 201, centres.body
    assert len(centres.json["schools"]) == 24
    assert not told_of(look(whole, HANH, "?state=all"), *range(8, 24))


def test_the_same_client_id_of_two_people_is_two_reports(whole: Whole) -> None:
    told = {"category": "fire", "text": "khói ở bếp", "severity": "high", "client": "same-id"}
    first = whole.ask(whole.same(MINH), "/api/v1/incidents", body={**told, "schools": [code(8), code(9)]})
    second = whole.ask(whole.same(HANH), "/api/v1/incidents", body={**told, "schools": [code(1), code(2)]})
    assert first.status == 201
    assert not told_of(second, 8, 9)
    assert second.status in {400, 409} or (second.status == 201 and second.json["schools"] == [code(1), code(2)]), second.body


# --- a wide incident and a reader of a part of it ---


def test_of_a_wide_incident_she_sees_her_own_schools_and_may_only_note_and_call(whole: Whole) -> None:
    wide = planted(whole, tuple(range(16)), "wide", subject=f"area:760/viettel{time.monotonic_ns()}")
    assert act(whole, MINH, wide, "note", {"text": f"Trường {name(3)} đã báo"}).status == 200
    assert act(whole, officer(whole, "764"), wide, "note", {"text": f"cổng {name(8)} có xe cẩu"}).status == 200
    for path in (f"/{wide}", "", "?state=all"):
        answer = look(whole, HANH, path)
        assert answer.status == 200
        assert not told_of(answer, *range(8, 24)), path
    seen = look(whole, HANH, f"/{wide}").json
    assert seen["schools"] == [code(n) for n in range(8)]
    assert told_of(look(whole, MINH, f"/{wide}"), 8), "the canary is real"
    for verb in VERBS:
        before = row(whole, wide)
        answer = act(whole, HANH, wide, verb, {"school": code(0), "result": "reached"} if verb == "called" else {"schools": [code(0)]} if verb == "split" else None)
        assert not told_of(answer, *range(8, 24)), verb
        if verb in {"note", "called"}:
            assert answer.status == 200, (verb, answer.body)
        else:
            assert answer.status in {403, 409, 400}, (verb, answer.status)
            assert row(whole, wide) == before, verb
    assert act(whole, HANH, wide, "acknowledge").status == 403
    assert "địa bàn" in act(whole, HANH, wide, "acknowledge").json["vi"]


def test_mutant_a_store_that_forgets_the_reach_is_seen(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlalchemy as sa

    from store import incident_events, incidents

    for where in (incidents, incident_events):
        monkeypatch.setattr(where, "within", lambda *_: sa.true())
    with pytest.raises(AssertionError):
        test_an_incident_of_others_reads_as_one_that_never_was(whole)


def test_mutant_an_answer_that_knows_more_than_its_reader_is_seen(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.person import EVERYTHING
    from store import incidents

    real = incidents.read_members
    monkeypatch.setattr(incidents, "read_members", lambda conn, scope, *told: real(conn, EVERYTHING, *told))
    with pytest.raises(AssertionError):
        test_of_a_wide_incident_she_sees_her_own_schools_and_may_only_note_and_call(whole)


# --- who has no business here ---


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_has_no_business_here_neither_reads_nor_acts(whole: Whole, who: str) -> None:
    own = planted(whole, (0,))
    before = everything(whole)
    for path in ("", f"/{own}", "/people", f"/{own}/pictures/1"):
        assert look(whole, who, path).status == (401 if who in {"anonymous", "half"} else 404), path
    for verb in VERBS:
        assert act(whole, who, own, verb).status == (401 if who in {"anonymous", "half"} else 404), verb
    for path in ("incidents", "incidents/acknowledge", "silences", f"incidents/{own}/pictures"):
        assert whole.ask(whole.same(who), f"/api/v1/{path}", body={"ids": [own]}).status in {401, 404}, path
    assert everything(whole) == before


def test_a_key_answers_with_its_roles_hands_and_its_own_reach(whole: Whole) -> None:
    own, foreign = planted(whole, (0,)), planted(whole, (8,))
    token = keys.make(whole.centre, SYSTEM, name="tổng đài Quận 1", role=Role.OFFICER, parts=[Part(area="760")]).token
    program = {"authorization": f"Bearer {token}", "sec-fetch-site": ""}
    assert act(whole, program, own, "acknowledge", {"client": "p1"}).status == 200
    assert row(whole, own)["acknowledged_by"].startswith("client:")
    assert act(whole, program, foreign, "acknowledge", {"client": "p2"}).status == 404
    with pytest.raises(BadInput):
        keys.make(whole.centre, SYSTEM, name="màn hình", role=Role.SCREEN, parts=[Part()])


def test_outside_of_the_simulated_province_one_click_hands_are_dead(whole: Whole) -> None:
    own = planted(whole, (0,))
    clicked = whole.ask({}, "/api/v1/enter/demo", body={"role": "operator"})
    cookie = {"cookie": clicked.headers["set-cookie"].partition(";")[0]}
    assert act(whole, cookie, own, "note").status == 200
    whole.gate.centre, before = replace(whole.centre, door=Door(demo=False)), whole.gate.centre
    try:
        for answer in (act(whole, cookie, own, "acknowledge"), look(whole, cookie), look(whole, cookie, f"/{own}")):
            assert answer.status == 401
    finally:
        whole.gate.centre = before
    assert row(whole, own)["state"] == "open"


def test_nothing_is_done_from_another_page_or_by_looking(whole: Whole) -> None:
    own = planted(whole, (0,))
    before = everything(whole)
    for verb in VERBS:
        assert act(whole, MINH, own, verb, headers={"sec-fetch-site": "cross-site"}).status == 403
        assert act(whole, MINH, own, verb, b'{"text":"x"}', headers={"content-type": "text/plain"}).status == 415
        assert look(whole, MINH, f"/{own}/{verb}?client=1&to=me&text=x").status in {404, 405}
    assert everything(whole) == before
    assert OWN_PAGE["sec-fetch-site"] == "same-origin"


def test_no_answer_is_kept_by_anybody(whole: Whole) -> None:
    own = planted(whole, (0,))
    for answer in (look(whole, MINH), look(whole, MINH, f"/{own}"), act(whole, MINH, own, "note"), look(whole, MINH, f"/{ABSENT}"), look(whole, MINH, "/people")):
        assert answer.headers["cache-control"] == "no-store"


def test_people_to_assign_are_those_within_reach(whole: Whole) -> None:
    """An officer learns of no login, and assigns to nobody who could not see the incident."""
    answer = look(whole, HANH, "/people")
    assert answer.status == 200
    assert not any("login" in one or "hash" in str(one).lower() for one in answer.json)
    own = planted(whole, (0,))
    stranger = whole.gatehouse.person("Văn ngoài", Role.OFFICER, (Part(area="787"),))
    assert f"person:{stranger}" not in {one["ref"] for one in answer.json}
    refused, absent = (act(whole, HANH, own, "assign", {"to": to}) for to in (f"person:{stranger}", "person:999999"))
    assert (refused.status, refused.body) == (absent.status, absent.body)
    assert refused.status in {400, 404}
    assert row(whole, own)["owner"] == ""


# --- what a body may say ---


FORGED: dict[str, Any] = {
    "id": 1, "state": "closed", "owner": "person:1", "owner_name": "Kẻ Lạ", "level": 9, "quiet": 1, "resolved_at": 1.0, "closed_at": 1.0, "acknowledged_by": "person:1", "reopened": 7,
    "acknowledged_name": "Kẻ Lạ", "actor": "person:1", "actor_name": "Kẻ Lạ", "whole": 1, "at": 1.0, "opened_at": 1.0, "started_at": 1.0, "area": "764", "kind": "manual", "rule": "x",
    "subject": "school:x", "says_vi": "x", "data": {"state": "closed"}, "scope": "all", "role": "administrator", "schools": [code(8)], "incident_id": 1, "event_id": 1, "acknowledged_until": 9e9,
}
CHANGES = {
    "acknowledge": {"state", "acknowledged_at", "acknowledged_by", "acknowledged_name", "acknowledged_until", "first_acknowledged_at", "owner", "owner_name"}, "note": set(),
    "assign": {"owner", "owner_name"}, "escalate": {"level", "severity"}, "resolve": {"state", "resolved_at", "resolved_by", "cause", "acknowledged_until", "first_acknowledged_at"},
}


@pytest.mark.parametrize("verb", CHANGES)
def test_further_fields_change_nothing(whole: Whole, verb: str) -> None:
    own = planted(whole, (0,))
    before = row(whole, own)
    answer = act(whole, HANH, own, verb, {**FORGED, "client": "c", "to": "me", "text": "ghi", "cause": "cable"})
    after = row(whole, own)
    if answer.status == 200:
        assert {key for key in after if after[key] != before[key]} <= CHANGES[verb]
        last = events(whole, own)[-1]
        assert (last["actor"], last["actor_name"], last["whole"]) == (f"person:{whole.ids[HANH]}", "Hạnh", 0)
        assert last["at"] == whole.centre.clock()
        assert after["owner"] in ("", f"person:{whole.ids[HANH]}")
    else:
        assert answer.status in {400, 422}
        assert after == before


def test_another_ones_client_id_is_not_ones_own(whole: Whole) -> None:
    """What Minh did under an id does not make Hạnh's act done, nor undone; the same person twice is once."""
    own = planted(whole, (0,))
    assert act(whole, MINH, own, "note", {"client": "cung-mot-ma", "text": "của Minh"}).status == 200
    assert act(whole, MINH, own, "note", {"client": "cung-mot-ma", "text": "của Minh"}).status == 200
    assert [e["text"] for e in events(whole, own) if e["what"] == "noted"] == ["của Minh"]
    hers = act(whole, HANH, own, "note", {"client": "cung-mot-ma", "text": "của Hạnh"})
    notes = [e["text"] for e in events(whole, own) if e["what"] == "noted"]
    assert notes == (["của Minh", "của Hạnh"] if hers.status == 200 else ["của Minh"]), "told done, and not there"


def test_mutant_without_the_permission_anybody_acts(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    from domain.person import Actor

    monkeypatch.setattr(Actor, "may", lambda *_: True)
    with pytest.raises(AssertionError):
        test_whoever_has_no_business_here_neither_reads_nor_acts(whole, "school_contact")
    assert callable(respond.acknowledge)
