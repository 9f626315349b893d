"""I8: twelve secrets go through a whole day of the product, crashes included; nothing that it writes, shows or hands out holds one of them."""

import base64
import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import psycopg
import pyotp
import pytest

from domain.person import SYSTEM, Part, Role
from services import accounts, heartbeat, pairing
from services.centre import Centre
from tests.gate.gatehouse import NO_CACHE
from tests.rig import oidc_provider
from tests.rig.oidc_provider import OidcProvider
from tests.rig.postgres import Postgres
from tests.rig.processes import wait_until
from tests.rig.product import Product, fetch

pytestmark = [pytest.mark.product, pytest.mark.postgres, pytest.mark.timeout(170)]
PASSWORD = "canary mưa phùn 4711 tháng giêng"
OWN = {"sec-fetch-site": "same-origin", "content-type": "application/json"}
GIVEN = {"database": "canary-database-8472", "redis": "canary-redis-5519", "oidc": oidc_provider.SECRET, "sim": "canary-sim-token-3306"}


class Day:
    """`secrets` by name as they become known; `heard`: every answer but those whose purpose is to hand one out."""

    def __init__(self, product: Product, centre: Centre, provider: OidcProvider) -> None:
        self.product, self.centre, self.provider = product, centre, provider
        self.secrets: dict[str, str] = {**GIVEN, "password": PASSWORD}
        self.heard: list[tuple[str, bytes]] = []

    def ask(self, path: str, sent: Any = None, *, cookie: str = "", handing: bool = False, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request; `handing`: its answer is a secret's rightful way out."""
        told = None if sent is None else json.dumps(sent).encode()
        answer = fetch(self.product.url + path, data=told, headers=({"cookie": cookie} if cookie else {}) | (OWN if sent is not None else {}) | headers)
        if not handing:
            kept = {name: value for name, value in answer[1].items() if name != "set-cookie"}
            self.heard.append((path, json.dumps(kept).encode() + answer[2]))
        return answer

    def cookies(self, answer: tuple[int, dict[str, str], bytes]) -> dict[str, str]:
        """{name: value} it set."""
        parts = [part.partition(";")[0].strip().partition("=") for part in answer[1].get("set-cookie", "").split("\n")]
        return {name: value for name, _, value in parts}


@pytest.fixture
def day(product: Callable[..., Product], own_postgres: Postgres) -> Iterator[Day]:
    url = own_postgres.database().replace("centre@", f"centre:{GIVEN['database']}@")
    provider = OidcProvider()
    settings = {"SIM_TOKEN": GIVEN["sim"], "SIM_SCHOOLS": 20, "DATABASE_URL": url, "REDIS_URL": f"redis://:{GIVEN['redis']}@127.0.0.1:1/0",
                "OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": oidc_provider.CLIENT, "OIDC_CLIENT_SECRET": GIVEN["oidc"]}
    lived = product(**settings).ready()
    centre = Centre.open(home=lived.home, database_url=url, redis_url=NO_CACHE)
    yield Day(lived, centre, provider)
    centre.close()
    provider.close()


def enter_all_ways(day: Day) -> str:
    """Hương comes by code, by password, with the second factor and by the department's own sign-in; gives her cookie."""
    made = accounts.create(day.centre, SYSTEM, login="huong.le", name="Lê Hương", role=Role.ADMINISTRATOR, parts=[Part()])
    day.secrets["welcome code"] = made.code
    day.ask("/login?next=/wall")
    day.ask("/api/v1/enter", {"login": PASSWORD, "password": "sai rồi"})  # typed into the wrong field
    day.ask("/api/v1/enter", {"login": "huong.le", "password": PASSWORD})  # not chosen yet
    day.ask("/api/v1/enter/welcome", {"code": made.code, "password": "ngắn"})
    entered = jar(day, "/api/v1/enter/welcome", {"code": made.code, "password": PASSWORD})
    cookie = f"centre_session={entered['centre_session']}"
    day.ask("/api/v1/enter/welcome", {"code": made.code, "password": PASSWORD})  # once is once
    status, _, body = day.ask("/api/v1/enter/enrol", cookie=cookie, handing=True)
    assert status == 200, body
    day.secrets["totp seed"] = json.loads(body)["secret"]
    day.ask("/second", cookie=cookie)
    day.ask("/api/v1/enter/enrol", {"code": "000000"}, cookie=cookie)
    whole = jar(day, "/api/v1/enter/enrol", {"code": pyotp.TOTP(day.secrets["totp seed"]).now()}, cookie=cookie)
    day.secrets["session"], day.secrets["device"] = whole["centre_session"], entered.get("centre_device") or whole["centre_device"]
    with day.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE people SET oidc_subject = %s WHERE login = 'huong.le'", (f"{day.provider.issuer} 8801",))
    for lie in ("", "no_token", "wrong_key"):
        day.provider.lie = lie
        begun = no_redirect(day, "/api/v1/enter/oidc?next=/")
        day.heard.append(("oidc", begun[1]["location"].encode()))
        back = urlsplit(day.provider.authorize(dict(parse_qsl(urlsplit(begun[1]["location"]).query))))
        kept = "; ".join(f"{name}={value}" for name, value in day.cookies(begun).items())
        no_redirect(day, f"{back.path}?{back.query}", cookie=kept)
    return f"centre_session={day.secrets['session']}; centre_device={day.secrets['device']}"


def raw(day: Day, path: str, sent: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Without following anybody; several cookies line by line."""
    import http.client

    line = http.client.HTTPConnection("127.0.0.1", day.product.port, timeout=20)
    line.request("GET" if sent is None else "POST", path, None if sent is None else json.dumps(sent), {**(OWN if sent is not None else {}), **headers})
    answer = line.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders()}
    told["set-cookie"] = "\n".join(answer.headers.get_all("set-cookie") or [])
    body = answer.read()
    line.close()
    return answer.status, told, body


def no_redirect(day: Day, path: str, cookie: str = "") -> tuple[int, dict[str, str], bytes]:
    answer = raw(day, path, **({"cookie": cookie} if cookie else {}))
    day.heard.append((path, answer[1].get("location", "").encode() + answer[2]))
    return answer


def jar(day: Day, path: str, sent: Any, cookie: str = "") -> dict[str, str]:
    answer = raw(day, path, sent, **({"cookie": cookie} if cookie else {}))
    assert answer[0] == 200, answer
    day.heard.append((path, answer[2]))
    return day.cookies(answer)


def machines(day: Day, cookie: str) -> None:
    """A program with its key, a school behind NAT, a wall screen."""
    day.secrets["key"] = key = day.product.token()
    for path in ("/api/v1/live/frame?area=79&format=json", "/metrics", "/api/v1/live/pulse", "/healthz", "/api/v1/nothing", "/api/v1/audit.csv"):
        day.ask(path, authorization=f"Bearer {key}")
        day.ask(path, authorization=f"Bearer {key}x")
    code = day.product.get("/api/v1/live/directory?area=79")["codes"][0]
    day.secrets["heartbeat"] = token = heartbeat.give_token(day.centre, code)
    for bearer in (token, token + "x"):
        day.ask("/api/v1/heartbeat", {}, authorization=f"Bearer {bearer}")
    started = json.loads(day.ask("/api/v1/pair/start", {}, handing=True)[2])
    day.secrets["pairing"] = started["secret"]
    day.ask("/api/v1/pair/take", {"secret": started["secret"]})
    pairing.accept(day.centre, SYSTEM, started["code"], "Sảnh", [Part()])
    screen = jar(day, "/api/v1/pair/take", {"secret": started["secret"]})
    day.ask("/api/v1/screen/beat", {"page": "/wall", "version": "1"}, cookie=f"centre_session={screen['centre_session']}")
    day.ask("/wall", cookie=f"centre_session={screen['centre_session']}")


def look_everywhere(day: Day, cookie: str) -> None:
    """Every page as a document and as Dash draws it, every answer of administration, and the log as a file."""
    pages = ("/", "/wall", "/sources", "/admin/people", "/admin/screens", "/admin/keys", "/admin/audit", "/schools/nothing", "/not/there", "/api/v1/me", "/_dash-layout", "/_dash-dependencies",
             "/api/v1/audit.csv", "/metrics", "/healthz", "/pair", "/first", "/welcome", "/login")
    for path in pages:
        day.ask(path, cookie=cookie)
    for one in json.loads(day.ask("/_dash-dependencies", cookie=cookie)[2]):
        names = one["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        inputs = [{**part, "value": {"text": "", "person": "1", "q": ""} if part["property"] == "data" else "/admin/audit" if part["property"] == "pathname" else ""} for part in one["inputs"]]
        body = {"output": one["output"], "outputs": outputs if one["output"].startswith("..") else outputs[0], "changedPropIds": [],
                "inputs": [{key: part[key] for key in ("id", "property", "value")} for part in inputs]}
        if one["state"]:
            body["state"] = [{"id": part["id"], "property": part["property"], "value": None} for part in one["state"]]
        day.ask("/_dash-update-component", body, cookie=cookie)
    for bad in ({"login": {"a": PASSWORD}}, {"password": [PASSWORD]}, PASSWORD, {"code": PASSWORD, "password": PASSWORD * 30}):
        day.ask("/api/v1/enter", bad)
        day.ask("/api/v1/me/password", bad, cookie=cookie)
    day.ask("/api/v1/me/password", {"old": "sai rồi nhé", "new": PASSWORD}, cookie=cookie)


def break_down(day: Day, database: Postgres, cookie: str) -> None:
    """An error nobody foresaw, a database that dies, a web server that is killed."""
    with day.centre.db.write() as conn:
        conn.exec_driver_sql("UPDATE grants SET kinds = 'no_such_kind' WHERE holder_kind = 'client'")
    assert day.ask("/api/v1/me", authorization=f"Bearer {day.secrets['key']}")[0] == 500
    assert "mishap" in day.product.child.text()
    database.child.freeze()
    day.ask("/api/v1/enter", {"login": "huong.le", "password": PASSWORD})
    day.ask("/api/v1/me/password", {"old": PASSWORD, "new": PASSWORD + "!"}, cookie=cookie)
    database.child.thaw()
    database.kill()
    for _ in range(2):
        day.ask("/api/v1/enter", {"login": "huong.le", "password": PASSWORD})
        day.ask("/api/v1/live/wall", cookie=cookie)
    database.start()
    wait_until(lambda: day.ask("/healthz")[0] == 200, 60, what="the product is well again")
    os.kill(day.product.member("doors.py web"), signal.SIGKILL)
    wait_until(lambda: "mã -9" in day.product.child.text() or not day.product.child.alive(), 20, what="somebody says that it is gone")


def written(day: Day, database: Postgres) -> dict[str, bytes]:
    """Everything the product wrote: its log, its files, its tables, and what `ps` shows of it."""
    found = {str(path): path.read_bytes() for path in day.product.home.rglob("*") if path.is_file()}
    found |= {f"command of {pid}": command.encode() for pid, command in day.product.family().items()}
    with psycopg.connect(database.url(day.centre.db.url.rpartition("/")[2])) as conn:
        tables = [row[0] for row in conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        assert "audit" in tables
        found |= {table: "\n".join(str(row) for row in conn.execute(f'SELECT t::text FROM "{table}" t')).encode() for table in tables}  # type: ignore[arg-type]
    return found


def forms(secret: str) -> set[bytes]:
    """As it is, and as it would be in an address, in JSON, in a header."""
    coded = base64.b64encode(secret.encode()).rstrip(b"=")
    return {secret.encode(), quote(secret).encode(), json.dumps(secret)[1:-1].encode(), json.dumps(secret, ensure_ascii=False)[1:-1].encode(), coded, secret.replace("-", "").encode()}


def hits(secrets: dict[str, str], places: dict[str, bytes]) -> list[tuple[str, str, bytes]]:
    """(secret, where, how it reads there)."""
    found = []
    for name, secret in secrets.items():
        for place, told in places.items():
            for form in forms(secret):
                at = told.find(form)
                if at >= 0:
                    found.append((name, place, told[max(0, at - 80):at + 40]))
    return found


def test_twelve_secrets_of_a_whole_day_are_nowhere(day: Day, own_postgres: Postgres) -> None:
    cookie = enter_all_ways(day)
    machines(day, cookie)
    look_everywhere(day, cookie)
    asked = {f"{number} {path}": body for number, (path, body) in enumerate(day.heard)}
    assert any(b"Nh\xe1\xba\xadt k\xc3\xbd" in body or b"login.done" in body for body in asked.values()), "the log was really read"
    alive = written(day, own_postgres)
    break_down(day, own_postgres, cookie)
    asked = {f"{number} {path}": body for number, (path, body) in enumerate(day.heard)}
    assert len(day.secrets) == 12, day.secrets.keys()
    assert all(len(secret) >= 8 for secret in day.secrets.values())
    assert len([1 for name in alive if name.startswith("command of")]) >= 3
    found = hits(day.secrets, asked | alive | written(day, own_postgres))
    assert not found, found[:10]


def test_mutant_a_secret_that_slips_is_seen() -> None:
    """The search itself: in an address, in JSON, in a header's coding."""
    secrets = {"password": PASSWORD, "key": "ttdh_abcdefgh"}
    for told in (PASSWORD.encode(), quote(PASSWORD).encode(), json.dumps({"a": PASSWORD}).encode(), b"Basic " + base64.b64encode(b"ttdh_abcdefgh")):
        assert hits(secrets, {"somewhere": told})
    assert not hits(secrets, {"somewhere": Path(__file__).name.encode()})
