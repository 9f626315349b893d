"""H11, H12: rights are decided on the very path the router uses; hosts that are not ours and doors nobody uses stay shut."""

import re
import shutil
from pathlib import Path

import pytest

from api import _allow
from services.centre import Door
from settings import Settings
from supervisor import open_centre
from tests.gate.whole import Answer, Whole

# Ways to write /metrics and /sources, which Hạnh (officer) may not read and Minh (operator) may.
METRICS = ("/metrics", "//metrics", "/metrics/", "/./metrics", "/x/../metrics", "/%6detrics", "/metrics%2f", "/%2fmetrics", "/metrics;a=1", "/METRICS", "/metrics.",
           "/metrics%00", "/metrics%20", "/metrics?x=/login", "/login/../metrics", "/login%2f..%2fmetrics", "/assets/../metrics", "/assets/..%2fmetrics", "/open-data/../metrics",
           "/_favicon.ico/../metrics", "/metrics/x.css", "/private/x.css", "/api/v1/../../metrics", "/\\metrics", "/metrics#a")
DOCUMENTS = ("/sources", "//sources", "/sources/", "///sources///", "/%73ources", "/%73ources/", "//admin/people", "/admin/people/", "/admin%2fpeople", "/%61dmin/people",
             "/admin/./people", "/admin//people", "/admin/people;x", "/ADMIN/PEOPLE", "/admin/people.", "/open-data/../admin/people", "/login/../admin/people", "/admin/people.css")
SHUT = ("/_mcp", "/_mcp/", "/_mcp/x", "/_reload-hash", "//_reload-hash", "/_reload-hash/", "/_dash-ws-callback", "/console", "/_alive_x", "/docs", "/redoc", "/openapi.json",
        "/_dash-update-component?oldJob=1", "/_dash-update-component?cancelJob=1", "/_dash-layout?job=1", "/_dash-layout?cacheKey=x", "/_dash_startup_route/x", "/debug", "/.git/config",
        "/assets/../app.py", "/assets/..%2fapp.py", "/assets/%2e%2e/settings.py", "/assets//etc/passwd", "/assets/entering/../../app.py",
        "/_dash-component-suites/os/path.py", "/_dash-component-suites/dash/../app.py", "/_dash-component-suites/dash/dash.py", "/_dash-component-suites/settings/x.js")
HOSTS = ("evil.example", "localhost.evil.example", "evil.example:8050", "127.0.0.1.evil.example", "localhost@evil.example", "", "[::2]", "127.0.0.2", "LOCALHOST.evil", "localhost,evil")


def told(body: bytes) -> bool:
    """Is this Prometheus's text?"""
    return b"# HELP" in body


@pytest.mark.parametrize("path", METRICS)
def test_no_spelling_of_an_address_gives_more_than_the_plain_one(whole: Whole, path: str) -> None:
    for who in ("anonymous", "half", "screen", "school_contact", "officer"):
        answer = whole.ask(whole.same(who), path)
        assert not told(answer.body), (who, path)
        assert answer.status in {303, 401, 404, 429}, (who, path, answer.status)


def test_the_plain_one_is_there(whole: Whole) -> None:
    assert told(whole.ask(whole.same("operator"), "/metrics").body)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_no_spelling_of_a_document_shows_a_page_of_others(whole: Whole, path: str) -> None:
    assert whole.ask(whole.same("anonymous"), path).status == 303
    assert whole.ask(whole.same("officer"), path).status == 404
    from urllib.parse import unquote

    shown = whole.page(whole.same("officer"), unquote(path))
    assert shown.body == whole.page(whole.same("officer"), "/hoàn-toàn-không-có").body


def test_a_school_that_is_not_hers_is_a_page_that_is_not_there(whole: Whole) -> None:
    """Hạnh's are those of Quận 1; what is foreign and what is absent differ in nothing but the address itself."""
    all_codes = [code for code, in whole.gatehouse.rows("SELECT code FROM schools")]
    hers: dict[int, Answer] = {}
    for code in all_codes:
        answer = whole.ask(whole.same("officer"), f"/schools/{code}")
        hers.setdefault(answer.status, answer)
    absent = whole.ask(whole.same("officer"), "/schools/99999999")
    assert set(hers) == {200, 404}
    assert absent.status == 404
    once = re.compile(rb'"end_id":"[^"]+"')  # the renderer's, drawn for every document
    assert once.sub(b"", hers[404].body) == once.sub(b"", absent.body)
    assert {whole.ask(whole.same("operator"), f"/schools/{code}").status for code in all_codes} == {200}


