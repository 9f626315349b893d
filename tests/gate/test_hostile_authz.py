"""57-64: Hạnh, officer of Quận 1, and somebody who never signed in try the Dash/authz set over a socket against the running product."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from services.later import flush
from tests.gate.hostile import JOBS
from tests.gate.standing import Standing, standing
from tests.gate.whole import Answer
from tests.rig.processes import wait_until

OWN, FOREIGN, ABSENT = "79000001", "79000010", "79999999"
FOREIGN_NAME = "Lê Quý Đôn 2"
SCHOOL, PEOPLE_ACT, PEOPLE_ROWS = "pages-school-slot.children", "pages-people-told", "pages-people-rows.children"
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Any) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("authz"), migrated_sqlite) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(stands: Standing) -> dict[str, Any]:
    return stands.callbacks()


@pytest.fixture
def hanh(stands: Standing) -> dict[str, str]:
    return stands.entered("officer")


def body(known: dict[str, Any], output: str, **values: Any) -> dict[str, Any]:
    """A callback's body as a browser sends it; values by the id of the component."""
    made = copy.deepcopy(known[next(name for name in known if name == output or name.startswith(f"..{output}"))])
    for one in (*made["inputs"], *made.get("state", ())):
        one["value"] = values.get(one["id"].replace("-", "_"))
    return made


def page(known: dict[str, Any], path: Any, search: Any = "") -> dict[str, Any]:
    made: dict[str, Any] = copy.deepcopy(next(one for name, one in known.items() if name.startswith(".._pages_content")))
    made["inputs"][0]["value"], made["inputs"][1]["value"] = path, search
    return made


def told(answer: Answer) -> bool:
    """Does it name the school of others?"""
    return any(form in answer.body for form in (FOREIGN_NAME.encode(), json.dumps(FOREIGN_NAME)[1:-1].encode()))


def refused(stands: Standing) -> int:
    return stands.gatehouse.acts().count("access.refused")


# --- 57-59, 62: what is in a body ---


def test_57_a_foreign_id_in_the_state_is_as_one_that_is_not_there(stands: Standing, known: dict[str, Any], hanh: dict[str, str]) -> None:
    foreign, absent, own = (stands.call(hanh, body(known, SCHOOL, pages_school_code=code)) for code in (FOREIGN, ABSENT, OWN))
    assert (foreign.status, foreign.body) == (absent.status, absent.body)
    assert not told(foreign)
    assert len(own.body) > len(absent.body)
    assert told(stands.call(stands.entered("operator"), body(known, SCHOOL, pages_school_code=FOREIGN))), "the canary is real"
    extra = body(known, SCHOOL) | {"state": [{"id": "incident", "property": "data", "value": 1}]}
    assert stands.call(hanh, extra).status == 404


def test_57_a_foreign_card_is_as_one_that_is_not_there(stands: Standing, hanh: dict[str, str]) -> None:
    foreign, absent, own = (stands.ask(hanh, f"/api/v1/areas/card?school={code}") for code in (FOREIGN, ABSENT, OWN))
    assert (foreign.status, foreign.body.replace(FOREIGN.encode(), b"")) == (absent.status, absent.body.replace(ABSENT.encode(), b""))
    assert (foreign.status, own.status) == (404, 200)
    assert not told(foreign)
    assert told(stands.ask(stands.entered("operator"), f"/api/v1/areas/card?school={FOREIGN}")), "the canary is real"


def test_58_a_pattern_nobody_declared_reaches_nothing(stands: Standing, known: dict[str, Any], hanh: dict[str, str]) -> None:
    name = {"type": "ack", "index": FOREIGN}
    asked = body(known, SCHOOL)
    asked["inputs"][0] = {"id": name, "property": "n_clicks", "value": 1}
    first = stands.call(hanh, asked)
    second = stands.call(hanh, {**body(known, SCHOOL), "output": f"{json.dumps(name)}.children", "outputs": {"id": name, "property": "children"}})
    third = stands.call(hanh, {**body(known, SCHOOL), "changedPropIds": [f"{json.dumps(name)}.n_clicks"]})
    assert {(one.status, one.body) for one in (first, second, third)} == {(404, first.body)}
    assert not told(first)


