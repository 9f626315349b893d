"""The same over the wire, through the gate: what the lobby's PC is answered, and what its cookie can and cannot do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api._allow import Addresses
from api._callbacks import Callbacks
from api._errors import explain_errors
from api._gate import Gate
from domain.errors import StoreDown
from domain.person import SYSTEM, Permission, Role
from services import pairing, sessions
from services.centre import Centre, Door
from services.desk import sit
from store.database import Database
from tests.gate.gatehouse import EVERYWHERE, Gatehouse

BEAT = {"page": "/wall", "version": "abc", "frame_age_s": 2.5}


def gate_of(centre: Centre) -> Any:
    """Pairing and beats behind the gate, without Dash."""
    from api import live, me, screen
    from api import pairing as pairing_api

    sit(centre)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    for room in (pairing_api, screen, live, me):
        server.router.routes.extend(room.ROUTER.routes)
    explain_errors(server)
    return Gate(server, centre, Addresses(server.router.routes), Callbacks({}, lambda _: Permission.MAP))


@contextmanager
def pc(gate: Any, base: str = "http://localhost") -> Iterator[TestClient]:
    """The lobby's PC."""
    own = {"origin": base, "sec-fetch-site": "same-origin"}
    with TestClient(gate, base_url=base, headers=own, client=("10.1.2.3", 50000), follow_redirects=False) as client:
        yield client


def accepted(gatehouse: Gatehouse, client: TestClient) -> tuple[int, Any]:
    """(screen, the answer that brings the cookie)"""
    ticket = client.post("/api/v1/pair/start", json={}).json()
    assert client.post("/api/v1/pair/take", json={"secret": ticket["secret"]}).status_code == 202
    screen = pairing.accept(gatehouse.centre, SYSTEM, ticket["code"], "Sảnh", EVERYWHERE)
    return screen, client.post("/api/v1/pair/take", json={"secret": ticket["secret"]})


def test_the_pc_gets_a_cookie_no_script_reads_and_goes_to_its_wall(gatehouse: Gatehouse) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        assert client.get("/pair").status_code == 200
        _, answer = accepted(gatehouse, client)
        cookie = answer.headers["set-cookie"].lower()
        assert (answer.status_code, answer.json()) == (200, {"page": "/wall"})
        assert cookie.startswith("centre_session=")
        for word in ("httponly", "samesite=lax", "path=/", f"max-age={180 * 86400}"):
            assert word in cookie
        assert answer.headers["cache-control"] == "no-store"
        assert (client.get("/pair").status_code, client.get("/pair").headers["location"]) == (303, "/wall")
        assert client.post("/api/v1/pair/start", json={}).json() == {"page": "/wall"}
        assert client.post("/api/v1/screen/beat", json=BEAT).json()["page"] == ""


def test_behind_tls_no_other_host_can_set_it(gatehouse: Gatehouse) -> None:
    centre = replace(gatehouse.centre, door=Door.at("ttdh.example", public_url="https://ttdh.example"))
    with pc(gate_of(centre), "https://ttdh.example") as client:
        cookie = accepted(gatehouse, client)[1].headers["set-cookie"]
        assert cookie.startswith("__Host-centre_session=")
        assert "Secure" in cookie
        assert client.post("/api/v1/screen/beat", json=BEAT).status_code == 200


def test_a_wall_reads_and_beats_and_can_do_nothing_else(gatehouse: Gatehouse) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        accepted(gatehouse, client)
        assert client.get("/api/v1/live/pulse").status_code == 200
        for path, body in (("/api/v1/me/active", {}), ("/api/v1/me/password", {"old": "x", "new": "y"}), ("/api/v1/leave", {"everywhere": True})):
            assert client.post(path, json=body).status_code == 404, path
        assert client.post("/api/v1/screen/beat", json=BEAT).status_code == 200


def test_whoever_was_signed_in_on_the_pc_leaves_it(gatehouse: Gatehouse) -> None:
    session = gatehouse.enter(gatehouse.person("Ha", Role.ADMINISTRATOR, EVERYWHERE))
    with pc(gate_of(gatehouse.centre)) as client:
        client.cookies.set("centre_session", session, domain="localhost.local")
        assert client.get("/api/v1/me").json()["role"] == "administrator"
        _, answer = accepted(gatehouse, client)
        assert answer.status_code == 200
    assert gatehouse.whose(session) is None
    assert "logout" in gatehouse.acts()


