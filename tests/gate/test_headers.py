"""H9, H5: every answer, whoever made it, says who may frame, sniff, run and keep it; an error tells a code and nothing else."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from api import _answers
from api._allow import Address, allow
from domain.person import Permission
from services.centre import LOOPBACK, Door
from tests.gate.gatehouse import Gatehouse
from tests.gate.matrix import filled, routes, suite
from tests.gate.whole import OWN_PAGE, Answer, Whole
from tests.rig.clock import Clock

PUBLIC = "https://centre.example"


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Whole]:
    """The same product as https://centre.example behind the proxy 10.0.0.1."""
    home = tmp_path_factory.mktemp("tls")
    shutil.copy(migrated_sqlite, home / "centre.db")
    door = Door(public_url=PUBLIC, hosts=LOOPBACK | {"centre.example"}, proxies=("10.0.0.1",), demo=True)
    opened = Whole(Gatehouse(home / "home", f"sqlite:///{home}/centre.db", Clock()), door)
    yield opened
    opened.close()


def crawl(whole: Whole) -> Iterator[tuple[str, Answer]]:
    """Every kind of answer: pages, APIs, files, 303, 304, 307, 400, 401, 403, 404, 413, 415, 421."""
    for method, path in routes(whole):
        real = suite(whole) if "component-suites" in path else filled(path)
        for who in ("anonymous", "operator"):
            yield f"{who} {method} {real}", whole.ask(whole.same(who) if method == "GET" else who, real, method=method, **({} if method == "GET" else {"body": {}}))
    html = whole.ask(whole.same("operator"), "/").body.decode()
    files = re.findall(r'(?:src|href)="(/[^"]+)"', html)
    assert len(files) > 3
    for path in files:
        answer = whole.ask(whole.same("operator"), path)
        yield path, answer
        if "etag" in answer.headers:
            yield f"304 {path}", whole.ask(whole.same("operator"), path, headers={"if-none-match": answer.headers["etag"]})
    for path in ("/assets/fonts/OFL.txt", "/assets/none.js", "/api/none", "/none", "/_dash-component-suites/os/x.js"):
        yield path, whole.ask(whole.same("operator"), path)
    yield "413", whole.ask(whole.same("operator"), "/api/v1/me/active", body=b"[" + b"1," * 40_000 + b"1]")
    yield "400", whole.ask(whole.same("operator"), "/_dash-update-component", body=b"{")
    yield "415", whole.ask(whole.same("operator"), "/api/v1/leave", body=b"a=1", headers={"content-type": "text/plain"})
    yield "403", whole.ask(whole.same("operator"), "/api/v1/leave", body={}, headers={"sec-fetch-site": "cross-site"})
    yield "421", whole.ask({}, "/login", headers={"host": "evil.example"})
    yield "HEAD", whole.ask({}, "/login", method="HEAD")


def faults(whole: Whole) -> list[str]:
    """Answers that do not say what they must."""
    wrong = []
    for name, answer in crawl(whole):
        policy, kept = answer.headers.get("content-security-policy", ""), answer.headers.get("cache-control", "")
        said = answer.headers.get("x-content-type-options") == "nosniff" and "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
        public = name.split(" ")[-1].startswith(("/assets", "/_dash-component-suites", "/_favicon"))
        private = "no-store" in kept or kept.startswith("private") or kept == "no-cache"
        if not said or not re.fullmatch(r"[0-9a-f]{16}", answer.headers.get("x-request-id", "")) or not (public or private):
            wrong.append(f"{name} {answer.status} {answer.headers}")
        if b"Traceback" in answer.body or b'File "' in answer.body:
            wrong.append(f"{name} shows a stack")
    return wrong


def test_every_answer_is_closed_to_frames_sniffing_and_keeping(whole: Whole) -> None:
    assert not faults(whole)