def test_59_an_administrators_callback_does_not_exist_for_an_officer(stands: Standing, known: dict[str, Any], hanh: dict[str, str]) -> None:
    wish = {"act": "create", "nonce": "n", "fields": {"login": "ke.la", "name": "Kẻ Lạ", "role": "administrator", "areas": [""]}}
    before, people = refused(stands), stands.gatehouse.rows("SELECT count(*) FROM people")
    answer = stands.call(hanh, body(known, PEOPLE_ACT, pages_people_asked=wish))
    absent = stands.call(hanh, {**body(known, PEOPLE_ACT, pages_people_asked=wish), "output": "..x.children...y.data.."})
    assert (answer.status, answer.body) == (absent.status, absent.body) == (404, absent.body)
    assert stands.call(hanh, body(known, PEOPLE_ROWS, pages_people_said={})).status == 404
    assert stands.gatehouse.rows("SELECT count(*) FROM people") == people
    wait_until(lambda: refused(stands) > before, 15, what="the refusal is in the log")
    allowed = stands.call(stands.entered("administrator"), body(known, PEOPLE_ROWS, pages_people_said={}))
    assert "Hạnh" in json.loads(allowed.body).__repr__(), "whoever may, may"


def test_62_what_a_browser_says_of_itself_gives_no_right(stands: Standing, known: dict[str, Any], hanh: dict[str, str]) -> None:
    forged = {"school": FOREIGN, "role": "administrator", "permission": ["audit"], "scope": {"parts": [{"area": ""}]}, "actor": {"id": 1, "role": "administrator"}}
    assert not told(stands.call(hanh, body(known, SCHOOL, pages_school_code=forged)))
    assert stands.call(hanh, body(known, PEOPLE_ROWS, pages_people_said=forged)).status == 404
    unknown = stands.call(hanh, page(known, "/hoàn-toàn-không-có"))
    for path in ("/admin/people", "/sources", "/login/../admin/people", "/login?next=/admin/people", "//admin/people", "/%61dmin/people"):
        answer = stands.call(hanh, page(known, path, "?role=administrator"))
        assert (answer.status, answer.body) == (200, unknown.body), path
    own_page = stands.ask(hanh, "/", headers=[("referer", f"{stands.url}/login"), ("x-original-url", "/login"), ("x-rewrite-url", "/admin/people"), ("x-http-method-override", "GET")])
    assert b"pages-people" not in own_page.body
    for who in ({}, {"cookie": "centre_session=administrator; role=administrator"}, {"authorization": "Bearer administrator"}):
        assert stands.call(who, page(known, "/login")).status == 401


# --- 60, 61, 63: doors and sizes ---


@pytest.mark.parametrize("job", [*JOBS, "&".join(JOBS)])
def test_60_nobody_stops_or_reads_a_job(stands: Standing, known: dict[str, Any], job: str) -> None:
    for who in ("", "officer", "administrator"):
        them = stands.entered(who) if who else {}
        for answer in (stands.call(them, body(known, SCHOOL), f"?{job}"), stands.ask(them, f"/_dash-layout?{job}"), stands.ask(them, f"/_dash-dependencies?{job}")):
            assert answer.status == 404 if who else answer.status == 401, (who, answer.status)
    assert stands.well()


def several(known: dict[str, Any], count: int) -> dict[str, Any]:
    asked = body(known, SCHOOL)
    asked["inputs"][0] = [{"id": {"type": "x", "index": i}, "property": "value", "value": i} for i in range(count)]
    return asked