def refused_after_revoking(gatehouse: Gatehouse, client: TestClient) -> None:
    """The promise: the very next request, whatever it asks."""
    screen, _ = accepted(gatehouse, client)
    assert client.get("/api/v1/live/pulse").status_code == 200
    pairing.revoke(gatehouse.centre, SYSTEM, screen)
    assert client.get("/api/v1/live/pulse").status_code == 401
    assert client.post("/api/v1/screen/beat", json=BEAT).status_code == 401
    assert client.get("/pair").status_code == 200


def test_the_request_after_revoking_is_refused(gatehouse: Gatehouse) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        refused_after_revoking(gatehouse, client)


def test_mutant_that_remembers_whom_it_let_in_is_caught(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    right, known = sessions.find_all, dict[str, Any]()

    def remembers(centre: Any, ids: list[str]) -> dict[str, Any]:
        known.update(right(centre, [one for one in ids if one not in known]))
        return known

    monkeypatch.setattr(sessions, "find_all", remembers)
    with pc(gate_of(gatehouse.centre)) as client, pytest.raises(AssertionError):
        refused_after_revoking(gatehouse, client)


def test_a_silent_database_does_not_send_the_wall_away(gatehouse: Gatehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """401 would mean another pairing; a wall must wait, first by memory and then with 503."""

    def silent(_: Database) -> Any:
        raise StoreDown("Cơ sở dữ liệu không trả lời.", "The database does not answer.")

    with pc(gate_of(gatehouse.centre)) as client:
        accepted(gatehouse, client)
        assert client.get("/api/v1/live/pulse").status_code == 200
        monkeypatch.setattr(Database, "read", silent)
        monkeypatch.setattr(Database, "write", silent)
        assert client.get("/api/v1/live/pulse").status_code == 200
        assert client.post("/api/v1/screen/beat", json=BEAT).status_code == 503
        gatehouse.clock.forward(11 * 60)
        assert client.get("/api/v1/live/pulse").status_code == 503


@pytest.mark.parametrize("body", [{"secret": ""}, {"secret": "x" * 5000}, {"secret": None}, {"secret": ["x" * 43]}, {}, [], {"secret": "\u0000" * 43},
                                  {"secret": "a" * 43}, {"secret": "' OR 1=1 --" * 4}])
def test_nonsense_is_refused_in_words(gatehouse: Gatehouse, body: Any) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        answer = client.post("/api/v1/pair/take", json=body)
        assert answer.status_code in (400, 404)
        assert set(answer.json()) == {"code", "vi", "en"}
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("raw", ['{"frame_age_s": NaN}', '{"frame_age_s": 1e999}', '{"frame_age_s": -1}', '{"page": ' + '"' + "x" * 400 + '"}', '{"page": 7}', "[" * 2000, "{"])
def test_a_beat_of_nonsense_is_refused_and_changes_nothing(gatehouse: Gatehouse, raw: str) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        accepted(gatehouse, client)
        answer = client.post("/api/v1/screen/beat", content=raw.encode(), headers={"content-type": "application/json"})
        assert answer.status_code == 400
    assert gatehouse.rows("SELECT page FROM screens") == [("/wall",)]


def test_a_foreign_page_cannot_make_a_pc_wait_or_take(gatehouse: Gatehouse) -> None:
    foreign = {"origin": "http://evil.example", "sec-fetch-site": "cross-site"}
    with pc(gate_of(gatehouse.centre)) as client:
        assert client.post("/api/v1/pair/start", json={}, headers=foreign).status_code == 403
        assert client.post("/api/v1/pair/start", data={}, headers={"content-type": "text/plain"}).status_code == 415
    assert gatehouse.rows("SELECT count(*) FROM pairings") == [(0,)]


def test_too_many_is_told_as_such(gatehouse: Gatehouse) -> None:
    with pc(gate_of(gatehouse.centre)) as client:
        answers = [client.post("/api/v1/pair/start", json={}) for _ in range(pairing.MOST_FROM + 1)]
    assert [a.status_code for a in answers] == [200] * pairing.MOST_FROM + [429]
    assert answers[-1].json()["code"] == "too_many"
