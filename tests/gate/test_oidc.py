"""Hương enters with the department's own sign-in; whoever lies, steals or only looks like her stays outside."""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from authlib.oidc.core import CodeIDToken
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import _entering
from domain.errors import CentreError
from domain.person import Role
from services import _lockout, _oidc_issuer, oidc
from services._lockout import Caller
from services.centre import Centre, Door
from services.sessions import find
from settings import Settings
from store import people
from tests.gate.oidc_kit import HUONG, acts, agreed, enter, off, opened, refused, sessions
from tests.rig.oidc_provider import LIES, OidcProvider

AT_BEGIN = {"book_of_another", "too_long", "not_json"}  # seen before the browser leaves: nothing was begun


@pytest.fixture(scope="module")
def own_provider() -> Iterator[OidcProvider]:
    opened = OidcProvider()
    yield opened
    opened.close()


@pytest.fixture
def provider(own_provider: OidcProvider) -> Iterator[OidcProvider]:
    """Honest, and nothing of it remembered by the centre."""
    own_provider.lie, own_provider.claims = "", dict(HUONG)
    own_provider.asked.clear()
    own_provider.codes.clear()
    oidc._known.cache_clear()
    yield own_provider
    own_provider.silent.clear()
    own_provider.waiting.set()
    own_provider.waiting = threading.Event()