@pytest.mark.parametrize("path", SHUT)
def test_doors_of_the_framework_do_not_exist(whole: Whole, path: str) -> None:
    for method, who in (("GET", "anonymous"), ("GET", "administrator"), ("POST", "administrator")):
        answer = whole.ask(whole.same(who), path, method=method, **({"body": {}} if method == "POST" else {}))
        assert answer.status in {303, 400, 401, 404, 405}, (who, method, answer.status)
        assert b"SECRET" not in answer.body
        assert b"import " not in answer.body


def test_no_websocket_is_opened_by_anybody(whole: Whole) -> None:
    import asyncio

    said: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, object]) -> None:
        said.append(str(message["type"]))

    for path in ("/_dash-ws-callback", "/ws", "/"):
        headers = [(b"host", b"localhost"), *((k.encode(), v.encode()) for k, v in whole.same("administrator").items())]
        scope = {"type": "websocket", "path": path, "raw_path": path.encode(), "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "subprotocols": []}
        asyncio.run(whole.server(scope, receive, send))
    assert said == ["websocket.close"] * 3


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_is_not_ours_is_answered_by_a_code(whole: Whole, host: str) -> None:
    answer = whole.ask(whole.same("operator"), "/metrics", headers={"host": host})
    assert answer.status in {400, 421}
    assert answer.json["code"] in {"foreign_host", "bad_host"}
    assert whole.ask({}, "/login", headers={"host": host}).status in {400, 421}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:8050", "LocalHost", "localhost."])
def test_our_own_names_are_ours(whole: Whole, host: str) -> None:
    assert whole.ask({}, "/login", headers={"host": host}).status == 200


def test_names_of_the_settings_are_ours(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://Centre.example")
    monkeypatch.setenv("TRUSTED_HOSTS", "centre.lan, 10.0.0.7")
    monkeypatch.setenv("HOST", "10.0.0.6")
    settings = Settings()
    door = Door.at(settings.host, "centre.lan", "10.0.0.7", public_url=settings.public_url)
    assert door.hosts == {"localhost", "127.0.0.1", "::1", "centre.example", "centre.lan", "10.0.0.7", "10.0.0.6"}
    assert door.secure
    assert callable(open_centre)


@pytest.mark.parametrize(("name", "value"), [("PUBLIC_URL", "centre.example"), ("PUBLIC_URL", "https://centre.example/a"), ("PUBLIC_URL", "ftp://a"), ("TRUSTED_PROXIES", "proxy")])
def test_a_wrong_setting_is_refused_without_repeating_secrets(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        Settings()
    monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", "mysql://centre:canary-password@db/centre")
    with pytest.raises(ValueError) as refused:
        Settings()
    assert "canary-password" not in str(refused.value)


@pytest.mark.parametrize("claimed", ["127.0.0.1", "10.0.0.1, 127.0.0.1", "::1"])
def test_nobody_says_themselves_where_they_come_from(whole: Whole, claimed: str) -> None:
    """Without a trusted proxy X-Forwarded-* is noise: the log keeps the real address."""
    from services.later import flush

    whole.gatehouse.clock.forward(61)
    hanh = whole.credential("officer")
    assert whole.ask(hanh, "/metrics", headers={"x-forwarded-for": claimed, "x-forwarded-proto": "https", "forwarded": f"for={claimed}"}, client="198.51.100.4").status == 404
    flush(whole.centre)
    assert whole.gatehouse.rows("SELECT address FROM audit WHERE act = 'access.refused' ORDER BY seq DESC LIMIT 1") == [("198.51.100.4",)]


def test_mutant_a_gate_that_reads_the_path_by_itself_is_led_astray(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights by a prefix of the raw path, as many gates do, let /assets/../… and /login… spellings differ: here one shows it."""
    real = _allow.Addresses.find

    def by_prefix(self: _allow.Addresses, scope: dict[str, object]) -> _allow.Address:
        return _allow.Address(permission=_allow.Permission.OPEN) if str(scope["path"]).startswith("//") else real(self, scope)

    monkeypatch.setattr(_allow.Addresses, "find", by_prefix)
    assert whole.ask(whole.same("anonymous"), "//sources").status != 303


@pytest.mark.parametrize(("host", "sim", "warned"), [("0.0.0.0", "1", True), ("127.0.0.1", "1", False), ("0.0.0.0", "0", False)])
def test_one_click_roles_open_to_the_network_are_said_at_the_start(
    tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, sim: str, warned: bool,
) -> None:
    import doors

    shutil.copy(migrated_sqlite, tmp_path / "centre.db")
    for name, value in (("HOST", host), ("SIM", sim), ("CENTRE_HOME", str(tmp_path)), ("DATABASE_URL", ""), ("REDIS_URL", "")):
        monkeypatch.setenv(name, value)
    doors._invite(Settings())
    assert ("WARNING" in capsys.readouterr().err) is warned