def stream(size: int) -> Iterator[bytes]:
    yield b'{"output":"pages-school-slot.children","changedPropIds":[],"inputs":[],"state":[{"id":"a","property":"data","value":"'
    for _ in range(size // MEGABYTE):
        yield b"a" * MEGABYTE
    yield b'"}]}'


def head(stands: Standing, who: dict[str, str], *more: str) -> bytes:
    lines = ["POST /_dash-update-component HTTP/1.1", f"host: 127.0.0.1:{stands.port}", "sec-fetch-site: same-origin", "content-type: application/json",
             *(f"{name}: {value}" for name, value in who.items()), *more, "", ""]
    return "\r\n".join(lines).encode()


def chunked(parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield f"{len(part):x}\r\n".encode() + part + b"\r\n"
    yield b"0\r\n\r\n"


def test_61_ten_thousand_items_and_fifty_megabytes_cost_nothing(stands: Standing, known: dict[str, Any], hanh: dict[str, str]) -> None:
    assert stands.call(hanh, several(known, 10_000)).status == 400
    stands.well()
    before = stands.rss()
    for _ in range(3):
        assert stands.call(hanh, several(known, 10_000)).status == 400
        declared = stands.say(head(stands, hanh, f"content-length: {50 * MEGABYTE}", "connection: close"), stream(50 * MEGABYTE))
        assert declared.status == 413
        assert declared.json["code"] == "too_large"
        endless = stands.say(head(stands, hanh, "transfer-encoding: chunked", "connection: close"), chunked(stream(50 * MEGABYTE)))
        assert endless.status in {413, 0}, "0: the line was cut before the answer could be read"
        assert stands.say(head(stands, {}, f"content-length: {50 * MEGABYTE}", "connection: close"), stream(50 * MEGABYTE)).status == 401
    assert stands.well()
    assert stands.rss() - before < 24 * MEGABYTE, stands.rss() - before


def test_63_layout_and_dependencies_say_nothing_to_a_stranger(stands: Standing) -> None:
    for path in ("/_dash-layout", "/_dash-dependencies"):
        answer = stands.ask({}, path)
        assert (answer.status, answer.json["code"]) == (401, "who_are_you")
        assert b"pages-" not in answer.body
        assert answer.headers["cache-control"] == "no-store"


# --- 64: names, addresses, ways ---


def test_64_nobody_says_where_they_come_from(stands: Standing, hanh: dict[str, str]) -> None:
    assert stands.ask(hanh, "/metrics", headers=[("x-forwarded-for", "127.0.0.2"), ("x-real-ip", "127.0.0.2"), ("forwarded", "for=127.0.0.2"), ("x-forwarded-host", "evil")]).status == 404
    flush(stands.gatehouse.centre)
    wait_until(lambda: stands.gatehouse.rows("SELECT 1 FROM audit WHERE object = 'address:/metrics'"), 15, what="the refusal is in the log")
    assert not stands.gatehouse.rows("SELECT 1 FROM audit WHERE address = '127.0.0.2'")


def test_64_a_foreign_name_is_no_name_of_ours(stands: Standing, hanh: dict[str, str]) -> None:
    for host in ("evil", "evil:80", "127.0.0.1.evil", "127.0.0.1@evil"):
        answer = stands.ask(hanh, "/", host=host)
        assert (answer.status, answer.json["code"]) == (421, "foreign_host")
        assert b"evil" not in answer.body
        assert "evil" not in str(answer.headers)
    assert stands.ask(hanh, "/", headers=[("host", "evil")]).status == 400
    absolute = stands.ask({}, "http://evil/metrics")
    assert absolute.status in {303, 400, 401, 404}
    assert "//evil" not in absolute.headers.get("location", "")
    there = stands.ask({}, "//evil/x", headers=[("x-forwarded-host", "evil")])
    assert there.headers.get("location", "/").startswith("/login")


@pytest.mark.parametrize("path", ["//admin", "//admin/people", "/open-data/../admin", "/open-data/../admin/people", "/open-data/%2e%2e/admin/people", "/private/x.css", "/admin/people/x.css",
                                  "/admin/people;x.css", "/admin/people%2fx.css", "/metrics/x.css", "/api/v1/audit.csv/x.css"])
def test_64_no_way_round_leads_to_what_is_not_hers(stands: Standing, hanh: dict[str, str], path: str) -> None:
    for who, statuses in (({}, {303, 401, 404}), (hanh, {404})):
        answer = stands.ask(who, path)
        assert answer.status in statuses, (who, answer.status)
        assert answer.headers["cache-control"] == "no-store"
        assert not told(answer)
        assert b"pages-people" not in answer.body
        assert b"# HELP" not in answer.body


@pytest.mark.parametrize("more", [("content-length: 5", "transfer-encoding: chunked"), ("content-length: 5", "content-length: 6"), ("content-length: -1",), ("transfer-encoding: xchunked",), ("content-length: 5x",)])
def test_two_ends_of_a_body_are_none(stands: Standing, hanh: dict[str, str], more: tuple[str, ...]) -> None:
    answer = stands.say(head(stands, hanh, *more, "connection: close"), [b"0\r\n\r\nGET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n"])
    assert answer.status in {0, 400, 411, 413, 501}, answer.status
    assert b"# HELP" not in answer.body
    assert stands.well()


def test_64_a_suffix_makes_no_page_one_that_may_be_kept(stands: Standing, hanh: dict[str, str]) -> None:
    """A school of others with .css behind it is a school that is not there."""
    answers = [stands.ask(hanh, f"/schools/{code}/x.css") for code in (FOREIGN, ABSENT)]
    assert len({answer.status for answer in answers}) == 1
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert not any(told(answer) for answer in answers)
    assert len({len(answer.body) for answer in answers}) == 1


def test_64_our_own_name_passes_where_a_foreign_one_did_not(stands: Standing, hanh: dict[str, str]) -> None:
    assert stands.ask(hanh, "/", host="localhost").status == 200