BOTH = pytest.mark.parametrize("url", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Iterator[str]:
    """SQLite; where the database itself is the guard, PostgreSQL too."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(migrated_sqlite, tmp_path / "centre.db")
        yield f"sqlite:///{tmp_path}/centre.db"
        return
    server = request.getfixturevalue("postgres")
    made = server.database(request.getfixturevalue("migrated_postgres"))
    yield made
    server.drop(made)


@pytest.fixture
def centre(tmp_path: Path, url: str, provider: OidcProvider) -> Iterator[Centre]:
    made = opened(tmp_path, url, provider)
    yield made
    made.close()


@pytest.fixture
def client(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser before the centre's door."""
    from api import oidc as router

    monkeypatch.setattr(_entering, "house", lambda: SimpleNamespace(centre=centre))
    app = FastAPI()
    app.include_router(router.ROUTER)
    return TestClient(app, base_url="http://127.0.0.1:8050", follow_redirects=False)


@BOTH
def test_huong_enters_is_linked_once_and_known_by_her_subject_ever_after(centre: Centre, client: TestClient, provider: OidcProvider) -> None:
    answer = enter(client)
    assert (answer.status_code, answer.headers["location"]) == (303, "/wall?x=1")
    cookies = answer.headers.get_list("set-cookie")
    assert any(c.startswith("centre_session=") and "HttpOnly" in c and "SameSite=lax" in c and "Path=/" in c for c in cookies)
    assert any(c.startswith('centre_oidc=""') and "Max-Age=0" in c for c in cookies)
    found = find(centre, client.cookies["centre_session"])
    assert found is not None
    assert (found.actor.name, found.actor.role, found.actor.half) == ("Hương", Role.OPERATOR, False)
    provider.claims = {"sub": "8801", "email": "married@sogd.example", "email_verified": True}
    first = client.cookies["centre_session"]
    assert enter(client).status_code == 303
    assert find(centre, first) is None, "the id changes with every entry, and the old one is dead"
    provider.claims = {**HUONG, "sub": "9999"}
    client.cookies.clear()
    assert enter(client).status_code == 403, "another subject with her address is somebody else"
    assert acts(centre) == [("person.linked", "done", "Hương"), ("login.done", "done", "Hương"), ("login.done", "done", "Hương"),
                            ("login.failed", "failed", "oidc_stranger")]


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_opens_no_session(lie: str, centre: Centre, client: TestClient, provider: OidcProvider) -> None:
    provider.lie = lie
    answer = enter(client)
    refused(answer, centre)
    assert acts(centre) == [] if lie in AT_BEGIN else [("login.failed", "failed", "oidc_unreachable" if lie == "token_redirects" else "oidc_not_trusted")]
    assert "/elsewhere" not in provider.asked
    provider.lie = ""
    oidc._known.cache_clear()
    assert enter(client).status_code == 303, "nothing of the lie stays"


@pytest.mark.parametrize("lie", ["no_nonce", "wrong_nonce"])
def test_mutant_without_the_check_of_the_nonce_a_foreign_token_enters(
    lie: str, centre: Centre, client: TestClient, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CodeIDToken, "validate_nonce", lambda self: None)
    provider.lie = lie
    with pytest.raises(AssertionError):
        refused(enter(client), centre)


def test_an_answer_that_did_not_begin_in_this_browser_is_not_even_asked_about(centre: Centre, client: TestClient, provider: OidcProvider) -> None:
    """Kiên sends Hương a link that would make her work in his account."""
    back = agreed(off(client))
    mine = client.cookies["centre_oidc"]
    client.cookies.clear()
    refused(client.get(back), centre)
    for other in ("", "x", mine[:-2] + "AA", "đ" * 10):
        refused(client.get(back, headers={"cookie": f"centre_oidc={other}".encode()}), centre)
    assert acts(centre) == []
    off(client)  # her own attempt, his answer
    refused(client.get(back), centre)
    assert acts(centre) == [("login.failed", "failed", "oidc_stale")]
    assert "/token" not in provider.asked


def test_mutant_without_the_check_of_the_state_she_would_work_in_his_account(
    centre: Centre, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "compare_digest", lambda *_: True)
    monkeypatch.setattr(CodeIDToken, "validate_nonce", lambda self: None)
    answer = off(client)
    query = parse_qs(urlsplit(agreed(answer)).query)
    assert client.get("/api/v1/enter/oidc/back", params={"code": query["code"][0], "state": "his"}).status_code == 303


def test_a_stolen_code_is_worth_nothing_without_its_verifier_and_nothing_twice(centre: Centre, client: TestClient, provider: OidcProvider) -> None:
    stolen = parse_qs(urlsplit(agreed(off(client))).query)["code"][0]
    hers = parse_qs(urlsplit(off(client).headers["location"]).query)
    refused(client.get("/api/v1/enter/oidc/back", params={"code": stolen, "state": hers["state"][0]}), centre)
    assert provider.codes == {}, "the provider was asked, and refused"
    back, kept = agreed(off(client)), client.cookies["centre_oidc"]
    assert client.get(back).status_code == 303
    client.cookies.clear()
    client.cookies.set("centre_oidc", kept)
    assert client.get(back).status_code == 403
    assert sessions(centre) == 1


def test_an_attempt_is_over_after_ten_minutes_and_belongs_to_one_home(tmp_path: Path, centre: Centre, client: TestClient) -> None:
    there, sealed = oidc.begin(centre, "http://127.0.0.1:8050/back", "/")
    state = {"state": parse_qs(urlsplit(there).query)["state"][0], "code": "x"}
    late = replace(centre, clock=lambda: time.time() + 601)
    elsewhere = replace(centre, home=tmp_path)
    for wrong in (late, elsewhere):
        with pytest.raises(CentreError) as told:
            oidc.finish(wrong, sealed, state, Caller())
        assert told.value.code == "oidc_stale"
    with pytest.raises(CentreError) as told:
        oidc.finish(centre, sealed, {**state, "iss": "https://another.example"}, Caller())
    assert told.value.code == "oidc_not_trusted"
    with pytest.raises(CentreError) as told:
        oidc.finish(centre, sealed, {"state": state["state"], "error": "access_denied"}, Caller())
    assert told.value.code == "oidc_denied"


@pytest.mark.parametrize("who", [
    {"sub": "1", "email": "nobody@sogd.example", "email_verified": True}, {**HUONG, "email_verified": False}, {"sub": "1"},
    {**HUONG, "email_verified": "true"}, {"sub": "1", "email": "gone@sogd.example", "email_verified": True},
    {"sub": "1", "email": "demo@sogd.example", "email_verified": True}, {"sub": "1", "email": "linked@sogd.example", "email_verified": True},
    {**HUONG, "preferred_username": "an@sogd.example"}, {"sub": "1", "email": ["huong@sogd.example"], "email_verified": True},
], ids=["unknown", "unverified", "nameless", "verified by a word", "disabled", "demo", "somebody else's", "two people", "a list"])  # fmt: skip
def test_strangers_all_read_the_same_sentence_and_nobody_is_made(who: dict[str, Any], centre: Centre, client: TestClient, provider: OidcProvider) -> None:
    provider.claims = who
    answer = enter(client)
    refused(answer, centre)
    assert "Hãy nhờ quản trị của trung tâm" in answer.text
    with centre.db.read() as conn:
        assert len(people.read_all(conn)) == 5
        assert sum(p.oidc_subject is not None for p in people.read_all(conn)) == 1


@pytest.mark.parametrize(("methods", "half"), [(["pwd"], True), (None, True), (["pwd", "otp"], False), (["mfa"], False), (["hwk"], False), ("otp", True)])
def test_an_administrator_owes_a_second_factor_unless_the_provider_saw_one(
    methods: Any, half: bool, centre: Centre, client: TestClient, provider: OidcProvider
) -> None:
    provider.claims = {"sub": "2", "email": "an@sogd.example", "email_verified": True} | ({"amr": methods} if methods else {})
    answer = enter(client, "/admin/people")
    if methods == "otp":  # a list or nothing: a word is not what the standard says
        refused(answer, centre)
        return
    assert answer.headers["location"] == ("/second?next=/admin/people" if half else "/admin/people")
    found = find(centre, client.cookies["centre_session"])
    assert found is not None
    assert found.actor.half is half


@pytest.mark.parametrize("after", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/\tx", "wall", "/a\r\nb: c"])
def test_the_way_on_never_leaves_the_house(after: str, client: TestClient) -> None:
    assert enter(client, after).headers["location"] == "/"


@pytest.mark.parametrize("address", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_hung_provider_costs_seconds_and_opens_nothing(
    address: str, centre: Centre, client: TestClient, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _oidc_issuer.STEP_S <= 3
    assert _oidc_issuer.WHOLE_S <= 6
    monkeypatch.setattr(_oidc_issuer, "STEP_S", 0.4)
    provider.silent.add(address)
    began = time.monotonic()
    refused(enter(client), centre)
    assert time.monotonic() - began < 2.5


def test_a_hung_provider_never_holds_the_whole_web_process(centre: Centre, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_oidc_issuer, "STEP_S", 1.5)
    provider.silent.add("/.well-known/openid-configuration")
    took: list[float] = []

    def knock() -> None:
        began = time.monotonic()
        with pytest.raises(CentreError):
            oidc.begin(centre, "http://127.0.0.1:8050/back", "/")
        took.append(time.monotonic() - began)

    crowd = [threading.Thread(target=knock) for _ in range(24)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sum(t < 1.2 for t in took) == 20, "four wait, the others are told at once"


def test_a_source_that_keeps_trying_waits_but_nobody_pays_for_a_provider_that_is_down(
    client: TestClient, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_lockout, "SOURCE", 3)
    provider.lie = "token_redirects"
    assert {enter(client).status_code for _ in range(5)} == {403}
    provider.lie, provider.claims = "", {"sub": "1", "email": "nobody@sogd.example", "email_verified": True}
    assert [enter(client).status_code for _ in range(4)] == [403, 403, 403, 429]
    provider.claims = dict(HUONG)
    provider.asked.clear()
    assert enter(client).status_code == 429
    assert "/token" not in provider.asked


def test_the_place_is_remembered_once_somebody_is_wholly_in(client: TestClient, provider: OidcProvider) -> None:
    provider.claims = {"sub": "2", "email": "an@sogd.example", "email_verified": True}
    enter(client)
    assert "centre_device" not in client.cookies, "half of somebody is nobody yet"
    provider.claims = dict(HUONG)
    enter(client)
    assert "centre_device" in client.cookies


@pytest.mark.parametrize("told", [
    {"oidc_issuer": "http://sign-in.example", "oidc_client_id": "x"}, {"oidc_issuer": "sign-in.example", "oidc_client_id": "x"},
    {"oidc_issuer": "https://sign-in.example"}, {"oidc_issuer": "https://", "oidc_client_id": "x"},
])  # fmt: skip
def test_a_provider_that_cannot_be_one_is_refused_at_the_start(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="OIDC_ISSUER"):
        Settings(**told)  # type: ignore[arg-type]


def test_a_provider_that_changed_its_keys_is_asked_for_them_again(client: TestClient, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    assert enter(client).status_code == 303
    provider.change_key()
    monkeypatch.setattr(_oidc_issuer, "AGAIN_S", 0.0)
    assert enter(client).status_code == 303
    assert provider.asked.count("/keys") == 2


@BOTH
def test_of_two_who_claim_one_person_one_is_linked(centre: Centre, provider: OidcProvider) -> None:
    said: list[str] = []

    def claim(subject: str) -> None:
        from services._oidc_issuer import Said

        try:
            with centre.db.write() as conn:
                oidc._person(centre, conn, Said(subject=subject, logins=("huong@sogd.example",)))
            said.append("linked")
        except CentreError as error:
            said.append(error.code)

    crowd = [threading.Thread(target=claim, args=(str(n),)) for n in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(said) == ["linked"] + ["oidc_stranger"] * 7


def test_without_a_provider_there_is_no_such_way(tmp_path: Path, centre: Centre, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_entering, "house", lambda: SimpleNamespace(centre=replace(centre, door=Door())))
    assert off(client).status_code == 404
