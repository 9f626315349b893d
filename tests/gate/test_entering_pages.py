"""The door over the socket: cookies of this host alone, pages without a script of their own, refusals in words."""

import asyncio
import re
import threading
from dataclasses import replace
from typing import Any

import pytest

from api import _entering
from domain.errors import StoreDown
from domain.person import Permission, Role
from services import later, sessions
from services._passwords import LEAST
from services.centre import Door
from tests.gate.doorstep import WRONG, browser, login_of, served
from tests.gate.gatehouse import PASSWORD, Gatehouse

NEW = "chín con rồng bay về đêm"


def test_the_cookies_are_of_this_host_alone(gatehouse: Gatehouse) -> None:
    login = login_of(gatehouse, gatehouse.person("Lan"))
    with browser(gatehouse.centre) as lan:
        answer = lan.post("/api/v1/enter", json={"login": login, "password": PASSWORD, "next": "//evil.example"})
    assert answer.json() == {"next": "/"}
    told = answer.headers.get_list("set-cookie")
    assert {one.partition("=")[0] for one in told} == {"centre_session", "centre_device"}
    assert all("HttpOnly" in one and "SameSite=lax" in one and "Path=/" in one for one in told)
    door = Door.at("localhost", public_url="https://trung-tam.example", demo=True)
    with browser(replace(gatehouse.centre, door=door), "https://trung-tam.example") as lan:
        told = lan.post("/api/v1/enter", json={"login": login, "password": PASSWORD}).headers.get_list("set-cookie")
    assert {one.partition("=")[0] for one in told} == {"__Host-centre_session", "__Host-centre_device"}
    assert all("Secure" in one and "Domain" not in one for one in told)


def test_lan_goes_in_is_herself_and_goes_out(gatehouse: Gatehouse) -> None:
    login = login_of(gatehouse, gatehouse.person("Trần Thị Lan"))
    with browser(gatehouse.centre) as lan:
        assert lan.get("/api/v1/me").status_code == 401
        refused = lan.post("/api/v1/enter", json={"login": login, "password": WRONG})
        assert (refused.status_code, refused.json()["code"]) == (401, "no_entry")
        lan.post("/api/v1/enter", json={"login": login, "password": PASSWORD, "role": "administrator", "half": False})
        me = lan.get("/api/v1/me").json()
        assert me == {"name": "Trần Thị Lan", "role": "officer", "role_label": Role.OFFICER.words.vi, "demo": False,
                      "areas": [{"code": "760", "name": "Quận 1"}]}
        assert lan.get("/login?next=/wall").headers["location"] == "/wall"
        assert lan.post("/api/v1/me/active", json={}).status_code == 204
        changed = lan.post("/api/v1/me/password", json={"old": PASSWORD, "new": NEW})
        assert changed.status_code == 200
        assert lan.get("/api/v1/me").status_code == 200
        assert lan.post("/api/v1/leave", json={"everywhere": True}).json() == {"next": "/login?why=left"}
        assert lan.get("/api/v1/me").status_code == 401
        assert "centre_session" not in lan.cookies


def test_work_keeps_a_session_awake(gatehouse: Gatehouse) -> None:
    login = login_of(gatehouse, gatehouse.person("Lan"))
    with browser(gatehouse.centre) as lan:
        lan.post("/api/v1/enter", json={"login": login, "password": PASSWORD})
        for _ in range(3):
            gatehouse.clock.forward(sessions.IDLE_S - 60)
            assert lan.post("/api/v1/me/active", json={}).status_code == 204
        later.flush(gatehouse.centre)
        gatehouse.clock.forward(sessions.IDLE_S + 1)
        assert lan.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"login": 7}', b'{"login": {"$ne": null}}', b'{"login": "\\ud800", "password": "x"}', b"x" * 100])
def test_what_is_no_form_is_refused_in_words(gatehouse: Gatehouse, body: bytes) -> None:
    with browser(gatehouse.centre) as anybody:
        answer = anybody.post("/api/v1/enter", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 401)
    assert answer.json()["vi"]


@pytest.mark.parametrize("path", ["/login?next=/wall&why=ended", "/first", "/welcome", "/login?lang=en"])
def test_the_pages_carry_no_script_of_their_own_and_nothing_foreign(gatehouse: Gatehouse, path: str) -> None:
    with browser(gatehouse.centre) as anybody:
        answer = anybody.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<script(?! src=\"/assets/entering-[0-9a-f]{12}\.js\"></script>)|\son\w+=|javascript:", answer.text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)
    assert f"{LEAST}" in answer.text or "login" in path


@pytest.mark.parametrize("evil", ['"><svg onload=window.__x=1>', "</script><script>window.__x=1</script>", "' onfocus='window.__x=1"])
def test_what_an_address_brings_is_text(gatehouse: Gatehouse, evil: str) -> None:
    with browser(gatehouse.centre) as anybody:
        for path in ("/login", "/first", "/welcome"):
            page = anybody.get(path, params={"next": f"/{evil}", "code": evil, "why": evil, "lang": evil}).text
            assert evil not in page
            assert "<svg onload" not in page


def test_what_may_be_asked_for_before_entering_is_a_short_list(gatehouse: Gatehouse) -> None:
    gate: Any = served(gatehouse.centre)
    asks = {route.path: getattr(route.endpoint, "asks", None) for route in gate.addresses.routes if hasattr(route, "endpoint")}
    assert {path for path, address in asks.items() if address and address.permission is Permission.OPEN} == {
        "/login", "/first", "/welcome", "/second", "/api/v1/enter", "/api/v1/enter/demo", "/api/v1/enter/first", "/api/v1/enter/welcome"}


def test_guesses_wait_at_the_door_and_not_where_screens_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at once; when too many wait the next is told so, and nobody inside notices."""
    monkeypatch.setattr(_entering, "WAITING", 12)
    inside, most, held = [0], [0], threading.Event()

    def look() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        held.wait(10)
        inside[0] -= 1

    async def crowd() -> list[Any]:
        waiting = [asyncio.ensure_future(_entering.in_turn(look)) for _ in range(20)]
        while sum(one.done() for one in waiting) < 8 or inside[0] < _entering.AT_ONCE:
            await asyncio.sleep(0)
        held.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    ended = asyncio.run(crowd())
    assert sum(isinstance(one, StoreDown) for one in ended) == 8
    assert most[0] == _entering.AT_ONCE