def test_behind_tls_every_answer_says_so_and_cookies_are_of_this_host(behind_tls: Whole) -> None:
    for name, answer in crawl(behind_tls):
        assert answer.headers.get("strict-transport-security", "").startswith("max-age=31536000"), name
    entered = behind_tls.ask({}, "/api/v1/enter/demo", body={"role": "operator"}, headers={"host": "centre.example", "origin": PUBLIC})
    kept = entered.headers["set-cookie"]
    assert "__Host-centre_" in kept
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word.lower() in kept.lower()
    assert "domain" not in kept.lower()
    bare = {"cookie": behind_tls.same("operator")["cookie"].removeprefix("__Host-")}
    assert behind_tls.ask(bare, "/api/v1/me").status == 401, "a cookie any host could set is nobody's"


def test_without_tls_nothing_claims_it(whole: Whole) -> None:
    assert "strict-transport-security" not in whole.ask({}, "/login").headers


@pytest.mark.parametrize(("client", "heard"), [("10.0.0.1", "203.0.113.5"), ("10.0.0.2", "10.0.0.2")])
def test_only_the_trusted_proxy_says_where_somebody_comes_from(behind_tls: Whole, client: str, heard: str) -> None:
    from services.later import flush

    behind_tls.gatehouse.clock.forward(61)
    told = {"x-forwarded-for": "127.0.0.1, 203.0.113.5", "x-forwarded-proto": "https", "host": "centre.example"}
    assert behind_tls.ask(behind_tls.same("officer"), "/metrics", client=client, headers=told).status == 404
    flush(behind_tls.centre)
    assert behind_tls.gatehouse.rows("SELECT address FROM audit WHERE act = 'access.refused' ORDER BY seq DESC LIMIT 1") == [(heard,)]


@pytest.mark.parametrize("who", ["officer", "client"])
def test_a_mishap_tells_a_code_and_its_number_and_is_logged_once(whole: Whole, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("canary-of-the-stack")

    monkeypatch.setattr(_answers, "desk", broken)
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as said:
        answer = whole.ask(whole.same(who), "/api/v1/live/pulse")
    assert answer.status == 500
    assert answer.json["code"] == "mishap"
    assert answer.json["request"] == answer.headers["x-request-id"]
    assert b"canary" not in answer.body
    assert [one["request"] for one in said if one["event"] == "mishap"] == [answer.headers["x-request-id"]]


def test_a_mishap_in_a_document_is_a_sentence(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole.dash, "index", lambda *_: 1 / 0)
    with structlog.testing.capture_logs() as said:
        answer = whole.ask(whole.same("officer"), "/")
    assert (answer.status, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert answer.headers["x-request-id"].encode() in answer.body
    assert [one["event"] for one in said] == ["mishap"]


def test_what_is_kept_for_ever_is_under_an_address_of_its_own(whole: Whole) -> None:
    """Directories may stay in a browser: their address carries the hash of what this reach sees (issue of the feed)."""
    def kept(who: str) -> tuple[str, bytes]:
        to = whole.ask(whole.same(who), "/api/v1/live/directory?area=79").headers["location"]
        answer = whole.ask(whole.same(who), to)
        assert answer.headers["cache-control"].startswith("private")
        return to, answer.body

    whole_house, hanh = kept("operator"), kept("officer")
    assert whole_house != hanh
    shown = whole.ask(whole.same("officer"), whole_house[0])
    assert shown.body != whole_house[1], "somebody else's address gives no more"


def test_whoever_leaves_takes_the_cache_along(whole: Whole) -> None:
    answer = whole.ask("operator", "/api/v1/leave", body={"everywhere": False})
    assert answer.headers["clear-site-data"] == '"cache"'


def test_mutant_an_answer_that_says_nothing_is_seen(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    headers = whole.server
    monkeypatch.setattr(headers, "api", [])
    assert faults(whole)


def test_the_words_of_the_contract() -> None:
    assert allow(Permission.MAP)(lambda: None).__dict__["asks"] == Address(permission=Permission.MAP)
    assert json.dumps(OWN_PAGE)
