"""H8: what changes something is asked for by the centre's own pages: a foreign page's form, text or script changes nothing."""

from typing import Any

import pytest

from api import _gate, _origin
from services.centre import Door
from tests.gate.whole import Whole, asked_as_declared

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/plain; charset=utf-8", "application/jsonp",
         "text/json", "", "application/octet-stream", "application/xml")
FOREIGN = (
    {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"sec-fetch-site": "none"}, {"sec-fetch-site": ""},
    {"sec-fetch-site": "same-origin", "origin": "http://evil.example"}, {"sec-fetch-site": "", "origin": "null"}, {"sec-fetch-site": "", "origin": "http://localhost.evil.example"},
    {"sec-fetch-site": "", "origin": "http://localhost:9999"}, {"sec-fetch-site": "", "origin": "ftp://localhost"}, {"sec-fetch-site": "", "origin": "http://localhost@evil.example"},
)
WRITES = ("/api/v1/leave", "/api/v1/me/active", "/api/v1/me/password", "/api/v1/enter", "/api/v1/enter/demo", "/api/v1/pair/start", "/_dash-update-component")


def sessions(whole: Whole) -> list[Any]:
    return whole.gatehouse.rows("SELECT hash, revoked_at FROM sessions ORDER BY hash")


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("kind", FORMS)
def test_only_json_is_read(whole: Whole, path: str, kind: str) -> None:
    minh = whole.same("operator")
    before, inside = sessions(whole), whole.inside
    answer = whole.ask(minh, path, body=b'{"everywhere": true}', headers={"content-type": kind})
    assert (answer.status, answer.json["code"]) == (415, "json_only")
    assert (sessions(whole), whole.inside) == (before, inside)


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("told", FOREIGN, ids=[str(one) for one in FOREIGN])
def test_another_page_changes_nothing(whole: Whole, path: str, told: dict[str, str]) -> None:
    minh = whole.same("operator")
    before, inside = sessions(whole), whole.inside
    answer = whole.ask(minh, path, body={"everywhere": True}, headers=told)
    assert (answer.status, answer.json["code"]) == (403, "elsewhere")
    assert (sessions(whole), whole.inside) == (before, inside)


def test_an_older_browser_tells_only_its_origin(whole: Whole) -> None:
    answer = whole.ask(whole.same("operator"), "/api/v1/me/active", body={}, headers={"sec-fetch-site": "", "origin": "http://localhost"})
    assert answer.status < 300


def test_a_program_with_a_key_tells_neither(whole: Whole) -> None:
    name = "pages-sources-slot.children"
    told = {"sec-fetch-site": ""}
    body = asked_as_declared(whole.dash.callback_map[name], name)
    assert whole.ask("client", "/_dash-update-component", body=body, headers=told).status == 200
    both = whole.credential("client") | whole.same("operator")
    assert whole.ask(both, "/_dash-update-component", body=body, headers=told).status == 403, "a key does not excuse a cookie"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST", "QUERY", "get", "FOO"])
def test_methods_nobody_serves_reach_nothing(whole: Whole, method: str) -> None:
    inside = whole.inside
    answer = whole.ask(whole.same("officer"), "/sources", method=method, body={})
    assert answer.status in {404, 403, 405}
    assert whole.inside == inside


def test_get_changes_nothing(whole: Whole) -> None:
    """Every write's address, asked by GET with everything in the query."""
    operator = whole.same("operator")
    before = sessions(whole)
    for path in WRITES:
        assert whole.ask(operator, f"{path}?everywhere=true&login=a&role=operator&_method=POST", headers={"x-http-method-override": "POST"}).status in {404, 405}
    assert sessions(whole) == before


def test_behind_tls_an_unencrypted_page_of_the_same_name_is_another() -> None:
    asked = {b"host": "centre.example", b"origin": "http://centre.example"}
    assert _origin.own_page(asked, Door())
    assert not _origin.own_page(asked, Door(public_url="https://centre.example"))
    assert _origin.own_page({**asked, b"origin": "https://centre.example"}, Door(public_url="https://centre.example"))


def test_mutant_without_the_origin_rule_a_foreign_page_ends_a_session(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_gate, "own_page", lambda *_: True)
    before = sessions(whole)
    assert whole.ask("operator", "/api/v1/leave", body={"everywhere": False}, headers=FOREIGN[0]).status < 300
    assert [row for row in sessions(whole) if row[1]] != [row for row in before if row[1]]
